"""The wire models of the agenda."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer, PlainValidator, StringConstraints, WithJsonSchema

from hub.storage.wire import YEARS, Color, Date, EntityOut, Id, Input, PageInput, Text, Time, UpdateInput, Wire

A_DAY = re.compile(r"\d{4}-\d\d-\d\d")
A_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)")


def _moment(value: Any) -> datetime | date:
    """A day or an instant, told apart by how it is written.

    Raises:
        ValueError: It is neither.
    """
    if isinstance(value, str):
        if A_DAY.fullmatch(value):
            value = date.fromisoformat(value)
        elif A_TIME.fullmatch(value):
            value = datetime.fromisoformat(value)
    if not isinstance(value, date) or (isinstance(value, datetime) and value.tzinfo is None):
        raise ValueError("must be a time with a zone (2026-11-21T08:00:00Z) or a day (2026-11-21)")
    if not YEARS[0] <= value.year <= YEARS[1]:
        raise ValueError(f"must be of the years {YEARS[0]} to {YEARS[1]}")
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
        return value.replace(microsecond=value.microsecond // 1000 * 1000)
    return value


def written(moment: datetime | date) -> str:
    """A moment as the wire has it."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return moment.isoformat()


Moment = Annotated[
    datetime | date,
    PlainValidator(_moment),
    PlainSerializer(written, return_type=str, when_used="json"),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}),
]
"""A time, or a day where an event is all day."""

Summary = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Location = Annotated[str, StringConstraints(max_length=1000)]
Rule = Annotated[str, StringConstraints(min_length=1, max_length=500)]
"""An RFC 5545 RRULE without its name, such as `FREQ=WEEKLY;BYDAY=MO`."""
ZoneName = Annotated[str, StringConstraints(min_length=1, max_length=60)]
CalendarId = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Moments = Annotated[list[Moment], Field(max_length=1000)]


class Status(StrEnum):
    """RFC 5545, section 3.8.1.11."""

    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Source(StrEnum):
    """Where an event came from."""

    MANUAL = "manual"
    ICS = "ics"
    GOOGLE = "google"
    IMPORT = "import"


class Scope(StrEnum):
    """How far a change to one occurrence reaches."""

    THIS = "this"
    FOLLOWING = "following"


class Reminder(Input):
    """A reminder before an event (a VALARM)."""

    minutes_before: Annotated[int, Field(ge=-40_320, le=40_320, description="Negative: after the start.")]
    description: Annotated[str, StringConstraints(max_length=300)] = ""


class Attendee(Input):
    """Somebody who is invited."""

    email: Annotated[str, StringConstraints(min_length=3, max_length=320, pattern=r"^[^\s@]+@[^\s@]+$")]
    name: Annotated[str, StringConstraints(max_length=200)] = ""
    response: Literal["needs-action", "accepted", "declined", "tentative", "delegated"] = "needs-action"
    optional: bool = False


Reminders = Annotated[list[Reminder], Field(max_length=20)]
Attendees = Annotated[list[Attendee], Field(max_length=500)]


class Override(Wire):
    """One occurrence that differs from its series; what is null is as in the series."""

    occurrence: Moment
    """When the series would have it start."""
    start: Moment | None = None
    end: Moment | None = None
    summary: str | None = None
    description: str | None = None
    location: str | None = None
    status: Status | None = None
    color: str | None = None
    alarms: list[Reminder] | None = None
    attendees: list[Attendee] | None = None


class Event(EntityOut):
    """An event, or with `occurrence` one occurrence of it."""

    uid: str
    summary: str
    description: str
    location: str
    start: Moment
    end: Moment
    """Exclusive."""
    all_day: bool
    time_zone: str
    """Where its wall clock hangs: a recurring event at 8:00 stays at 8:00 there."""
    rrule: str | None
    rdates: list[Moment]
    exdates: list[Moment]
    overrides: list[Override]
    """The occurrences that differ; left out where one occurrence is shown."""
    alarms: list[Reminder]
    attendees: list[Attendee]
    status: Status
    color: str | None
    calendar_id: str | None
    source: Source
    occurrence: Moment | None = None
    """Which occurrence this is: when the series has it start. Null for an event as it is stored."""


class CreateEvent(Input):
    """A new event. Without an end it lasts an hour, or one day."""

    summary: Summary
    start: Moment = Field(description="A time, or a day for an event that takes all day.")
    end: Moment | None = Field(default=None, description="Exclusive, also for days: one day long ends the next day.")
    all_day: bool | None = Field(default=None, description="Left out: as `start` is written.")
    description: Text = ""
    location: Location = ""
    time_zone: ZoneName | None = Field(default=None, description="Left out: the caller's.")
    rrule: Rule | None = Field(default=None, description="RFC 5545 RRULE, such as FREQ=WEEKLY;BYDAY=MO.")
    rdates: Moments = Field(default=[], description="Occurrences beside the rule.")
    exdates: Moments = Field(default=[], description="Occurrences that are left out.")
    alarms: Reminders = []
    attendees: Attendees = []
    status: Status = Status.CONFIRMED
    color: Color | None = None
    calendar_id: CalendarId | None = None


