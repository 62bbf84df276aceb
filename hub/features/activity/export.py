"""Activity as text."""

from __future__ import annotations

import csv
import io
from typing import Literal

import orjson

from hub.features.activity.schemas import ActivityOut, Exported
from hub.storage.wire import Page

COLUMNS = (
    "at",
    "operation",
    "effect",
    "outcome",
    "actor_kind",
    "actor_id",
    "actor",
    "on_behalf_of",
    "origin",
    "entity_kind",
    "entity_id",
    "entity",
    "changed",
    "room_id",
    "project_id",
    "run_id",
    "request_id",
    "id",
)


def as_file(found: Page[ActivityOut], format: Literal["csv", "ndjson"]) -> Exported:
    """A page of entries as a file."""
    content = _csv(found.items) if format == "csv" else _ndjson(found.items)
    return Exported(
        content=content,
        mime_type="text/csv; charset=utf-8" if format == "csv" else "application/x-ndjson",
        file_name=f"activity.{format}",
        next_cursor=found.next_cursor,
    )


def _ndjson(entries: list[ActivityOut]) -> str:
    return "".join(f"{one.model_dump_json()}\n" for one in entries)


def _csv(entries: list[ActivityOut]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for one in entries:
        writer.writerow([_cell(value) for value in _row(one)])
    return text.getvalue()


def _row(one: ActivityOut) -> list[object]:
    entity = one.entity
    changed = {change.id: sorted(change.fields) for change in one.changes}
    return [
        one.model_dump(mode="json")["at"],
        one.operation,
        one.effect,
        one.outcome,
        one.actor.get("kind"),
        one.actor.get("id"),
        one.actor.get("display_name"),
        one.on_behalf_of,
        one.origin,
        entity.kind if entity else None,
        entity.id if entity else None,
        entity.label if entity else None,
        orjson.dumps(changed).decode() if changed else None,
        one.room_id,
        one.project_id,
        one.run_id,
        one.request_id,
        one.id,
    ]


def _cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
