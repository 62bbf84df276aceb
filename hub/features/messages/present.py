"""Stored messages to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.messages.documents import MessageDocument
from hub.features.messages.schemas import Message, MessageKind
from hub.storage.documents import encode, to_wire
from hub.storage.plain import Plain, Shape

Raw = Mapping[str, Any]
MESSAGE = Shape(Message, MessageDocument)
GONE: Raw = {"content": "", "attachments": [], "reactions": [], "mentions": [], "card": None}
"""What is left of what a deleted message said."""


def present(raw: Raw) -> Message:
    """The public form; of a deleted message only the tombstone is left."""
    shown = to_wire(raw)
    if shown.get("deleted_at") is not None:
        shown |= GONE
    return Message.model_validate(shown)


def listed(row: dict[str, Any]) -> Plain:
    """What history has read as it goes out: the same as `present`, without a model."""
    shown = MESSAGE.listed(row)
    if shown["deleted_at"] is not None:
        shown |= GONE
    return shown


async def present_messages(rows: Sequence[Raw]) -> list[Message]:
    """Public messages."""
    return [present(row) for row in rows]


def present_message(doc: MessageDocument) -> Message:
    """The public form of one message."""
    return present(encode(doc))


async def texts_of_messages(rows: Sequence[Raw]) -> list[str]:
    """What is found of each message; nothing of a deleted one, nor of what the room itself says."""
    return [_text_of(row) for row in rows]


def _text_of(raw: Raw) -> str:
    if raw.get("deleted_at") is not None or raw["kind"] == MessageKind.SYSTEM:
        return ""
    names = (str(one.get("name") or "") for one in raw.get("attachments") or ())
    return "\n".join(part for part in (raw["content"], *names) if part)
