"""Lists go out without models in between; what they say is what their models would say, to the byte's meaning."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from hub.kernel.catalog import Catalog
from hub.kernel.operation import Door, Effect, Operation
from hub.main import FEATURES
from hub.storage.wire import Page
from tests.catalog.examples import Examples, split
from tests.catalog.world import World
from tests.house import House, for_the_whole_run

CATALOG = Catalog(FEATURES)
FILLED = {
    f"{kind}.list"
    for kind in [
        "task",
        "note",
        "project",
        "agenda",
        "budget",
        "alarm",
        "person",
        "team",
        "link",
        "contact",
        "file",
        "journal",
        "note_session",
        "note_label",
        "message",
        "room",
        "user",
        "token",
        "session",
        "invitation",
    ]
} | {"note_session.lines", "note.revisions", "task.comments", "journal.summaries", "project.members", "room.members"}
"""Lists that the catalog's world has something for; an empty one of these would compare nothing."""


def _item_of(operation: Operation) -> type[BaseModel] | None:
    field = operation.output.model_fields.get("items")
    among = get_args(field.annotation) if field else ()
    return among[0] if among and isinstance(among[0], type) and issubclass(among[0], BaseModel) else None


LISTS = [
    one
    for one in CATALOG.operations.values()
    if one.effect is Effect.READ and Door.REST in one.doors and issubclass(one.output, Page)
]


def test_the_lists_are_found() -> None:
    assert {one.name for one in LISTS} >= FILLED
    assert not [one.name for one in LISTS if _item_of(one) is None]


_world: list[World] = []


@pytest.fixture
async def world(house: House) -> World:
    if not _world:
        owner = await house.person("owner")
        owner.user = (await house.admin("PATCH", f"/api/users/{owner.id}", {"role": "admin"})).ok()
        owner.token = for_the_whole_run(owner.token)
        _world.append(await World.make(owner, await house.person("other")))
    return _world[0]


@pytest.mark.parametrize("operation", LISTS, ids=lambda one: one.name)
async def test_a_list_says_what_its_model_says(house: House, world: World, operation: Operation) -> None:
    given = Examples(house.hub.catalog).of(operation, world)
    wanted = [given] if operation.route and operation.route.parameters else [given, {}]
    found: list[dict[str, Any]] = []
    for each in wanted:
        method, path, _ = split(operation, each)
        found += (await world.owner(method, path)).ok()["items"]
    assert found or operation.name not in FILLED, "nothing to compare"
    model = _item_of(operation)
    assert model is not None
    for item in found:
        assert item == json.loads(model.model_validate_json(json.dumps(item)).model_dump_json()), operation.name
        assert set(item) == set(model.model_fields)


@pytest.mark.parametrize("kind", sorted({one.feature for one in LISTS if one.name.endswith(".list")} - {"activity"}))
async def test_a_list_says_what_get_says(house: House, world: World, kind: str) -> None:
    """Made of a model, and of what is stored: both the same, what is worked out (health, subtasks) included."""
    listing, single = CATALOG.operation(f"{kind}.list"), CATALOG.operation(f"{kind}.get")
    if listing is None or single is None or single.route is None or _item_of(listing) is not single.output:
        pytest.skip("no such pair")
    method, path, _ = split(listing, Examples(house.hub.catalog).of(listing, world))
    for item in (await world.owner(method, path)).ok()["items"]:
        method, path, _ = split(single, {"id": item["id"]})
        got = (await world.owner(method, path)).ok()
        assert {**item, "shortened": None} == {**got, "shortened": None}
