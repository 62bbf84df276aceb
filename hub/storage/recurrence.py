"""Recurrence in a person's time zone: rules are checked on the way in and followed on the wall clock."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from hub.kernel.errors import invalid
from hub.storage.rrule import Rule


def check_rrule(rule: str) -> None:
    """Refuse what is not one RRULE of days or more (`FREQ=WEEKLY;BYDAY=MO`).

    Raises:
        OperationError: `invalid`.
    """
    try:
        Rule.parse(rule)
    except ValueError as fault:
        raise invalid("The recurrence is not valid.", rrule=str(fault)) from None


def next_after(rule: str, start: datetime, zone: ZoneInfo, moment: datetime) -> datetime | None:
    """The first occurrence after a moment, in UTC; 8:00 local stays 8:00 through a clock change.

    Args:
        rule: An RRULE.
        start: The first occurrence, aware.
        zone: The owner's time zone.
        moment: Aware; the answer lies strictly after it.
    """
    read = Rule.parse(rule, zone)
    local_start = wall(start, zone)
    found = read.after(local_start, wall(moment, zone))
    while found is not None:
        aware = instant(found, zone)
        if aware > moment:
            return aware
        found = read.after(local_start, found)
    return None


def wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the clock on the wall shows at a moment, naive."""
    return moment.astimezone(zone).replace(tzinfo=None)


def instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The moment in UTC at which the clock on the wall shows that.

    A time that a clock change skips is read with the offset before it, one that comes twice is the first
    (RFC 5545, section 3.3.5); both are what `fold=0` means.
    """
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def check_zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name.

    Raises:
        OperationError: `invalid`.
    """
    found = known_zone(name)
    if found is None:
        raise invalid("There is no such time zone.", time_zone="must be an IANA name such as Europe/Paris")
    return found


def known_zone(name: str) -> ZoneInfo | None:
    """The time zone of that IANA name, if there is one."""
    return ZoneInfo(name) if name in _zones() else None
