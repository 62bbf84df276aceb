"""Stored values as JSON and back, so that nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, cast

from hub.features.transfer.kinds import Kind
from hub.storage.wire import iso

DATE = "$date"
"""`{"$date": "2026-01-31T08:00:00.000Z"}` is an instant where text could stand too, as in MongoDB's extended JSON."""

PLAIN = frozenset({str, int, float, bool, date, type(None)})


class OddValue(ValueError):
    """A value that stands in no file of ours; its text says what is odd about it."""


def to_json(kind: Kind, row: Mapping[str, Any], *, secrets: bool) -> dict[str, Any]:
    """A stored document as it stands in an archive."""
    left = kind.leave if secrets else kind.leave | kind.portable.secret | kind.entity.secrets
    doc: dict[str, Any] = {"id": row["_id"]}
    for name, value in row.items():
        if name == "_id" or name in left:
            continue
        doc[name] = iso(value) if isinstance(value, datetime) and name in kind.times else _out(value)
    return doc


def held_value(kind: Kind, name: str, value: Any) -> Any:
    """A field of a document on its way here, so that JSON takes it and `from_json` gives it back."""
    return value if type(value) is datetime and name in kind.times else _out(value)


def from_json(kind: Kind, doc: dict[str, Any]) -> None:
    """What stood in an archive, with its instants, in place. What should be an instant and is none is left.

    Raises:
        OddValue: A name in it begins with `$`, or an instant is none.
    """
    times = kind.times
    for name, value in doc.items():
        if type(value) is str:
            if name in times:
                doc[name] = _instant(value)
        elif isinstance(value, dict | list):
            doc[name] = _in(value)


def _instant(said: str) -> datetime | str:
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return said


def _out(value: Any) -> Any:
    if isinstance(value, datetime):
        return {DATE: iso(value)}
    if isinstance(value, dict):
        return {name: _out(one) for name, one in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_out(one) for one in cast("list[Any]", value)]
    return value


def _in(value: Any) -> Any:
    if isinstance(value, list):
        return [one if type(one) in PLAIN else _in(one) for one in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    found = cast("dict[str, Any]", value)
    if DATE in found and len(found) == 1:
        try:
            return datetime.fromisoformat(found[DATE]).astimezone(UTC)
        except (TypeError, ValueError):
            raise OddValue("holds an instant that is none") from None
    for name in found:
        if name.startswith("$") or "\0" in name:
            raise OddValue("holds a name that begins with $")
    return {name: _in(one) for name, one in found.items()}
