"""Recurrence rules (RFC 5545, section 3.3.10), checked on the way in and expanded in local time."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

from hub.kernel.errors import invalid

FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
PARTS = frozenset(
    {
        *("FREQ", "UNTIL", "COUNT", "INTERVAL", "WKST", "BYDAY", "BYMONTHDAY", "BYYEARDAY"),
        *("BYWEEKNO", "BYMONTH", "BYSETPOS", "BYHOUR", "BYMINUTE"),
    }
)
NOON = datetime(2026, 1, 1, 12)


def check_rrule(rule: str) -> None:
    """Refuse what is not one RRULE of days or more (`FREQ=WEEKLY;BYDAY=MO`).

    Raises:
        OperationError: `invalid`.
    """
    parts = dict[str, str]()
    for piece in rule.split(";"):
        name, separator, value = piece.partition("=")
        if not separator or name not in PARTS or not value or name in parts:
            raise invalid("The recurrence is not valid.", rrule=f"{piece!r} is not a part of an RFC 5545 RRULE")
        parts[name] = value
    if parts.get("FREQ") not in FREQUENCIES:
        raise invalid("The recurrence is not valid.", rrule="FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY")
    if "COUNT" in parts and "UNTIL" in parts:
        raise invalid("The recurrence is not valid.", rrule="COUNT and UNTIL exclude each other")
    try:
        parsed(rule, NOON)
    except (ValueError, TypeError, IndexError, OverflowError) as fault:
        raise invalid("The recurrence is not valid.", rrule=str(fault)[:200] or "cannot be read") from None


def parsed(rule: str, start: datetime) -> rrule | rruleset:
    """The rule from a naive local start; an UNTIL in UTC is read as local, which is what people mean by it."""
    pieces = [
        "UNTIL=" + piece.removeprefix("UNTIL=").removesuffix("Z") if piece.startswith("UNTIL=") else piece
        for piece in rule.split(";")
    ]
    return rrulestr(";".join(pieces), dtstart=start)


def next_after(rule: str, start: datetime, zone: ZoneInfo, moment: datetime) -> datetime | None:
    """The first occurrence after a moment, in UTC; 8:00 local stays 8:00 through a clock change.

    Args:
        rule: An RRULE.
        start: The first occurrence, aware.
        zone: The owner's time zone.
        moment: Aware; the answer lies strictly after it.
    """
    local_start = start.astimezone(zone).replace(tzinfo=None)
    local_moment = moment.astimezone(zone).replace(tzinfo=None)
    found = parsed(rule, local_start).after(local_moment, inc=False)
    while found is not None:
        aware = found.replace(tzinfo=zone).astimezone(UTC)
        if aware > moment:
            return aware
        found = parsed(rule, local_start).after(found, inc=False)
    return None
