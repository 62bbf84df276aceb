"""Talking: rooms, messages as they arrive, what happens to them when the network goes."""

from __future__ import annotations

import re

from playwright.async_api import Browser, Page, expect

from tests.e2e.conftest import Visit
from tests.house import House, Person


async def open_lobby(page: Page) -> None:
    await page.locator(".roomlist .room", has_text="Lobby").click()
    await expect(page.locator("[data-composer]")).to_be_visible()


async def say(page: Page, text: str) -> None:
    await page.locator("[data-composer]").fill(text)
    await page.keyboard.press("Enter")


async def test_registering_leads_to_the_lobby(house: House, browser: Browser) -> None:
    context = await browser.new_context(base_url=house.base, locale="fr-FR", timezone_id="Europe/Paris")
    page = await context.new_page()
    await page.goto("/register")
    await page.locator("input[name=username]").fill("nouvelle_venue")
    await page.locator("input[name=name]").fill("Élodie Martin")
    await page.locator("input[name=password]").fill("un long mot de passe")
    await page.get_by_role("button", name="Créer un compte").click()
    await expect(page.locator(".head h1")).to_have_text("Lobby")
    # Reloading keeps the session: the cookie renews the token.
    await page.reload()
    await expect(page.locator(".head h1")).to_have_text("Lobby")
    found = (await house.admin("GET", "/api/users?q=nouvelle_venue")).ok()["items"][0]
    assert (found["display_name"], found["locale"], found["time_zone"]) == ("Élodie Martin", "fr", "Europe/Paris")
    await context.close()


async def test_what_one_writes_the_other_reads(alice: Person, bob: Person, visit: Visit) -> None:
    here, there = await visit(alice), await visit(bob)
    for page in (here, there):
        await open_lobby(page)
    await say(here, "Hello **world** <img src=x onerror=alert(1)>")
    message = there.locator(".msg").last
    await expect(message.locator("strong")).to_have_text("world")
    await expect(message.locator("img")).to_have_count(0)
    await expect(message).to_contain_text("<img src=x")
    # Up edits one's last message; the other sees it change.
    await here.locator("[data-composer]").press("ArrowUp")
    await expect(here.locator("[data-composer]")).to_have_value(re.compile("Hello"))
    await say(here, "Hello again")
    await expect(message.locator(".text")).to_contain_text("Hello again")
    await expect(message).to_contain_text("edited")
    # A reaction travels back.
    await message.hover()
    await message.get_by_role("button", name="React").click()
    await there.locator(".emojis button").nth(1).click()
    await expect(here.locator(".msg").last.locator(".reactions")).to_contain_text("✅")


async def test_unread_counts_can_be_trusted(alice: Person, bob: Person, visit: Visit) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "plans", "member_ids": [bob.id]})).ok()
    page = await visit(bob)
    await open_lobby(page)
    link = page.locator(".roomlist .room", has_text="plans")
    await expect(link).to_be_visible()
    for text in ("one", f"two @{bob.username}"):
        (await alice("POST", f"/api/rooms/{room['id']}/messages", {"content": text})).ok()
    await expect(link).to_contain_text("2 unread, 1 mention")
    await page.reload()
    await expect(link).to_contain_text("2 unread, 1 mention")
    await link.click()
    await expect(page.get_by_role("separator").filter(has_text="New")).to_be_visible()
    await expect(link).not_to_contain_text("unread")
    await page.reload()
    await expect(page.locator(".head h1")).to_have_text("plans")
    await expect(link).not_to_contain_text("unread")


async def test_nothing_typed_is_lost_offline(alice: Person, bob: Person, visit: Visit) -> None:
    page, other = await visit(alice), await visit(bob)
    for one in (page, other):
        await open_lobby(one)
    await page.context.set_offline(True)
    await page.evaluate("window.dispatchEvent(new Event('offline'))")
    await say(page, "written without a network")
    await expect(page.locator(".msg.pending")).to_contain_text("written without a network")
    await page.locator("[data-composer]").fill("and a draft")
    await page.context.set_offline(False)
    await expect(other.locator(".msg").last).to_contain_text("written without a network", timeout=30_000)
    await expect(page.locator(".msg.pending")).to_have_count(0, timeout=15_000)
    await page.reload()
    await expect(page.locator("[data-composer]")).to_have_value("and a draft")
    await expect(page.locator(".msg", has_text="written without a network")).to_have_count(1)


async def test_a_long_history_does_not_jump(alice: Person, visit: Visit) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "history"})).ok()
    async with alice.socket() as socket:
        for number in range(160):
            content = f"number {number}. " + "words " * (number % 5 * 20)
            await socket.ok("message.send", {"room_id": room["id"], "content": content, "client_msg_id": str(number)})
    page = await visit(alice)
    await page.goto(f"/rooms/{room['id']}")
    await expect(page.locator(".msg").last).to_contain_text("number 159.")
    top = """() => { const edge = document.querySelector('.log').getBoundingClientRect().top + 20;
        const row = [...document.querySelectorAll('.msg')].find(e => e.getBoundingClientRect().top > edge);
        return [row.dataset.message, Math.round(row.getBoundingClientRect().top)] }"""
    await page.mouse.move(600, 400)
    for _ in range(8):
        await page.mouse.wheel(0, -1200)
        await page.wait_for_timeout(150)
        before = await page.evaluate(top)
        await page.wait_for_timeout(350)  # an older page may have come meanwhile
        after = await page.evaluate(top)
        assert before[0] == after[0] and abs(before[1] - after[1]) <= 2, (before, after)
    await page.get_by_role("button", name="Jump to the latest").click()
    await expect(page.locator(".msg").last).to_contain_text("number 159.")
