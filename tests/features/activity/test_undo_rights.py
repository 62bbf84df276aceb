"""Undo gives nobody more than they have now."""

from __future__ import annotations

from tests.house import House, Person


async def test_who_left_and_was_removed_later_does_not_come_back_by_undo(alice: Person, bob: Person) -> None:
    body = {"kind": "private", "name": "secret", "member_ids": [bob.id]}
    room = (await alice("POST", "/api/rooms", body)).ok()["id"]
    left = (await bob("POST", f"/api/rooms/{room}/leave")).headers["X-Activity-Id"]
    (await alice("POST", f"/api/rooms/{room}/members", {"user_id": bob.id})).ok()
    removed = (await alice("DELETE", f"/api/rooms/{room}/members/{bob.id}")).headers["X-Activity-Id"]
    (await bob("POST", f"/api/activity/{left}/undo")).refused("conflict", 409)
    (await bob("GET", f"/api/rooms/{room}")).refused("not_found", 404)
    (await alice("POST", f"/api/activity/{removed}/undo")).ok()
    (await bob("GET", f"/api/rooms/{room}")).ok()


async def test_a_deleted_room_comes_back_with_its_people(alice: Person, bob: Person) -> None:
    body = {"kind": "private", "name": "team", "member_ids": [bob.id]}
    room = (await alice("POST", "/api/rooms", body)).ok()["id"]
    gone = (await alice("DELETE", f"/api/rooms/{room}")).headers["X-Activity-Id"]
    (await bob("GET", f"/api/rooms/{room}")).refused("not_found", 404)
    (await alice("POST", f"/api/activity/{gone}/undo")).ok()
    assert (await alice("GET", f"/api/rooms/{room}")).ok()["role"] == "owner"
    (await bob("GET", f"/api/rooms/{room}")).ok()


async def test_who_gave_up_being_an_owner_does_not_take_it_back_by_undo(alice: Person, bob: Person) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "public", "name": "ours"})).ok()["id"]
    (await bob("POST", f"/api/rooms/{room}/join")).ok()
    left = (await alice("POST", f"/api/rooms/{room}/leave")).headers["X-Activity-Id"]
    (await alice("POST", f"/api/activity/{left}/undo")).refused("conflict", 409)
    assert (await bob("GET", f"/api/rooms/{room}")).ok()["role"] == "owner"


async def test_what_an_administrator_deleted_its_writer_does_not_bring_back(house: House, alice: Person) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "public", "name": "loud"})).ok()["id"]
    (await house.admin("POST", f"/api/rooms/{room}/join")).ok()
    sent = (await alice("POST", f"/api/rooms/{room}/messages", {"content": "an insult"})).ok()["id"]
    gone = (await house.admin("DELETE", f"/api/messages/{sent}")).headers["X-Activity-Id"]
    (await alice("POST", f"/api/activity/{gone}/undo")).refused("forbidden", 403)
    assert (await alice("GET", f"/api/messages/{sent}")).ok()["content"] == ""
    (await house.admin("POST", f"/api/activity/{gone}/undo")).ok()
    assert (await alice("GET", f"/api/messages/{sent}")).ok()["content"] == "an insult"


async def test_an_undone_undo_asks_for_what_was_done_first(house: House, alice: Person) -> None:
    created = (await alice("POST", "/api/tasks", {"title": "milk"})).headers["X-Activity-Id"]
    undone = (await alice("POST", f"/api/activity/{created}/undo")).headers["X-Activity-Id"]
    (await house.admin("PATCH", f"/api/users/{alice.id}", {"role": "guest"})).ok()
    (await alice("POST", f"/api/activity/{undone}/undo")).refused("forbidden", 403)
