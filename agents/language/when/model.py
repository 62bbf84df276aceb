"""What a date expression means, and the arithmetic that the rules of meaning need."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

Part = Literal["morning", "afternoon", "evening"]
Kind = Literal["day", "period", "days", "time", "times", "duration", "repeat", "moment", "shift", "part"]

# What "tomorrow afternoon" spans, in hours.
PARTS: dict[Part, tuple[int, int]] = {"morning": (6, 12), "afternoon": (12, 18), "evening": (18, 24)}
PART_TIME: dict[Part, time] = {"morning": time(9), "afternoon": time(14), "evening": time(19)}


@dataclass(frozen=True)
class Period:
    """Whole days, both ends included."""

    start: date
    end: date


@dataclass(frozen=True)
class Clock:
    """A time of day; `exact` when the words leave no doubt between morning and afternoon."""

    hour: int
    minute: int = 0
    exact: bool = False

    def at(self, part: Part | None, guess_afternoon: bool = False) -> time:
        """The time meant: "8" in the evening is 20:00; "3" alone may be guessed as 15:00."""
        late = part in ("afternoon", "evening") or (guess_afternoon and part is None and 1 <= self.hour <= 6)
        return time(self.hour + 12 if late and not self.exact and self.hour < 12 else self.hour, self.minute)


@dataclass(frozen=True)
class Today:
    """The day the words are said, and whether they look back ("I paid on Monday")."""

    now: datetime
    past: bool = False
    month_first: bool = False

    @property
    def date(self) -> date:
        return self.now.date()


@dataclass(frozen=True)
class Span:
    """An expression found at [start, end) of a clause.

    `firm`: led by a preposition, or unmistakable; may be cut from anywhere.
    `held`: belongs to a noun ("the Monday report"); stays in a title.
    """

    start: int
    end: int
    kind: Kind
    value: Callable[[Today], Any]
    firm: bool = False
    held: bool = False
    part: Part | None = None
    lead: str = ""


def day(today: Today, year: int | None, month: int | None, number: int) -> date | None:
    """The next (or, looking back, last) such day; None if there is no such date."""
    step = relativedelta(months=1) if month is None else relativedelta(years=1)
    base = today.date.replace(day=1)
    first = base if month is None else base.replace(month=month)
    if year is not None:
        candidates = [first.replace(year=year)]
    else:
        candidates = [first + step * i for i in ((0, -1, -2, -3, -4) if today.past else (-1, 0, 1, 2, 3, 4))]
    for start in candidates:
        try:
            found = start.replace(day=number)
        except ValueError:
            continue
        if year is not None or (found <= today.date if today.past else found >= today.date):
            return found
    return None


def weekday(today: Today, number: int, *, which: str = "") -> date:
    """A weekday is the next one after today; "last" and looking back give the one before."""
    ahead = (number - today.date.weekday() - 1) % 7 + 1
    if which == "last" or (today.past and which != "next"):
        back = (today.date.weekday() - number) % 7
        return today.date - timedelta(days=back or (7 if which == "last" else 0))
    return today.date + timedelta(days=ahead)


def week(today: Today, offset: int) -> Period:
    monday = today.date - timedelta(days=today.date.weekday()) + timedelta(weeks=offset)
    return Period(monday, monday + timedelta(days=6))


def weekend(today: Today, offset: int) -> Period:
    saturday = week(today, offset).start + timedelta(days=5)
    return Period(saturday, saturday + timedelta(days=1))


def month_of(first: date) -> Period:
    return Period(first, first + relativedelta(months=1) - timedelta(days=1))


def month(today: Today, offset: int) -> Period:
    return month_of(today.date.replace(day=1) + relativedelta(months=offset))


def named_month(today: Today, number: int, year: int | None) -> Period:
    """A month by name: the current one, else the next (looking back: the last)."""
    first = today.date.replace(day=1, month=number)
    if year is not None:
        return month_of(first.replace(year=year))
    if today.past and first > today.date:
        first = first.replace(year=first.year - 1)
    if not today.past and month_of(first).end < today.date:
        first = first.replace(year=first.year + 1)
    return month_of(first)


def year_of(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31))


def end_of_week(today: Today, offset: int = 0) -> date:
    """The coming Friday."""
    friday = today.date + timedelta(days=(4 - today.date.weekday()) % 7)
    return friday + timedelta(weeks=offset)


@dataclass(frozen=True)
class When:
    """All that a clause says about time."""

    day: date | None = None
    period: Period | None = None
    days: Period | None = None
    clock: Clock | None = None
    clock_end: Clock | None = None
    duration: timedelta | None = None
    rrule: str | None = None
    moment: datetime | None = None
    shift: relativedelta | None = None
    part: Part | None = None

    def __bool__(self) -> bool:
        return self != When()

    def at(self, guess_afternoon: bool = False) -> time | None:
        return self.clock.at(self.part, guess_afternoon) if self.clock else None

    def deadline(self, now: datetime) -> date | None:
        """The day by which; a period ends with its last day, except that a week ends on its Friday."""
        if self.day:
            return self.day
        if self.moment:
            return self.moment.date()
        if self.days:
            return self.days.end
        if self.period:
            friday = self.period.end - timedelta(days=2)
            is_week = (self.period.end - self.period.start).days == 6
            return friday if is_week and friday >= now.date() else self.period.end
        if self.rrule:
            return self.first_day(now)
        return None

    def first_day(self, now: datetime) -> date:
        """The first day of the recurrence that is still to come."""
        at = self.at()
        start = datetime.combine(self.day or now.date(), at or time(23, 59))
        # The interval counts from the first occurrence, so it has no say in which is first.
        rrule = ";".join(part for part in (self.rrule or "").split(";") if not part.startswith("INTERVAL"))
        after = now.replace(tzinfo=None) if at or "DAILY" in rrule else start.replace(hour=23, minute=59)
        found = rrulestr(rrule, dtstart=start).after(after)
        return (found or start).date()

    def starts(self, now: datetime, *, default: time | None = None, guess_afternoon: bool = False) -> datetime | None:
        """The instant meant, on the clock of `now`; a time alone is its next occurrence."""
        if self.moment:
            return self.moment
        at = self.at(guess_afternoon) or (PART_TIME[self.part] if self.part else default)
        if at is None:
            return None
        if self.day:
            on = self.day
        elif self.rrule:
            on = self.first_day(now)
        elif self.days or self.period:
            on = (self.days or self.period).start  # type: ignore[union-attr]  # one of them is set
        else:
            on = now.date() if at > now.time() else now.date() + timedelta(days=1)
        return datetime.combine(on, at, now.tzinfo)

    def span(self) -> Period | None:
        """The days that a question asks about."""
        if self.day:
            return Period(self.day, self.day)
        return self.days or self.period
