"""Tasks through their doors."""

from __future__ import annotations

import pytest

from tests.house import Person


async def test_a_task_is_created_found_changed_completed_and_deleted(alice: Person) -> None:
    made = (await alice("POST", "/api/tasks", {"title": " Buy milk ", "deadline": "2026-11-27"})).ok()
    assert (made["title"], made["deadline"], made["status"]) == ("Buy milk", "2026-11-27", "todo")
    found = (await alice("GET", "/api/tasks?q=MÏLK&open=true")).ok()
    assert [task["id"] for task in found["items"]] == [made["id"]]
    changed = (await alice("PATCH", f"/api/tasks/{made['id']}", {"deadline": None, "tags": ["home"]})).ok()
    assert (changed["deadline"], changed["tags"], changed["revision"]) == (None, ["home"], 2)
    done = (await alice("POST", f"/api/tasks/{made['id']}/complete")).ok()
    assert done["status"] == "done" and done["completed_at"]
    assert (await alice("DELETE", f"/api/tasks/{made['id']}")).ok() == {"id": made["id"], "deleted": True}
    (await alice("GET", f"/api/tasks/{made['id']}")).refused("not_found", 404)


async def test_the_owner_hears_of_it_and_a_stranger_does_not(alice: Person, bob: Person) -> None:
    async with alice.socket() as hers, bob.socket() as his:
        made = await hers.ok("task.create", {"title": "Secret"})
        heard = await hers.hear("task.created", lambda told: told["entity"]["id"] == made["id"])
        assert heard["entity"] == made and heard["revision"] == 1 and heard["by"]["id"] == alice.id
        await his.refused("task.get", {"id": made["id"]}, "not_found")
        await his.refused("task.update", {"id": made["id"], "title": "Mine"}, "not_found")
        assert not his.all("task.created")


async def test_a_new_task_goes_to_the_top_and_moves(alice: Person) -> None:
    first, second, third = [(await alice("POST", "/api/tasks", {"title": name})).ok() for name in ("a", "b", "c")]

    async def order() -> str:
        return "".join(task["title"] for task in (await alice("GET", "/api/tasks")).ok()["items"])

    assert await order() == "cba"
    await alice("POST", f"/api/tasks/{third['id']}/move", {"after_id": second["id"]})
    assert await order() == "bca"
    await alice("POST", f"/api/tasks/{first['id']}/move", {"before_id": second["id"]})
    assert await order() == "abc"
    (await alice("POST", f"/api/tasks/{first['id']}/move", {})).refused("invalid")


async def test_a_recurring_task_makes_its_next(alice: Person) -> None:
    body = {"title": "Rent", "deadline": "2026-12-05", "rrule": "FREQ=MONTHLY"}
    made = (await alice("POST", "/api/tasks", body)).ok()
    await alice("POST", f"/api/tasks/{made['id']}/complete")
    (following,) = (await alice("GET", "/api/tasks?open=true")).ok()["items"]
    assert (following["title"], following["deadline"]) == ("Rent", "2027-01-05")


async def test_a_recurring_task_without_a_date_makes_its_next_with_one(alice: Person) -> None:
    made = (await alice("POST", "/api/tasks", {"title": "Water", "rrule": "FREQ=DAILY;INTERVAL=3"})).ok()
    (await alice("POST", f"/api/tasks/{made['id']}/complete")).ok()
    (following,) = (await alice("GET", "/api/tasks?open=true")).ok()["items"]
    assert following["title"] == "Water"
    assert following["deadline"] > made["created_at"][:10]


async def test_subtasks_count_and_go_one_level(alice: Person) -> None:
    parent = (await alice("POST", "/api/tasks", {"title": "Trip"})).ok()
    child = (await alice("POST", "/api/tasks", {"title": "Train", "parent_id": parent["id"]})).ok()
    await alice("POST", "/api/tasks", {"title": "Hotel", "parent_id": parent["id"]})
    await alice("POST", f"/api/tasks/{child['id']}/complete")
    assert (await alice("GET", f"/api/tasks/{parent['id']}")).ok()["subtasks"] == {"done": 1, "total": 2}
    body = {"title": "Seat", "parent_id": child["id"]}
    (await alice("POST", "/api/tasks", body)).refused("invalid")
    (await alice("PATCH", f"/api/tasks/{parent['id']}", {"parent_id": child["id"]})).refused("invalid")


async def test_a_stale_revision_is_a_conflict_that_shows_what_is(alice: Person) -> None:
    made = (await alice("POST", "/api/tasks", {"title": "One"})).ok()
    (await alice("PATCH", f"/api/tasks/{made['id']}", {"title": "Two", "revision": 1})).ok()
    refused = (await alice("PATCH", f"/api/tasks/{made['id']}", {"title": "Three", "revision": 1})).refused(
        "conflict"
    )
    assert refused["current"]["title"] == "Two"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"title": ""},
        {"title": "x" * 301},
        {"title": 5},
        {"title": {"$gt": ""}},
        {"title": "a", "owner_id": "0" * 24},
        {"title": "a", "deadline": "tomorrow"},
        {"title": "a", "urgent": "yes"},
        {"title": "a", "rrule": "FREQ=SECONDLY"},
        {"title": "a", "rrule": "FREQ=DAILY\nEXDATE:20260101"},
        {"title": "a", "project_id": "nope"},
        {"title": "a", "estimate_minutes": -1},
    ],
)
async def test_bad_input_is_refused_field_by_field(alice: Person, body: dict[str, object]) -> None:
    refused = (await alice("POST", "/api/tasks", body)).refused("invalid", 422)
    assert refused["errors"]
    assert (await alice("GET", "/api/tasks")).ok()["items"] == []


async def test_an_idempotency_key_answers_with_the_first_answer(alice: Person) -> None:
    headers = {"Idempotency-Key": "once"}
    first = (await alice("POST", "/api/tasks", {"title": "One"}, headers=headers)).ok()
    again = (await alice("POST", "/api/tasks", {"title": "One"}, headers=headers)).ok()
    assert again == first
    async with alice.socket() as hers:
        assert await hers.ok("task.create", {"title": "One", "idempotency_key": "once"}) == first
    assert len((await alice("GET", "/api/tasks")).ok()["items"]) == 1


async def test_lists_page_without_gaps_or_repeats(alice: Person) -> None:
    made = [(await alice("POST", "/api/tasks", {"title": f"t{n}"})).ok()["id"] for n in range(7)]
    for sort in ("rank", "deadline", "created_at", "updated_at"):
        seen: list[str] = []
        cursor = ""
        while True:
            page = (await alice("GET", f"/api/tasks?limit=3&sort={sort}{cursor}")).ok()
            seen += [task["id"] for task in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"
        assert sorted(seen) == sorted(made) and len(seen) == 7
    (await alice("GET", "/api/tasks?cursor=e30")).refused("invalid")
    (await alice("GET", "/api/tasks?limit=201")).refused("invalid")