class UpdateEvent(UpdateInput):
    """Changes to an event; only what is sent is changed. A new start alone moves the end along."""

    occurrence: Moment | None = Field(
        default=None, description="The start of one occurrence of a series, as the list gives it: change that one."
    )
    scope: Scope = Field(default=Scope.THIS, description="With `occurrence`: that one, or it and all that follow.")
    summary: Summary = ""
    start: Moment | None = None
    end: Moment | None = None
    all_day: bool = False
    description: Text = ""
    location: Location = ""
    time_zone: ZoneName = ""
    rrule: Rule | None = None
    rdates: Moments = []
    exdates: Moments = []
    alarms: Reminders = []
    attendees: Attendees = []
    status: Status = Status.CONFIRMED
    color: Color | None = None
    calendar_id: CalendarId | None = None


class DeleteEvent(Input):
    """An event, or part of a series."""

    id: Id
    occurrence: Moment | None = Field(default=None, description="The start of one occurrence: delete that one.")
    scope: Scope = Field(default=Scope.THIS, description="With `occurrence`: that one, or it and all that follow.")


class ListEvents(PageInput):
    """Which events to list. With `from` and `to` their occurrences in that time; without, as they are stored."""

    from_: Moment | None = Field(default=None, alias="from", description="A time, or a day from its beginning.")
    to: Moment | None = Field(default=None, description="A time (exclusive), or a day to its end. Two years at most.")
    q: Annotated[str | None, Field(max_length=200, description="Words in summary, description or location.")] = None
    calendar_id: CalendarId | None = None
    status: Status | None = None


class RemindOfEvent(Input):
    """A reminder that has come due."""

    id: Id
    due_at: Time
    """The time that was read; it rings only if that is still when it is due."""


class ImportEvents(Input):
    """Events from an iCalendar file."""

    ics: Annotated[str, StringConstraints(min_length=1, max_length=1_000_000)] = Field(
        description="The text of the file (RFC 5545), at most a million characters."
    )
    calendar_id: CalendarId | None = None


class Skipped(Wire):
    """A component that was not imported."""

    uid: str | None
    summary: str | None
    reason: str


class ImportReport(Wire):
    """What an import did. Importing the same file again changes nothing."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    remaining: int = 0
    """Left for the next call with the same file, where it holds more than one call takes."""
    skipped: list[Skipped] = []


class ExportEvents(Input):
    """Which events to export; without dates all of them."""

    from_: Moment | None = Field(default=None, alias="from")
    to: Moment | None = None
    calendar_id: CalendarId | None = None


class File(Wire):
    """A text file."""

    content: str
    filename: str
    mime_type: str


class ListHolidays(Input):
    """Public holidays; without dates those of this year and the next."""

    country: Annotated[str | None, StringConstraints(pattern=r"^[A-Z]{2}$")] = Field(
        default=None, description="ISO 3166-1, such as FR. Left out: the country of the caller's time zone or locale."
    )
    subdivision: Annotated[str | None, StringConstraints(pattern=r"^[A-Z0-9 -]{1,20}$")] = Field(
        default=None, description="Part of a country, such as BY for Bavaria, in the country's own codes."
    )
    from_: Date | None = Field(default=None, alias="from")
    to: Date | None = Field(default=None, description="Inclusive; ten years at most.")


class Holiday(Wire):
    """A public holiday."""

    date: Date
    name: str


class Holidays(Wire):
    """The public holidays of a country."""

    country: str | None
    """Null where neither time zone nor locale tells one."""
    items: list[Holiday]


class FindFree(Input):
    """When nothing is in the way."""

    from_: Time = Field(alias="from")
    to: Time = Field(description="At most 60 days later.")
    minutes: Annotated[int, Field(ge=5, le=1440, description="How long a stretch must be at least.")] = 30
    day_begins: Annotated[int, Field(ge=0, le=23, description="The first hour of a day, in the caller's zone.")] = 8
    day_ends: Annotated[int, Field(ge=1, le=24, description="The hour at which a day is over.")] = 20


class Stretch(Wire):
    """A stretch of time."""

    start: Time
    end: Time


class FreeTime(Wire):
    """What is taken and what is free, in order."""

    busy: list[Stretch]
    free: list[Stretch]
