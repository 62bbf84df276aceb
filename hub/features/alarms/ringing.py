"""When an alarm rings, when it stops, and when it rings next. Exactly once, however many processes look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from hub.features.alarms.documents import AlarmDocument
from hub.features.alarms.present import present_alarm
from hub.features.alarms.schemas import Alarm, FireAlarm
from hub.kernel.context import Ctx
from hub.kernel.errors import not_found
from hub.kernel.events import Publish, Signal
from hub.kernel.jobs import Job
from hub.kernel.operation import Effect, operation
from hub.kernel.policies import system_only
from hub.storage.recurrence import next_after

Raw = Mapping[str, Any]
AT_ONCE = 500


@operation("alarm.fire", effect=Effect.WRITE, policy=system_only, doors=frozenset(), undoable=False)
async def fire_alarm(ctx: Ctx, command: FireAlarm) -> Alarm:
    """Ring an alarm that has come due, unless it has rung, was moved or was answered meanwhile."""
    alarm = await ctx.work.load(AlarmDocument, command.id)
    if alarm is None:
        raise not_found("The alarm")
    if alarm.due_at != command.due_at or command.due_at > ctx.now:
        return await present_alarm(alarm)
    return await present_alarm(ctx.work.update(alarm, fired_for=command.due_at))


def announce(
    before: Raw | None, after: Raw | None, public: BaseModel, by: Raw, audience: frozenset[str]
) -> Sequence[Signal]:
    """The common event, then `alarm.ringing` or `alarm.stopped` where that has changed, by an undo too."""
    assert isinstance(public, Alarm)
    happened = "created" if before is None else "deleted" if after is None else "updated"
    shown = public.model_dump(mode="json")
    revision = (after or before or {})["revision"]
    events = [
        Publish(
            name=f"alarm.{happened}",
            audience=audience,
            payload={"entity": shown, "revision": revision, "by": by},
        )
    ]
    was_ringing = before is not None and before["ringing"]
    rings = after is not None and after["ringing"]
    if rings != was_ringing:
        name = "alarm.ringing" if rings else "alarm.stopped"
        events.append(Publish(name=name, audience=audience, payload={"alarm": {**shown, "ringing": rings}}))
    return events


def following(alarm: AlarmDocument, moment: datetime) -> datetime | None:
    """The first occurrence of a recurring alarm after a moment; None for one that rings once, or has ended."""
    if not alarm.rrule:
        return None
    return next_after(alarm.rrule, alarm.starts_at, ZoneInfo(alarm.time_zone), moment)


async def _next_at() -> datetime | None:
    found = await AlarmDocument.rows().find_one({"due_at": {"$type": "date"}}, {"due_at": 1}, sort=[("due_at", 1)])
    return found["due_at"] if found else None


async def _due(now: datetime) -> Sequence[Raw]:
    found = AlarmDocument.rows().find({"due_at": {"$type": "date", "$lte": now}}, {"due_at": 1})
    return [
        {"id": row["_id"], "due_at": row["due_at"].isoformat()}
        async for row in found.sort("due_at", 1).limit(AT_ONCE)
    ]


JOB = Job(operation="alarm.fire", next_at=_next_at, due=_due, woken_by=frozenset({AlarmDocument}))
