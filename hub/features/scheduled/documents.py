"""The stored form of scheduled messages; it never leaves this feature."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from pymongo import ASCENDING, IndexModel

from hub.storage.documents import Owned
from hub.storage.portable import Portable


class Status(StrEnum):
    """What has become of it."""

    SCHEDULED = "scheduled"
    SENT = "sent"
    FAILED = "failed"


class ScheduledDocument(Owned):
    """A message that waits for its time."""

    room_id: str
    content: str
    reply_to: str | None = None
    send_at: datetime
    status: Status = Status.SCHEDULED
    error: str = ""
    """Why it could not be sent."""
    message_id: str | None = None
    """What it became."""
    sent_at: datetime | None = None
    sender_scopes: list[str] | None = None
    """What the token allows that wrote it last, None for everything: it is sent with no more. Never on the wire."""
    sending: bool = False
    """It is on its way: from here on nobody changes or deletes it, so that what was deleted is never sent."""
    due_at: datetime | None = None
    """The stored next time; sending holds only while this is what was read."""

    def derive(self) -> None:
        """Work out when it must be sent."""
        self.due_at = self.send_at if self.status is Status.SCHEDULED else None

    PORTABLE = Portable(
        collection="scheduledMessages",
        ids={"room_id": "room", "reply_to": "message", "message_id": "message"},
        needs=frozenset({"room_id"}),
        leave=frozenset({"due_at"}),
    )

    class Settings:
        name = "scheduled_messages"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING), ("send_at", ASCENDING), ("_id", ASCENDING)]),
            # Only what still has to be sent, whatever has gathered in the collection.
            IndexModel([("due_at", ASCENDING)], partialFilterExpression={"due_at": {"$type": "date"}}),
        ]
