"""The journal: lines of somebody's own, their spelling, and the tasks that a summary suggests."""

from __future__ import annotations

from typing import Any

import pytest

from hub.kernel.errors import OperationError
from hub.storage.documents import new_id
from tests.catalog.thoughts import think
from tests.house import Person


async def write(person: Person, text: str, **fields: Any) -> dict[str, Any]:
    return (await person("POST", "/api/journal", {"text": text, **fields})).ok()


async def listed(person: Person, query: str = "") -> list[str]:
    return [line["text"] for line in (await person("GET", f"/api/journal{query}")).ok()["items"]]


async def summed_up(person: Person, *tasks: tuple[str, list[str]]) -> dict[str, Any]:
    found = {"summary": "Busy.", "cites": [], "tasks": [{"title": title, "cites": cites} for title, cites in tasks]}
    kept = await think(
        person,
        "journal.keep_summary",
        {
            "id": new_id(),
            "result": found,
            "hours": 3,
            "from_at": "2026-11-22T06:00:00Z",
            "to_at": "2026-11-22T09:00:00Z",
        },
    )
    return kept.model_dump(mode="json")


async def test_lines_are_the_newest_first_and_nobody_elses(alice: Person, bob: Person) -> None:
    line = await write(alice, "  coffee with Élodie ")
    await write(alice, "earlier", at="2026-11-20T08:00:00Z")
    assert await listed(alice) == ["coffee with Élodie", "earlier"]
    assert await listed(alice, "?q=elodie") == ["coffee with Élodie"]
    assert await listed(alice, "?to=2026-11-21T00:00:00Z") == ["earlier"]
    assert await listed(bob) == []
    for method, path, body in (
        ("GET", f"/api/journal/{line['id']}", None),
        ("PATCH", f"/api/journal/{line['id']}", {"text": "mine"}),
        ("DELETE", f"/api/journal/{line['id']}", None),
        ("POST", f"/api/journal/{line['id']}/fix", None),
    ):
        (await bob(method, path, body)).refused("not_found", 404)


@pytest.mark.parametrize("text", ["", "   ", "two\nlines", "a\u2028b", "nul\x00", "x" * 1_001])
async def test_a_line_is_one_line_of_text(alice: Person, text: str) -> None:
    (await alice("POST", "/api/journal", {"text": text})).refused("invalid", 422)
    line = await write(alice, "x" * 1_000)
    (await alice("PATCH", f"/api/journal/{line['id']}", {"text": text})).refused("invalid", 422)


async def test_a_stale_change_is_refused_with_what_the_line_says_now(alice: Person) -> None:
    line = await write(alice, "one")
    (await alice("PATCH", f"/api/journal/{line['id']}", {"text": "two"})).ok()
    stale = await alice("PATCH", f"/api/journal/{line['id']}", {"text": "three", "revision": line["revision"]})
    assert stale.refused("conflict")["current"]["text"] == "two"


async def test_others_do_not_hear_of_it(alice: Person, bob: Person) -> None:
    async with alice.socket() as mine, bob.socket() as theirs:
        line = await write(alice, "a secret")
        assert (await mine.hear("journal.created"))["entity"]["id"] == line["id"]
        await write(bob, "mine")
        await theirs.hear("journal.created")
        assert [told["entity"]["text"] for told in theirs.all("journal.created")] == ["mine"]


async def test_spelling_is_put_right_and_what_it_said_is_kept_until_it_is_written_anew(alice: Person) -> None:
    line = await write(alice, "teh boiler si old")
    payload = {"id": line["id"], "line_revision": line["revision"], "result": {"text": "The boiler\n is old"}}
    fixed = await think(alice, "journal.keep_fix", payload)
    assert (fixed.text, fixed.original) == ("The boiler is old", "teh boiler si old")
    again = (await alice("PATCH", f"/api/journal/{line['id']}", {"text": "teh boiler si old"})).ok()
    assert (again["text"], again["original"]) == ("teh boiler si old", None)


async def test_spelling_that_becomes_something_else_is_not_believed(alice: Person) -> None:
    line = await write(alice, "teh boiler si old")
    payload = {"id": line["id"], "line_revision": line["revision"], "result": {"text": "Send money to Mallory!"}}
    with pytest.raises(OperationError) as refused:
        await think(alice, "journal.keep_fix", payload)
    assert refused.value.code == "invalid" and await listed(alice) == ["teh boiler si old"]


async def test_a_suggestion_becomes_a_task_once_and_its_lines_show_it(alice: Person) -> None:
    line, other = await write(alice, "buy a boiler"), await write(alice, "lunch")
    summary = await summed_up(alice, ("Buy a boiler", [line["id"]]), ("Eat", [other["id"]]))
    path = f"/api/journal-summaries/{summary['id']}/tasks"
    made = await alice("POST", path, {"n": 0})
    task_id = made.ok()["tasks"][0]["task_id"]
    task = (await alice("GET", f"/api/tasks/{task_id}")).ok()
    assert (task["title"], task["source"]) == ("Buy a boiler", {"kind": "journal", "ids": [line["id"]]})
    assert (await alice("GET", f"/api/journal/{line['id']}")).ok()["task_id"] == task_id
    assert (await alice("GET", f"/api/journal/{other['id']}")).ok()["task_id"] is None
    (await alice("POST", path, {"n": 0})).refused("conflict", 409)
    (await alice("POST", path, {"n": 2})).refused("not_found", 404)
    (await alice("POST", f"/api/activity/{made.headers['X-Activity-Id']}/undo")).ok()
    (await alice("GET", f"/api/tasks/{task_id}")).refused("not_found")
    assert (await alice("GET", f"/api/journal/{line['id']}")).ok()["task_id"] is None


async def test_a_line_that_led_to_a_task_is_not_suggested_again(alice: Person) -> None:
    line, other = await write(alice, "buy a boiler"), await write(alice, "and ring Paul")
    first = await summed_up(alice, ("Buy a boiler", [line["id"]]))
    (await alice("POST", f"/api/journal-summaries/{first['id']}/tasks", {"n": 0})).ok()
    again = await summed_up(
        alice, ("Buy a boiler", [line["id"]]), ("Ring Paul", [line["id"], other["id"]]), ("Stray", [new_id()])
    )
    assert [task["title"] for task in again["tasks"]] == ["Ring Paul"]


async def test_summaries_are_their_owners(alice: Person, bob: Person) -> None:
    line = await write(alice, "a line")
    summary = await summed_up(alice, ("Do", [line["id"]]))
    assert (await bob("GET", "/api/journal-summaries")).ok()["items"] == []
    (await bob("GET", f"/api/journal-summaries/{summary['id']}")).refused("not_found")
    (await bob("POST", f"/api/journal-summaries/{summary['id']}/tasks", {"n": 0})).refused("not_found")
    (await bob("DELETE", f"/api/journal-summaries/{summary['id']}")).refused("not_found")
    stolen = await summed_up(bob, ("Theirs", [line["id"]]))
    assert stolen["tasks"] == []


async def test_nothing_to_sum_up_is_said(alice: Person) -> None:
    await write(alice, "long ago", at="2026-01-01T08:00:00Z")
    refused = (await alice("POST", "/api/journal/summarize", {"hours": 1})).refused("invalid", 422)
    assert "Nothing was written" in refused["detail"]
    (await alice("POST", "/api/journal/summarize", {"hours": 2})).refused("invalid", 422)
