"""An import that is broken off, or whose database refuses, while it writes: what is said of it is what is so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hub.features.transfer.access import make_by_hand, stored_transfer
from hub.features.transfer.schemas import Direction, Scope
from hub.features.transfer.work import Cancelled, Say, Workshop, carry_out
from hub.features.transfer.writing import Writer
from hub.storage.activity import Activity
from hub.storage.unit_of_work import MongoStore
from tests.features.transfer.archives import of, packed
from tests.house import House, Person

NOTES = 3_500


async def _import(house: House, person: Person, folder: Path, say: Say) -> dict[str, Any]:
    """Import notes in this process; returns the transfer as it is stored."""
    path = folder / "archive"
    at = "2026-01-01T00:00:00Z"
    path.write_bytes(packed(*(("notes", {"id": f"n{n}", "title": str(n), "written_at": at}) for n in range(NOTES))))
    hub = house.hub
    shop = Workshop(
        catalog=hub.catalog,
        store=MongoStore(hub.mongo.client, hub.catalog, hub.message_log, hub.cache),
        clock=hub.clock,
        spool=folder / "spool",
        instance="here",
        say=say,
    )
    id = await make_by_hand(
        owner_id=person.id,
        direction=Direction.IMPORT,
        source="archive",
        scope=Scope.MINE,
        dry_run=False,
        overwrite=False,
        file_name="archive",
        at=hub.clock.now(),
    )
    await carry_out(shop, id, path=path)
    return await stored_transfer(id)


async def _there(house: House, person: Person) -> int:
    return await house.hub.mongo.database["notes"].count_documents({"owner_id": person.id})


async def _recorded(transfer: dict[str, Any]) -> int:
    rows = Activity.rows().find({"batch_id": transfer["batch_id"]})
    return sum([len(row["changes"]) async for row in rows])


async def test_what_was_being_written_when_it_was_called_off_is_counted(
    house: House, alice: Person, tmp_path: Path
) -> None:
    """Two thousand are written while the next are made: they are there, in the report, and can be taken back."""

    def enough(phase: str, done: int, total: int) -> None:
        if phase == "writing" and done >= 2_000:
            raise Cancelled

    stopped = await _import(house, alice, tmp_path, enough)
    assert stopped["status"] == "cancelled"
    assert of(stopped, "notes")["written"] == await _there(house, alice) == await _recorded(stopped) == 2_000
    assert list((tmp_path / "spool").iterdir()) == []


async def test_a_database_that_refuses_in_the_middle_ends_it_and_leaves_nothing_half_written(
    house: House, alice: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand and the entry that says so are written together or not at all."""
    real = Writer._record
    times = 0

    async def fail_from_the_second_on(self: Writer, *given: Any) -> None:
        nonlocal times
        times += 1
        if times >= 2:
            raise ConnectionError("gone")
        await real(self, *given)

    monkeypatch.setattr(Writer, "_record", fail_from_the_second_on)
    failed = await _import(house, alice, tmp_path, lambda phase, done, total: None)
    assert failed["status"] == "failed" and "logged" in failed["error"]
    assert of(failed, "notes")["written"] == await _there(house, alice) == await _recorded(failed) == 1_000
