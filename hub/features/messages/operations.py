"""Sending, reading and catching up."""

from __future__ import annotations

from hub.features.messages.access import access_message
from hub.features.messages.catch_up import catch_up
from hub.features.messages.checks import check_content, check_reply
from hub.features.messages.documents import MessageDocument
from hub.features.messages.draft import append, draft
from hub.features.messages.ended_draft import end_sent_draft
from hub.features.messages.mentions import mentions_in
from hub.features.messages.present import MESSAGE, listed, present_message
from hub.features.messages.schemas import (
    LONGEST,
    AnswerMessage,
    ListMessages,
    Message,
    MessageKind,
    SendMessage,
    Synced,
    SyncRoom,
)
from hub.features.messages.with_files import send_with_files
from hub.features.rooms.access import access_talk
from hub.kernel.context import ActorKind, Ctx, Origin
from hub.kernel.errors import forbidden, invalid
from hub.kernel.operation import GET, POST, Effect, Rate, operation
from hub.kernel.policies import signed_in
from hub.storage.doors import PROGRAMS_AND_EKO
from hub.storage.heads import heads
from hub.storage.known_heads import known_heads
from hub.storage.plain import plain_items
from hub.storage.wire import ById, Page

SENDING = Rate(per_second=20, burst=200)


@operation(
    "message.send",
    effect=Effect.WRITE,
    policy=signed_in,
    route=POST("/api/rooms/{room_id}/messages", status=201),
    rate=SENDING,
    undoable=False,
)
async def send_message(ctx: Ctx, command: SendMessage) -> Message:
    """Send a message. It is stored when this answers; the same `client_msg_id` answers with the first one."""
    if command.draft_at is not None:
        await end_sent_draft(ctx, command)
    if command.attachments:
        return await send_with_files(ctx, command)
    content = check_content(command.content)
    await access_talk(ctx, command.room_id)
    thread_id = await check_reply(ctx, command.room_id, command.reply_to)
    entry = draft(
        ctx,
        room_id=command.room_id,
        content=content,
        client_msg_id=command.client_msg_id,
        reply_to=command.reply_to,
        thread_id=thread_id,
        mentions=await mentions_in(content),
    )
    ctx.call.admitted()
    return await append(ctx, entry)


@operation("message.answer", effect=Effect.WRITE, policy=signed_in, doors=frozenset(), undoable=False)
async def answer_message(ctx: Ctx, command: AnswerMessage) -> Message:
    """Say something as the agent, with a card; it has no door, only runs call it."""
    if ctx.actor.kind not in (ActorKind.AGENT, ActorKind.SYSTEM):
        raise forbidden()
    await access_talk(ctx, command.room_id)
    entry = draft(
        ctx,
        room_id=command.room_id,
        content=command.content[:LONGEST],
        client_msg_id=command.client_msg_id,
        reply_to=command.reply_to,
        thread_id=await check_reply(ctx, command.room_id, command.reply_to),
        kind=MessageKind.AGENT,
        owner_id=ctx.actor.id,
        card=command.card.model_dump(mode="json") if command.card else None,
        run_id=command.run_id,
    )
    return await append(ctx, entry)


@operation(
    "message.list",
    effect=Effect.READ,
    policy=signed_in,
    route=GET("/api/rooms/{room_id}/messages"),
    doors=PROGRAMS_AND_EKO,
)
async def list_messages(ctx: Ctx, command: ListMessages) -> Page[Message]:
    """Read a room's history: newest first (before `before_seq`), or oldest first after `after_seq`."""
    if command.before_seq is not None and command.after_seq is not None:
        raise invalid("The input is not valid.", after_seq="exclude each other: before_seq, after_seq")
    await access_talk(ctx, command.room_id)
    where: dict[str, object] = {"room_id": command.room_id}
    if command.pinned is not None:
        where["pinned"] = command.pinned
        if command.pinned:
            # One that was unpinned, deleted, and then pinned again by an undo is none to show.
            where["deleted_at"] = None
    forward = command.after_seq is not None
    if forward:
        where["seq"] = {"$gt": command.after_seq}
    elif command.before_seq is not None:
        where["seq"] = {"$lt": command.before_seq}
    found = MessageDocument.rows().find(where, MESSAGE.fields).sort("seq", 1 if forward else -1)
    rows = await found.limit(command.limit + 1).to_list(command.limit + 1)
    more = len(rows) > command.limit
    items = [listed(row) for row in rows[: command.limit]]
    return plain_items(items, str(items[-1]["seq"]) if more else None)


@operation("message.get", effect=Effect.READ, policy=signed_in, route=GET("/api/messages/{id}"))
async def get_message(ctx: Ctx, command: ById) -> Message:
    """Show one message."""
    return present_message(await access_message(ctx, command.id))


@operation("room.sync", effect=Effect.READ, policy=signed_in, route=GET("/api/rooms/{room_id}/sync"))
async def sync_room(ctx: Ctx, command: SyncRoom) -> Synced:
    """Catch up: messages after a seq in order, and older ones changed after a rev."""
    await access_talk(ctx, command.room_id)
    # The heads are read first: what is committed after that is found by the next sync.
    # A socket hears what another process has just committed; who asks without one is told of it here or not at all.
    where = known_heads.of if ctx.call.origin is Origin.SOCKET else heads
    head = (await where((command.room_id,)))[command.room_id]
    return await catch_up().page(
        command.room_id,
        after_seq=command.after_seq,
        after_rev=command.after_rev,
        limit=command.limit,
        head=head,
    )
