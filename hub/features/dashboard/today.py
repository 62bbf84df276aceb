"""The parts of a person's dashboard, each asked of the operations of the feature that it comes from."""

from __future__ import annotations

import asyncio
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import Any

from hub.features.agenda.operations import list_events
from hub.features.agenda.schemas import ListEvents
from hub.features.alarms.operations import list_alarms
from hub.features.alarms.schemas import ListAlarms
from hub.features.budget.schemas import Period
from hub.features.budget.summary import summarize
from hub.features.dashboard.schemas import Alarms, Events, Money, Notes, Projects, Tasks, Unread
from hub.features.notes.operations import list_notes
from hub.features.notes.schemas import ListNotes
from hub.features.projects.operations import list_projects
from hub.features.projects.schemas import ListProjects, ProjectStatus
from hub.features.rooms.operations import list_rooms
from hub.features.rooms.schemas import ListRooms, RoomState
from hub.features.tasks.operations import list_tasks
from hub.features.tasks.schemas import ListTasks
from hub.kernel.context import Ctx
from hub.storage.recurrence import instant

SHOWN = 8
"""Of each list: the page is to be read at a glance."""
ASKED = 200
"""The longest page of a list; beyond it the part says that there is more."""


async def events(ctx: Ctx, day: date) -> Events:
    """What is in the agenda today."""
    found = await list_events(ctx, ListEvents.model_validate({"from": day, "to": day, "limit": SHOWN}))
    return Events(items=found.items, more=found.next_cursor is not None)


async def tasks(ctx: Ctx, day: date) -> Tasks:
    """What should have been done, and what is to be done today."""
    wanted = {"mine": True, "open": True, "sort": "deadline", "limit": SHOWN + 1}
    late, due, planned = await asyncio.gather(
        *(
            list_tasks(ctx, ListTasks.model_validate({**wanted, **among}))
            for among in (
                {"deadline_to": day - timedelta(days=1)},
                {"deadline_from": day, "deadline_to": day},
                {"scheduled_from": day, "scheduled_to": day},
            )
        )
    )
    shown = Tasks(overdue=late.items, overdue_more=False, due=[*due.items, *planned.items], due_more=False)
    overdue = {task.id for task in shown.overdue}
    rest = {
        task.id: task for task in shown.due if task.id not in overdue and not (task.deadline and task.deadline < day)
    }
    return Tasks(
        overdue=shown.overdue[:SHOWN],
        overdue_more=len(shown.overdue) > SHOWN,
        due=list(rest.values())[:SHOWN],
        due_more=len(rest) > SHOWN,
    )


async def alarms(ctx: Ctx, day: date) -> Alarms:
    """What rings now, and what still rings today; not what was put off until another day."""
    end = instant(datetime.combine(day + timedelta(days=1), time()), ctx.zone)
    found = await list_alarms(ctx, ListAlarms(enabled=True, done=False, trigger_to=end, limit=ASKED))
    near = Alarms(items=found.items, more=False).items
    near = [alarm for alarm in near if alarm.ringing or (alarm.due_at is not None and alarm.due_at < end)]
    near.sort(key=lambda alarm: (not alarm.ringing, alarm.due_at or alarm.next_trigger_at))
    return Alarms(items=near[:SHOWN], more=len(near) > SHOWN or found.next_cursor is not None)


async def projects(ctx: Ctx) -> Projects:
    """The active projects, the least healthy first."""
    found = await list_projects(ctx, ListProjects(status=ProjectStatus.ACTIVE, limit=ASKED))
    plain: list[Any] = sorted(found.items, key=_health)
    return Projects(items=plain[:SHOWN], more=len(plain) > SHOWN or found.next_cursor is not None)


async def notes(ctx: Ctx) -> Notes:
    """The notes that were changed last."""
    found = await list_notes(ctx, ListNotes(archived=False, sort="updated_at", limit=SHOWN))
    return Notes(items=found.items)


async def unread(ctx: Ctx) -> Unread:
    """The rooms in which something was said since; a muted one only where the caller was named."""
    rooms: list[RoomState] = []
    cursor: str | None = None
    while True:
        found = await list_rooms(ctx, ListRooms(limit=ASKED, cursor=cursor))
        plain: list[Any] = found.items
        # Only those with something new are worth a model.
        news = [one for one in plain if one["mentions"] or (one["unread"] and not one["muted"])]
        rooms += [RoomState.model_validate(one) for one in news]
        cursor = found.next_cursor
        if cursor is None:
            break
    rooms.sort(key=lambda room: (-room.mentions, -room.unread))
    return Unread(
        messages=sum(room.unread for room in rooms if not room.muted),
        mentions=sum(room.mentions for room in rooms),
        rooms=rooms[:SHOWN],
    )


async def money(ctx: Ctx, day: date) -> Money:
    """The month's totals, and the envelopes with the least left."""
    first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    total = await summarize(ctx, Period.model_validate({"from": first, "to": last}))
    least = sorted(total.envelopes, key=lambda envelope: envelope.left_cents)
    shown = {name: getattr(total, name) for name in Money.model_fields if name != "envelopes"}
    return Money(**shown, envelopes=least[:SHOWN])


def _health(plain: Any) -> int:
    return plain["health"]
