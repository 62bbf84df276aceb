"""A message's address, however far back it is; what hangs on messages."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import Visit
from tests.house import House, Person


@pytest.fixture
async def room(alice: Person, bob: Person) -> str:
    body = {"kind": "private", "name": "r", "member_ids": [bob.id]}
    return (await alice("POST", "/api/rooms", body)).ok()["id"]


async def test_an_address_leads_to_a_message_far_back(
    house: House, alice: Person, bob: Person, room: str, visit: Visit
) -> None:
    ids: list[str] = []
    for n in range(180):
        ids.append((await alice("POST", f"/api/rooms/{room}/messages", {"content": f"line {n}"})).ok()["id"])
    page = await visit(bob)
    await page.goto(f"/messages/{ids[40]}")
    await expect(page).to_have_url(re.compile(rf"/rooms/{room}\?message={ids[40]}$"))
    wanted = page.locator(f'.log [data-message="{ids[40]}"]')
    await expect(wanted).to_be_in_viewport()
    await expect(wanted).to_have_class(re.compile("flash"))
    # Upwards to the beginning, then down to where it meets the end.
    await page.locator(".log").hover()
    for _ in range(40):
        await page.mouse.wheel(0, -1500)
        if await page.locator(".beginning").count():
            break
        await page.wait_for_timeout(50)
    await expect(page.locator(".beginning")).to_be_visible()
    last = page.locator(f'.log [data-message="{ids[-1]}"]')
    for _ in range(60):
        await page.mouse.wheel(0, 1500)
        if await last.count():
            break
        await page.wait_for_timeout(50)
    await expect(last).to_be_visible()
    await expect(page.locator(".day.gap")).to_have_count(0)
    # Away again by the pin, and back by the button.
    (await alice("PUT", f"/api/messages/{ids[5]}/pin")).ok()
    await page.reload()
    await expect(page.locator(f'.log [data-message="{ids[40]}"]')).to_be_in_viewport()
    await page.get_by_role("button", name="Pinned messages").click()
    await page.locator(".pins .menu-item").click()
    await expect(page.locator(f'.log [data-message="{ids[5]}"]')).to_be_in_viewport()
    await page.get_by_role("button", name="Jump to the latest").click()
    await expect(last).to_be_in_viewport()
    # What is not there, or not one's own, says so.
    await page.goto(f"/messages/{'0' * 24}")
    await expect(page.locator(".empty")).to_contain_text("not there any more")
    stranger = await house.person("stranger")
    hers = await visit(stranger)
    await hers.goto(f"/messages/{ids[40]}")
    await expect(hers.locator(".empty")).to_contain_text("not there any more")
    # Ctrl+F searches the room.
    await page.goto(f"/rooms/{room}")
    await expect(page.locator("[data-composer]")).to_be_visible()
    await page.keyboard.press("Control+f")
    await expect(page).to_have_url(re.compile(rf"/search\?in={room}$"))


async def test_a_thread_shows_every_answer_and_the_room_lists_its_threads(
    alice: Person, bob: Person, room: str, visit: Visit
) -> None:
    async def say(person: Person, text: str, to: str | None = None) -> str:
        return (await person("POST", f"/api/rooms/{room}/messages", {"content": text, "reply_to": to})).ok()["id"]

    root = await say(alice, "Where do we eat?")
    first = await say(bob, "At the corner", root)
    for n in range(70):
        await say(alice, f"line {n}")
    await say(alice, "Too loud", first)
    page = await visit(bob)
    await page.goto(f"/rooms/{room}")
    await page.get_by_role("button", name="More about this room").click()
    await page.get_by_role("menuitem", name="Threads").click()
    listed = page.locator(".threads .menu-item")
    await expect(listed).to_have_count(1)
    await expect(listed).to_contain_text("2 replies")
    await listed.click()
    await expect(page.locator(".thread .msg")).to_have_count(3)
    await expect(page.locator(".thread")).to_contain_text("At the corner")
    # What is answered arrives; what is taken back goes.
    third = await say(alice, "The other corner", root)
    await expect(page.locator(".thread .msg")).to_have_count(4)
    (await alice("DELETE", f"/api/messages/{third}")).ok()
    await expect(page.locator(".thread .msg").last).to_contain_text("Message deleted")
    await expect(page.locator(".thread .menu-head")).to_have_text("2 replies")
    # Answering from the pane answers the thread.
    await page.locator(".thread .threadfoot").get_by_role("button", name="Reply").click()
    await page.locator("[data-composer]").fill("Fine by me")
    await page.keyboard.press("Enter")
    await expect(page.locator(".thread .msg").last).to_contain_text("Fine by me")
    await page.get_by_role("button", name="All threads").click()
    await expect(listed).to_contain_text("3 replies")


async def test_a_kept_message_waits_with_its_note_until_one_leaves_its_room(
    alice: Person, bob: Person, room: str, visit: Visit
) -> None:
    said = (await alice("POST", f"/api/rooms/{room}/messages", {"content": "The code is **1234**"})).ok()["id"]
    page = await visit(bob)
    await page.goto(f"/rooms/{room}")
    message = page.locator(f'.log [data-message="{said}"]')
    await message.hover()
    await message.get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="Keep").click()
    await page.get_by_role("button", name="Show", exact=True).click()
    kept = page.locator(".kept")
    await expect(kept.locator("strong")).to_have_text("1234")
    note = kept.get_by_role("textbox", name="Note")
    await note.fill("for Monday")
    await page.keyboard.press("Enter")
    (await alice("PATCH", f"/api/messages/{said}", {"content": "The code is 5678"})).ok()
    await expect(kept).to_contain_text("5678")
    await kept.get_by_role("button", name="Keep no longer").click()
    await expect(kept).to_have_count(0)
    await page.get_by_role("button", name="Undo").click()
    await expect(note).to_have_value("for Monday")
    await kept.get_by_role("link", name="Show in the room").click()
    await expect(message).to_be_in_viewport()
    await page.goto("/bookmarks")
    await expect(kept).to_contain_text("5678")
    (await alice("DELETE", f"/api/rooms/{room}/members/{bob.id}")).ok()
    await expect(kept).to_contain_text("Only those in its room see what was said.")
    await expect(page.locator("body")).not_to_contain_text("5678")
    await expect(note).to_have_value("for Monday")


async def test_what_is_typed_on_one_device_is_sent_from_another(bob: Person, room: str, visit: Visit) -> None:
    laptop, phone = await visit(bob), await visit(bob, width=390)
    await laptop.goto(f"/rooms/{room}")
    await laptop.locator("[data-composer]").fill("Half a thought")
    await phone.goto(f"/rooms/{room}")
    box = phone.locator("[data-composer]")
    await expect(box).to_have_value("Half a thought")
    await box.fill("A whole thought")
    await expect(laptop.locator("[data-composer]")).to_have_value("A whole thought")
    await laptop.locator("[data-composer]").press("Enter")
    await expect(phone.locator(".log .msg").last).to_contain_text("A whole thought")
    await expect(box).to_have_value("")
    await expect(laptop.locator("[data-composer]")).to_have_value("")
    assert (await bob("GET", "/api/drafts")).ok()["items"] == []
