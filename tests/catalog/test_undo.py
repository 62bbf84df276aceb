"""Do, undo, compare: for every undoable write, the database is afterwards what it was before."""

from __future__ import annotations

from typing import Any

import pytest

from hub.kernel.operation import Door, Effect, Operation
from tests.catalog.examples import Examples, split
from tests.catalog.test_walk import ALL, ENDS_THE_CALLER, name_of, world_of
from tests.catalog.world import World
from tests.house import House

UNDOABLE = [
    one
    for one in ALL
    if one.effect is not Effect.READ and one.undoable and Door.REST in one.doors and one.name not in ENDS_THE_CALLER
]
OTHER_WAYS = ("auth.", "activity.", "client_error.", "session.")
"""Signing in and undoing are undone by their own operations."""


@pytest.mark.parametrize("operation", [one for one in UNDOABLE if not one.name.startswith(OTHER_WAYS)], ids=name_of)
async def test_do_undo_compare(house: House, operation: Operation) -> None:
    world = await world_of(house, "undo", operation)
    method, path, body = split(operation, Examples(house.hub.catalog).of(operation, world))
    before = await _everything(house, world)
    answer = await world.owner(method, path, body)
    answer.ok()
    entry = answer.headers.get("X-Activity-Id")
    if entry is None:
        assert await _everything(house, world) == before
        return
    assert await _everything(house, world) != before
    found = (await world.owner("GET", f"/api/activity/{entry}")).ok()
    assert found["operation"] == operation.name and found["outcome"] == "ok"
    undone = await world.owner("POST", f"/api/activity/{entry}/undo")
    if not found["undoable"]:
        assert any(field.get("secret") for change in found["changes"] for field in change["fields"].values())
        undone.refused("conflict")
        return
    undone.ok()
    assert await _everything(house, world) == before
    (await world.owner("POST", f"/api/activity/{entry}/undo")).refused("conflict")


async def _everything(house: House, world: World) -> dict[str, Any]:
    """Every stored entity of the world's people, without what moves with each write."""
    people = {"$in": [world.owner.id, world.other.id]}
    found: dict[str, Any] = {}
    for entity in house.hub.catalog.entities.values():
        if entity.kind in ("session", "reveal"):
            continue
        moving = {"revision", "updated_at", "last_seen_at", "last_used_at", "rev", "history", "members_at", "turn"}
        async for raw in entity.document.rows().find({"$or": [{"owner_id": people}, {"user_id": people}]}):
            found[raw["_id"]] = {name: value for name, value in raw.items() if name not in moving}
    return found
