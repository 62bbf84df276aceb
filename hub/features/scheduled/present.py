"""Stored scheduled messages to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.scheduled.documents import ScheduledDocument
from hub.features.scheduled.schemas import ScheduledMessage
from hub.storage.documents import encode, to_wire


async def present_many(rows: Sequence[Mapping[str, Any]]) -> list[ScheduledMessage]:
    """Public scheduled messages."""
    return [ScheduledMessage.model_validate(to_wire(row)) for row in rows]


async def present_scheduled(doc: ScheduledDocument) -> ScheduledMessage:
    """The public form of one, as it will be once it is written."""
    return (await present_many([encode(doc)]))[0]
