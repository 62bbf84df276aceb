"""Stored messages to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.messages.documents import MessageDocument
from hub.features.messages.schemas import Message
from hub.storage.documents import encode, to_wire

Raw = Mapping[str, Any]


def present(raw: Raw) -> Message:
    """The public form; of a deleted message only the tombstone is left."""
    shown = to_wire(raw)
    if shown.get("deleted_at") is not None:
        shown |= {"content": "", "attachments": [], "reactions": [], "mentions": [], "card": None}
    return Message.model_validate(shown)


async def present_messages(rows: Sequence[Raw]) -> list[Message]:
    """Public messages."""
    return [present(row) for row in rows]


def present_message(doc: MessageDocument) -> Message:
    """The public form of one message."""
    return present(encode(doc))
