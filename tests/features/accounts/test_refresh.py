"""Refresh tokens: rotation, two tabs at once, a copied token, and sessions that end."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from hub.features.accounts.documents import Account, Session
from tests.features.accounts.device import Device
from tests.house import PASSWORD, House, MovableClock, Person, Socket


async def test_refresh_rotates_and_works_with_an_expired_access_token(
    house: House, alice: Person, clock: MovableClock
) -> None:
    device = await Device(house).sign_in(alice.username)
    first, old_token = device.cookie, device.token
    clock.offset = timedelta(minutes=20)
    (await device.send("refresh", headers={"Authorization": f"Bearer {old_token}"})).ok()
    assert device.cookie != first
    assert (await device.get("/api/auth/me")).ok()["id"] == alice.id


async def test_two_tabs_get_the_same_successor(house: House, alice: Person) -> None:
    device = await Device(house).sign_in(alice.username)
    cookie = device.cookie
    tabs = [Device(house) for _ in range(4)]
    answers = await asyncio.gather(*(tab.send("refresh", cookie=cookie) for tab in tabs))
    assert [answer.status for answer in answers] == [200] * 4
    assert len({tab.cookie for tab in tabs}) == 1
    (await tabs[0].send("refresh")).ok()


async def test_the_previous_token_is_good_for_thirty_seconds(
    house: House, alice: Person, clock: MovableClock
) -> None:
    device = await Device(house).sign_in(alice.username)
    first = device.cookie
    (await device.send("refresh")).ok()
    second = device.cookie
    clock.offset = timedelta(seconds=29)
    tab = Device(house)
    (await tab.send("refresh", cookie=first)).ok()
    assert tab.cookie == second


async def test_a_copied_token_ends_the_session_and_cuts_its_sockets(
    house: House, alice: Person, clock: MovableClock
) -> None:
    device = await Device(house).sign_in(alice.username)
    first = device.cookie
    (await device.send("refresh")).ok()
    async with Socket(house.base, device.token) as socket, alice.socket() as elsewhere:
        clock.offset = timedelta(seconds=31)
        thief = Device(house)
        (await thief.send("refresh", cookie=first)).refused("unauthenticated", 401)
        assert thief.cookie is None and "Max-Age=0" in thief.set_cookie
        assert (await socket.hear("session.revoked"))["reason"]
        assert not elsewhere.all("session.revoked"), "another session is another family"
    (await device.send("refresh")).refused("unauthenticated", 401)
    (await device.get("/api/auth/me")).refused("unauthenticated", 401)
    (await alice("GET", "/api/auth/me")).ok()


async def test_a_grandparent_token_is_reuse_even_at_once(house: House, alice: Person) -> None:
    device = await Device(house).sign_in(alice.username)
    first = device.cookie
    (await device.send("refresh")).ok()
    (await device.send("refresh")).ok()
    (await Device(house).send("refresh", cookie=first)).refused("unauthenticated")
    (await device.send("refresh")).refused("unauthenticated")


@pytest.mark.parametrize("change", ["signature", "generation", "session", "shape"])
async def test_a_forged_refresh_token_is_refused_and_ends_nothing(
    house: House, alice: Person, bob: Person, change: str
) -> None:
    device = await Device(house).sign_in(alice.username)
    other = await Device(house).sign_in(bob.username)
    assert device.cookie and other.cookie
    name, _, value = device.cookie.partition("=")
    session, generation, signature = value.split(".")
    forged = {
        "signature": f"{session}.{generation}.{'A' * len(signature)}",
        "generation": f"{session}.{int(generation) + 1}.{signature}",
        "session": f"{other.cookie.partition('=')[2].split('.')[0]}.{generation}.{signature}",
        "shape": "a.b.c.d",
    }[change]
    (await Device(house).send("refresh", cookie=f"{name}={forged}")).refused("unauthenticated", 401)
    (await device.send("refresh")).ok()
    (await other.send("refresh")).ok()


async def test_an_unused_session_ends_after_thirty_days(house: House, alice: Person, clock: MovableClock) -> None:
    device = await Device(house).sign_in(alice.username)
    clock.offset = timedelta(days=29)
    (await device.send("refresh")).ok()
    clock.offset = timedelta(days=58)
    (await device.send("refresh")).ok()
    clock.offset = timedelta(days=89)
    (await device.send("refresh")).refused("unauthenticated")


async def test_logout_ends_the_session_at_once(house: House, alice: Person) -> None:
    device = await Device(house).sign_in(alice.username)
    cookie = device.cookie
    async with Socket(house.base, device.token) as socket:
        (await device.send("logout")).ok()
        await socket.hear("session.revoked")
    assert device.cookie is None
    (await device.get("/api/auth/me")).refused("unauthenticated")
    (await Device(house).send("refresh", cookie=cookie)).refused("unauthenticated")
    (await Device(house).send("logout")).ok()


async def test_sessions_are_listed_and_revoked(house: House, alice: Person, bob: Person) -> None:
    phone = await Device(house).sign_in(alice.username)
    listed = (await alice("GET", "/api/auth/sessions")).ok()["items"]
    assert len(listed) == 2 and [one["current"] for one in listed].count(True) == 1
    other = next(one for one in listed if not one["current"])
    assert other["user_agent"] and other["address"] == "127.0.0.1"
    (await bob("DELETE", f"/api/auth/sessions/{other['id']}")).refused("not_found", 404)
    async with Socket(house.base, phone.token) as socket:
        (await alice("DELETE", f"/api/auth/sessions/{other['id']}")).ok()
        await socket.hear("session.revoked")
    (await phone.get("/api/auth/me")).refused("unauthenticated")
    (await phone.send("refresh")).refused("unauthenticated")
    (await alice("GET", "/api/auth/me")).ok()


async def test_revoking_the_others_keeps_this_one(house: House, alice: Person) -> None:
    devices = [await Device(house).sign_in(alice.username) for _ in range(3)]
    assert (await alice("DELETE", "/api/auth/sessions")).ok() == {"revoked": 3}
    for device in devices:
        (await device.get("/api/auth/me")).refused("unauthenticated")
    (await alice("GET", "/api/auth/me")).ok()


async def test_a_new_password_ends_the_other_sessions(house: House, alice: Person) -> None:
    other = await Device(house).sign_in(alice.username)
    url = "/api/auth/password"
    wrong = (await alice("POST", url, {"current": "not it", "new": "another password"})).refused("invalid", 422)
    assert "current" in wrong["errors"]
    (await alice("POST", url, {"current": PASSWORD, "new": "short"})).refused("invalid", 422)
    (await alice("POST", url, {"current": PASSWORD, "new": "another password"})).ok()
    (await other.get("/api/auth/me")).refused("unauthenticated")
    (await alice("GET", "/api/auth/me")).ok()
    (await Device(house).send("login", {"username": alice.username, "password": PASSWORD})).refused("unauthenticated")
    await Device(house).sign_in(alice.username, "another password")


async def test_the_oldest_session_makes_room(house: House, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.features.accounts.sessions.MOST", 3)
    devices = [await Device(house).sign_in(alice.username) for _ in range(3)]
    (await alice("GET", "/api/auth/me")).refused("unauthenticated")
    for device in devices:
        (await device.get("/api/auth/me")).ok()


async def test_a_session_that_another_process_ended_is_cut_here_too(house: House, alice: Person) -> None:
    device = await Device(house).sign_in(alice.username)
    (await device.get("/api/auth/me")).ok()
    (session,) = [one for one in (await alice("GET", "/api/auth/sessions")).ok()["items"] if not one["current"]]
    async with Socket(house.base, device.token) as socket, alice.socket() as other:
        # Another process writes to the same database, and cannot tell our sockets.
        await Session.rows().delete_one({"_id": session["id"]})
        await socket.hear("session.revoked")
        assert not other.all("session.revoked")
    (await device.get("/api/auth/me")).refused("unauthenticated", 401)


async def test_an_account_that_another_process_disabled_is_cut_here_too(house: House, alice: Person) -> None:
    token = (await alice("POST", "/api/tokens", {"name": "t", "scopes": ["read"]})).ok()["token"]
    (await house.request("GET", "/api/auth/me", token=token)).ok()
    async with Socket(house.base, token) as socket:
        await Account.rows().update_one({"_id": alice.id}, {"$set": {"disabled": True}})
        await socket.hear("session.revoked")
    (await house.request("GET", "/api/auth/me", token=token)).refused("unauthenticated", 401)
