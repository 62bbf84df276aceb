"""Coming back: what a greeting says, and that a crowd that comes back does not stampede the database."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any

from hub.features.accounts.credentials import make_access_token
from hub.features.accounts.documents import Account, Session
from hub.features.accounts.setup import setup
from hub.features.rooms.documents import MembershipDocument
from hub.storage.documents import encode, new_id
from tests.house import House, Person, Socket

READING = ("find", "aggregate", "update")


async def test_a_greeting_shows_rooms_as_the_list_does(house: House, alice: Person, bob: Person) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "é “r”", "member_ids": [bob.id]})).ok()[
        "id"
    ]
    (await alice("POST", "/api/rooms", {"kind": "direct", "user_id": bob.id})).ok()
    (await alice("POST", "/api/rooms", {"kind": "public", "name": "p", "description": "what it is for"})).ok()
    for text in ("one", f"@{bob.username} two", "@room three", "four"):
        (await alice("POST", f"/api/rooms/{room}/messages", {"content": text})).ok()
    (await bob("POST", f"/api/rooms/{room}/read", {"seq": 1})).ok()
    for person in (alice, bob):
        async with person.socket() as socket:
            ready = socket.all("ready")[0]
            listed = (await person("GET", "/api/rooms?limit=200")).ok()["items"]
            assert ready["rooms"] == sorted(listed, key=lambda one: one["id"])
            me = (await person("GET", "/api/auth/me")).ok()
            assert ready["user"] == me and me["last_seen_at"]
    seen = next(one for one in listed if one["id"] == room)
    assert {name: seen[name] for name in ("unread", "mentions", "last_read_seq")} == {
        "unread": 3,
        "mentions": 2,
        "last_read_seq": 1,
    }


async def test_news_follow_what_is_taken_back(alice: Person, bob: Person) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "r", "member_ids": [bob.id]})).ok()["id"]

    async def mentions() -> int:
        async with bob.socket() as his:
            return next(one for one in his.all("ready")[0]["rooms"] if one["id"] == room)["mentions"]

    said = (await alice("POST", f"/api/rooms/{room}/messages", {"content": "@room come"})).ok()
    assert await mentions() == 1
    (await alice("POST", f"/api/rooms/{room}/messages", {"content": f"@{bob.username} now"})).ok()
    assert await mentions() == 2
    (await alice("DELETE", f"/api/messages/{said['id']}")).ok()
    assert await mentions() == 1
    (await bob("POST", f"/api/rooms/{room}/messages", {"content": "here"})).ok()
    assert await mentions() == 0


async def test_a_crowd_that_comes_back_asks_hardly_more_than_a_few(house: House, alice: Person) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "crowded"})).ok()["id"]
    for number in range(3):
        (await alice("POST", f"/api/rooms/{room}/messages", {"content": f"@room {number}"})).ok()
    tokens = await _crowd(room, 220)
    few = await _come_back(house, room, tokens[:20])
    many = await _come_back(house, room, tokens[20:])
    assert many <= 4 * few + 20, f"{few} commands for 20, {many} for 200"
    assert many < 200, "less than one command each"


async def _crowd(room_id: str, size: int) -> list[str]:
    """People who have never been seen by any cache, all in one room; returns their tokens."""
    now = datetime.now(UTC)
    stamps: dict[str, Any] = {"created_at": now, "updated_at": now, "revision": 1}
    accounts: list[dict[str, Any]] = []
    sessions: list[dict[str, Any]] = []
    memberships: list[dict[str, Any]] = []
    tokens: list[str] = []
    for _ in range(size):
        id, session = new_id(), new_id()
        accounts.append(encode(Account(id=id, owner_id=id, username=f"crowd_{id}", display_name="Crowd", **stamps)))
        sessions.append(encode(Session(id=session, owner_id=id, **stamps)))
        memberships.append(encode(MembershipDocument(room_id=room_id, user_id=id, **stamps)))
        tokens.append(make_access_token(id, session, setup().clock.now()))
    await Account.rows().insert_many(accounts)
    await Session.rows().insert_many(sessions)
    await MembershipDocument.rows().insert_many(memberships)
    return tokens


async def _come_back(house: House, room_id: str, tokens: Sequence[str]) -> int:
    """Connect them all at once and have each catch up; returns how many commands the database was given."""

    async def commands() -> int:
        metrics = (await house.hub.mongo.client.admin.command("serverStatus"))["metrics"]["commands"]
        return sum(int(metrics[name]["total"]) for name in READING)

    before = await commands()
    async with AsyncExitStack() as stack:
        sockets = await asyncio.gather(
            *(stack.enter_async_context(Socket(house.base, token, patience_s=60)) for token in tokens)
        )
        asked = {"room_id": room_id, "after_seq": 0, "after_rev": 0}
        pages = await asyncio.gather(*(socket.call("room.sync", asked, timeout=60) for socket in sockets))
        assert all([message["seq"] for message in page["data"]["items"]] == [1, 2, 3] for page in pages)
        states = [one for socket in sockets for one in socket.all("ready")[0]["rooms"] if one["id"] == room_id]
        assert [(one["unread"], one["mentions"]) for one in states] == [(3, 3)] * len(tokens)
        return await commands() - before
