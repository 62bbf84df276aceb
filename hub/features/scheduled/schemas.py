"""The wire models of scheduled messages."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hub.features.scheduled.documents import Status
from hub.storage.wire import ById, EntityOut, Id, Input, PageInput, Time, UpdateInput

Content = Annotated[str, Field(description="Markdown, at most 16 KB.")]
SendAt = Annotated[Time, Field(description="When to send it: an instant to come, at most a year ahead.")]


class ScheduledMessage(EntityOut):
    """A message that is sent at a time."""

    room_id: Id
    content: str
    reply_to: Id | None
    send_at: Time
    status: Status
    error: str
    """Why it could not be sent; empty unless it failed."""
    message_id: Id | None
    """What it became."""
    sent_at: Time | None


class CreateScheduled(Input):
    """A message to send at a time."""

    room_id: Id
    content: Content
    send_at: SendAt
    reply_to: Id | None = None


class UpdateScheduled(UpdateInput):
    """Changes to a message that waits; only what is sent is changed. A new time gives one that failed another try."""

    content: Content = ""
    send_at: SendAt | None = None


class ListScheduled(PageInput):
    """Which to list; without filters all of them, sent and failed ones included."""

    room_id: Id | None = None
    status: Status | None = None


class FireScheduled(ById):
    """Send what has come due."""

    due_at: Time
    """The time that was read; it is sent only if that is still when it is due."""
