"""A new message as it will be stored, built once; the models of stored forms are for what is read and changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hub.features.messages.documents import MessageDocument
from hub.features.messages.present import present
from hub.features.messages.schemas import Message, MessageKind
from hub.kernel.context import Ctx
from hub.storage.documents import new_id
from hub.storage.message_log import Entry


def draft(
    ctx: Ctx,
    *,
    room_id: str,
    content: str,
    client_msg_id: str | None,
    reply_to: str | None,
    thread_id: str | None = None,
    kind: MessageKind = MessageKind.TEXT,
    owner_id: str | None = None,
    mentions: Sequence[str] = (),
    card: dict[str, Any] | None = None,
    run_id: str | None = None,
) -> Entry:
    """A message of the caller's; `owner_id` is whose rights wrote it, the caller's person if nobody is named."""
    actor, now = ctx.actor, ctx.now
    row = {
        "_id": new_id(),
        "revision": 1,
        "created_at": now,
        "updated_at": now,
        "room_id": room_id,
        "seq": 0,
        "sender_id": actor.id,
        "client_msg_id": client_msg_id or new_id(),
        "sender": actor.public(),
        "owner_id": owner_id or actor.person_id,
        "kind": kind.value,
        "content": content,
        "attachments": [],
        "reply_to": reply_to,
        "thread_id": thread_id,
        "reactions": [],
        "mentions": list(mentions),
        "card": card,
        "run_id": run_id,
        "sender_scopes": None if actor.scopes is None else sorted(actor.scopes),
        "rev": 0,
        "pinned": False,
        "history": [],
        "edited_at": None,
        "deleted_at": None,
        "deleted_by": None,
    }
    return Entry(MessageDocument, row, present)


async def append(ctx: Ctx, entry: Entry) -> Message:
    """Have a draft stored; returns the message, or the one that was sent before with its `client_msg_id`.

    Raises:
        OperationError: `unavailable`: it is not saved, or perhaps not; sending it again is safe.
    """
    public = (await ctx.work.append(entry)).public
    assert isinstance(public, Message)
    return public
