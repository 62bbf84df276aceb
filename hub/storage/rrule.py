"""RFC 5545 recurrence rules whose cost depends on the window that is asked for, and on nothing else.

`dateutil` walks an impossible rule (the 30th of February, daily) to the year 9999, seven seconds each time,
and an old one from its first day. Rules come from strangers' calendars, so this expands them itself; the
tests hold it to `dateutil`'s answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from hub.storage.wire import YEARS

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = timedelta(days=1)
EXAMINED = 10_000
"""How many days are looked at to find where a COUNT ends."""
PER_DAY = 24
"""How many times of day one rule may name."""


class Frequency(StrEnum):
    """How often a rule starts anew. Hours, minutes and seconds are refused."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One RRULE (RFC 5545, section 3.3.10), read. Its times are naive: the wall clock of the rule's zone."""

    freq: Frequency
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    months: tuple[int, ...] = ()
    month_days: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    weeks: frozenset[int] = frozenset()
    weekdays: frozenset[int] = frozenset()
    """Weekdays of any position, 0 for Monday."""
    placed: frozenset[tuple[int, int]] = frozenset()
    """(position, weekday), such as (-1, 4) for the last Friday of the month or year."""
    positions: tuple[int, ...] = ()
    week_start: int = 0
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()

    @classmethod
    def parse(cls, text: str, zone: ZoneInfo | None = None) -> Rule:
        """Read the value of an RRULE.

        Args:
            text: Such as `FREQ=WEEKLY;BYDAY=MO`.
            zone: Where its wall clock hangs; an UNTIL in UTC is turned into that.

        Raises:
            ValueError: It is not one, or not of days or more; the message says why.
        """
        parts: dict[str, str] = {}
        for piece in text.split(";"):
            name, separator, value = piece.partition("=")
            if not separator or not value or name in parts:
                raise ValueError(f"{piece[:40]!r} is not a part of an RFC 5545 RRULE")
            parts[name] = value
        return cls(**_read(parts, zone or ZoneInfo("UTC")))

    def between(self, start: datetime, low: datetime, high: datetime) -> Iterator[datetime]:
        """The occurrences from `low` to `high`, both included, in order.

        The start is always the first occurrence, whether or not it fits the rule, as calendars do.

        Args:
            start: DTSTART, naive.
            low: Naive.
            high: Naive.
        """
        if self.until is not None:
            high = min(high, max(self.until, start))
        if self.count is None:
            found = self._from(start, max(low, start), high)
        else:
            found = islice(self._from(start, start, high), self.count)
        return (moment for moment in found if moment >= low)

    def after(self, start: datetime, moment: datetime, years: int = 40) -> datetime | None:
        """The first occurrence after a moment, looking ahead at most so many years (28 bring back a 29 February)."""
        moment = max(moment, start - timedelta(microseconds=1))
        horizon = min(moment.year + years, YEARS[1] + years)
        found = self.between(start, moment, moment.replace(year=horizon, day=min(moment.day, 28)))
        return next((one for one in found if one > moment), None)

    def last(self, start: datetime) -> datetime | None:
        """Where a COUNT ends; None without one, or where that lies beyond `EXAMINED` days of looking."""
        if self.count is None:
            return None
        last, seen, examined, index = start, 1, 0, 0
        while seen < self.count:
            period = self._period(start.date(), index)
            if period is None or examined >= EXAMINED:
                return None
            days = list(period[1])
            examined += len(days)
            later = [moment for moment in self._moments(iter(days), start) if moment > start][: self.count - seen]
            last, seen, index = (later or [last])[-1], seen + len(later), index + 1
        return last

    def _from(self, start: datetime, low: datetime, high: datetime) -> Iterator[datetime]:
        """The start, if it is within; then every moment that the rule names after it."""
        if low <= start <= high:
            yield start
        index = self._first_period(start.date(), low.date() - DAY)
        while True:
            days = self._period(start.date(), index)
            if days is None or days[0] > high.date():
                return
            for moment in self._moments(days[1], start):
                if moment > high:
                    return
                if moment > start and moment >= low:
                    yield moment
            index += 1

    def _moments(self, days: Iterator[date], start: datetime) -> Iterator[datetime]:
        times = [
            time(hour, minute, start.second)
            for hour in self.hours or (start.hour,)
            for minute in self.minutes or (start.minute,)
        ]
        found = (datetime.combine(day, at) for day in days if self._fits(day, start.date()) for at in times)
        if not self.positions:
            return found
        whole = list(found)
        size = len(whole)
        places = {place - 1 if place > 0 else size + place for place in self.positions}
        return iter([whole[place] for place in sorted(places) if 0 <= place < size])

    def _first_period(self, start: date, low: date) -> int:
        """The number of a period that ends before `low`, or 0."""
        if low <= start:
            return 0
        match self.freq:
            case Frequency.DAILY:
                passed = (low - start).days
            case Frequency.WEEKLY:
                passed = (low - start).days // 7
            case Frequency.MONTHLY:
                passed = (low.year - start.year) * 12 + low.month - start.month
            case Frequency.YEARLY:
                passed = low.year - start.year
        return max(0, passed // self.interval - 1)

    def _period(self, start: date, index: int) -> tuple[date, Iterator[date]] | None:
        """The first day of a period, and its days; None past the end of the calendar."""
        step = index * self.interval
        match self.freq:
            case Frequency.DAILY:
                first, length = start.toordinal() + step, 1
            case Frequency.WEEKLY:
                first, length = start.toordinal() - (start.weekday() - self.week_start) % 7 + 7 * step, 7
            case Frequency.MONTHLY:
                return self._months_of(start.year * 12 + start.month - 1 + step, 1, start)
            case Frequency.YEARLY:
                return self._months_of((start.year + step) * 12, 12, start)
        if first + length > date.max.toordinal():
            return None
        return date.fromordinal(first), (date.fromordinal(first + day) for day in range(length))

    def _months_of(self, first: int, length: int, start: date) -> tuple[date, Iterator[date]] | None:
        if (first + length) // 12 >= date.max.year:
            return None
        bare = not (self.weekdays or self.placed or self.weeks or self.year_days or self.month_days)
        months = self.months or ((start.month,) if bare and length > 1 else ())
        wanted = [month for month in range(first, first + length) if not months or month % 12 + 1 in months]
        days = (
            date(month // 12, month % 12 + 1, day)
            for month in wanted
            for day in range(1, _month_length(month // 12, month % 12 + 1) + 1)
        )
        return date(first // 12, first % 12 + 1, 1), days

    def _fits(self, day: date, start: date) -> bool:
        """The BYxxx parts all hold; where none names a day, the start's own does."""
        if self.months and day.month not in self.months:
            return False
        if self.weeks and not self._in_weeks(day):
            return False
        if self.year_days and not _counted(day.timetuple().tm_yday, _year_length(day.year), self.year_days):
            return False
        if self.month_days and not _counted(day.day, _month_length(day.year, day.month), self.month_days):
            return False
        if self.weekdays or self.placed:
            return day.weekday() in self.weekdays or self._is_placed(day)
        if self.weeks or self.year_days or self.month_days:
            return True
        return self._fits_start(day, start)

    def _fits_start(self, day: date, start: date) -> bool:
        match self.freq:
            case Frequency.DAILY:
                return True
            case Frequency.WEEKLY:
                return day.weekday() == start.weekday()
            case Frequency.MONTHLY:
                return day.day == start.day
            case Frequency.YEARLY:
                return day.day == start.day and (bool(self.months) or day.month == start.month)

    def _is_placed(self, day: date) -> bool:
        if not self.placed:
            return False
        if self.freq is Frequency.YEARLY and not self.months:
            at, length = day.timetuple().tm_yday, _year_length(day.year)
        else:
            at, length = day.day, _month_length(day.year, day.month)
        return any(
            day.weekday() == weekday
            and ((at - 1) // 7 + 1 == place if place > 0 else -((length - at) // 7) - 1 == place)
            for place, weekday in self.placed
        )

    def _in_weeks(self, day: date) -> bool:
        year, number = self._week(day)
        last = self._week(date(year, 12, 28))[1]
        return number in self.weeks or number - last - 1 in self.weeks

    def _week(self, day: date) -> tuple[int, int]:
        """Week 1 is the first with four days in the year; its middle day tells the year of any week."""
        middle = day - DAY * ((day.weekday() - self.week_start) % 7) + DAY * 3
        return middle.year, (middle.timetuple().tm_yday - 1) // 7 + 1


def _counted(place: int, length: int, wanted: frozenset[int]) -> bool:
    return place in wanted or place - length - 1 in wanted


def _year_length(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _month_length(year: int, month: int) -> int:
    following = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return (following - DAY).day


def _read(parts: dict[str, str], zone: ZoneInfo) -> dict[str, Any]:
    if "COUNT" in parts and "UNTIL" in parts:
        raise ValueError("COUNT and UNTIL exclude each other")
    read: dict[str, Any] = {}
    for name, value in parts.items():
        match name:
            case "FREQ":
                if value not in Frequency.__members__:
                    raise ValueError("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY")
                read["freq"] = Frequency(value)
            case "INTERVAL":
                read["interval"] = _number(name, value, 1, 1000)
            case "COUNT":
                read["count"] = _number(name, value, 1, EXAMINED)
            case "UNTIL":
                read["until"] = _until(value, zone)
            case "WKST":
                if value not in DAYS:
                    raise ValueError("WKST must be a day such as MO")
                read["week_start"] = DAYS.index(value)
            case "BYDAY":
                read["weekdays"], read["placed"] = _weekdays(value, parts.get("FREQ"))
            case _ if name in LISTS:
                field, low, high = LISTS[name]
                numbers = sorted({_number(name, item, low, high) for item in value.split(",")})
                if low < 0 and 0 in numbers:
                    raise ValueError(f"{name} cannot be 0")
                read[field] = frozenset(numbers) if field in SETS else tuple(numbers)
            case _:
                raise ValueError(f"{name[:40]!r} is not a part of an RFC 5545 RRULE")
    if "freq" not in read:
        raise ValueError("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY")
    if len(read.get("hours", (0,))) * len(read.get("minutes", (0,))) > PER_DAY:
        raise ValueError(f"at most {PER_DAY} times a day")
    return read


LISTS = {
    "BYMONTH": ("months", 1, 12),
    "BYMONTHDAY": ("month_days", -31, 31),
    "BYYEARDAY": ("year_days", -366, 366),
    "BYWEEKNO": ("weeks", -53, 53),
    "BYSETPOS": ("positions", -366, 366),
    "BYHOUR": ("hours", 0, 23),
    "BYMINUTE": ("minutes", 0, 59),
}
SETS = frozenset({"month_days", "year_days", "weeks"})


def _number(name: str, text: str, low: int, high: int) -> int:
    digits = text[1:] if text[:1] in "+-" else text
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 6) or not low <= int(text) <= high:
        raise ValueError(f"{name} must be from {low} to {high}")
    return int(text)


def _weekdays(text: str, freq: str | None) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    plain: set[int] = set()
    placed: set[tuple[int, int]] = set()
    for item in text.split(","):
        if item[-2:] not in DAYS:
            raise ValueError("BYDAY must be days such as MO, or 1MO in a month")
        day = DAYS.index(item[-2:])
        if len(item) == 2:
            plain.add(day)
            continue
        if freq not in ("MONTHLY", "YEARLY"):
            raise ValueError("BYDAY takes a number only in a month or a year")
        place = _number("BYDAY", item[:-2], -53, 53)
        if place == 0:
            raise ValueError("BYDAY cannot be 0")
        placed.add((place, day))
    return frozenset(plain), frozenset(placed)


def _until(text: str, zone: ZoneInfo) -> datetime:
    """The last moment, on the wall clock; a date alone includes that whole day."""
    try:
        if len(text) == 8:
            return datetime.combine(datetime.strptime(text, "%Y%m%d").date(), time(23, 59, 59))
        local = datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")
    except ValueError:
        raise ValueError("UNTIL must be a date (20261231) or a time (20261231T225959Z)") from None
    if not YEARS[0] <= local.year <= 9000:
        raise ValueError("UNTIL lies too far away")
    return local.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) if text.endswith("Z") else local
