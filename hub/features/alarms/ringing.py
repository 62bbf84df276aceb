"""When an alarm rings, when it stops, and when it rings next. Exactly once, however many processes look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from hub.features.alarms.documents import AlarmDocument
from hub.features.alarms.present import present_alarm
from hub.features.alarms.schemas import Alarm, FireAlarm
from hub.kernel.context import Ctx
from hub.kernel.errors import not_found
from hub.kernel.events import Publish
from hub.kernel.jobs import Job
from hub.kernel.operation import Effect, operation
from hub.kernel.policies import system_only
from hub.storage.recurrence import next_after

AT_ONCE = 500


@operation("alarm.fire", effect=Effect.WRITE, policy=system_only, doors=frozenset(), undoable=False)
async def fire_alarm(ctx: Ctx, command: FireAlarm) -> Alarm:
    """Ring an alarm that has come due, unless it has rung, was moved or was answered meanwhile."""
    alarm = await ctx.work.load(AlarmDocument, command.id)
    if alarm is None:
        raise not_found("The alarm")
    if alarm.due_at != command.due_at or command.due_at > ctx.now:
        return await present_alarm(alarm)
    ctx.work.update(alarm, fired_for=command.due_at)
    return await announce_ringing(ctx, alarm, was_ringing=False)


async def announce_ringing(ctx: Ctx, alarm: AlarmDocument, *, was_ringing: bool) -> Alarm:
    """Tell every session of the owner when the alarm has started or stopped; returns its public form."""
    shown = await present_alarm(alarm)
    if shown.ringing != was_ringing:
        _publish(ctx, "alarm.ringing" if shown.ringing else "alarm.stopped", shown)
    return shown


async def silence(ctx: Ctx, alarm: AlarmDocument) -> None:
    """Tell every session of the owner that an alarm which is going away no longer rings."""
    shown = await present_alarm(alarm)
    if shown.ringing:
        _publish(ctx, "alarm.stopped", shown.model_copy(update={"ringing": False}))


def _publish(ctx: Ctx, name: str, shown: Alarm) -> None:
    payload = {"alarm": shown.model_dump(mode="json")}
    ctx.work.signal(Publish(name=name, audience=frozenset({f"user:{shown.owner_id}"}), payload=payload))


def following(alarm: AlarmDocument, moment: datetime) -> datetime | None:
    """The first occurrence of a recurring alarm after a moment; None for one that rings once, or has ended."""
    if not alarm.rrule:
        return None
    return next_after(alarm.rrule, alarm.starts_at, ZoneInfo(alarm.time_zone), moment)


async def _next_at() -> datetime | None:
    found = await AlarmDocument.rows().find_one({"due_at": {"$type": "date"}}, {"due_at": 1}, sort=[("due_at", 1)])
    return found["due_at"] if found else None


async def _due(now: datetime) -> Sequence[Mapping[str, Any]]:
    found = AlarmDocument.rows().find({"due_at": {"$type": "date", "$lte": now}}, {"due_at": 1})
    return [{"id": row["_id"], "due_at": row["due_at"]} async for row in found.sort("due_at", 1).limit(AT_ONCE)]


JOB = Job(operation="alarm.fire", next_at=_next_at, due=_due, woken_by=frozenset({AlarmDocument}))
