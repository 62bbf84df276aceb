"""Note sessions: lines in order, what a model makes of them with its citations, tasks in one press."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from hub.features.note_sessions.documents import LineDocument, SessionDocument
from tests.catalog.thoughts import think
from tests.house import Person


async def begin(person: Person, *lines: str, **fields: Any) -> tuple[str, list[str]]:
    """A session with these lines; its id and theirs."""
    session = (await person("POST", "/api/note-sessions", {"title": "Kick-off", **fields})).ok()["id"]
    return session, [(await add(person, session, line))["id"] for line in lines]


async def add(person: Person, session: str, text: str, **fields: Any) -> dict[str, Any]:
    return (await person("POST", f"/api/note-sessions/{session}/lines", {"text": text, **fields})).ok()


async def texts(person: Person, session: str) -> list[str]:
    page = (await person("GET", f"/api/note-sessions/{session}/lines?limit=200")).ok()
    return [line["text"] for line in page["items"]]


async def get(person: Person, session: str) -> dict[str, Any]:
    return (await person("GET", f"/api/note-sessions/{session}")).ok()


def point(text: str, *cites: str) -> dict[str, Any]:
    return {"text": text, "cites": list(cites)}


async def summed_up(person: Person, session: str, **found: Any) -> None:
    await think(person, "note_session.keep_summary", {"id": session, "result": {"summary": "Begun.", **found}})


async def test_lines_stand_in_order_are_moved_mended_and_deleted(alice: Person) -> None:
    session, (one, two, three) = await begin(alice, "one", "two", "three")
    path = f"/api/note-sessions/{session}/lines"
    await add(alice, session, "one and a half", after_id=one)
    assert await texts(alice, session) == ["one", "one and a half", "two", "three"]
    (await alice("POST", f"{path}/{three}/move", {"before_id": one})).ok()
    (await alice("PATCH", f"{path}/{two}", {"text": "second"})).ok()
    assert await texts(alice, session) == ["three", "one", "one and a half", "second"]
    gone = await alice("DELETE", f"{path}/{one}")
    gone.ok()
    assert await texts(alice, session) == ["three", "one and a half", "second"]
    (await alice("POST", f"/api/activity/{gone.headers['X-Activity-Id']}/undo")).ok()
    assert await texts(alice, session) == ["three", "one", "one and a half", "second"]
    (await alice("POST", f"{path}/{three}/move", {})).refused("invalid")
    stale = await alice("PATCH", f"{path}/{two}", {"text": "late", "revision": 1})
    assert stale.refused("conflict")["current"]["text"] == "second"


async def test_many_at_once_lose_no_line(alice: Person) -> None:
    session, _ = await begin(alice)
    await asyncio.gather(*(add(alice, session, f"line {n}") for n in range(8)))
    assert sorted(await texts(alice, session)) == [f"line {n}" for n in range(8)]


async def test_a_line_sent_again_is_there_once(alice: Person) -> None:
    session, _ = await begin(alice)
    for _ in range(2):
        options = {"headers": {"Idempotency-Key": f"key-{session}"}}
        (await alice("POST", f"/api/note-sessions/{session}/lines", {"text": "once"}, **options)).ok()
    assert await texts(alice, session) == ["once"]


async def test_a_line_of_another_session_is_not_found_in_this_one(alice: Person) -> None:
    session, _ = await begin(alice, "here")
    _, (elsewhere,) = await begin(alice, "there")
    path = f"/api/note-sessions/{session}/lines"
    (await alice("PATCH", f"{path}/{elsewhere}", {"text": "x"})).refused("not_found")
    (await alice("DELETE", f"{path}/{elsewhere}")).refused("not_found")
    (await alice("POST", path, {"text": "x", "after_id": elsewhere})).refused("not_found")


@pytest.mark.parametrize("text", ["", "  ", "x" * 2_001])
async def test_a_line_has_bounds(alice: Person, text: str) -> None:
    session, _ = await begin(alice)
    (await alice("POST", f"/api/note-sessions/{session}/lines", {"text": text})).refused("invalid", 422)


async def test_a_stranger_finds_and_hears_nothing(alice: Person, bob: Person) -> None:
    session, (line,) = await begin(alice, "secret")
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"title": "mine"}),
        ("DELETE", "", None),
        ("GET", "/lines", None),
        ("POST", "/lines", {"text": "x"}),
        ("DELETE", f"/lines/{line}", None),
        ("POST", "/summarize", None),
        ("POST", "/coach", None),
        ("POST", "/tasks", {"n": 0}),
    ):
        (await bob(method, f"/api/note-sessions/{session}{path}", body)).refused("not_found", 404)
    assert (await bob("GET", "/api/note-sessions")).ok()["items"] == []
    async with bob.socket() as socket:
        await add(alice, session, "another secret")
        mine, _ = await begin(bob, "of my own")
        await socket.hear("note_line.created", lambda told: told["entity"]["session_id"] == mine)
        assert [told["entity"]["text"] for told in socket.all("note_line.created")] == ["of my own"]


async def test_a_session_goes_with_its_lines_and_comes_back_with_them(alice: Person) -> None:
    session, _ = await begin(alice, "one", "two")
    gone = await alice("DELETE", f"/api/note-sessions/{session}")
    gone.ok()
    assert await SessionDocument.rows().find_one({"_id": session}) is None
    assert await LineDocument.rows().find_one({"session_id": session}) is None
    (await alice("POST", f"/api/activity/{gone.headers['X-Activity-Id']}/undo")).ok()
    assert await texts(alice, session) == ["one", "two"]


async def test_a_summary_cites_lines_that_are_there_and_replaces_the_one_before(alice: Person) -> None:
    session, (one, two) = await begin(alice, "one", "two")
    await summed_up(alice, session, decisions=[point("Old", one)])
    await summed_up(
        alice,
        session,
        decisions=[point("We go", one, "0123456789abcdef01234567")],
        risks=[point("Of nothing", "0123456789abcdef01234567")],
        next_steps=[point("Ring Paul", two)],
    )
    summary = (await get(alice, session))["summary"]
    assert summary["decisions"] == [point("We go", one)] and summary["risks"] == []
    assert summary["next_steps"] == [{**point("Ring Paul", two), "task_id": None}]


async def test_a_coach_says_nothing_twice(alice: Person) -> None:
    session, (one,) = await begin(alice, "one")
    for found in (
        {"questions": [point("Who decides?", one)], "ideas": [point("Ask Paul", one)]},
        {"questions": [point("who  DECIDES?", one), point("Until when?", one), point("Until when?", one)]},
    ):
        await think(alice, "note_session.keep_coaching", {"id": session, "result": found})
    coach = (await get(alice, session))["coach"]
    assert [one["text"] for one in coach["questions"]] == ["Who decides?", "Until when?"]
    assert [one["text"] for one in coach["ideas"]] == ["Ask Paul"]


async def test_a_next_step_becomes_a_task_in_the_sessions_project_once(alice: Person) -> None:
    project = (await alice("POST", "/api/projects", {"name": "House"})).ok()["id"]
    session, (one,) = await begin(alice, "ring Paul", project_id=project)
    await summed_up(alice, session, next_steps=[point("Ring\nPaul", one)])
    path = f"/api/note-sessions/{session}/tasks"
    made = await alice("POST", path, {"n": 0})
    task = (await alice("GET", f"/api/tasks/{made.ok()['summary']['next_steps'][0]['task_id']}")).ok()
    assert (task["title"], task["project_id"]) == ("Ring Paul", project)
    assert task["source"] == {"kind": "session", "ids": [one]}
    (await alice("POST", path, {"n": 0})).refused("conflict", 409)
    (await alice("POST", path, {"n": 1})).refused("not_found", 404)
    (await alice("POST", f"/api/activity/{made.headers['X-Activity-Id']}/undo")).ok()
    (await alice("GET", f"/api/tasks/{task['id']}")).refused("not_found")
    assert (await get(alice, session))["summary"]["next_steps"][0]["task_id"] is None


async def test_nothing_to_think_about_is_said(alice: Person) -> None:
    session, _ = await begin(alice)
    for verb in ("summarize", "coach"):
        (await alice("POST", f"/api/note-sessions/{session}/{verb}")).refused("invalid", 422)


async def test_a_stale_change_of_a_session_is_refused(alice: Person) -> None:
    session, _ = await begin(alice)
    (await alice("PATCH", f"/api/note-sessions/{session}", {"title": "First"})).ok()
    stale = await alice("PATCH", f"/api/note-sessions/{session}", {"title": "Second", "revision": 1})
    assert stale.refused("conflict")["current"]["title"] == "First"
