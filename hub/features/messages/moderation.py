"""What moderators do with a message of a room that they need not be in; only what reports are for asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.features.files.sent import delete_files_of
from hub.features.messages.documents import MessageDocument
from hub.features.messages.schemas import MessageKind
from hub.features.rooms.access import talks_in
from hub.kernel.context import Ctx
from hub.kernel.errors import invalid, not_found


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A message as it is stored."""

    id: str
    room_id: str
    owner_id: str
    sender: Mapping[str, Any]
    content: str
    files: Sequence[str]
    """The names of what was sent with it."""
    earlier: Sequence[Mapping[str, Any]]
    """What it said before, oldest first: `{content, edited_at}`."""
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None


async def reportable(ctx: Ctx, id: str) -> Reported:
    """A message that the caller sees and that somebody else has written.

    Raises:
        OperationError: `not_found`, or `invalid` for what the room itself says and for one's own.
    """
    found = await ctx.work.load(MessageDocument, id)
    if found is None or found.deleted_at is not None or not await talks_in(ctx, found.room_id):
        raise not_found("The message")
    if found.kind is MessageKind.SYSTEM:
        raise invalid("The input is not valid.", message_id="is no message of a person's")
    if ctx.person_id in (found.owner_id, found.sender_id):
        raise invalid("The input is not valid.", message_id="is one's own: it can be deleted")
    return _reported(found)


async def as_stored(ctx: Ctx, id: str) -> Reported | None:
    """A message whatever room it is in, also one that its writer has deleted; the caller decides who may know."""
    found = await ctx.work.load(MessageDocument, id)
    return _reported(found) if found is not None else None


async def delete_reported(ctx: Ctx, id: str) -> None:
    """Take a message away whatever room it is in, unless it is gone; the caller decides who may."""
    found = await ctx.work.load(MessageDocument, id)
    if found is not None and found.deleted_at is None:
        await take_away(ctx, found)


async def take_away(ctx: Ctx, message: MessageDocument) -> None:
    """Delete a message with its files; its place is kept."""
    if message.attachments:
        await delete_files_of(
            ctx, room_id=message.room_id, owner_id=message.owner_id, client_msg_id=message.client_msg_id
        )
    ctx.work.update(message, deleted_at=ctx.now, deleted_by=ctx.person_id, pinned=False)


def _reported(message: MessageDocument) -> Reported:
    return Reported(
        id=message.id,
        room_id=message.room_id,
        owner_id=message.owner_id,
        sender=message.sender,
        content=message.content,
        files=[str(one.get("name") or "") for one in message.attachments],
        earlier=message.history,
        created_at=message.created_at,
        edited_at=message.edited_at,
        deleted_at=message.deleted_at,
    )
