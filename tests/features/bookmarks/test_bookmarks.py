"""Bookmarks through their doors."""

from __future__ import annotations

import asyncio

import pytest

from tests.house import House, Person


@pytest.fixture
async def room(alice: Person, bob: Person) -> str:
    body = {"kind": "private", "name": "r", "member_ids": [bob.id]}
    return (await alice("POST", "/api/rooms", body)).ok()["id"]


async def say(person: Person, room: str, text: str) -> str:
    """Say something in a room; returns the message's id."""
    return (await person("POST", f"/api/rooms/{room}/messages", {"content": text})).ok()["id"]


async def test_a_message_is_kept_once_and_shown_as_it_is_now(alice: Person, bob: Person, room: str) -> None:
    said = await say(alice, room, "the door code is 1234")
    async with bob.socket() as his, alice.socket() as hers:
        made = (await bob("POST", "/api/bookmarks", {"message_id": said, "note": " for Monday "})).ok()
        await his.hear("bookmark.created", lambda told: told["entity"] == made)
        assert (made["note"], made["room_id"], made["gone"]) == ("for Monday", room, False)
        assert made["message"]["content"] == "the door code is 1234"
        assert (await bob("POST", "/api/bookmarks", {"message_id": said})).ok() == made
        again = (await bob("POST", "/api/bookmarks", {"message_id": said, "note": "for Tuesday"})).ok()
        assert (again["id"], again["note"]) == (made["id"], "for Tuesday")
        await his.hear("bookmark.updated", lambda told: told["entity"]["note"] == "for Tuesday")
        assert not hers.all("bookmark.created") and not hers.all("bookmark.updated"), "nobody else hears of it"
    (await alice("PATCH", f"/api/messages/{said}", {"content": "changed"})).ok()
    url = f"/api/bookmarks/{made['id']}"
    assert (await bob("GET", url)).ok()["message"]["content"] == "changed"
    (await alice("DELETE", f"/api/messages/{said}")).ok()
    shown = (await bob("GET", url)).ok()
    assert (shown["message"]["content"], bool(shown["message"]["deleted_at"]), shown["gone"]) == ("", True, False)
    stale = await bob("PATCH", url, {"note": "late", "revision": 1})
    assert stale.refused("conflict", 409)["current"]["note"] == "for Tuesday"
    (await bob("PATCH", url, {"note": "x" * 501})).refused("invalid", 422)
    (await bob("PATCH", url, {"message_id": said})).refused("invalid", 422)
    assert (await bob("PATCH", url, {"note": ""})).ok()["note"] == ""


async def test_they_are_ones_own(alice: Person, bob: Person, room: str) -> None:
    first, second = await say(alice, room, "one"), await say(alice, room, "two")
    kept = [(await bob("POST", "/api/bookmarks", {"message_id": id})).ok()["id"] for id in (first, second)]
    assert [one["id"] for one in (await bob("GET", "/api/bookmarks")).ok()["items"]] == kept[::-1]
    found = (await bob("GET", f"/api/bookmarks?message_id={first}")).ok()["items"]
    assert [one["id"] for one in found] == kept[:1]
    page = (await bob("GET", "/api/bookmarks?limit=1")).ok()
    rest = (await bob("GET", f"/api/bookmarks?limit=1&cursor={page['next_cursor']}")).ok()
    assert [one["id"] for one in (*page["items"], *rest["items"])] == kept[::-1]
    assert (await alice("GET", "/api/bookmarks")).ok()["items"] == []
    for method, body in (("GET", None), ("PATCH", {"note": "x"}), ("DELETE", None)):
        (await alice(method, f"/api/bookmarks/{kept[0]}", body)).refused("not_found", 404)
    gone = await bob("DELETE", f"/api/bookmarks/{kept[0]}")
    assert gone.ok()["deleted"]
    entry = gone.headers["X-Activity-Id"]
    (await alice("POST", f"/api/activity/{entry}/undo")).refused("not_found", 404)
    (await bob("POST", f"/api/activity/{entry}/undo")).ok()
    assert (await bob("GET", f"/api/bookmarks/{kept[0]}")).ok()["message_id"] == first


async def test_what_one_may_not_read_cannot_be_kept(house: House, alice: Person, room: str) -> None:
    stranger = await house.person("stranger")
    said, gone = await say(alice, room, "secret"), await say(alice, room, "oops")
    (await alice("DELETE", f"/api/messages/{gone}")).ok()
    refused = [
        (await stranger("POST", "/api/bookmarks", {"message_id": id})).refused("not_found", 404)["detail"]
        for id in (said, "0" * 24)
    ]
    assert len(set(refused)) == 1
    (await alice("POST", "/api/bookmarks", {"message_id": gone})).refused("not_found", 404)
    for body in ({}, {"message_id": "nope"}, {"message_id": said, "room_id": room}, {"message_id": {"$ne": ""}}):
        (await alice("POST", "/api/bookmarks", body)).refused("invalid", 422)


async def test_of_a_room_that_one_has_left_the_bookmark_stays_and_what_was_said_does_not(
    alice: Person, bob: Person, room: str
) -> None:
    said = await say(alice, room, "the door code is 1234")
    made = (await bob("POST", "/api/bookmarks", {"message_id": said, "note": "code"})).ok()
    url = f"/api/bookmarks/{made['id']}"
    (await alice("DELETE", f"/api/rooms/{room}/members/{bob.id}")).ok()
    (shown,) = (await bob("GET", "/api/bookmarks")).ok()["items"]
    assert (shown["message"], shown["gone"], shown["note"]) == (None, True, "code")
    changed = await bob("PATCH", url, {"note": "ask Alice"})
    assert changed.ok()["message"] is None and "1234" not in str(changed.body)
    entry = (await bob("DELETE", url)).headers["X-Activity-Id"]
    (await bob("POST", f"/api/activity/{entry}/undo")).ok()
    assert (await bob("GET", url)).ok()["gone"] is True
    seen = (await bob("GET", f"/api/activity?entity={made['id']}")).ok()
    assert "1234" not in str(seen)
    (await alice("POST", f"/api/rooms/{room}/members", {"user_id": bob.id})).ok()
    assert (await bob("GET", url)).ok()["message"]["content"] == "the door code is 1234"
    (await alice("DELETE", f"/api/rooms/{room}")).ok()
    assert (await bob("GET", url)).ok()["gone"] is True
    (await bob("DELETE", url)).ok()


async def test_two_at_once_make_one(alice: Person, room: str) -> None:
    said = await say(alice, room, "once")
    answers = await asyncio.gather(*(alice("POST", "/api/bookmarks", {"message_id": said}) for _ in range(3)))
    assert len({answer.ok()["id"] for answer in answers}) == 1
    assert len((await alice("GET", "/api/bookmarks")).ok()["items"]) == 1
