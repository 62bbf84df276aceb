"""Putting back what was done, through the door."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.house import House, Person


async def made(person: Person, **fields: Any) -> tuple[dict[str, Any], str]:
    """A task and the entry that records it."""
    answer = await person("POST", "/api/tasks", {"title": "milk", **fields})
    return answer.ok(), answer.headers["X-Activity-Id"]


async def undo(person: Person, entry: str) -> Any:
    return await person("POST", f"/api/activity/{entry}/undo")


async def test_undoing_each_kind_of_change(alice: Person) -> None:
    task, created = await made(alice, description="full fat")
    url = f"/api/tasks/{task['id']}"
    updated = (await alice("PATCH", url, {"title": "oat milk", "urgent": True})).headers["X-Activity-Id"]
    (await undo(alice, updated)).ok()
    back = (await alice("GET", url)).ok()
    assert (back["title"], back["urgent"]) == ("milk", False)
    deleted = (await alice("DELETE", url)).headers["X-Activity-Id"]
    (await alice("GET", url)).refused("not_found")
    (await undo(alice, deleted)).ok()
    again = (await alice("GET", url)).ok()
    same = ("title", "description", "urgent", "rank", "created_at", "owner_id")
    assert {name: again[name] for name in same} == {name: back[name] for name in same}
    assert (await undo(alice, created)).ok() == {"restored": 1, "entries": [created]}
    (await alice("GET", url)).refused("not_found")


async def test_an_undo_is_recorded_and_can_be_undone(alice: Person) -> None:
    task, _ = await made(alice)
    url = f"/api/tasks/{task['id']}"
    first = (await alice("PATCH", url, {"title": "bread"})).headers["X-Activity-Id"]
    back = (await undo(alice, first)).headers["X-Activity-Id"]
    assert (await alice("GET", f"/api/activity/{first}")).ok()["undone_by"] == back
    (await undo(alice, first)).refused("conflict", 409)
    (await undo(alice, back)).ok()
    assert (await alice("GET", url)).ok()["title"] == "bread"
    assert (await alice("GET", f"/api/activity/{first}")).ok()["undone_by"] is None
    (await undo(alice, first)).ok()
    assert (await alice("GET", url)).ok()["title"] == "milk"


async def test_what_changed_since_is_not_overwritten(alice: Person) -> None:
    task, _ = await made(alice)
    url = f"/api/tasks/{task['id']}"
    first = (await alice("PATCH", url, {"title": "bread"})).headers["X-Activity-Id"]
    (await alice("PATCH", url, {"title": "butter"})).ok()
    refusal = (await undo(alice, first)).refused("conflict", 409)
    assert "title" in refusal["detail"]
    assert (await alice("GET", url)).ok()["title"] == "butter"


async def test_two_undos_at_once_are_one(alice: Person) -> None:
    task, _ = await made(alice)
    entry = (await alice("DELETE", f"/api/tasks/{task['id']}")).headers["X-Activity-Id"]
    answers = await asyncio.gather(*(undo(alice, entry) for _ in range(4)))
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]


async def test_undo_needs_the_right_to_write(house: House, alice: Person) -> None:
    task, entry = await made(alice)
    (await undo(house.admin, entry)).refused("not_found", 404)
    (await alice("GET", f"/api/tasks/{task['id']}")).ok()


async def test_what_hands_out_secrets_cannot_be_undone(house: House, alice: Person) -> None:
    answer = await alice("POST", "/api/tokens", {"name": "t", "scopes": ["read"]})
    (await undo(alice, answer.headers["X-Activity-Id"])).refused("conflict", 409)
    demoted = await house.admin("PATCH", f"/api/users/{alice.id}", {"role": "guest"})
    (await undo(house.admin, demoted.headers["X-Activity-Id"])).refused("conflict", 409)


async def test_the_last_thing_is_undone_then_the_one_before(house: House) -> None:
    person = await house.person("undoer")
    (await person("POST", "/api/activity/undo-last")).refused("conflict", 409)
    first, _ = await made(person)
    second, _ = await made(person)
    async with person.socket() as socket:
        await socket.ok("activity.undo_last", {})
        await socket.hear("task.deleted", lambda event: event["entity"]["id"] == second["id"])
        await socket.ok("activity.undo_last", {})
        await socket.hear("task.deleted", lambda event: event["entity"]["id"] == first["id"])
        await socket.refused("activity.undo_last", {}, "conflict")


async def test_a_token_undoes_only_what_it_may_do(house: House, alice: Person) -> None:
    task, entry = await made(alice)
    body = {"name": "undoer", "scopes": ["activity:write", "activity:read", "note:write"]}
    token = (await alice("POST", "/api/tokens", body)).ok()["token"]
    (await house.request("POST", f"/api/activity/{entry}/undo", token=token)).refused("forbidden", 403)
    (await house.request("POST", "/api/activity/undo-last", token=token)).refused("forbidden", 403)
    (await alice("GET", f"/api/tasks/{task['id']}")).ok()


async def test_who_became_a_guest_undoes_nothing_that_guests_cannot_do(house: House, alice: Person) -> None:
    _, entry = await made(alice)
    (await house.admin("PATCH", f"/api/users/{alice.id}", {"role": "guest"})).ok()
    (await undo(alice, entry)).refused("forbidden", 403)
