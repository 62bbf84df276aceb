"""What one call writes came about at one time, however long the call took."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from hub.kernel.operation import Operation
from tests.catalog.examples import Examples, split
from tests.catalog.test_undo import OTHER_WAYS, UNDOABLE
from tests.catalog.test_walk import name_of, world_of
from tests.house import House, MovableClock

NOT_BY_THE_CALL = {"last_seen_at", "last_used_at"}
"""Noted now and then, whatever an account does."""


@pytest.mark.parametrize("operation", [one for one in UNDOABLE if not one.name.startswith(OTHER_WAYS)], ids=name_of)
async def test_a_call_writes_one_time(house: House, clock: MovableClock, operation: Operation) -> None:
    world = await world_of(house, "one time", operation)
    method, path, body = split(operation, Examples(house.hub.catalog).of(operation, world))
    clock.step = timedelta(milliseconds=1)
    began = clock.now()
    answer = await world.owner(method, path, body)
    ended = clock.now()
    answer.ok()
    documents = {entity.document for entity in house.hub.catalog.entities.values()}
    whose = {"$in": [world.owner.id, world.other.id]}
    written: dict[datetime, list[str]] = {}
    for document in documents:
        async for raw in document.rows().find({"$or": [{"owner_id": whose}, {"user_id": whose}, {"_id": whose}]}):
            for name, moment in _times(raw):
                if began < moment < ended and name not in NOT_BY_THE_CALL:
                    written.setdefault(moment, []).append(f"{document.__name__}.{name}")
    entry = answer.headers.get("X-Activity-Id")
    if entry is not None:
        at = (await world.owner("GET", f"/api/activity/{entry}")).ok()["at"]
        written.setdefault(datetime.fromisoformat(at), []).append("the entry")
    assert len(written) <= 1, written


def _times(value: Any, name: str = "") -> Iterator[tuple[str, datetime]]:
    """Every time in what is stored, with the name of its field."""
    match value:
        case datetime():
            yield name, value
        case dict():
            for key, item in value.items():
                yield from _times(item, key)
        case list():
            for item in value:
                yield from _times(item, name)
        case _:
            pass
