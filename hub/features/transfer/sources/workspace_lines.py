"""What was lent or given, as Workspace has it: a list of lines in one field."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, cast

import orjson

from hub.features.reception.serials import serial_of
from hub.features.transfer.sources import values
from hub.features.transfer.sources.reading import Doc
from hub.features.transfer.sources.workspace_kinds import TYPES
from hub.storage.words import folded

LONGEST = 2_000
"""Characters of what goes along without a serial number."""
Line = Mapping[str, Any]
Left = dict[tuple[str, str], list[tuple[date, str]]]
"""By owner and serial number, when it left and on which sheet, in that order."""


def lines_of(doc: Doc) -> Sequence[Line]:
    """The lines: a list in a text, or the list itself."""
    found = doc.take("lines")
    if isinstance(found, str):
        try:
            found = orjson.loads(found)
        except orjson.JSONDecodeError:
            doc.lost.append("`lines` cannot be read: they are left out")
            return ()
    rows = cast("list[Any]", found) if isinstance(found, list) else []
    return [values.snaked(cast("dict[str, Any]", row)) for row in rows if isinstance(row, dict)]


def said(line: Line, *names: str, most: int = 100) -> str:
    """What the first of these fields says that says anything."""
    return next((found for name in names if (found := values.words(line.get(name), most))), "")


def with_serial(lines: Sequence[Line]) -> dict[str, Line]:
    """Those with a serial number, by it; the last of several with the same."""
    return {serial: line for line in lines if (serial := _serial(line)) is not None}


def without_serial(lines: Sequence[Line]) -> str:
    """The others in words, a line each, and which serial number stands there more than once."""
    times = dict[str, int]()
    others: list[str] = []
    for line in lines:
        serial = _serial(line)
        if serial is None:
            others.append(_described(line))
        else:
            times[serial] = times.get(serial, 0) + 1
    return "\n".join([*others, *(f"{serial}: ×{count}" for serial, count in times.items() if count > 1)])


def machine(line: Line) -> dict[str, Any]:
    """What it is, as ours."""
    kind = values.words(line.get("type"), 60)
    return {
        "type": TYPES.get(folded(kind), "other") if kind else None,
        "brand": said(line, "marque_name", "marque", "brand"),
        "model": said(line, "modele_name", "modele", "model"),
    }


def shortened(text: str) -> str:
    """Text that fits where things without a serial number stand."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def note(doc: Doc, day: date | None, left: Left) -> None:
    """Note when each serial number of a sheet left: what left again had come back."""
    id, owner = doc.own_id(), doc.id("user_id") or ""
    if day is None or doc.fields.get("deleted_at"):
        return
    for serial in with_serial(lines_of(doc)):
        left.setdefault((owner, serial), []).append((day, id))


def back_at(left: Left, owner: str | None, serial: str, here: tuple[date, str], doc: Doc) -> datetime | None:
    """When it had come back from one sheet, `(day, id)`: it left again then."""
    times = left.get((owner or "", serial), [])
    again = bisect_right(times, here)
    return datetime.combine(times[again][0], time(), doc.zone).astimezone(UTC) if again < len(times) else None


def _serial(line: Line) -> str | None:
    try:
        return serial_of(said(line, "serial_number", "serial", "sn", most=300))
    except ValueError:
        return None


def _described(line: Line) -> str:
    """A line without a serial number, in words: `2 × Souris Logitech M90`."""
    many = said(line, "qty", "quantity", "quantite", most=10)
    parts = [said(line, *names) for names in (("type",), ("marque_name", "marque"), ("modele_name", "modele"))]
    odd = said(line, "serial_number", "serial", "sn", most=300)
    what = " ".join(part for part in (*parts, odd) if part) or "–"
    return f"{many} × {what}" if many not in ("", "1") else what
