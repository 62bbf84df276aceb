"""How a scheduled message leaves: exactly once, however many processes look and wherever one of them stops.

It is claimed first, in a commit of its own, and from then on nobody can change or delete it: what its writer
was told is deleted is never sent. It is sent under a `client_msg_id` that follows from its id, so that sending
it again after a crash answers with the first message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hub.features.messages.later import as_person, must_may_send
from hub.features.messages.operations import send_message
from hub.features.messages.schemas import SendMessage
from hub.features.scheduled.access import access_scheduled
from hub.features.scheduled.documents import ScheduledDocument, Status
from hub.features.scheduled.present import present_scheduled
from hub.features.scheduled.schemas import FireScheduled, ScheduledMessage
from hub.kernel.context import Ctx
from hub.kernel.errors import Code, OperationError, not_found
from hub.kernel.jobs import Job
from hub.kernel.operation import EVERYWHERE, POST, Effect, operation
from hub.kernel.policies import signed_in, system_only
from hub.storage.documents import decode, new_id
from hub.storage.wire import ById

AT_ONCE = 500
FINAL = frozenset({Code.INVALID, Code.FORBIDDEN, Code.NOT_FOUND, Code.CONFLICT, Code.TOO_LARGE})
"""Refusals that another try would not change; the others are tried again."""


@operation("scheduled.fire", effect=Effect.WRITE, policy=system_only, doors=frozenset(), undoable=False)
async def fire_scheduled(ctx: Ctx, command: FireScheduled) -> ScheduledMessage:
    """Send a message that has come due, unless it was moved or sent meanwhile; what is refused has failed."""

    async def claim(part: Ctx) -> ScheduledMessage:
        doc = await part.work.load(ScheduledDocument, command.id)
        if doc is None:
            raise not_found("The scheduled message")
        if doc.due_at == command.due_at and command.due_at <= part.now:
            part.work.update(doc, sending=True)
        return await present_scheduled(doc)

    claimed = await ctx.apart(new_id(), claim)
    doc = await _fresh(command.id)
    if not doc.sending or doc.due_at != command.due_at:
        return claimed
    try:
        return await _deliver(ctx, doc)
    except OperationError as refusal:
        if refusal.code not in FINAL:
            raise
        return await present_scheduled(await _fresh(command.id))


@operation(
    "scheduled.send_now",
    effect=Effect.WRITE,
    policy=signed_in,
    route=POST("/api/scheduled/{id}/send-now"),
    doors=EVERYWHERE,
    undoable=False,
)
async def send_now(ctx: Ctx, command: ById) -> ScheduledMessage:
    """Send a scheduled message at once instead of at its time; also one that could not be sent before."""
    must_may_send(ctx)
    scopes = None if ctx.actor.scopes is None else sorted(ctx.actor.scopes)

    async def claim(part: Ctx) -> ScheduledMessage:
        doc = await access_scheduled(part, command.id, write=True)
        # It is due from now on: if this process stops here, the schedule sends it.
        due = {"send_at": part.now, "status": Status.SCHEDULED, "error": ""}
        return await present_scheduled(part.work.update(doc, **due, sending=True, sender_scopes=scopes))

    await ctx.apart(new_id(), claim)
    return await _deliver(ctx, await _fresh(command.id))


async def _deliver(ctx: Ctx, doc: ScheduledDocument) -> ScheduledMessage:
    """Send what is claimed, as its writer, and write down what became of it.

    Raises:
        OperationError: Why it could not be sent; it has failed then, unless another try may succeed.
    """
    command = SendMessage(
        room_id=doc.room_id, content=doc.content, reply_to=doc.reply_to, client_msg_id=f"scheduled:{doc.id}"
    )
    try:
        writer = await as_person(ctx, doc.owner_id, doc.sender_scopes)
        sent = await send_message(writer, command)
    except OperationError as refusal:
        if refusal.code in FINAL:
            await _settle(ctx, doc.id, status=Status.FAILED, error=refusal.detail)
        raise
    return await _settle(ctx, doc.id, status=Status.SENT, message_id=sent.id, sent_at=ctx.now, error="")


async def _fresh(id: str) -> ScheduledDocument:
    """It as it is stored now."""
    raw = await ScheduledDocument.rows().find_one({"_id": id})
    if raw is None:
        raise not_found("The scheduled message")
    return decode(ScheduledDocument, raw)


async def _settle(ctx: Ctx, id: str, **changes: Any) -> ScheduledMessage:
    """Write down what became of it, unless another has."""

    async def part(part: Ctx) -> ScheduledMessage:
        doc = await part.work.load(ScheduledDocument, id)
        if doc is None:
            raise not_found("The scheduled message")
        if doc.sending:
            part.work.update(doc, **changes, sending=False)
        return await present_scheduled(doc)

    return await ctx.apart(new_id(), part)


async def _next_at() -> datetime | None:
    due = {"due_at": {"$type": "date"}}
    found = await ScheduledDocument.rows().find_one(due, {"due_at": 1}, sort=[("due_at", 1)])
    return found["due_at"] if found else None


async def _due(now: datetime) -> Sequence[Mapping[str, Any]]:
    found = ScheduledDocument.rows().find({"due_at": {"$type": "date", "$lte": now}}, {"due_at": 1})
    rows = found.sort("due_at", 1).limit(AT_ONCE)
    return [{"id": row["_id"], "due_at": row["due_at"].isoformat()} async for row in rows]


JOB = Job(operation="scheduled.fire", next_at=_next_at, due=_due, woken_by=frozenset({ScheduledDocument}))
