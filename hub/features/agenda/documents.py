"""The stored form of events; it never leaves this feature."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import ClassVar
from zoneinfo import ZoneInfo

from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.features.agenda.occurrences import Series, local
from hub.features.agenda.reminders import next_reminder
from hub.features.agenda.schemas import Attendee, Moment, Override, Reminder, Source, Status
from hub.storage.documents import EPOCH, Owned, encode
from hub.storage.portable import Portable
from hub.storage.rrule import Rule
from hub.storage.words import folded

ANYWHERE = timedelta(hours=14)
"""A day begins and ends up to so much before and after it does in UTC."""


class EventDocument(Owned):
    """An event as it is stored: a series with its exceptions is one document."""

    uid: str
    summary: str
    description: str = ""
    location: str = ""
    start: Moment
    end: Moment
    all_day: bool = False
    time_zone: str
    rrule: str | None = None
    rdates: list[Moment] = []
    exdates: list[Moment] = []
    overrides: list[Override] = []
    alarms: list[Reminder] = []
    attendees: list[Attendee] = []
    status: Status = Status.CONFIRMED
    color: str | None = None
    calendar_id: str | None = None
    source: Source = Source.MANUAL
    import_hash: str | None = None
    """What the file said that it was imported from; the same file again changes nothing."""
    last_on_wall: str | None = None
    """Where a COUNT ends, on the wall clock: nobody who looks at next year counts from the first again."""
    begins_at: datetime | None = None
    """Not after its first occurrence, wherever on earth one is; for finding."""
    ends_at: datetime | None = None
    """Not before the end of its last occurrence; null for a series without end."""
    reminded_until: datetime = EPOCH
    """Reminders up to here have rung or are not to ring: nobody is reminded of what was past when it was made."""
    remind_at: datetime | None = None
    """The stored next time: when its next reminder must ring."""
    words: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """Where its wall clock hangs."""
        return ZoneInfo(self.time_zone)

    @property
    def recurring(self) -> bool:
        """Whether it has more than the one occurrence."""
        return bool(self.rrule or self.rdates)

    def derive(self) -> None:
        """Work out the span of time in which it has occurrences, and fold its words."""
        self.words = folded(self.summary, self.description, self.location, *(one.summary for one in self.overrides))
        starts = [self.start, *self.rdates, *(one.start for one in self.overrides if one.start)]
        ends = [self.end, *(one.end for one in self.overrides if one.end)]
        length = _late(self.end) - _early(self.start)
        counted = _end_of_count(self.rrule, local(self.start, self.zone)) if self.rrule else None
        self.last_on_wall = counted.isoformat() if counted else None
        self.begins_at = min(_early(one) for one in starts)
        last = self._last()
        if last is None:
            self.ends_at = None
        else:
            self.ends_at = max(
                [last + length, *(_late(one) for one in ends), *(_late(one) + length for one in starts)]
            )

        found = next_reminder(Series.read(encode(self)), self) if self.alarms or self.overrides else None
        self.remind_at = found[0] if found else None

    def _last(self) -> datetime | None:
        """The start of the rule's last occurrence or later; None without end."""
        if not self.rrule:
            return _late(self.start)
        rule = Rule.parse(self.rrule, self.zone)
        if rule.until is not None:
            return max(_late(rule.until.replace(tzinfo=UTC)) + ANYWHERE, _late(self.start))
        return _late(datetime.fromisoformat(self.last_on_wall).date()) + ANYWHERE if self.last_on_wall else None

    PORTABLE = Portable(
        collection="calendarEvents", leave=frozenset({"last_on_wall", "begins_at", "ends_at", "remind_at"})
    )

    class Settings:
        name = "agenda"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING), ("uid", ASCENDING)], unique=True),
            IndexModel([("owner_id", ASCENDING), ("begins_at", ASCENDING), ("_id", ASCENDING)]),
            IndexModel([("owner_id", ASCENDING), ("ends_at", ASCENDING)]),
            IndexModel([("remind_at", ASCENDING)], partialFilterExpression={"remind_at": {"$type": "date"}}),
            IndexModel([("owner_id", ASCENDING), ("updated_at", DESCENDING), ("_id", DESCENDING)]),
        ]


@lru_cache(maxsize=2048)
def _end_of_count(rule: str, start: datetime) -> datetime | None:
    """Where a rule's COUNT ends; remembered, as one commit asks several times."""
    return Rule.parse(rule).last(start)


def _early(moment: datetime | date) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(), UTC) - ANYWHERE


def _late(moment: datetime | date) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(), UTC) + ANYWHERE
