"""What can be done with events."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from hub.features.agenda.access import access_event, visible
from hub.features.agenda.documents import EventDocument
from hub.features.agenda.occurrences import Occurrence, Series
from hub.features.agenda.present import EVENT, occurrence_of, present_event
from hub.features.agenda.ranges import page_of_occurrences, window
from hub.features.agenda.schemas import CreateEvent, DeleteEvent, Event, ListEvents, Scope, UpdateEvent
from hub.features.agenda.series import (
    change_all,
    change_following,
    change_one,
    check_series,
    default_end,
    end_before,
    leave_out,
    must_have,
    new_uid,
)
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict
from hub.kernel.operation import DELETE, EVERYWHERE, GET, PATCH, POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.listing import where
from hub.storage.plain import plain_page
from hub.storage.wire import ById, Deleted, Page, PageInput
from hub.storage.words import containing


class Upcoming(PageInput):
    """How far ahead to look."""

    days: Annotated[int, Field(ge=1, le=366)] = 7


@operation(
    "agenda.create",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/agenda", status=201),
    doors=EVERYWHERE,
    slash=("/event {summary}", "/événement {summary}"),
)
async def create_event(ctx: Ctx, command: CreateEvent) -> Event:
    """Put an event into the caller's agenda, once or recurring."""
    event = EventDocument(
        **command.model_dump(exclude={"end", "all_day", "time_zone"}),
        uid=new_uid(),
        end=command.end if command.end is not None else default_end(command.start),
        all_day=not isinstance(command.start, datetime) if command.all_day is None else command.all_day,
        time_zone=command.time_zone or ctx.zone.key,
        reminded_until=ctx.now,
        owner_id=ctx.person_id,
    )
    check_series(event)
    return await present_event(ctx.work.insert(event))


@operation("agenda.list", effect=Effect.READ, policy=member, route=GET("/api/agenda"), doors=EVERYWHERE)
async def list_events(ctx: Ctx, command: ListEvents) -> Page[Event]:
    """List what happens between `from` and `to`, recurring events by their occurrences; or events as stored."""
    conditions = {
        **await visible(ctx),
        **where(
            calendar_id=command.calendar_id,
            status=command.status.value if command.status else None,
            words=containing(command.q),
        ),
    }
    if command.from_ is None and command.to is None:
        return await plain_page(
            EVENT,
            conditions,
            limit=command.limit,
            cursor=command.cursor,
            order=(("begins_at", 1),),
        )
    low, high = window(command.from_, command.to, ctx.zone)
    return await page_of_occurrences(conditions, low, high, ctx.zone, limit=command.limit, cursor=command.cursor)


@operation(
    "agenda.upcoming",
    effect=Effect.READ,
    policy=member,
    route=GET("/api/agenda/upcoming"),
    doors=EVERYWHERE,
    slash="/agenda",
)
async def upcoming_events(ctx: Ctx, command: Upcoming) -> Page[Event]:
    """Show what is on the agenda from now on, for a week unless told otherwise."""
    return await page_of_occurrences(
        await visible(ctx),
        ctx.now,
        ctx.now + timedelta(days=command.days),
        ctx.zone,
        limit=command.limit,
        cursor=command.cursor,
    )


@operation("agenda.get", effect=Effect.READ, policy=member, route=GET("/api/agenda/{id}"), doors=EVERYWHERE)
async def get_event(ctx: Ctx, command: ById) -> Event:
    """Show one event as it is stored."""
    return await present_event(await access_event(ctx, command.id))


@operation("agenda.update", effect=Effect.WRITE, policy=member, route=PATCH("/api/agenda/{id}"), doors=EVERYWHERE)
async def update_event(ctx: Ctx, command: UpdateEvent) -> Event:
    """Change an event: as a whole, one `occurrence` of it, or with `scope` following also all after that.

    Changing an occurrence and all that follow ends the series before it and answers with the new series.
    """
    event = await access_event(ctx, command.id, write=True)
    if command.revision is not None and command.revision != event.revision:
        raise conflict("The event has changed meanwhile.", (await present_event(event)).model_dump(mode="json"))
    changes = command.changes("occurrence", "scope")
    key = command.occurrence
    if key is None or (not event.recurring and key == event.start):
        return await present_event(change_all(ctx, event, changes))
    if command.scope is Scope.FOLLOWING:
        return await present_event(change_following(ctx, event, key, changes))
    change_one(ctx, event, key, changes)
    series = Series.of(event)
    override = next(one for one in event.overrides if one.occurrence == key)
    start = override.start or key
    shown = Occurrence(event_id=event.id, key=key, start=start, end=override.end or series.end_of(start))
    return occurrence_of(await present_event(event), shown)


@operation("agenda.delete", effect=Effect.DESTROY, policy=member, route=DELETE("/api/agenda/{id}"), doors=EVERYWHERE)
async def delete_event(ctx: Ctx, command: DeleteEvent) -> Deleted:
    """Delete an event: as a whole, one `occurrence`, or it and all that follow. This can be undone."""
    event = await access_event(ctx, command.id, write=True)
    key = command.occurrence
    if key is None or (not event.recurring and key == event.start):
        ctx.work.delete(event)
    elif command.scope is Scope.THIS:
        leave_out(ctx, event, key)
    else:
        must_have(event, key)
        if key == event.start:
            ctx.work.delete(event)
        else:
            end_before(ctx, event, key)
    return Deleted(id=event.id)
