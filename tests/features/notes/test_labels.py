"""Labels of notes through their doors: whose they are, unique names, and what becomes of the notes."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from hub.features.notes import labels
from tests.house import House, Person


async def label(person: Person, name: str, **fields: Any) -> str:
    """A label; its id."""
    return (await person("POST", "/api/note-labels", {"name": name, **fields})).ok()["id"]


async def write(person: Person, title: str, *label_ids: str, **fields: Any) -> str:
    """A note with labels; its id."""
    return (await person("POST", "/api/notes", {"title": title, "label_ids": label_ids, **fields})).ok()["id"]


async def names_on(person: Person, note: str) -> list[str]:
    return [one["name"] for one in (await person("GET", f"/api/notes/{note}")).ok()["labels"]]


async def titles(person: Person, query: str) -> list[str]:
    return sorted(note["title"] for note in (await person("GET", f"/api/notes?{query}")).ok()["items"])


async def test_notes_are_found_by_all_of_the_labels_asked_for(alice: Person) -> None:
    red, blue = await label(alice, "Red", color="#cc0000"), await label(alice, "Blue")
    await write(alice, "both", red, blue, red)
    note = await write(alice, "red", red)
    await write(alice, "none")
    assert await titles(alice, f"label_id={red}") == ["both", "red"]
    assert await titles(alice, f"label_id={red}&label_id={blue}") == ["both"]
    assert await titles(alice, f"label_id={red},{blue}") == ["both"]
    shown = (await alice("GET", f"/api/notes/{note}")).ok()
    assert shown["label_ids"] == [red] and shown["labels"] == [{"id": red, "name": "Red", "color": "#cc0000"}]
    (await alice("PATCH", f"/api/note-labels/{red}", {"name": "Scarlet", "color": None})).ok()
    assert await names_on(alice, note) == ["Scarlet"]
    changed = await alice("PATCH", f"/api/notes/{note}", {"label_ids": [blue]})
    assert [one["name"] for one in changed.ok()["labels"]] == ["Blue"]
    (await alice("POST", f"/api/activity/{changed.headers['X-Activity-Id']}/undo")).ok()
    assert await names_on(alice, note) == ["Scarlet"]


@pytest.mark.parametrize("name", ["red", " RÉD ", "Réd"])
async def test_a_name_is_given_once(alice: Person, bob: Person, name: str) -> None:
    red = await label(alice, "Red")
    again = (await alice("POST", "/api/note-labels", {"name": name, "color": "#ff0000"})).ok()
    assert (again["id"], again["name"], again["color"]) == (red, "Red", "#ff0000")
    blue = await label(alice, "Blue")
    taken = (await alice("PATCH", f"/api/note-labels/{blue}", {"name": name})).refused("conflict", 409)
    assert taken["current"]["id"] == red
    (await alice("PATCH", f"/api/note-labels/{red}", {"name": name})).ok()
    await label(bob, name)


async def test_many_at_once_make_one(alice: Person) -> None:
    assert len(set(await asyncio.gather(*(label(alice, "Red") for _ in range(4))))) == 1
    assert len((await alice("GET", "/api/note-labels")).ok()["items"]) == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "\u0301"])
async def test_a_name_is_one_that_can_be_read(alice: Person, name: str) -> None:
    (await alice("POST", "/api/note-labels", {"name": name})).refused("invalid", 422)


async def test_there_is_an_end_to_labels(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "MOST", 1)
    await label(alice, "Red")
    (await alice("POST", "/api/note-labels", {"name": "Blue"})).refused("too_large", 413)
    some = [f"{n:024x}" for n in range(21)]
    (await alice("POST", "/api/notes", {"title": "x", "label_ids": some})).refused("invalid", 422)


async def test_a_deleted_label_comes_off_its_notes_and_back_on(alice: Person) -> None:
    red, blue = await label(alice, "Red"), await label(alice, "Blue")
    notes = [await write(alice, title, red, blue) for title in "abc"]
    async with alice.socket() as hers:
        gone = await alice("DELETE", f"/api/note-labels/{red}")
        gone.ok()
        for note in notes:
            told = await hers.hear("note.updated", lambda told, note=note: told["entity"]["id"] == note)
            assert told["entity"]["label_ids"] == [blue]
    (await alice("GET", f"/api/note-labels/{red}")).refused("not_found", 404)
    (await alice("POST", f"/api/activity/{gone.headers['X-Activity-Id']}/undo")).ok()
    assert [await names_on(alice, note) for note in notes] == [["Red", "Blue"]] * 3


async def test_a_label_on_many_notes_comes_off_all_of_them(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "AT_ONCE", 3)
    red = await label(alice, "Red")
    notes = [await write(alice, str(n), red) for n in range(5)]
    (await alice("DELETE", f"/api/note-labels/{red}")).ok()
    assert await titles(alice, f"label_id={red}") == []
    assert [await names_on(alice, note) for note in notes] == [[]] * 5


async def test_a_strangers_label_is_not_there(alice: Person, bob: Person) -> None:
    red = await label(alice, "Red")
    note = await write(bob, "Bob's")
    (await bob("GET", f"/api/note-labels/{red}")).refused("not_found", 404)
    (await bob("PATCH", f"/api/note-labels/{red}", {"name": "x"})).refused("not_found", 404)
    (await bob("DELETE", f"/api/note-labels/{red}")).refused("not_found", 404)
    (await bob("PATCH", f"/api/notes/{note}", {"label_ids": [red]})).refused("not_found", 404)
    (await bob("POST", "/api/notes", {"title": "x", "label_ids": [red]})).refused("not_found", 404)
    assert (await bob("GET", "/api/note-labels")).ok()["items"] == []
    assert await titles(bob, f"label_id={red}") == []


async def test_a_note_in_a_project_has_labels_of_that_project(house: House) -> None:
    anne, bob, cleo = [await house.person(name) for name in ("anne", "bob", "cleo")]
    project = (await anne("POST", "/api/projects", {"name": "Shared"})).ok()["id"]
    for person, role in ((bob, "editor"), (cleo, "viewer")):
        (await anne("PUT", f"/api/projects/{project}/members/{person.id}", {"role": role})).ok()
    ours, mine = await label(anne, "Urgent", project_id=project), await label(anne, "Urgent")
    (await bob("POST", "/api/notes", {"title": "x", "project_id": project, "label_ids": [ours]})).ok()
    (await anne("POST", "/api/notes", {"title": "x", "project_id": project, "label_ids": [mine]})).refused("invalid")
    (await anne("POST", "/api/notes", {"title": "x", "label_ids": [ours]})).refused("invalid", 422)
    (await cleo("POST", "/api/note-labels", {"name": "x", "project_id": project})).refused("forbidden", 403)
    (await cleo("DELETE", f"/api/note-labels/{ours}")).refused("forbidden", 403)
    assert [one["id"] for one in (await cleo("GET", "/api/note-labels")).ok()["items"]] == [ours]
    assert [one["id"] for one in (await anne("GET", f"/api/note-labels?project_id={project}")).ok()["items"]] == [
        ours
    ]


async def test_a_note_that_moves_keeps_the_labels_of_the_same_name(alice: Person) -> None:
    project = (await alice("POST", "/api/projects", {"name": "House"})).ok()["id"]
    mine, other = await label(alice, "Urgent"), await label(alice, "Mine only")
    ours = await label(alice, "URGENT", project_id=project)
    note = await write(alice, "n", mine, other)
    moved = await alice("PATCH", f"/api/notes/{note}", {"project_id": project})
    assert moved.ok()["label_ids"] == [ours]
    (await alice("POST", f"/api/activity/{moved.headers['X-Activity-Id']}/undo")).ok()
    assert await names_on(alice, note) == ["Urgent", "Mine only"]
    both = {"project_id": project, "label_ids": [mine]}
    (await alice("PATCH", f"/api/notes/{note}", both)).refused("invalid", 422)


async def test_a_label_that_moves_comes_off_the_notes_it_leaves(alice: Person) -> None:
    project = (await alice("POST", "/api/projects", {"name": "House"})).ok()["id"]
    red = await label(alice, "Red")
    note = await write(alice, "n", red)
    await label(alice, "Blue", project_id=project)
    (await alice("PATCH", f"/api/note-labels/{red}", {"project_id": project, "name": "blue"})).refused("conflict")
    moved = await alice("PATCH", f"/api/note-labels/{red}", {"project_id": project})
    moved.ok()
    assert await names_on(alice, note) == []
    (await alice("POST", f"/api/activity/{moved.headers['X-Activity-Id']}/undo")).ok()
    assert await names_on(alice, note) == ["Red"]


async def test_labels_of_a_deleted_project_stay_with_their_notes(alice: Person) -> None:
    project = (await alice("POST", "/api/projects", {"name": "House"})).ok()["id"]
    await label(alice, "Urgent")
    ours = await label(alice, "Urgent", project_id=project)
    note = await write(alice, "n", ours, project_id=project)
    gone = await alice("DELETE", f"/api/projects/{project}")
    gone.ok()
    assert await names_on(alice, note) == ["Urgent"]
    (await alice("POST", f"/api/activity/{gone.headers['X-Activity-Id']}/undo")).ok()
    assert (await alice("GET", f"/api/note-labels/{ours}")).ok()["project_id"] == project


async def test_a_stale_change_of_a_label_is_refused(alice: Person) -> None:
    red = await label(alice, "Red")
    (await alice("PATCH", f"/api/note-labels/{red}", {"color": "#00ff00"})).ok()
    stale = await alice("PATCH", f"/api/note-labels/{red}", {"name": "x", "revision": 1})
    assert stale.refused("conflict")["current"]["color"] == "#00ff00"
