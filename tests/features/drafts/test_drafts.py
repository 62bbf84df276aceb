"""Drafts: what was typed on one device stands on the other."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from hub.features.drafts.documents import DraftDocument
from tests.house import House, MovableClock, Person


@pytest.fixture
async def room(alice: Person, bob: Person) -> str:
    body = {"kind": "private", "name": "r", "member_ids": [bob.id]}
    return (await alice("POST", "/api/rooms", body)).ok()["id"]


async def contents(person: Person) -> dict[str, str]:
    """Room to what stands in its box."""
    return {one["room_id"]: one["content"] for one in (await person("GET", "/api/drafts")).ok()["items"]}


async def test_what_is_typed_here_stands_there(alice: Person, bob: Person, room: str) -> None:
    url = f"/api/drafts/{room}"
    async with alice.socket() as there, bob.socket() as his:
        saved = (await alice("PUT", url, {"content": "half a th"})).ok()
        assert saved["kept"] and saved["draft"]["content"] == "half a th"
        await there.hear("draft.updated", lambda told: told["draft"] == saved["draft"])
        answer = await alice("PUT", url, {"content": "half a thought"})
        await there.hear("draft.updated", lambda told: told["draft"]["content"] == "half a thought")
        assert "X-Activity-Id" not in answer.headers, "nobody's activity"
        assert await contents(alice) == {room: "half a thought"} and await contents(bob) == {}
        (await bob("PUT", url, {"content": "his own"})).ok()
        assert await contents(alice) == {room: "half a thought"}
        (await alice("DELETE", url)).ok()
        await there.hear("draft.updated", lambda told: told["draft"]["content"] == "")
        assert await contents(alice) == {} and await contents(bob) == {room: "his own"}
        assert {told["draft"]["content"] for told in his.all("draft.updated")} == {"his own"}
    (await alice("DELETE", url)).ok()


async def test_the_one_that_was_typed_last_counts_whatever_the_order_of_arrival(
    alice: Person, room: str, clock: MovableClock
) -> None:
    url = f"/api/drafts/{room}"

    async def save(content: str, at: str) -> dict[str, Any]:
        return (await alice("PUT", url, {"content": content, "edited_at": at})).ok()

    assert (await save("on the phone", "2026-01-22T10:00:00Z"))["kept"]
    late = await save("on the laptop, before", "2026-01-22T09:59:00Z")
    assert not late["kept"] and late["draft"]["content"] == "on the phone"
    assert (await save("on the laptop, after", "2026-01-22T10:01:00Z"))["kept"]
    # A clock that is ahead counts as now, or nobody else would be heard for ages.
    ahead = await save("from the future", "2190-01-01T00:00:00Z")
    assert ahead["kept"] and ahead["draft"]["edited_at"] < "2189"
    clock.offset += timedelta(seconds=1)
    assert (await alice("PUT", url, {"content": "after that"})).ok()["kept"]
    # What has ended does not come back with a device that was away.
    (await alice("DELETE", url)).ok()
    assert not (await save("on the phone", "2026-01-22T10:00:00Z"))["kept"]
    assert await contents(alice) == {}


async def test_a_draft_ends_as_it_is_sent_and_no_later_one(alice: Person, room: str) -> None:
    url, said = f"/api/drafts/{room}", f"/api/rooms/{room}/messages"
    at = (await alice("PUT", url, {"content": "hello"})).ok()["draft"]["edited_at"]
    body = {"content": "hello", "client_msg_id": "a", "draft_at": at}
    async with alice.socket() as there:
        first = (await alice("POST", said, body)).ok()
        await there.hear("draft.updated", lambda told: told["draft"]["content"] == "")
    assert await contents(alice) == {}
    assert (await alice("POST", said, body)).ok() == first
    (await alice("PUT", url, {"content": "and more"})).ok()
    (await alice("POST", said, {"content": "x", "client_msg_id": "b", "draft_at": at})).ok()
    assert await contents(alice) == {room: "and more"}, "typed after what was sent"
    (await alice("POST", said, {"content": "beside it"})).ok()
    assert await contents(alice) == {room: "and more"}, "what did not come of it leaves it"
    (await alice("POST", said, {"content": "x", "draft_at": at})).refused("invalid", 422)
    (await alice("POST", said, {"content": "", "client_msg_id": "c", "draft_at": "2100-01-01T00:00:00Z"})).refused(
        "invalid", 422
    )
    assert await contents(alice) == {room: "and more"}, "what was refused was not sent"


async def test_only_who_is_in_a_room_drafts_there_and_leaving_deletes_it(
    house: House, alice: Person, bob: Person, room: str
) -> None:
    url = f"/api/drafts/{room}"
    stranger = await house.person("stranger")
    for id in (room, "0" * 24):
        (await stranger("PUT", f"/api/drafts/{id}", {"content": "x"})).refused("not_found", 404)
        (await stranger("DELETE", f"/api/drafts/{id}")).refused("not_found", 404)
    for body in ({}, {"content": 5}, {"content": "x", "edited_at": "soon"}, {"content": "x", "owner_id": alice.id}):
        (await alice("PUT", url, body)).refused("invalid", 422)
    (await alice("PUT", url, {"content": "x" * 16385})).refused("too_large", 413)
    for person in (alice, bob):
        (await person("PUT", url, {"content": "secret plans"})).ok()
    (await alice("DELETE", f"/api/rooms/{room}/members/{bob.id}")).ok()
    assert await contents(bob) == {}
    (await bob("PUT", url, {"content": "x"})).refused("not_found", 404)
    assert [row["owner_id"] async for row in DraftDocument.rows().find({"room_id": room})] == [alice.id]
    (await alice("DELETE", f"/api/rooms/{room}")).ok()
    assert await DraftDocument.rows().count_documents({"room_id": room}) == 0


async def test_many_at_once_leave_one(alice: Person, room: str) -> None:
    url = f"/api/drafts/{room}"
    answers = await asyncio.gather(*(alice("PUT", url, {"content": f"{n}"}) for n in range(5)))
    assert all(answer.ok() for answer in answers)
    assert await DraftDocument.rows().count_documents({"room_id": room}) == 1
