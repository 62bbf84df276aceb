"""Who reports to whom, and what is part of what, as files tell it: never in a circle."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from hub.features.people.documents import PersonDocument
from hub.features.transfer.above import straighten
from hub.features.transfer.kinds import Kinds
from tests.features.transfer.archives import bring_in, ended, of, packed
from tests.house import Person

CIRCLE = "manager_id leads back to itself: left out"


def people(managers: Mapping[str, str | None]) -> bytes:
    """An archive of people by whom they report to."""
    return packed(
        *(("people", {"id": id, "first_name": id, "manager_id": manager}) for id, manager in managers.items())
    )


async def lines(person: Person) -> dict[str, str | None]:
    """Who reports to whom here, by first name."""
    found = (await person("GET", "/api/people?limit=200")).ok()["items"]
    names = {one["id"]: one["first_name"] for one in found}
    return {one["first_name"]: names.get(one["manager_id"]) for one in found}


def noted(transfer: Mapping[str, Any], collection: str) -> Sequence[tuple[int, str]]:
    """What was left out of what was written: line and reason."""
    return [(one["line"], one["why"]) for one in of(transfer, collection)["noted"]]


@pytest.mark.parametrize("dry", [False, True])
async def test_a_circle_in_a_file_is_opened_where_it_closes(alice: Person, dry: bool) -> None:
    """The same when it comes a second time: nothing is changed then."""
    archive = people({"a": "b", "b": "c", "c": "a", "d": "a", "e": "e"})
    done = await bring_in(alice, archive, dry_run=dry)
    assert noted(done, "people") == [(4, CIRCLE), (6, CIRCLE)] and of(done, "people")["written"] == 5
    if dry:
        assert await lines(alice) == {}
        return
    assert await lines(alice) == {"a": "b", "b": "c", "c": None, "d": "a", "e": None}
    again = await bring_in(alice, archive, overwrite=True)
    assert of(again, "people")["unchanged"] == 5 and not of(again, "people")["updated"]


async def test_circles_of_panorama_are_opened_too(alice: Person) -> None:
    told = [{"_id": f"x{n}", "name": f"P{n}", "managerId": f"x{(n + 1) % 3}"} for n in range(3)]
    rows = [json.dumps({"collection": "people", "type": "data", "doc": doc}) for doc in told]
    done = await bring_in(alice, gzip.compress("\n".join(rows).encode()), source="panorama")
    assert [why for _, why in noted(done, "people")] == [CIRCLE]
    assert sorted(str(top) for top in (await lines(alice)).values()) == ["None", "P1", "P2"]


async def test_a_file_closes_no_circle_with_what_is_here(alice: Person) -> None:
    """Written over, and taken back, beside what was changed here in between."""
    await bring_in(alice, people({"a": "b", "b": None}))
    ids = {one["first_name"]: one["id"] for one in (await alice("GET", "/api/people")).ok()["items"]}
    over = await bring_in(alice, people({"a": None, "b": "a"}), overwrite=True)
    assert await lines(alice) == {"a": None, "b": "a"} and noted(over, "people") == []
    part = await bring_in(alice, people({"a": "b"}), overwrite=True)
    assert noted(part, "people") == [(2, CIRCLE)] and await lines(alice) == {"a": None, "b": "a"}
    # Somebody turns it round by hand: the undo of a's line would close the circle.
    (await alice("PATCH", f"/api/people/{ids['b']}", {"manager_id": None})).ok()
    turned = await bring_in(alice, people({"a": "b"}), overwrite=True)
    assert await lines(alice) == {"a": "b", "b": None}
    (await alice("PATCH", f"/api/people/{ids['a']}", {"manager_id": ids["b"]})).ok()
    undone = await ended(alice, (await alice("POST", f"/api/transfers/{turned['id']}/undo")).ok())
    assert undone["status"] == "undone" and await lines(alice) == {"a": None, "b": None}


async def test_an_undo_closes_no_circle_either(alice: Person) -> None:
    await bring_in(alice, people({"a": "b", "b": None}))
    freed = await bring_in(alice, people({"a": None}), overwrite=True)
    [b] = [one for one in (await alice("GET", "/api/people")).ok()["items"] if one["first_name"] == "b"]
    [a] = [one for one in (await alice("GET", "/api/people")).ok()["items"] if one["first_name"] == "a"]
    (await alice("PATCH", f"/api/people/{b['id']}", {"manager_id": a["id"]})).ok()
    undone = await ended(alice, (await alice("POST", f"/api/transfers/{freed['id']}/undo")).ok())
    assert noted(undone, "people") == [(0, CIRCLE)] and await lines(alice) == {"a": None, "b": "a"}


async def test_lines_that_an_import_changed_are_in_another_state(alice: Person) -> None:
    """What was done before by hand is not put back as if nothing had happened since."""
    await bring_in(alice, people({"a": None, "b": None}))
    ids = {one["first_name"]: one["id"] for one in (await alice("GET", "/api/people")).ok()["items"]}
    done = await alice("PATCH", f"/api/people/{ids['a']}", {"manager_id": ids["b"]})
    (await alice("PATCH", f"/api/people/{ids['a']}", {"manager_id": None})).ok()
    await bring_in(alice, people({"b": "a"}), overwrite=True)
    (await alice("POST", f"/api/activity/{done.headers['X-Activity-Id']}/undo")).refused("conflict")
    assert await lines(alice) == {"a": None, "b": "a"}


async def test_subtasks_have_no_subtasks(alice: Person) -> None:
    """Not in a file, whichever comes first, and not with a task that became a subtask here."""
    nested = packed(
        ("tasks", {"id": "t3", "rank": "V", "title": "deep", "parent_id": "t2"}),
        ("tasks", {"id": "t2", "rank": "V", "title": "middle", "parent_id": "t1"}),
        ("tasks", {"id": "t1", "rank": "V", "title": "top"}),
    )
    done = await bring_in(alice, nested)
    assert noted(done, "tasks") == [(3, "parent_id makes more than 2 levels: left out")]
    found = {one["title"]: one for one in (await alice("GET", "/api/tasks")).ok()["items"]}
    assert found["deep"]["parent_id"] == found["middle"]["id"] and found["middle"]["parent_id"] is None
    (await alice("PATCH", f"/api/tasks/{found['deep']['id']}", {"parent_id": None})).ok()
    (await alice("PATCH", f"/api/tasks/{found['middle']['id']}", {"parent_id": found["top"]["id"]})).ok()
    more = packed(
        ("tasks", {"id": "t2", "rank": "V", "title": "middle"}),
        ("tasks", {"id": "t4", "rank": "V", "title": "new", "parent_id": "t2"}),
    )
    again = await bring_in(alice, more)
    assert noted(again, "tasks") == [(3, "parent_id makes more than 2 levels: left out")]
    assert of(again, "tasks")["written"] == 1 and of(again, "tasks")["skipped_count"] == 1


async def test_a_long_line_is_cut_where_it_gets_too_long(alice: Person) -> None:
    """And takes no longer the longer it is; a hundred may stand one above the other."""
    kind = Kinds(alice.house.hub.catalog).by_name["person"]
    chain = [{"_id": f"p{n}", "manager_id": f"p{n + 1}" if n < 4_999 else None} for n in range(5_000)]
    lost = await straighten(kind, chain)
    assert set(lost.values()) == {"manager_id makes more than 100 levels: left out"} and len(lost) == 49
    above = {row["_id"]: row["manager_id"] for row in chain}
    for id in above:
        height, at = 1, id
        while at := above[at]:
            height += 1
        assert height <= 100
    assert kind.document is PersonDocument
