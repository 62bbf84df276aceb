"""When an event reminds: so many minutes before each of its occurrences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from hub.features.agenda.occurrences import Occurrence, Series, starts_at
from hub.features.agenda.schemas import Override, Reminder, Status

AHEAD = timedelta(days=3660)
"""How far ahead an occurrence is looked for, from now or from the first."""


class Reminding(Protocol):
    """What must be known of an event to say when it reminds."""

    alarms: list[Reminder]
    overrides: list[Override]
    status: Status
    reminded_until: datetime


def next_reminder(series: Series, event: Reminding) -> tuple[datetime, Occurrence] | None:
    """The first reminder that has not rung, and what it reminds of; None without one.

    A day begins at midnight where the event's wall clock hangs.
    """
    own = {one.occurrence: one.alarms for one in event.overrides if one.alarms is not None}
    sets: Sequence[Sequence[Reminder]] = (event.alarms, *own.values())
    minutes = [reminder.minutes_before for reminders in sets for reminder in reminders]
    if not minutes or event.status is Status.CANCELLED:
        return None
    earliest, latest = timedelta(minutes=max(minutes)), timedelta(minutes=min(minutes))
    first = starts_at(series.start, series.zone) - AHEAD / 10
    low = max(event.reminded_until + latest, first)
    best: tuple[datetime, Occurrence] | None = None
    for one in series.between(low, low + AHEAD, series.zone):
        begins = starts_at(one.start, series.zone)
        if best is not None and begins - earliest > best[0]:
            break
        for reminder in () if one.cancelled else own.get(one.key, event.alarms):
            at = begins - timedelta(minutes=reminder.minutes_before)
            if at > event.reminded_until and (best is None or at < best[0]):
                best = at, one
    return best
