"""The page and a network that comes and goes: nothing lost, nothing twice, nothing to reload."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.command import Panoramix
from tests.e2e.conftest import Visit
from tests.e2e.test_chat import open_lobby, say
from tests.faults.cable import Cable, Way
from tests.house import PASSWORD, House, Person

PATIENCE = 45_000
"""Milliseconds; a try to reconnect may be 20 s away, and the machine busy."""
NOWHERE = 9
"""A port on which nothing listens (the discard service, which no system has on any more)."""


@pytest_asyncio.fixture(loop_scope="session")
async def cable(house: House) -> AsyncIterator[Cable]:
    """What lies between a page and the hub."""
    laid = Cable(hub_port=int(house.base.rpartition(":")[2]))
    await laid.start()
    yield laid
    await laid.stop()


def behind(cable: Cable, person: Person) -> Person:
    """The same person, whose pages reach the hub through a cable."""
    return replace(person, house=cast(House, SimpleNamespace(base=cable.base)))


def unplug(cable: Cable) -> int:
    """Cut what there is and let nothing new through; returns what `plug` needs."""
    port, cable.hub_port = cable.hub_port, NOWHERE
    cable.cut(harshly=True)
    return port


def plug(cable: Cable, port: int) -> None:
    """Let it through again."""
    cable.hub_port = port


async def texts(page: Page) -> list[str]:
    """What the page shows, in its order, without what is still on its way; the first line of each."""
    return [text.splitlines()[0] for text in await page.locator(".msg:not(.pending) .text").all_inner_texts()]


async def room_with(alice: Person, bob: Person, name: str) -> str:
    """A room of two."""
    room = {"kind": "private", "name": name, "member_ids": [bob.id]}
    return (await alice("POST", "/api/rooms", room)).ok()["id"]


async def history(person: Person, room: str) -> list[dict[str, Any]]:
    """What the hub has, oldest first."""
    found = (await person("GET", f"/api/rooms/{room}/messages", params={"limit": 200})).ok()
    return found["items"][::-1]


async def enter(page: Page, room: str) -> None:
    """Open a room, and mark the page: a reload would lose the mark."""
    await page.goto(f"/rooms/{room}")
    await expect(page.locator("[data-composer]")).to_be_visible(timeout=PATIENCE)
    await page.evaluate("window.mark = 'the same page'")


async def test_away_and_back(cable: Cable, alice: Person, bob: Person, visit: Visit) -> None:
    room = await room_with(alice, bob, "away")
    posted = [(await bob("POST", f"/api/rooms/{room}/messages", {"content": f"before {n}"})).ok() for n in range(4)]
    page = await visit(behind(cable, alice))
    await enter(page, room)
    await expect(page.locator(".msg")).to_have_count(4)
    away = page.locator(".away")
    port = unplug(cable)
    await say(page, "said while away")
    await say(page, "and then this")
    await page.locator("[data-composer]").fill("half a sentence")
    await expect(away).to_contain_text("Reconnecting… 2 messages will be sent")
    await expect(page.locator(".msg.pending")).to_have_count(2)
    # Meanwhile the others go on: new messages, and changes to what is on the page.
    for n in range(3):
        (await bob("POST", f"/api/rooms/{room}/messages", {"content": f"meanwhile {n}"})).ok()
    (await bob("PATCH", f"/api/messages/{posted[0]['id']}", {"content": "before 0, edited"})).ok()
    (await bob("DELETE", f"/api/messages/{posted[1]['id']}")).ok()
    (await bob("PUT", f"/api/messages/{posted[2]['id']}/reactions/👍")).ok()
    plug(cable, port)
    await expect(page.locator(".msg.pending")).to_have_count(0, timeout=PATIENCE)
    await expect(away).to_have_count(0)
    await expect(page.locator(".msg").last).to_contain_text("and then this")
    shown = await texts(page)
    assert shown[0] == "before 0, edited" and shown[-5:] == [
        *("meanwhile 0", "meanwhile 1", "meanwhile 2"),
        *("said while away", "and then this"),
    ]
    assert "before 1" not in shown
    await expect(page.locator(".msg", has_text="before 2").locator(".reactions")).to_contain_text("👍")
    await expect(page.locator("[data-composer]")).to_have_value("half a sentence")
    assert await page.evaluate("window.mark") == "the same page"
    said = [one["content"] for one in await history(alice, room) if one["sender"]["id"] == alice.id]
    assert said == ["said while away", "and then this"]


async def test_an_ack_that_is_cut_does_not_double(cable: Cable, alice: Person, bob: Person, visit: Visit) -> None:
    room = await room_with(alice, bob, "acks")
    page = await visit(behind(cable, alice))
    await enter(page, room)
    for number in range(5):
        # Somewhere in the answers to it: stored, and the page does not know.
        cable.cut_after(Way.TO_CLIENT, 1 + 150 * number)
        await say(page, f"number {number}")
        await expect(page.locator(".msg:not(.pending)", has_text=f"number {number}")).to_have_count(
            1, timeout=PATIENCE
        )
        cable.resume()
    await expect(page.locator(".msg.pending")).to_have_count(0, timeout=PATIENCE)
    assert await texts(page) == [f"number {number}" for number in range(5)]
    assert [one["content"] for one in await history(alice, room)] == [f"number {number}" for number in range(5)]


STORED = """() => new Promise((done) => {
    const asked = indexedDB.open("panoramix");
    asked.onsuccess = () => {
        const count = asked.result.transaction("outbox").objectStore("outbox").count();
        count.onsuccess = () => { asked.result.close(); done(count.result); };
    };
})"""
"""How many unsent messages the browser has stored."""


async def test_what_a_closed_tab_could_not_send_is_sent_by_the_next(
    cable: Cable, alice: Person, bob: Person, visit: Visit
) -> None:
    room = await room_with(alice, bob, "closed")
    page = await visit(behind(cable, alice))
    await enter(page, room)
    port = unplug(cable)
    for text in ("first", "second", "third"):
        await say(page, text)
    await expect(page.locator(".msg.pending")).to_have_count(3)
    async with asyncio.timeout(PATIENCE / 1000):
        while await page.evaluate(STORED) < 3:  # it shows before it is stored
            await asyncio.sleep(0.02)
    await page.close()
    plug(cable, port)
    page = await page.context.new_page()
    await page.goto(f"/rooms/{room}")
    await expect(page.locator(".msg:not(.pending)")).to_have_count(3, timeout=PATIENCE)
    assert await texts(page) == ["first", "second", "third"]
    assert [one["content"] for one in await history(alice, room)] == ["first", "second", "third"]


async def test_two_tabs_converge(cable: Cable, alice: Person, bob: Person, visit: Visit) -> None:
    room = await room_with(alice, bob, "tabs")
    one = await visit(behind(cable, alice))
    two = await one.context.new_page()
    for page in (one, two):
        await enter(page, room)
    await open_lobby(two)
    link = two.locator(".roomlist .room", has_text="tabs")
    # Unread in the one, read in the other: the hub tells both.
    await one.evaluate("document.hasFocus = () => false")
    for n in range(3):
        (await bob("POST", f"/api/rooms/{room}/messages", {"content": f"unread {n} @{alice.username}"})).ok()
    await expect(link).to_contain_text("3 unread, 3 mentions")
    await one.evaluate("document.hasFocus = () => true")
    await one.evaluate("window.dispatchEvent(new Event('focus'))")
    await expect(link).not_to_contain_text("unread")
    # Both write at once, are cut off, and write on.
    await enter(two, room)
    for n in range(3):
        await asyncio.gather(say(one, f"one {n}"), say(two, f"two {n}"))
    port = unplug(cable)
    for n in range(3, 6):
        await asyncio.gather(say(one, f"one {n}"), say(two, f"two {n}"))
    plug(cable, port)
    for page in (one, two):
        await expect(page.locator(".msg.pending")).to_have_count(0, timeout=PATIENCE)
        await expect(page.locator(".msg")).to_have_count(15, timeout=PATIENCE)
    stored = [message["content"] for message in await history(alice, room)]
    # A mention is drawn with a space of its own.
    plain = [" ".join(text.split()) for text in stored]
    for page in (one, two):
        assert [" ".join(text.split()) for text in await texts(page)] == plain
    for tab in ("one", "two"):
        assert [text for text in stored if text.startswith(tab)] == [f"{tab} {n}" for n in range(6)]


async def test_a_hub_that_is_killed_and_comes_back(panoramix: Panoramix, browser: Browser) -> None:
    """The page stays as it is, says so calmly, and has everything when the hub is back."""
    base = f"http://127.0.0.1:{panoramix.port}"
    settings = {"AGENT_PROVIDER": "none", "REGISTRATION": "open"}
    hub = await panoramix.serve(**settings)
    context = await browser.new_context(base_url=base, locale="fr-FR")
    faults: list[str] = []
    try:
        page = await context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        await page.goto("/register")
        await page.locator("input[name=username]").fill("restarted")
        await page.locator("input[name=password]").fill(PASSWORD)
        await page.get_by_role("button", name="Créer un compte").click()
        await expect(page.locator(".head h1")).to_have_text("Lobby")
        await say(page, "before")
        await expect(page.locator(".msg:not(.pending)")).to_have_count(1)
        await page.evaluate("window.mark = 'the same page'")
        hub.kill()
        await hub.communicate()
        await say(page, "while it was dead")
        await expect(page.locator(".away")).to_contain_text("Reconnexion… 1 message partira")
        hub = await panoramix.serve(**settings)
        async with aiohttp.ClientSession(base) as session:
            body = {"username": "another", "password": PASSWORD}
            async with session.post("/api/auth/register", json=body) as answer:
                token = (await answer.json())["access_token"]
            headers = {"Authorization": f"Bearer {token}"}
            async with session.get("/api/rooms", headers=headers) as answer:
                lobby = (await answer.json())["items"][0]["id"]
            async with session.post(
                f"/api/rooms/{lobby}/messages", json={"content": "from another"}, headers=headers
            ) as answer:
                assert answer.status == 201
        await expect(page.locator(".msg:not(.pending)")).to_have_count(3, timeout=PATIENCE)
        await expect(page.locator(".away")).to_have_count(0)
        # Asked to stop, it says goodbye; the page comes back after that as well.
        hub.send_signal(signal.SIGTERM)
        await hub.communicate()
        hub = await panoramix.serve(**settings)
        await say(page, "after")
        await expect(page.locator(".msg:not(.pending)")).to_have_count(4, timeout=PATIENCE)
        assert sorted(await texts(page)) == ["after", "before", "from another", "while it was dead"]
        assert await page.evaluate("window.mark") == "the same page"
        assert not faults
    finally:
        await context.close()
        hub.send_signal(signal.SIGTERM)
        await hub.communicate()
