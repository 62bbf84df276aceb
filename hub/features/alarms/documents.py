"""The stored form of alarms; it never leaves this feature."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.storage.documents import Owned
from hub.storage.portable import Portable
from hub.storage.words import folded


class AlarmDocument(Owned):
    """An alarm as it is stored.

    Whether it rings follows from the other fields: it is due at one moment, and it has or has not fired for
    that moment. So undoing an answer makes it ring again, and firing changes nothing that an undo must restore.
    """

    title: str
    next_trigger_at: datetime
    starts_at: datetime
    """The first occurrence that the recurrence counts from: stays, while `next_trigger_at` moves on."""
    rrule: str | None = None
    time_zone: str
    enabled: bool = True
    snoozed_until: datetime | None = None
    done: bool = False
    acknowledged: bool = False
    event_id: str | None = None
    """The event of the agenda that it reminds of."""
    fired_for: datetime | None = None
    """The moment for which it has rung."""
    due_at: datetime | None = None
    """The stored next time: when it must ring next. Firing holds only while this is what was read."""
    ringing: bool = False
    words: str = ""

    @property
    def falls_due(self) -> datetime:
        """The later of trigger and snooze."""
        return max(self.next_trigger_at, self.snoozed_until or self.next_trigger_at)

    def derive(self) -> None:
        """Work out when it must ring next, and whether it rings."""
        self.words = folded(self.title)
        armed = self.enabled and not self.done
        self.ringing = armed and self.fired_for == self.falls_due
        self.acknowledged = self.fired_for is not None and not self.ringing
        self.due_at = self.falls_due if armed and not self.ringing else None

    PORTABLE = Portable(
        collection="alarms", ids={"event_id": "agenda"}, leave=frozenset({"due_at", "ringing", "acknowledged"})
    )

    class Settings:
        name = "alarms"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING), ("next_trigger_at", ASCENDING), ("_id", ASCENDING)]),
            IndexModel([("owner_id", ASCENDING), ("updated_at", DESCENDING), ("_id", DESCENDING)]),
            # Only what must still ring: the schedule asks this index, whatever has gathered in the collection.
            IndexModel([("due_at", ASCENDING)], partialFilterExpression={"due_at": {"$type": "date"}}),
        ]
