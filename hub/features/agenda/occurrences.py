"""When an event happens: the occurrences of a series with its exceptions (RFC 5545, section 3.8.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from typing import Any, cast
from zoneinfo import ZoneInfo

from hub.features.agenda.schemas import written
from hub.storage.documents import Stored, encode
from hub.storage.recurrence import instant, wall
from hub.storage.rrule import Rule

Point = datetime | date
"""An instant, or a day of an event that takes all day."""
MARGIN = timedelta(days=2)
"""More than any clock change or time zone can move an occurrence."""


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """One time at which an event happens."""

    event_id: str
    key: Point
    """Its name: when the series has it start, whatever an override says."""
    start: Point
    end: Point
    cancelled: bool = False
    """It is cancelled though its series is not."""

    def overlaps(self, low: datetime, high: datetime, viewer: ZoneInfo) -> bool:
        """Whether some of it lies between two instants; what takes no time does where it starts."""
        begins = starts_at(self.start, viewer)
        return begins < high and (starts_at(self.end, viewer) > low or begins >= low)

    def order(self, zone: ZoneInfo) -> tuple[datetime, int, str, str]:
        """Its place in a list: by time, what takes all day first."""
        timed = int(isinstance(self.start, datetime))
        return starts_at(self.start, zone), timed, self.event_id, written(self.key)


@dataclass(frozen=True, kw_only=True)
class Series:
    """What must be known of an event to say when it happens."""

    id: str
    start: Point
    end: Point
    zone: ZoneInfo
    rule: Rule | None = None
    rdates: tuple[Point, ...] = ()
    exdates: frozenset[Point] = frozenset()
    overrides: Mapping[Point, tuple[Point | None, Point | None]] = field(
        default_factory=dict[Point, tuple[Point | None, Point | None]]
    )
    """Start and end of the occurrences that differ, by their keys."""
    cancelled: frozenset[Point] = frozenset()
    """The keys of the occurrences that are cancelled though their series is not."""

    @classmethod
    def of(cls, event: Stored) -> Series:
        """The series of an event, as it will be stored."""
        event.derive()
        return cls.read(encode(event))

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Series:
        """The series of an event as it is stored; a projection on `FIELDS` is enough."""
        zone = ZoneInfo(raw["time_zone"])
        return cls(
            id=raw["_id"],
            start=_point(raw["start"]),
            end=_point(raw["end"]),
            zone=zone,
            rule=_rule(raw, zone),
            rdates=tuple(sorted(map(_point, raw.get("rdates") or ()), key=_sortable)),
            exdates=frozenset(map(_point, raw.get("exdates") or ())),
            overrides={
                _point(one["occurrence"]): (_maybe(one.get("start")), _maybe(one.get("end")))
                for one in raw.get("overrides") or ()
            },
            cancelled=frozenset(
                _point(one["occurrence"]) for one in raw.get("overrides") or () if one.get("status") == "cancelled"
            ),
        )

    @property
    def recurring(self) -> bool:
        """Whether it may happen more than once."""
        return self.rule is not None or bool(self.rdates)

    def keys(self, low: datetime, high: datetime) -> Iterator[Point]:
        """The keys between two naive local times, and perhaps a few around them, in order."""
        first = local(self.start, self.zone)
        ruled: Iterator[Point] = iter((self.start,))
        if self.rule is not None:
            ruled = (
                self.start if moment == first else self._key(moment)
                for moment in self.rule.between(first, low - MARGIN, high + MARGIN)
            )
        previous: Point | None = None
        for key in merge(ruled, self.rdates, key=_sortable):
            if key != previous and key not in self.exdates:
                yield key
            previous = key

    def has(self, key: Point) -> bool:
        """Whether the series, with its exceptions, has an occurrence of that key."""
        if isinstance(key, datetime) is not isinstance(self.start, datetime):
            return False
        at = local(key, self.zone)
        return any(found == key for found in self.keys(at, at))

    def between(self, low: datetime, high: datetime, viewer: ZoneInfo) -> Iterator[Occurrence]:
        """The occurrences that overlap a time, by their start.

        Args:
            low: Aware, inclusive.
            high: Aware, exclusive.
            viewer: The zone in which a day begins and ends for who looks.
        """
        seen_low = local(low, self.zone) - (local(self.end, self.zone) - local(self.start, self.zone))
        regular = (
            self._occurrence(key) for key in self.keys(seen_low, local(high, self.zone)) if key not in self.overrides
        )
        moved = (self._occurrence(key) for key in self.overrides)
        changed = [one for one in moved if one.overlaps(low, high, viewer) and self.has(one.key)]
        changed.sort(key=lambda one: one.order(viewer))
        for one in merge(regular, changed, key=lambda one: one.order(viewer)):
            if one.overlaps(low, high, viewer):
                yield one

    def _occurrence(self, key: Point) -> Occurrence:
        start, end = self.overrides.get(key, (None, None))
        start = start if start is not None else key
        return Occurrence(
            event_id=self.id,
            key=key,
            start=start,
            end=end if end is not None else self.end_of(start),
            cancelled=key in self.cancelled,
        )

    def end_of(self, start: Point) -> Point:
        """Where an occurrence that starts then ends: the exact length of the first (RFC 5545, section 3.8.5.3)."""
        return start + cast(timedelta, self.end - self.start)  # type: ignore[operator]  # both times, or both days

    def _key(self, moment: datetime) -> Point:
        return instant(moment, self.zone) if isinstance(self.start, datetime) else moment.date()


FIELDS = {"start": 1, "end": 1, "time_zone": 1, "rrule": 1, "rdates": 1, "exdates": 1, "last_on_wall": 1} | {
    f"overrides.{name}": 1 for name in ("occurrence", "start", "end", "status")
}


def only_occurrence(raw: Mapping[str, Any]) -> Occurrence | None:
    """The one occurrence of an event that happens once, as most do; None for a series.

    Thousands of these are looked at for one page, hence the short way around `Series`.
    """
    if raw.get("rrule") or raw.get("rdates") or raw.get("exdates") or raw.get("overrides"):
        return None
    start = _point(raw["start"])
    return Occurrence(event_id=raw["_id"], key=start, start=start, end=_point(raw["end"]))


def local(moment: datetime | date, zone: ZoneInfo) -> datetime:
    """A moment on the wall clock of a zone, naive; a day is its midnight."""
    return wall(moment, zone) if isinstance(moment, datetime) else datetime.combine(moment, time())


def starts_at(point: Point, viewer: ZoneInfo) -> datetime:
    """The instant at which a moment begins, in UTC; a day begins at the viewer's midnight."""
    return point if isinstance(point, datetime) else instant(datetime.combine(point, time()), viewer)


def _rule(raw: Mapping[str, Any], zone: ZoneInfo) -> Rule | None:
    """The rule of an event as it is stored; a COUNT is known by where it ends."""
    if not raw.get("rrule"):
        return None
    rule = Rule.parse(raw["rrule"], zone)
    if rule.count is None or not raw.get("last_on_wall"):
        return rule
    return replace(rule, count=None, until=datetime.fromisoformat(raw["last_on_wall"]))


def _point(stored: Any) -> Point:
    if isinstance(stored, str):
        return date.fromisoformat(stored)
    return cast(Point, stored)


def _maybe(stored: Any) -> Point | None:
    return None if stored is None else _point(stored)


def _sortable(point: Point) -> datetime:
    return point if isinstance(point, datetime) else datetime.combine(point, time(), UTC)
