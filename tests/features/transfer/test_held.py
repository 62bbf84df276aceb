"""What lies on disk between the two readings of a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from hub.feature_list import FEATURES
from hub.features.transfer import held
from hub.features.transfer.held import Held
from hub.features.transfer.kinds import Kinds
from hub.features.transfer.sources import Foreign, NotThisFormat
from hub.features.transfer.values import OddValue, from_json
from hub.kernel.catalog import Catalog

NOTE = Kinds(Catalog(FEATURES)).by_name["note"]
AT = datetime(2026, 1, 31, 8, 0, tzinfo=UTC)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Held]:
    """Somewhere to keep things."""
    made = Held(tmp_path / "spool")
    yield made
    made.close()


def _back(kept: Held) -> list[Foreign]:
    found = [one for some in kept.batches("note") for one in some]
    for one in found:
        from_json(NOTE, one.doc)
    return found


def test_what_is_kept_comes_back_as_it_was(kept: Held, tmp_path: Path) -> None:
    """Instants wherever they stand, days, numbers and text; in order, as often as asked; under no name of a file."""
    doc: dict[str, Any] = {
        "title": "Été\n\u2028",
        "created_at": AT,
        "items": [{"text": "x", "at": AT}],
        "pinned": True,
        "n": -1.5,
        "none": None,
        "odd": AT,
    }
    kept.add(NOTE, Foreign(3, "note", "a", {**doc, "day": date(2026, 1, 31)}))
    kept.add(NOTE, Foreign(4, "note", "b", {}))
    for _ in range(2):
        first, second = _back(kept)
        assert (first.line, first.kind, first.old_id) == (3, "note", "a")
        assert first.doc == {**doc, "day": "2026-01-31"}
        assert (second.line, second.old_id, second.doc) == (4, "b", {})
    assert list((tmp_path / "spool").iterdir()) == []
    assert list(kept.batches("task")) == []


@pytest.mark.parametrize("value", [2**70, "\ud800", b"bytes", {1, 2}, {7: "a number for a name"}])
def test_what_no_database_takes_is_refused_before_anything_is_written(kept: Held, value: Any) -> None:
    """And the next one comes."""
    with pytest.raises(OddValue):
        kept.add(NOTE, Foreign(1, "note", "a", {"title": value}))
    kept.add(NOTE, Foreign(2, "note", "b", {"title": "good"}))
    assert [one.old_id for one in _back(kept)] == ["b"]


def test_batches_are_bounded_by_number_and_by_size(kept: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory grows neither with how many there are nor with how large they are."""
    monkeypatch.setattr(held, "AT_ONCE", 10)
    monkeypatch.setattr(held, "LARGEST", 10_000)
    for n in range(25):
        kept.add(NOTE, Foreign(n, "note", str(n), {"title": "short"}))
    for n in range(25, 30):
        kept.add(NOTE, Foreign(n, "note", str(n), {"content": "x" * 6_000}))
    batches = list(kept.batches("note"))
    assert [len(some) for some in batches] == [10, 10, 7, 2, 1]
    assert [one.line for some in batches for one in some] == list(range(30))


def test_where_there_is_nowhere_to_work_that_is_said(tmp_path: Path) -> None:
    """Not that something went wrong."""
    (tmp_path / "file").touch()
    nowhere = Held(tmp_path / "file" / "spool")
    with pytest.raises(NotThisFormat, match="no room"):
        nowhere.add(NOTE, Foreign(1, "note", "a", {}))
    nowhere.close()
