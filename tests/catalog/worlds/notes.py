"""What the catalog tests make and ask of notes."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from typing import Any

from tests.catalog.world import Fill, Makers, World
from tests.house import Answer, Person

_numbers = itertools.count(1)

MAKERS: Makers = {
    "note": ("/api/notes", {"title": "Idea", "content": "text"}),
    "note_label": ("/api/note-labels", {"name": "Someday"}),
}
BY_HAND: dict[str, Fill] = {
    "note.create": lambda world: {"title": "Shopping", "items": [{"text": "milk"}]},
    "note.restore_revision": lambda world: {"revision_id": world.id("revision")},
    "note.update": lambda world: {"title": "Better idea", "pinned": True},
    "note_label.create": lambda world: {"name": f"Urgent {next(_numbers)}", "color": "#aa3355"},
    "note_label.update": lambda world: {"name": f"Soon {next(_numbers)}"},
}


async def label(person: Person, fields: dict[str, Any]) -> Answer:
    """A label of a name that none has."""
    return await person("POST", "/api/note-labels", {**fields, "name": f"Label {next(_numbers)}"})


MAKE = {"note_label": label}


async def prepare(world: World, kinds: Collection[str]) -> None:
    """What takes more than one request."""
    if "note" in kinds:
        note = world.ids["note"]
        (await world.owner("PATCH", f"/api/notes/{note}", {"content": "second text"})).ok()
        world.ids["revision"] = (await world.owner("GET", f"/api/notes/{note}/revisions")).ok()["items"][0]["id"]
