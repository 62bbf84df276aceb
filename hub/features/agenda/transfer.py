"""Events in and out as iCalendar files."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from hub.features.agenda.access import visible
from hub.features.agenda.documents import EventDocument
from hub.features.agenda.ics_read import NoCalendar, Reading, read
from hub.features.agenda.ics_write import MIME_TYPE, write
from hub.features.agenda.ranges import spanning, window
from hub.features.agenda.schemas import ExportEvents, File, ImportEvents, ImportReport
from hub.kernel.context import Ctx
from hub.kernel.errors import invalid, too_large
from hub.kernel.operation import GET, PEOPLE_AND_PROGRAMS, POST, Effect, Rate, operation
from hub.kernel.policies import member
from hub.storage.documents import decode, encode
from hub.storage.listing import where

AT_ONCE = 500
"""Documents that one call changes: what a transaction carries well, and no other caller waits long for."""
MOST = 5000
SLOW = Rate(per_second=0.2, burst=10)
FIELDS = frozenset(
    {
        *("summary", "description", "location", "status", "color", "alarms", "attendees"),
        *("start", "end", "all_day", "time_zone", "rrule", "rdates", "exdates", "overrides"),
    }
)
"""What a file says of an event."""


@operation(
    "agenda.import",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/agenda/import"),
    doors=PEOPLE_AND_PROGRAMS,
    rate=SLOW,
)
async def import_events(ctx: Ctx, command: ImportEvents) -> ImportReport:
    """Take in the events of an iCalendar file, each once by its UID; what cannot be read is told and skipped.

    Importing a file again changes nothing, not even what was changed here since; a newer file changes what it
    changed. Of a large file five hundred changes are made, and `remaining` says how many another call finds.
    """
    try:
        reading = await asyncio.to_thread(_read, command, ctx.zone, ctx.person_id)
    except NoCalendar as fault:
        raise invalid("That is no iCalendar file.", ics=str(fault)) from None
    report = ImportReport(skipped=reading.skipped[:AT_ONCE])
    there = await _there(ctx, [event.uid for event in reading.events])
    for event in reading.events:
        known = there.get(event.uid)
        if known is not None and _same(event, known):
            report.unchanged += 1
        elif report.created + report.updated >= AT_ONCE:
            report.remaining += 1
        elif known is None:
            event.reminded_until = ctx.now
            ctx.work.insert(event)
            report.created += 1
        else:
            await _update(ctx, known["_id"], event)
            report.updated += 1
    return report


@operation(
    "agenda.export",
    effect=Effect.READ,
    policy=member,
    route=GET("/api/agenda/export"),
    doors=PEOPLE_AND_PROGRAMS,
    rate=SLOW,
)
async def export_events(ctx: Ctx, command: ExportEvents) -> File:
    """Give out the caller's events as an iCalendar file, all of them or those that happen in a time."""
    conditions: dict[str, Any] = {**await visible(ctx), **where(calendar_id=command.calendar_id)}
    if command.from_ is not None or command.to is not None:
        low, high = window(command.from_, command.to, ctx.zone)
        conditions = {"$and": [conditions, spanning(low, high)]}
    rows = await EventDocument.rows().find(conditions).sort("begins_at", 1).limit(MOST + 1).to_list(None)
    if len(rows) > MOST:
        raise too_large(f"These are more than {MOST} events. Export a shorter time.")
    content = await asyncio.to_thread(_written, rows, ctx.now)
    return File(content=content, filename=f"agenda-{ctx.now:%Y-%m-%d}.ics", mime_type=MIME_TYPE)


def _written(rows: Sequence[Mapping[str, Any]], now: datetime) -> str:
    return write([decode(EventDocument, row) for row in rows], now)


def _read(command: ImportEvents, zone: ZoneInfo, owner_id: str) -> Reading:
    reading = read(command.ics, zone, owner_id, command.calendar_id)
    for event in reading.events:
        event.import_hash = _hash(event)
    return reading


async def _there(ctx: Ctx, uids: list[str]) -> dict[str, dict[str, Any]]:
    found = EventDocument.rows().find({**await visible(ctx), "uid": {"$in": uids}})
    return {row["uid"]: row async for row in found}


async def _update(ctx: Ctx, id: str, event: EventDocument) -> None:
    known = await ctx.work.load(EventDocument, id)
    if known is not None:
        ctx.work.update(
            known, import_hash=event.import_hash, **{name: getattr(event, name) for name in sorted(FIELDS)}
        )


def _same(event: EventDocument, known: Mapping[str, Any]) -> bool:
    """Whether the file said this the last time, or says what stands here anyway."""
    return event.import_hash == known.get("import_hash") or event.import_hash == _hash(decode(EventDocument, known))


def _hash(event: EventDocument) -> str:
    """The same for the same event in the same words, whatever order a file has it in."""
    said = {name: value for name, value in encode(event).items() if name in FIELDS}
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()
