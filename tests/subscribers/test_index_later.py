"""What an import brings is put into the index behind what people do."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from hub.features.search.access import read_state
from hub.subscribers import index_later
from tests.features.search.test_find import found, ids, make
from tests.features.transfer.archives import bring_in, of, packed
from tests.house import House, Person

NOTES = 1_200
AT = "2026-01-01T00:00:00Z"


def _archive() -> bytes:
    notes: list[tuple[str, Any]] = [
        ("notes", {"id": f"n{n}", "title": f"Quagga {n}", "content": "stripes", "written_at": AT})
        for n in range(NOTES)
    ]
    task = ("tasks", {"id": "t1", "title": "Feed it", "rank": "V"})
    comment = ("taskComments", {"id": "c1", "task_id": "t1", "text": "with clover"})
    return packed(*notes, task, comment)


async def _until_nothing_waits() -> None:
    async with asyncio.timeout(60):
        while (await read_state()).later:
            await asyncio.sleep(0.05)


async def test_nobody_waits_for_what_an_import_brings(
    house: House, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A note written after it is found at once; what came is remembered, by whoever fills the index next too."""
    await _until_nothing_waits()
    with monkeypatch.context() as never:
        never.setattr(index_later, "CALM_S", 3_600.0)
        never.setattr(index_later, "LONGEST_S", 3_600.0)
        brought = await bring_in(alice, _archive())
        assert of(brought, "notes")["written"] == NOTES
        mine = await make(alice, "/api/notes", title="Okapi", content="stripes too")
        assert ids(await found(alice, "stripes")) == {mine}
        assert len((await read_state()).later) == 4

    holding = house.hub.scheduler.holding
    holding.clear()  # another process is the one to fill the index, and then this one again
    async with asyncio.timeout(60):
        while any(task.get_name() == "index feed catches up" for task in asyncio.all_tasks()):
            await asyncio.sleep(0.05)
    holding.set()
    await _until_nothing_waits()
    assert len(await found(alice, "quagga 1199", lambda items: bool(items))) > 0
    assert {one["kind"] for one in await found(alice, "clover")} == {"task"}


async def test_what_was_taken_back_meanwhile_is_not_found(house: House, alice: Person) -> None:
    """It waits to be put in, and is not there any more when its turn comes; or it is taken out again."""
    note = {"id": "n1", "title": "Thylacine", "written_at": AT}
    brought = await bring_in(alice, packed(("notes", note)))
    (await alice("POST", f"/api/transfers/{brought['id']}/undo")).ok()
    async with asyncio.timeout(60):
        while (await alice("GET", "/api/notes")).ok()["items"]:
            await asyncio.sleep(0.05)
    await _until_nothing_waits()
    assert await found(alice, "thylacine", lambda items: not items) == []
    await bring_in(alice, packed(("notes", note)))
    assert len(await found(alice, "thylacine")) == 1
