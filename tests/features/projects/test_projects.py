"""Projects through their doors."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.house import MovableClock, Person


async def make(person: Person, **fields: Any) -> dict[str, Any]:
    """A project of that person's."""
    return (await person("POST", "/api/projects", {"name": "Website", **fields})).ok()


async def lasting(person: Person) -> Person:
    """The same person with a token that outlives a moved clock."""
    made = (await person("POST", "/api/tokens", {"name": "test", "scopes": ["read", "write"]})).ok()
    return replace(person, token=made["token"])


async def health(person: Person, project: dict[str, Any]) -> int:
    """The health of a project now."""
    return (await person("GET", f"/api/projects/{project['id']}")).ok()["health"]


async def test_a_project_is_created_found_changed_and_deleted(alice: Person) -> None:
    made = await make(alice, name=" Été à la mer ", color="#aabbcc", target_date="2026-12-31")
    assert (made["name"], made["status"], made["risk"], made["progress_percent"]) == (
        "Été à la mer",
        "active",
        "low",
        0,
    )
    assert (made["health"], made["favorite"], made["members"]) == (
        100,
        False,
        [{"user_id": alice.id, "role": "owner"}],
    )
    assert [one["id"] for one in (await alice("GET", "/api/projects?q=ete+MER")).ok()["items"]] == [made["id"]]
    url = f"/api/projects/{made['id']}"
    changed = (await alice("PATCH", url, {"status": "archived", "color": None, "favorite": True})).ok()
    assert (changed["status"], changed["color"], changed["favorite"], changed["revision"]) == (
        "archived",
        None,
        True,
        2,
    )
    assert (await alice("GET", "/api/projects?status=active")).ok()["items"] == []
    assert len((await alice("GET", "/api/projects?favorite=true&status=archived")).ok()["items"]) == 1
    assert (await alice("DELETE", url)).ok() == {"id": made["id"], "deleted": True}
    (await alice("GET", url)).refused("not_found", 404)


async def test_a_stranger_neither_sees_nor_hears_it(alice: Person, bob: Person) -> None:
    async with alice.socket() as hers, bob.socket() as his:
        made = await hers.ok("project.create", {"name": "Secret"})
        heard = await hers.hear("project.created", lambda told: told["entity"]["id"] == made["id"])
        assert heard["entity"] == made and heard["by"]["id"] == alice.id
        for event, more in (
            ("project.get", {}),
            ("project.update", {"name": "Mine"}),
            ("project.move", {"after_id": made["id"]}),
            ("project.delete", {}),
        ):
            await his.refused(event, {"id": made["id"], **more}, "not_found")
        await his.refused("task.create", {"title": "a", "project_id": made["id"]}, "not_found")
        await his.refused("note.create", {"title": "a", "project_id": made["id"]}, "not_found")
        await his.refused("budget.create", {"amount_cents": 1, "project_id": made["id"]}, "not_found")
        assert (await his.ok("project.list"))["items"] == [] and not his.all("project.created")


async def test_a_new_project_goes_to_the_top_and_moves(alice: Person, bob: Person) -> None:
    first, second, third = [await make(alice, name=name) for name in "abc"]
    foreign = await make(bob)

    async def order() -> str:
        return "".join(one["name"] for one in (await alice("GET", "/api/projects")).ok()["items"])

    assert await order() == "cba"
    url = "/api/projects/{}/move"
    await alice("POST", url.format(third["id"]), {"after_id": first["id"]})
    assert await order() == "bac"
    await alice("POST", url.format(third["id"]), {"before_id": first["id"], "after_id": second["id"]})
    assert await order() == "bca"
    (await alice("POST", url.format(third["id"]), {})).refused("invalid", 422)
    (await alice("POST", url.format(third["id"]), {"after_id": foreign["id"]})).refused("not_found", 404)
    both = {"before_id": second["id"], "after_id": first["id"]}
    (await alice("POST", url.format(third["id"]), both)).refused("conflict", 409)


async def test_health_falls_with_overdue_tasks_and_silence_and_rises_with_notes(
    alice: Person, clock: MovableClock
) -> None:
    alice = await lasting(alice)
    project = await make(alice)
    late = {"title": "late", "deadline": "2020-01-01", "project_id": project["id"]}
    tasks = [(await alice("POST", "/api/tasks", late)).ok() for _ in range(3)]
    assert await health(alice, project) == 100 - 3 * 8
    await alice("POST", f"/api/tasks/{tasks[0]['id']}/complete")
    ahead = (datetime.now(UTC) + timedelta(days=300)).date().isoformat()
    await alice("POST", "/api/tasks", {**late, "deadline": ahead})
    assert await health(alice, project) == 100 - 2 * 8
    await alice("POST", "/api/notes", {"title": "n", "project_id": project["id"]})
    assert await health(alice, project) == 100 - 2 * 8 + 5
    for _ in range(5):
        await alice("POST", "/api/notes", {"title": "n", "project_id": project["id"]})
    assert await health(alice, project) == 100  # +20 at most, and never beyond 100
    clock.set(datetime.now(UTC) + timedelta(days=13, hours=23))
    assert await health(alice, project) == 100 - 2 * 8
    clock.set(datetime.now(UTC) + timedelta(days=14, minutes=1))
    assert await health(alice, project) == 100 - 2 * 8 - 20
    for _ in range(12):
        await alice("POST", "/api/tasks", late)
    assert await health(alice, project) == 0


