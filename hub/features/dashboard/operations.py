"""What can be asked of the dashboard."""

from __future__ import annotations

from functools import partial

from hub.features.activity.operations import list_activity
from hub.features.agenda.operations import list_events
from hub.features.alarms.operations import list_alarms
from hub.features.budget.summary import summarize
from hub.features.client_errors.operations import list_client_errors
from hub.features.dashboard import house, today
from hub.features.dashboard.instance_schemas import AdminDashboard
from hub.features.dashboard.parts import Part, gathered
from hub.features.dashboard.schemas import Dashboard, PartName, WhichParts
from hub.features.dashboard.suggesting import suggestions
from hub.features.notes.operations import list_notes
from hub.features.projects.operations import list_projects
from hub.features.rooms.operations import list_rooms
from hub.features.tasks.operations import list_tasks
from hub.kernel.context import Ctx
from hub.kernel.operation import GET, Effect, operation
from hub.kernel.policies import admin, member
from hub.storage.doors import PROGRAMS_AND_EKO
from hub.storage.wire import Nothing


@operation("dashboard.get", effect=Effect.READ, policy=member, route=GET("/api/dashboard"), doors=PROGRAMS_AND_EKO)
async def get_dashboard(ctx: Ctx, command: WhichParts) -> Dashboard:
    """Show what is up for the caller today: agenda, tasks, alarms, projects, notes, unread rooms and money.

    Each part is read by the rules of the list that it comes from; one that the caller's token does not cover, or
    that cannot be read now, is null, and `failed` says why.
    """
    day = ctx.now.astimezone(ctx.zone).date()
    parts: dict[PartName, Part] = {
        "agenda": Part(asks=list_events, read=partial(today.events, ctx, day)),
        "tasks": Part(asks=list_tasks, read=partial(today.tasks, ctx, day)),
        "alarms": Part(asks=list_alarms, read=partial(today.alarms, ctx, day)),
        "projects": Part(asks=list_projects, read=partial(today.projects, ctx)),
        "notes": Part(asks=list_notes, read=partial(today.notes, ctx)),
        "unread": Part(asks=list_rooms, read=partial(today.unread, ctx)),
        "money": Part(asks=summarize, read=partial(today.money, ctx, day)),
    }
    asked = command.parts or list(parts)
    found, failed = await gathered(ctx, {name: parts[name] for name in dict.fromkeys(asked)})
    whole = {**dict.fromkeys(parts), **found}
    shown = Dashboard(day=day, time_zone=ctx.zone.key, **whole, suggestions=[], failed=failed)
    shown.suggestions = suggestions(shown)
    return shown


@operation("dashboard.admin", effect=Effect.READ, policy=admin, route=GET("/api/dashboard/admin"))
async def get_admin_dashboard(ctx: Ctx, command: Nothing) -> AdminDashboard:
    """Show how the instance does: who is there, what is done, refused, waiting and stored, and what Eko costs.

    Numbers of everybody and nothing that anybody wrote: of the activity and of faults it shows what their own lists
    show. Who is there is known of all processes; how far it is behind each process says of itself.
    """
    found, failed = await gathered(
        ctx,
        {
            "people": Part(read=house.people),
            "activity": Part(read=partial(house.doers, ctx)),
            "hours": Part(read=partial(house.hours, ctx)),
            "refusals": Part(read=partial(house.refusals, ctx)),
            "lag": Part(read=house.lag),
            "storage": Part(read=house.storage),
            "versions": Part(read=house.versions),
            "agent": Part(read=partial(house.agent, ctx)),
            "client_errors": Part(asks=list_client_errors, read=partial(house.client_errors, ctx)),
            "feed": Part(asks=list_activity, read=partial(house.feed, ctx)),
        },
    )
    return AdminDashboard(at=ctx.now, **found, failed=failed)
