"""Lookups that are asked for together become one query, and each caller gets its own answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import pytest
from pymongo.errors import PyMongoError, ServerSelectionTimeoutError

from hub.features.accounts.documents import Account
from hub.features.rooms.documents import MembershipDocument
from hub.kernel.errors import OperationError
from hub.storage.gather import Gathering, all_by, one_by_id
from tests.house import House, Person


class Shelf:
    """What is looked up, with a gate in front of each query."""

    def __init__(self) -> None:
        self.stored: dict[str, int] = {}
        self.queries: list[list[str]] = []
        self.fault: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked = asyncio.Event()

    async def read(self, keys: Sequence[str]) -> Mapping[str, int]:
        self.queries.append(list(keys))
        found = {key: self.stored[key] for key in keys if key in self.stored}
        self.asked.set()
        await self.gate.wait()
        if self.fault is not None:
            raise self.fault
        return found


async def test_what_is_asked_for_in_one_turn_is_one_query() -> None:
    shelf = Shelf()
    shelf.stored = {"a": 1, "b": 2}
    gathering = Gathering(shelf.read, lambda: 0)
    answers = await asyncio.gather(*(gathering.get(key) for key in ("a", "b", "a", "c")), gathering.get_many("ba"))
    assert answers == [1, 2, 1, 0, {"b": 2, "a": 1}]
    assert shelf.queries == [["a", "b", "c"]]


async def test_a_lookup_is_never_answered_with_what_was_read_before_it() -> None:
    shelf = Shelf()
    shelf.stored = {"a": 1}
    shelf.gate.clear()
    gathering = Gathering(shelf.read, lambda: 0, at_once=1)
    first = asyncio.create_task(gathering.get("a"))
    await shelf.asked.wait()
    shelf.stored = {"a": 2}
    second = asyncio.create_task(gathering.get("a"))
    await asyncio.sleep(0)
    shelf.gate.set()
    assert await first == 1 and await second == 2
    assert shelf.queries == [["a"], ["a"]]


async def test_who_gives_up_takes_the_answer_from_nobody() -> None:
    shelf = Shelf()
    shelf.stored = {"a": 1}
    shelf.gate.clear()
    gathering = Gathering(shelf.read, lambda: 0)
    gone, stays = (asyncio.create_task(gathering.get("a")) for _ in range(2))
    many = asyncio.create_task(gathering.get_many(["a", "b"]))
    await shelf.asked.wait()
    gone.cancel()
    many.cancel()
    shelf.gate.set()
    assert await stays == 1
    for task in (gone, many):
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await gathering.get("a") == 1


async def test_each_caller_gets_a_fault_of_its_own_and_the_next_query_is_free_of_it() -> None:
    shelf = Shelf()
    shelf.fault = ServerSelectionTimeoutError("nobody there")
    gathering = Gathering(shelf.read, lambda: 0)
    faults = await asyncio.gather(
        gathering.get("a"), gathering.get("a"), gathering.get_many(["b", "c"]), return_exceptions=True
    )
    assert all(isinstance(fault, PyMongoError) and "nobody there" in str(fault) for fault in faults)
    assert len({id(fault) for fault in faults}) == 3
    shelf.fault = None
    assert await gathering.get("a") == 0


async def test_queries_have_a_size_and_the_waiting_a_bound() -> None:
    shelf = Shelf()
    shelf.stored = {str(number): number for number in range(10)}
    shelf.gate.clear()
    gathering = Gathering(shelf.read, lambda: -1, largest=4, at_once=1, most_waiting=10)
    asked = [asyncio.create_task(gathering.get(str(number))) for number in range(10)]
    await shelf.asked.wait()
    later = [asyncio.create_task(gathering.get(f"x{number}")) for number in range(4)]
    await asyncio.sleep(0)
    with pytest.raises(OperationError, match="Too much"):
        await gathering.get("one too many")
    shelf.gate.set()
    assert await asyncio.gather(*asked) == list(range(10))
    assert await asyncio.gather(*later) == [-1] * 4
    assert [len(query) for query in shelf.queries] == [4, 4, 4, 2]


async def test_stored_documents_by_id_and_by_field(house: House, alice: Person, bob: Person) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "two", "member_ids": [bob.id]})).ok()["id"]
    people = one_by_id(Account, {"username": 1})
    found = await people.get_many([alice.id, "0" * 24, bob.id])
    assert [row and row["username"] for row in found.values()] == [alice.username, None, bob.username]
    of_person, of_room = all_by(MembershipDocument, "user_id"), all_by(MembershipDocument, "room_id")
    assert [row["room_id"] for row in await of_person.get(bob.id)] == [room]
    assert {row["user_id"] for row in await of_room.get(room)} == {alice.id, bob.id}
    assert await of_room.get("0" * 24) == []
