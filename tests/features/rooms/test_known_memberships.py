"""Memberships that are kept for who comes back say what the database says, whoever changed it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, cast

import pytest

from hub.features.rooms import known_memberships as known_memberships_module
from hub.features.rooms.documents import LOBBY_ID, MembershipDocument, membership_id
from hub.features.rooms.known_memberships import KnownMemberships, known_memberships
from hub.storage.documents import encode
from hub.storage.read_cache import ReadCache
from tests.house import Person


async def greeted(person: Person) -> dict[str, dict[str, Any]]:
    """What a person is told of their rooms, by id; afterwards their memberships are at hand."""
    async with person.socket() as socket:
        return {room["id"]: room for room in socket.all("ready")[0]["rooms"]}


async def private_room(owner: Person, *others: Person) -> str:
    made = await owner(
        "POST", "/api/rooms", {"kind": "private", "name": "r", "member_ids": [one.id for one in others]}
    )
    return str(made.ok()["id"])


async def test_who_comes_back_finds_what_was_kept_and_what_changed_since(alice: Person, bob: Person) -> None:
    known = known_memberships()
    first = await private_room(alice, bob)
    assert first in await greeted(bob)
    mine = await kept(bob)
    assert set(mine) >= {LOBBY_ID, first} and list(mine) == sorted(mine)

    second = await private_room(alice, bob)
    assert known.at_hand(bob.id) is None, "he was put into a room"
    assert second in await greeted(bob)

    (await alice("DELETE", f"/api/rooms/{first}/members/{bob.id}")).ok()
    assert known.at_hand(bob.id) is None, "he was taken out of one"
    assert first not in await greeted(bob)

    (await bob("PUT", f"/api/rooms/{second}/preferences", {"muted": True})).ok()
    assert (await greeted(bob))[second]["muted"] is True


async def test_how_far_somebody_has_read_is_told_after_each_mark(alice: Person, bob: Person) -> None:
    room = await private_room(alice, bob)
    for text in "abc":
        (await alice("POST", f"/api/rooms/{room}/messages", {"content": text})).ok()
    assert (await greeted(bob))[room]["unread"] == 3
    for seq, unread in ((2, 1), (1, 1), (3, 0)):
        (await bob("POST", f"/api/rooms/{room}/read", {"seq": seq})).ok()
        assert (await greeted(bob))[room]["unread"] == unread


async def test_marks_are_patched_and_never_go_back(alice: Person, bob: Person) -> None:
    room = await private_room(alice, bob)
    known = alone()
    before = await known.of(bob.id)
    for seq, read in ((2, 2), (1, 2), (3, 3)):
        known.marked(membership_id(room, bob.id), bob.id, room, seq)
        kept = known.at_hand(bob.id)
        assert kept is not None and kept[room].last_read_seq == read
    assert before[room].last_read_seq == 0, "who was given it before keeps what they have"
    known.marked("0" * 24, bob.id, "of a room that he is not in", 5)
    assert set(known.at_hand(bob.id) or ()) == set(before)


async def test_those_looked_up_longest_ago_go(alice: Person, bob: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    known = alone()
    monkeypatch.setattr(known_memberships_module, "MOST_PLACES", 1)
    assert LOBBY_ID in await known.of(alice.id) and known.at_hand(alice.id) is not None
    await known.of(bob.id)
    assert known.at_hand(alice.id) is None and known.at_hand(bob.id) is not None


async def test_a_place_in_the_lobby_is_made_by_reading_there(alice: Person, bob: Person) -> None:
    seq = (await alice("POST", f"/api/rooms/{LOBBY_ID}/messages", {"content": "hello"})).ok()["seq"]
    assert (await greeted(bob))[LOBBY_ID]["unread"] == seq
    (await bob("POST", f"/api/rooms/{LOBBY_ID}/read", {"seq": seq})).ok()
    assert (await greeted(bob))[LOBBY_ID]["unread"] == 0


async def test_what_others_write_is_found_when_the_stream_tells_of_it(alice: Person, bob: Person) -> None:
    room = await private_room(alice)
    assert room not in await greeted(bob)
    await kept(bob)
    row = encode(MembershipDocument(room_id=room, user_id=bob.id, revision=1))
    await MembershipDocument.rows().insert_one(row)
    await _until_forgotten(bob)
    assert room in await greeted(bob)
    await kept(bob)
    await MembershipDocument.rows().delete_one({"_id": membership_id(room, bob.id)})
    await _until_forgotten(bob)
    assert room not in await greeted(bob)


async def test_what_is_being_read_while_it_changes_is_not_kept(alice: Person, bob: Person) -> None:
    room = await private_room(alice, bob)
    known = alone()
    reading = asyncio.create_task(known.of(bob.id))
    await asyncio.sleep(0)
    known.marked(membership_id(room, bob.id), bob.id, room, 1)
    assert room in await reading
    assert known.at_hand(bob.id) is None


async def test_nothing_is_kept_unless_changes_are_heard_of(alice: Person) -> None:
    known = KnownMemberships()
    assert LOBBY_ID in await known.of(alice.id)
    assert known.at_hand(alice.id) is None
    deaf = alone(hears=False)
    assert LOBBY_ID in await deaf.of(alice.id)
    assert deaf.at_hand(alice.id) is None


def alone(*, hears: bool = True) -> KnownMemberships:
    """One that is told of nothing but what the test tells it."""
    made = KnownMemberships()
    made.keep(cast("ReadCache", SimpleNamespace(hears=hears, followers=[])))
    return made


async def kept(person: Person) -> Mapping[str, Any]:
    """What is kept of a person once the stream has told of everything that was done to them before."""
    async with asyncio.timeout(30):
        while (found := known_memberships().at_hand(person.id)) is None:
            await greeted(person)
    return found


async def _until_forgotten(person: Person) -> None:
    async with asyncio.timeout(30):
        while known_memberships().at_hand(person.id) is not None:
            await asyncio.sleep(0.005)
