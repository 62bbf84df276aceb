"""The schedule's side of reminders: each becomes an alarm that rings, once, however many processes look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hub.features.agenda.documents import EventDocument
from hub.features.agenda.occurrences import Series, starts_at
from hub.features.agenda.present import present_event
from hub.features.agenda.reminders import next_reminder
from hub.features.agenda.schemas import Event, RemindOfEvent
from hub.features.alarms import access as alarms
from hub.kernel.context import Ctx
from hub.kernel.errors import not_found
from hub.kernel.jobs import Job
from hub.kernel.operation import Effect, operation
from hub.kernel.policies import system_only

AT_ONCE = 500


@operation("agenda.remind", effect=Effect.WRITE, policy=system_only, doors=frozenset(), undoable=False)
async def remind(ctx: Ctx, command: RemindOfEvent) -> Event:
    """Ring for an event whose reminder has come due, unless it was moved or the event is over."""
    event = await ctx.work.load(EventDocument, command.id)
    if event is None:
        raise not_found("The event")
    found = next_reminder(Series.of(event), event)
    if found is None or found[0] != command.due_at or command.due_at > ctx.now:
        return await present_event(event)
    due, occurrence = found
    ctx.work.update(event, reminded_until=due)
    if starts_at(occurrence.end, event.zone) >= ctx.now:  # what was missed while the hub was away is past
        override = next((one for one in event.overrides if one.occurrence == occurrence.key), None)
        alarms.remind(
            ctx,
            owner_id=event.owner_id,
            title=(override.summary if override else None) or event.summary,
            at=due,
            time_zone=event.time_zone,
            event_id=event.id,
        )
    return await present_event(event)


async def _next_at() -> datetime | None:
    due = {"remind_at": {"$type": "date"}}
    found = await EventDocument.rows().find_one(due, {"remind_at": 1}, sort=[("remind_at", 1)])
    return found["remind_at"] if found else None


async def _due(now: datetime) -> Sequence[Mapping[str, Any]]:
    found = EventDocument.rows().find({"remind_at": {"$type": "date", "$lte": now}}, {"remind_at": 1})
    rows = found.sort("remind_at", 1).limit(AT_ONCE)
    return [{"id": row["_id"], "due_at": row["remind_at"].isoformat()} async for row in rows]


JOB = Job(operation="agenda.remind", next_at=_next_at, due=_due, woken_by=frozenset({EventDocument}))
