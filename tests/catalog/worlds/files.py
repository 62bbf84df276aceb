"""What the catalog tests make and ask of files."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from tests.catalog.world import Fill, Makers, World
from tests.house import Answer, Person

EMPTY = {"name": "empty.txt", "size": 0}
MAKERS: Makers = {
    "upload": ("/api/files/uploads", EMPTY),
    # An upload and the file that it becomes have one id.
    "file": ("/api/files/uploads", EMPTY),
}
BY_HAND: dict[str, Fill] = {
    "file.begin_upload": lambda world: {"name": "report.pdf", "size": 10},
    "file.upload_state": lambda world: {"id": world.id("upload")},
    "file.abort_upload": lambda world: {"id": world.id("second_upload")},
    "file.create": lambda world: {"upload_id": world.id("second_upload")},
    "file.update": lambda world: {"name": "better name.txt"},
    "file.attach": lambda world: {"belongs_to": {"kind": "task", "id": world.id("task")}},
}


async def make(person: Person, fields: dict[str, Any]) -> Answer:
    """An empty file, in two requests; the first refusal is the answer."""
    begun = await person("POST", "/api/files/uploads", fields)
    return begun if begun.status >= 300 else await person("POST", f"/api/files/uploads/{begun.ok()['id']}/finish", {})


MAKE = {"file": make}
LISTED_AT = {"file": "/api/files"}


async def prepare(world: World, kinds: Collection[str]) -> None:
    """What takes more than one request."""
    if "file" in kinds:
        (await world.owner("POST", f"/api/files/uploads/{world.ids['file']}/finish", {})).ok()
        world.ids["second_upload"] = (await world.owner("POST", "/api/files/uploads", EMPTY)).ok()["id"]
