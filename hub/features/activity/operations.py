"""Reading the record, looking closer, and watching it live."""

from __future__ import annotations

from hub.features.activity.documents import Reveal
from hub.features.activity.export import as_file
from hub.features.activity.lists import listed
from hub.features.activity.queries import access_entry
from hub.features.activity.schemas import (
    ActivityOut,
    ExportActivity,
    Exported,
    ListActivity,
    Watch,
    Watching,
)
from hub.features.activity.views import hides, present_whole
from hub.kernel.context import Ctx
from hub.kernel.errors import not_found
from hub.kernel.events import Subscribe, Unsubscribe
from hub.kernel.operation import GET, PEOPLE_AND_PROGRAMS, POST, Door, Effect, Rate, operation
from hub.kernel.policies import admin, signed_in
from hub.storage.activity import changes_of
from hub.storage.documents import encode
from hub.storage.shares import scopes_of
from hub.storage.wire import ById, Page

WATCHED = "activity:watch"
"""The topic of the live view."""


@operation(
    "activity.list",
    effect=Effect.READ,
    policy=signed_in,
    route=GET("/api/activity"),
    doors=PEOPLE_AND_PROGRAMS,
)
async def list_activity(ctx: Ctx, command: ListActivity) -> Page[ActivityOut]:
    """List what was done, newest first: administrators see everything, others what concerns them."""
    return await listed(ctx, command, command.limit, command.cursor)


@operation("activity.get", effect=Effect.READ, policy=signed_in, route=GET("/api/activity/{id}"))
async def get_activity(ctx: Ctx, command: ById) -> ActivityOut:
    """Show one entry with all its changes."""
    found = await access_entry(ctx, command.id)
    if found is None:
        raise not_found("The activity")
    return await present_whole(ctx, encode(found))


@operation(
    "activity.reveal",
    effect=Effect.WRITE,
    policy=admin,
    route=POST("/api/activity/{id}/reveal"),
    undoable=False,
    idempotent=False,
)
async def reveal_activity(ctx: Ctx, command: ById) -> ActivityOut:
    """Show one entry with other people's private values. They find in their own activity that it was done."""
    found = await access_entry(ctx, command.id)
    if found is None:
        raise not_found("The activity")
    raw = encode(found)
    mine = frozenset(await scopes_of(ctx.work, ctx.person_id))
    for owner_id in sorted(hides(raw, await changes_of(raw), ctx.person_id, mine)):
        ctx.work.insert(Reveal(owner_id=owner_id, activity_id=found.id, seen_by=ctx.person_id))
    return await present_whole(ctx, raw, reveal=True)


@operation(
    "activity.export",
    effect=Effect.READ,
    policy=signed_in,
    route=GET("/api/activity/export"),
    rate=Rate(per_second=0.5, burst=10),
)
async def export_activity(ctx: Ctx, command: ExportActivity) -> Exported:
    """Write what was done as CSV, or as one JSON object a line; the same entries and values as the list."""
    found = await listed(ctx, command, command.limit, command.cursor)
    return as_file(found, command.format)


@operation(
    "activity.watch",
    effect=Effect.READ,
    policy=admin,
    doors=frozenset({Door.SOCKET}),
)
async def watch_activity(ctx: Ctx, command: Watch) -> Watching:
    """Open or close the live view: from then on `activity.created` comes for everything that is done."""
    topic = Subscribe if command.on else Unsubscribe
    ctx.work.signal(topic(user_id=ctx.person_id, topic=WATCHED))
    return Watching(on=command.on)
