"""How far people have read: it only goes forward, is stored when it is answered, and a crowd makes no storm of it."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest

from hub.features.rooms.documents import MembershipDocument, membership_id
from hub.subscribers import settling
from tests.house import House, Person


async def commits(house: House) -> int:
    """How many transactions the database has committed."""
    status = await house.hub.mongo.client.admin.command("serverStatus")
    return int(status["transactions"]["totalCommitted"])


async def marked(room: str, person: Person) -> int | None:
    raw = await MembershipDocument.rows().find_one({"_id": membership_id(room, person.id)})
    return raw["last_read_seq"] if raw else None


async def test_marks_made_at_once_are_all_stored_when_they_are_answered(
    house: House, alice: Person, bob: Person
) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "r", "member_ids": [bob.id]})).ok()["id"]
    for number in range(8):
        (await alice("POST", f"/api/rooms/{room}/messages", {"content": str(number)})).ok()
    before = await commits(house)
    async with bob.socket() as his:

        async def read(seq: int) -> None:
            answer = await his.ok("room.read", {"room_id": room, "seq": seq})
            assert answer["last_read_seq"] >= seq and (await marked(room, bob) or 0) >= seq

        await asyncio.gather(*(read(seq) for seq in (3, 7, 5, 1, 6, 2, 7, 4)))
        assert await marked(room, bob) == 7
        await his.hear("room.read", lambda told: (told["user_id"], told["seq"]) == (bob.id, 7))
        assert len(his.all("room.read")) < 7, "only the latest of a moment is told"
    assert await commits(house) == before, "no transaction for each"


async def test_reading_leaves_what_else_a_member_has_set(alice: Person, bob: Person) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "r", "member_ids": [bob.id]})).ok()["id"]
    (await alice("POST", f"/api/rooms/{room}/messages", {"content": "one"})).ok()
    await asyncio.gather(
        bob("PUT", f"/api/rooms/{room}/preferences", {"muted": True}),
        bob("POST", f"/api/rooms/{room}/read", {"seq": 1}),
    )
    state = (await bob("GET", f"/api/rooms/{room}")).ok()
    assert (state["muted"], state["last_read_seq"], state["unread"]) == (True, 1, 0)


async def test_who_has_left_does_not_come_back_by_reading(alice: Person, bob: Person) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "r", "member_ids": [bob.id]})).ok()["id"]
    (await alice("POST", f"/api/rooms/{room}/messages", {"content": "one"})).ok()
    left, _ = await asyncio.gather(
        bob("POST", f"/api/rooms/{room}/leave"), bob("POST", f"/api/rooms/{room}/read", {"seq": 1})
    )
    left.ok()
    assert await marked(room, bob) is None
    (await bob("POST", f"/api/rooms/{room}/read", {"seq": 1})).refused("not_found")


async def test_the_first_mark_in_the_lobby_makes_a_place_there(house: House, alice: Person) -> None:
    lobby = next(one for one in (await alice("GET", "/api/rooms")).ok()["items"] if one["kind"] == "lobby")["id"]
    (await house.admin("POST", f"/api/rooms/{lobby}/messages", {"content": "hello all"})).ok()
    seq = (await alice("GET", f"/api/rooms/{lobby}")).ok()["seq"]
    state = (await alice("POST", f"/api/rooms/{lobby}/read", {"seq": seq})).ok()
    assert (state["last_read_seq"], state["unread"], state["role"]) == (seq, 0, "member")
    members = (await alice("GET", f"/api/rooms/{lobby}/members?limit=200")).ok()["items"]
    assert alice.id in {one["user"]["id"] for one in members}
    (await alice("PUT", f"/api/rooms/{lobby}/preferences", {"muted": True})).ok()
    assert (await alice("GET", f"/api/rooms/{lobby}")).ok()["muted"] is True


async def test_in_a_crowd_only_ones_own_sockets_hear_of_it(
    house: House, monkeypatch: pytest.MonkeyPatch, alice: Person, bob: Person
) -> None:
    monkeypatch.setattr(settling, "MOST_DELIVERIES", 2)
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "r", "member_ids": [bob.id]})).ok()["id"]
    (await alice("POST", f"/api/rooms/{room}/messages", {"content": "one"})).ok()
    (await bob("POST", f"/api/rooms/{room}/messages", {"content": "two"})).ok()
    async with AsyncExitStack() as stack:
        hers = await stack.enter_async_context(alice.socket())
        his, also_his = [await stack.enter_async_context(bob.socket()) for _ in range(2)]
        await asyncio.gather(
            hers.ok("room.read", {"room_id": room, "seq": 2}), his.ok("room.read", {"room_id": room, "seq": 2})
        )
        for one, person in ((hers, alice), (his, bob), (also_his, bob)):
            assert (await one.hear("room.read"))["user_id"] == person.id
        assert [told["user_id"] for told in hers.all("room.read")] == [alice.id]
