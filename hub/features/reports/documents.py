"""The stored form of reports; it never leaves this feature."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.storage.documents import Owned
from hub.storage.portable import Portable


class Status(StrEnum):
    """What has become of a report."""

    OPEN = "open"
    DISMISSED = "dismissed"
    DELETED = "deleted"
    """The message was taken away."""


class ReportDocument(Owned):
    """A report; its owner is who made it."""

    message_id: str
    room_id: str
    writer_id: str
    """Whose message it is: they do not see the report, administrator or not. Never on the wire."""
    reason: str
    status: Status = Status.OPEN
    revealed_at: datetime | None = None
    revealed_by: str | None = None
    """Who looked at the message last; each look is in the record of activity."""
    resolved_at: datetime | None = None
    resolved_by: str | None = None

    PORTABLE = Portable(
        collection="reports",
        instance=True,
        ids={
            "message_id": "message",
            "room_id": "room",
            "writer_id": "actor",
            "revealed_by": "actor",
            "resolved_by": "actor",
        },
        needs=frozenset({"message_id", "room_id"}),
    )

    class Settings:
        name = "reports"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("status", ASCENDING), ("_id", DESCENDING)]),
            IndexModel([("owner_id", ASCENDING), ("_id", DESCENDING)]),
            # One open report of a message by each person, however fast they press.
            IndexModel(
                [("message_id", ASCENDING), ("owner_id", ASCENDING)],
                unique=True,
                partialFilterExpression={"status": "open"},
                name="one_open_each",
            ),
        ]
