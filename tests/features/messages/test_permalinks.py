"""What a message's address leads to, and pins."""

from __future__ import annotations

import pytest

from tests.house import House, Person


@pytest.fixture
async def room(alice: Person, bob: Person) -> str:
    body = {"kind": "private", "name": "r", "member_ids": [bob.id]}
    return (await alice("POST", "/api/rooms", body)).ok()["id"]


async def said(person: Person, room: str, *texts: str) -> list[str]:
    """Say something in a room; returns the messages' ids."""
    return [(await person("POST", f"/api/rooms/{room}/messages", {"content": text})).ok()["id"] for text in texts]


async def test_a_message_opens_among_its_neighbours(alice: Person, bob: Person, room: str) -> None:
    ids = await said(alice, room, *(f"{n}" for n in range(9)))

    async def around(n: int, limit: int) -> tuple[list[str], bool, bool]:
        found = (await bob("GET", f"/api/messages/{ids[n]}/around?limit={limit}")).ok()
        return [one["content"] for one in found["items"]], found["earlier"], found["later"]

    assert await around(4, 5) == (["2", "3", "4", "5", "6"], True, True)
    assert await around(4, 4) == (["2", "3", "4", "5"], True, True)
    assert await around(0, 5) == (["0", "1", "2"], False, True)
    assert await around(8, 5) == (["6", "7", "8"], True, False)
    assert await around(4, 1) == (["4"], True, True)
    assert await around(4, 200) == ([f"{n}" for n in range(9)], False, False)
    (await alice("DELETE", f"/api/messages/{ids[4]}")).ok()
    found = (await bob("GET", f"/api/messages/{ids[4]}/around?limit=1")).ok()["items"]
    assert [(one["id"], one["content"], bool(one["deleted_at"])) for one in found] == [(ids[4], "", True)]
    for limit in ("0", "201", "many"):
        (await bob("GET", f"/api/messages/{ids[4]}/around?limit={limit}")).refused("invalid", 422)


async def test_the_address_of_anothers_message_says_no_more_than_one_of_nothing(
    house: House, alice: Person, bob: Person, room: str
) -> None:
    stranger = await house.person("stranger")
    public = (await alice("POST", "/api/rooms", {"kind": "public", "name": "open"})).ok()["id"]
    [private] = await said(alice, room, "secret")
    [open_one] = await said(alice, public, "not joined")
    absent = "0" * 24
    details: set[str] = set()
    for id in (private, open_one, absent):
        for method, path in (
            ("GET", f"/api/messages/{id}/around"),
            ("GET", f"/api/messages/{id}"),
            ("GET", f"/api/messages/{id}/history"),
            ("PUT", f"/api/messages/{id}/pin"),
            ("DELETE", f"/api/messages/{id}"),
        ):
            details.add((await stranger(method, path)).refused("not_found", 404)["detail"])
    assert len(details) == 1
    (await bob("GET", f"/api/messages/{private}/around")).ok()
    (await alice("DELETE", f"/api/rooms/{room}/members/{bob.id}")).ok()
    (await bob("GET", f"/api/messages/{private}/around")).refused("not_found", 404)


async def test_a_pin_is_undone_by_whom_it_is_from_whoever_wrote_the_message(
    house: House, alice: Person, bob: Person, room: str
) -> None:
    [id] = await said(alice, room, "the door code")
    pinned = await bob("PUT", f"/api/messages/{id}/pin")
    assert pinned.ok()["pinned"] is True
    entry = pinned.headers["X-Activity-Id"]
    async with alice.socket() as hers:
        (await bob("POST", f"/api/activity/{entry}/undo")).ok()
        told = await hers.hear("message.updated", lambda told: told["message"]["id"] == id)
        assert told["message"]["pinned"] is False
    (await bob("POST", f"/api/activity/{entry}/undo")).refused("conflict", 409)
    (await bob("PUT", f"/api/messages/{id}/pin")).ok()
    gone = (await bob("DELETE", f"/api/messages/{id}/pin")).headers["X-Activity-Id"]
    (await bob("POST", f"/api/activity/{gone}/undo")).ok()
    shown = (await alice("GET", f"/api/rooms/{room}/messages?pinned=true")).ok()["items"]
    assert [one["id"] for one in shown] == [id]


async def test_who_is_not_in_the_room_any_more_undoes_no_pin_nor_anyone_an_edit(
    alice: Person, bob: Person, room: str
) -> None:
    [id] = await said(alice, room, "the door code")
    pinned = (await bob("PUT", f"/api/messages/{id}/pin")).headers["X-Activity-Id"]
    edited = (await alice("PATCH", f"/api/messages/{id}", {"content": "changed"})).headers["X-Activity-Id"]
    answer = await bob("POST", f"/api/activity/{edited}/undo")
    assert answer.status in (403, 404)
    (await alice("DELETE", f"/api/rooms/{room}/members/{bob.id}")).ok()
    assert (await bob("POST", f"/api/activity/{pinned}/undo")).status in (403, 404)
    assert (await alice("GET", f"/api/messages/{id}")).ok()["pinned"] is True


async def test_a_pin_that_comes_back_to_a_deleted_message_is_not_shown(alice: Person, bob: Person, room: str) -> None:
    [id] = await said(alice, room, "oops")
    (await bob("PUT", f"/api/messages/{id}/pin")).ok()
    gone = (await bob("DELETE", f"/api/messages/{id}/pin")).headers["X-Activity-Id"]
    (await alice("DELETE", f"/api/messages/{id}")).ok()
    (await bob("POST", f"/api/activity/{gone}/undo")).ok()
    assert (await bob("GET", f"/api/rooms/{room}/messages?pinned=true")).ok()["items"] == []
