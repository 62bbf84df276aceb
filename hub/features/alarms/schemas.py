"""The wire models of alarms."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from hub.storage.wire import ById, EntityOut, Id, Input, PageInput, Time, Title, UpdateInput

Rule = Annotated[str, StringConstraints(min_length=1, max_length=500)]
"""An RFC 5545 RRULE without its name, such as `FREQ=WEEKLY;BYDAY=MO`."""

ZoneName = Annotated[str, StringConstraints(min_length=1, max_length=60)]
"""An IANA time zone, such as `Europe/Paris`."""


class Alarm(EntityOut):
    """An alarm."""

    title: str
    next_trigger_at: Time
    rrule: str | None
    time_zone: str
    enabled: bool
    snoozed_until: Time | None
    done: bool
    acknowledged: bool
    """Its last ringing has been answered."""
    ringing: bool
    """It is ringing now, at every session of its owner."""
    event_id: Id | None = None
    """The event of the agenda that it reminds of, if it does."""
    due_at: Time | None
    """When it rings next; none while it rings, is off or is done."""


class CreateAlarm(Input):
    """A new alarm. Without a recurrence it rings once."""

    title: Title
    next_trigger_at: Time = Field(description="When it rings first. In the past: at once.")
    rrule: Rule | None = Field(
        default=None, description="RFC 5545 RRULE in the owner's time zone, such as FREQ=WEEKLY;BYDAY=MO,FR."
    )
    time_zone: ZoneName | None = Field(default=None, description="Left out: the owner's.")
    enabled: bool = True


class UpdateAlarm(UpdateInput):
    """Changes to an alarm; only what is sent is changed. A new time arms a done alarm again."""

    title: Title = ""
    next_trigger_at: Time | None = None
    rrule: Rule | None = None
    time_zone: ZoneName = ""
    enabled: bool = True


class ListAlarms(PageInput):
    """Which alarms to list; without filters all of them, done ones included."""

    q: Annotated[str | None, Field(max_length=200, description="Words in the title.")] = None
    enabled: bool | None = None
    done: bool | None = None
    ringing: bool | None = None
    trigger_from: Time | None = None
    trigger_to: Time | None = None
    sort: Literal["next_trigger_at", "created_at", "updated_at"] = "next_trigger_at"


class SnoozeAlarm(ById):
    """Let an alarm rest for a while."""

    minutes: Annotated[int, Field(ge=1, le=10_080, description="From now, or from when it is due if that is later.")]


class FireAlarm(ById):
    """Ring an alarm that has come due."""

    due_at: Time
    """The time that was read; the alarm rings only if that is still when it is due."""
