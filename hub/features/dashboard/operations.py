"""What can be asked of the dashboard."""

from __future__ import annotations

from functools import partial

from hub.features.agenda.operations import list_events
from hub.features.alarms.operations import list_alarms
from hub.features.budget.summary import summarize
from hub.features.dashboard import today
from hub.features.dashboard.parts import Part, gathered
from hub.features.dashboard.schemas import Dashboard
from hub.features.dashboard.suggesting import suggestions
from hub.features.notes.operations import list_notes
from hub.features.projects.operations import list_projects
from hub.features.rooms.operations import list_rooms
from hub.features.tasks.operations import list_tasks
from hub.kernel.context import Ctx
from hub.kernel.operation import GET, Effect, operation
from hub.kernel.policies import member
from hub.storage.wire import Nothing


@operation("dashboard.get", effect=Effect.READ, policy=member, route=GET("/api/dashboard"))
async def get_dashboard(ctx: Ctx, command: Nothing) -> Dashboard:
    """Show what is up for the caller today: agenda, tasks, alarms, projects, notes, unread rooms and money.

    Each part is read by the rules of the list that it comes from; one that the caller's token does not cover, or
    that cannot be read now, is null, and `failed` says why.
    """
    day = ctx.now.astimezone(ctx.zone).date()
    found, failed = await gathered(
        ctx,
        {
            "agenda": Part(asks=list_events, read=partial(today.events, ctx, day)),
            "tasks": Part(asks=list_tasks, read=partial(today.tasks, ctx, day)),
            "alarms": Part(asks=list_alarms, read=partial(today.alarms, ctx, day)),
            "projects": Part(asks=list_projects, read=partial(today.projects, ctx)),
            "notes": Part(asks=list_notes, read=partial(today.notes, ctx)),
            "unread": Part(asks=list_rooms, read=partial(today.unread, ctx)),
            "money": Part(asks=summarize, read=partial(today.money, ctx, day)),
        },
    )
    shown = Dashboard(day=day, time_zone=ctx.zone.key, **found, suggestions=[], failed=failed)
    shown.suggestions = suggestions(shown)
    return shown