async def test_a_deadline_is_over_when_the_owners_day_is(alice: Person, clock: MovableClock) -> None:
    """Alice lives in Paris, where it is tomorrow an hour before it is in UTC."""
    alice = await lasting(alice)
    clock.set(datetime(2027, 1, 10, 12, tzinfo=UTC))
    project = await make(alice)
    await alice("POST", "/api/tasks", {"title": "t", "deadline": "2027-01-10", "project_id": project["id"]})
    clock.set(datetime(2027, 1, 10, 22, 30, tzinfo=UTC))
    assert await health(alice, project) == 100
    clock.set(datetime(2027, 1, 10, 23, 30, tzinfo=UTC))
    assert await health(alice, project) == 92


async def test_what_was_in_a_deleted_project_stays_and_comes_back_with_it(alice: Person) -> None:
    project = await make(alice)
    inside = {"project_id": project["id"]}
    urls = [
        f"/api/{kind}/{(await alice('POST', f'/api/{kind}', {**body, **inside})).ok()['id']}"
        for kind, body in (("tasks", {"title": "t"}), ("notes", {"title": "n"}), ("budget", {"amount_cents": -100}))
    ]
    before = [(await alice("GET", url)).ok() for url in urls]
    deleted = await alice("DELETE", f"/api/projects/{project['id']}")
    assert [(await alice("GET", url)).ok()["project_id"] for url in urls] == [None, None, None]
    (await alice("POST", f"/api/activity/{deleted.headers['X-Activity-Id']}/undo")).ok()
    again = (await alice("GET", f"/api/projects/{project['id']}")).ok()
    assert {**again, "updated_at": "", "revision": 0} == {**project, "updated_at": "", "revision": 0}
    moved = ("updated_at", "revision")
    for url, was in zip(urls, before, strict=True):
        now = (await alice("GET", url)).ok()
        assert {k: v for k, v in now.items() if k not in moved} == {k: v for k, v in was.items() if k not in moved}


async def test_a_full_project_is_deleted_in_pieces_and_comes_back_as_a_whole(
    alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.features.projects.operations.AT_ONCE", 2)
    project = await make(alice)
    for kind, body in (("tasks", {"title": "t"}), ("notes", {"title": "n"})):
        for _ in range(3):
            await alice("POST", f"/api/{kind}", {**body, "project_id": project["id"]})
    deleted = await alice("DELETE", f"/api/projects/{project['id']}")
    tasks = (await alice("GET", "/api/tasks")).ok()["items"]
    assert len(tasks) == 3 and all(task["project_id"] is None for task in tasks)
    (await alice("POST", f"/api/activity/{deleted.headers['X-Activity-Id']}/undo")).ok()
    for kind in ("tasks", "notes"):
        assert len((await alice("GET", f"/api/{kind}?project_id={project['id']}")).ok()["items"]) == 3


async def test_a_project_with_something_in_it_cannot_be_undone_away(alice: Person) -> None:
    made = await alice("POST", "/api/projects", {"name": "p"})
    await alice("POST", "/api/tasks", {"title": "t", "project_id": made.ok()["id"]})
    (await alice("POST", f"/api/activity/{made.headers['X-Activity-Id']}/undo")).refused("conflict", 409)


async def test_a_stale_revision_is_a_conflict_that_shows_what_is(alice: Person) -> None:
    project = await make(alice)
    url = f"/api/projects/{project['id']}"
    (await alice("PATCH", url, {"name": "Two", "revision": 1})).ok()
    refused = (await alice("PATCH", url, {"name": "Three", "revision": 1})).refused("conflict", 409)
    assert (refused["current"]["name"], refused["current"]["revision"]) == ("Two", 2)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"name": "x" * 301},
        {"name": {"$gt": ""}},
        {"name": "a", "owner_id": "0" * 24},
        {"name": "a", "health": 100},
        {"name": "a", "members": []},
        {"name": "a", "progress_percent": 101},
        {"name": "a", "progress_percent": "50"},
        {"name": "a", "status": "running"},
        {"name": "a", "risk": None},
        {"name": "a", "color": "red"},
        {"name": "a", "description": "x" * 20_001},
        {"name": "a", "target_date": "2026-02-30"},
    ],
)
async def test_bad_input_is_refused_field_by_field(alice: Person, body: dict[str, object]) -> None:
    refused = (await alice("POST", "/api/projects", body)).refused("invalid", 422)
    assert refused["errors"]
    assert (await alice("GET", "/api/projects")).ok()["items"] == []


@pytest.mark.parametrize("id", ["0" * 24, "f" * 24])
async def test_unknown_ids_are_not_found(alice: Person, id: str) -> None:
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"name": "a"}),
        ("DELETE", "", None),
        ("POST", "/move", {"after_id": id}),
    ):
        (await alice(method, f"/api/projects/{id}{path}", body)).refused("not_found", 404)


async def test_filters_take_scalars_only(alice: Person) -> None:
    async with alice.socket() as hers:
        for bad in ({"q": {"$gt": ""}}, {"status": {"$ne": "done"}}, {"favorite": "yes"}, {"cursor": {"$gt": ""}}):
            await hers.refused("project.list", bad, "invalid")
    (await alice("GET", "/api/projects?q[$gt]=")).refused("invalid", 422)
    (await alice("GET", "/api/projects?status=gone")).refused("invalid", 422)
    assert (await alice("GET", "/api/projects?q=.*")).ok()["items"] == []
