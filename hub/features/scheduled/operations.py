"""What a person can do with messages that wait for their time."""

from __future__ import annotations

from datetime import datetime, timedelta

from hub.features.messages.checks import check_content, check_reply
from hub.features.messages.later import must_may_send
from hub.features.rooms.access import access_talk
from hub.features.scheduled.access import access_scheduled, visible
from hub.features.scheduled.documents import ScheduledDocument, Status
from hub.features.scheduled.present import present_many, present_scheduled
from hub.features.scheduled.schemas import CreateScheduled, ListScheduled, ScheduledMessage, UpdateScheduled
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, invalid
from hub.kernel.operation import DELETE, EVERYWHERE, GET, PATCH, POST, Effect, operation
from hub.kernel.policies import signed_in
from hub.storage.listing import page, where
from hub.storage.wire import ById, Deleted, Page

LATE = timedelta(seconds=60)
"""How far in the past a time may lie: a clock that is a little off, a form that was open for a moment."""
FURTHEST = timedelta(days=366)
MOST = 200
"""Messages that may wait for one person."""
IN_ORDER = (("send_at", 1),)


@operation(
    "scheduled.create",
    effect=Effect.WRITE,
    policy=signed_in,
    route=POST("/api/scheduled", status=201),
    doors=EVERYWHERE,
)
async def create_scheduled(ctx: Ctx, command: CreateScheduled) -> ScheduledMessage:
    """Have a message sent to a room at a time; it is sent once, with the rights that its writer has then."""
    must_may_send(ctx)
    content = check_content(command.content)
    await access_talk(ctx, command.room_id)
    await check_reply(ctx, command.room_id, command.reply_to)
    _check_time(ctx, command.send_at)
    waiting = {"owner_id": ctx.person_id, "status": Status.SCHEDULED.value}
    if await ScheduledDocument.rows().count_documents(waiting, limit=MOST) >= MOST:
        raise conflict(f"{MOST} messages are waiting to be sent already.")
    doc = ScheduledDocument(
        room_id=command.room_id,
        content=content,
        reply_to=command.reply_to,
        send_at=command.send_at,
        sender_scopes=_scopes(ctx),
        owner_id=ctx.person_id,
    )
    return await present_scheduled(ctx.work.insert(doc))


@operation("scheduled.list", effect=Effect.READ, policy=signed_in, route=GET("/api/scheduled"), doors=EVERYWHERE)
async def list_scheduled(ctx: Ctx, command: ListScheduled) -> Page[ScheduledMessage]:
    """List the caller's scheduled messages by their time, those that were sent or failed included."""
    return await page(
        ScheduledDocument,
        {**await visible(ctx), **where(room_id=command.room_id, status=command.status)},
        present_many,
        limit=command.limit,
        cursor=command.cursor,
        order=IN_ORDER,
    )


@operation("scheduled.get", effect=Effect.READ, policy=signed_in, route=GET("/api/scheduled/{id}"), doors=EVERYWHERE)
async def get_scheduled(ctx: Ctx, command: ById) -> ScheduledMessage:
    """Show one scheduled message."""
    return await present_scheduled(await access_scheduled(ctx, command.id))


@operation(
    "scheduled.update",
    effect=Effect.WRITE,
    policy=signed_in,
    route=PATCH("/api/scheduled/{id}"),
    doors=EVERYWHERE,
)
async def update_scheduled(ctx: Ctx, command: UpdateScheduled) -> ScheduledMessage:
    """Change what a waiting message says or when it is sent; a new time gives one that failed another try."""
    must_may_send(ctx)
    doc = await access_scheduled(ctx, command.id, write=True)
    if command.revision is not None and command.revision != doc.revision:
        raise conflict("The message has changed meanwhile.", (await present_scheduled(doc)).model_dump(mode="json"))
    changes = command.changes()
    if "content" in changes:
        changes["content"] = check_content(changes["content"])
    if "send_at" in changes:
        if changes["send_at"] is None:
            raise invalid("A scheduled message needs a time.", send_at="cannot be cleared")
        _check_time(ctx, changes["send_at"])
        await access_talk(ctx, doc.room_id)
        changes |= {"status": Status.SCHEDULED, "error": ""}
    return await present_scheduled(ctx.work.update(doc, **changes, sender_scopes=_scopes(ctx)))


@operation(
    "scheduled.delete",
    effect=Effect.DESTROY,
    policy=signed_in,
    route=DELETE("/api/scheduled/{id}"),
    doors=EVERYWHERE,
)
async def delete_scheduled(ctx: Ctx, command: ById) -> Deleted:
    """Delete a message that waits: it will not be sent. This can be undone."""
    must_may_send(ctx)  # what is deleted comes back with an undo, and would be sent after all
    ctx.work.delete(await access_scheduled(ctx, command.id, write=True))
    return Deleted(id=command.id)


def _check_time(ctx: Ctx, moment: datetime) -> None:
    if moment < ctx.now - LATE:
        raise invalid("The time has passed.", send_at="lies in the past")
    if moment > ctx.now + FURTHEST:
        raise invalid("The time is too far ahead.", send_at="lies more than a year ahead")


def _scopes(ctx: Ctx) -> list[str] | None:
    return None if ctx.actor.scopes is None else sorted(ctx.actor.scopes)
