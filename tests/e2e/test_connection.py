"""One connection, made once, by the way that the network lets through, and given up only when the session is over."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from playwright.async_api import Page, WebSocket, WebSocketRoute, expect

from tests.e2e.conftest import Visit
from tests.e2e.test_catch_up import PATIENCE, behind, enter, room_with
from tests.e2e.test_catch_up import cable as cable
from tests.e2e.test_chat import say
from tests.faults.cable import Cable
from tests.house import MovableClock, Person

SHOWN = "document.dispatchEvent(new Event('visibilitychange')); window.dispatchEvent(new Event('online'))"


async def says(page: Page, text: str) -> None:
    """Say something, and see that the hub has it."""
    await say(page, text)
    await expect(page.locator(".msg:not(.pending)", has_text=text)).to_have_count(1, timeout=PATIENCE)


async def test_one_connection_by_websocket_and_nothing_else(alice: Person, bob: Person, visit: Visit) -> None:
    room = await room_with(alice, bob, "once")
    page = await visit(alice)
    sockets: list[str] = []
    asked: list[str] = []
    connects: list[str | bytes] = []

    def follow(socket: WebSocket) -> None:
        sockets.append(socket.url)
        socket.on("framesent", lambda frame: connects.append(frame))

    page.on("websocket", follow)
    page.on("request", lambda request: asked.append(request.url))
    # Whatever the browser says while the page opens, it does not connect twice.
    await page.add_init_script(f"for (const ms of [50, 150, 400, 1000]) setTimeout(() => {{ {SHOWN} }}, ms)")
    await enter(page, room)
    await says(page, "hello")
    mine = [url for url in sockets if "/socket.io/" in url]
    assert len(mine) == 1 and "transport=websocket" in mine[0]
    assert len([frame for frame in connects if str(frame).startswith("40")]) == 1
    assert not [url for url in asked if "transport=polling" in url]


async def test_polling_where_the_network_cuts_websockets(alice: Person, bob: Person, visit: Visit) -> None:
    room = await room_with(alice, bob, "polling")
    page = await visit(alice)

    async def refuse(socket: WebSocketRoute) -> None:
        await socket.close()

    await page.route_web_socket("**/socket.io/**", refuse)
    await enter(page, room)
    await says(page, "by another way")
    (await bob("POST", f"/api/rooms/{room}/messages", {"content": "and back"})).ok()
    await expect(page.locator(".msg").last).to_contain_text("and back")


async def test_a_token_that_ended_meanwhile_is_renewed_once(
    cable: Cable, clock: MovableClock, alice: Person, bob: Person, visit: Visit
) -> None:
    room = await room_with(alice, bob, "renewed")
    page = await visit(behind(cable, alice))
    await enter(page, room)
    await says(page, "before")
    renewed: list[str] = []
    page.on("request", lambda request: renewed.append(request.url) if "/auth/refresh" in request.url else None)
    # The browser's clock does not know: it comes back with a token that the hub refuses.
    clock.set(clock.now() + timedelta(minutes=20))
    cable.cut()
    await says(page, "after")
    assert len(renewed) == 1


async def test_a_session_that_was_ended_elsewhere_leads_to_signing_in(
    alice: Person, bob: Person, visit: Visit
) -> None:
    room = await room_with(alice, bob, "ended")
    page = await visit(alice)
    await enter(page, room)
    await says(page, "signed in")
    await page.locator("[data-composer]").fill("not sent yet")
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    sessions = (await alice("GET", "/api/auth/sessions")).ok()["items"]
    for session in sessions:
        if not session["current"]:
            (await alice("DELETE", f"/api/auth/sessions/{session['id']}")).ok()
    await expect(page.get_by_role("alert").filter(has_text="The session has ended")).to_be_visible()
    await expect(page.locator("[data-composer]")).to_have_value("not sent yet")
    await asyncio.sleep(3)  # long enough for a page that does try again to be caught
    assert sockets == []
    await page.get_by_role("button", name="Sign in again").click()
    await expect(page.locator("input[name=password]")).to_be_visible()
