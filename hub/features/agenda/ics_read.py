"""iCalendar text (RFC 5545) to events. What comes in is a stranger's: each component is read or refused alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from hub.features.agenda.documents import EventDocument
from hub.features.agenda.occurrences import Point, local
from hub.features.agenda.schemas import Attendee, Override, Reminder, Skipped, Source, Status
from hub.features.agenda.series import OVERRIDES, check_series, default_end
from hub.kernel.errors import OperationError
from hub.storage.recurrence import instant, known_zone
from hub.storage.wire import YEARS

UNTITLED = "(–)"
DATES = 1000
ZONE_BLOCK = re.compile(r"^BEGIN:VTIMEZONE\s*$.*?^END:VTIMEZONE\s*$\n?", re.MULTILINE | re.DOTALL | re.IGNORECASE)
FOLD = re.compile(r"\r?\n[ \t]")
COMPONENTS = 5000
RESPONSES = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative", "DELEGATED": "delegated"}
COLOR = re.compile(r"#[0-9a-fA-F]{6}")


class Unreadable(Exception):
    """A component that cannot be imported, and why."""


class NoCalendar(Exception):
    """The text is no iCalendar file."""


@dataclass
class Reading:
    """What a file holds."""

    events: list[EventDocument] = field(default_factory=list[EventDocument])
    skipped: list[Skipped] = field(default_factory=list[Skipped])


def read(text: str, zone: ZoneInfo, owner_id: str, calendar_id: str | None) -> Reading:
    """Read a file. Slow (half a second for a thousand events), so it belongs on a thread.

    Args:
        text: The file.
        zone: The reader's; floating times and days are theirs.
        owner_id: Whose events they become.
        calendar_id: The calendar that they come from.

    Raises:
        NoCalendar: The text is no iCalendar file.
    """
    masters: dict[str, Any] = {}
    changed: dict[str, list[Any]] = defaultdict(list)
    reading = Reading()
    for component in _components(text):
        uid = _text(component, "UID", 1000)
        try:
            _must_be_sound(component, uid)
            if component.get("RECURRENCE-ID") is not None:
                changed[uid].append(component)
            elif uid in masters:
                raise Unreadable("another event of this file has the same UID")
            else:
                masters[uid] = component
        except Unreadable as fault:
            reading.skipped.append(_skipped(component, str(fault)))
    for uid, components in changed.items():
        if uid not in masters:  # an invitation to one occurrence: an event by itself
            for component in components:
                at = _text(component, "RECURRENCE-ID", 100) or str(_dt(component, "RECURRENCE-ID"))
                masters[f"{uid}/{at}"] = component
    for uid, component in masters.items():
        try:
            event = _event(component, uid, zone, owner_id, calendar_id)
            event.overrides = _overrides(event, changed.get(uid, ()), reading)
            reading.events.append(event)
        except (Unreadable, OperationError, ValidationError, ValueError, TypeError, OverflowError) as fault:
            reading.skipped.append(_skipped(component, _reason(fault)))
    return reading


def _components(text: str) -> list[Any]:
    """The parts of the calendars in a file, but descriptions of zones.

    A zone's description is a set of recurrence rules, which the parser would walk however long they take;
    its name says enough.
    """
    from icalendar import Calendar

    plain = ZONE_BLOCK.sub("", FOLD.sub("", text.lstrip("\ufeff")).replace("\r\n", "\n"))
    try:
        calendars = Calendar.from_ical(plain, multiple=True)
    except (ValueError, IndexError, KeyError, TypeError) as fault:
        raise NoCalendar(str(fault)[:200]) from fault
    found = [part for calendar in calendars if calendar.name == "VCALENDAR" for part in calendar.subcomponents]
    if not any(calendar.name == "VCALENDAR" for calendar in calendars):
        raise NoCalendar("it has no complete VCALENDAR")
    if len(found) > COMPONENTS:
        raise NoCalendar(f"it has more than {COMPONENTS} components")
    return found


def _must_be_sound(component: Any, uid: str) -> None:
    if component.name != "VEVENT":
        raise Unreadable(f"it is a {component.name}, not an event")
    if component.errors:
        name, why = component.errors[0]
        raise Unreadable(f"{name}: {why}"[:300])
    if not uid:
        raise Unreadable("it has no UID")
    if component.get("DTSTART") is None:
        raise Unreadable("it has no DTSTART")


def _event(component: Any, uid: str, zone: ZoneInfo, owner_id: str, calendar_id: str | None) -> EventDocument:
    where = _zone_of(component, zone)
    start = _point(component, "DTSTART", where)
    rules = _listed(component.get("RRULE"))
    if len(rules) > 1 or component.get("EXRULE") is not None:
        raise Unreadable("it has more than one recurrence rule")
    event = EventDocument(
        uid=uid,
        start=start,
        end=_end(component, start, where),
        all_day=not isinstance(start, datetime),
        time_zone=where.key,
        rrule=_rule(rules[0]) if rules else None,
        rdates=_dates(component, "RDATE", start, where),
        exdates=_dates(component, "EXDATE", start, where),
        **_words(component),
        calendar_id=calendar_id,
        source=Source.ICS,
        owner_id=owner_id,
    )
    check_series(event, momentary=True)
    return event


def _words(component: Any) -> dict[str, Any]:
    """The fields that do not say when."""
    status = _text(component, "STATUS", 20).lower()
    color = _text(component, "X-PANORAMIX-COLOR", 7) or _text(component, "COLOR", 7)
    return {
        "summary": _text(component, "SUMMARY", 300) or UNTITLED,
        "description": _text(component, "DESCRIPTION", 20_000),
        "location": _text(component, "LOCATION", 1000),
        "status": Status(status) if status in list(Status) else Status.CONFIRMED,
        "color": color if COLOR.fullmatch(color) else None,
        "alarms": list(_reminders(component))[:20],
        "attendees": list(_attendees(component))[:500],
    }


def _overrides(event: EventDocument, components: Iterable[Any], reading: Reading) -> list[Override]:
    found: dict[Point, Override] = {}
    for component in components:
        try:
            if component["RECURRENCE-ID"].params.get("RANGE"):
                raise Unreadable("it changes an occurrence and all that follow")
            if len(found) >= OVERRIDES:
                raise Unreadable(f"its series has more than {OVERRIDES} occurrences of their own")
            key = _named(_point(component, "RECURRENCE-ID", event.zone), event)
            where = _zone_of(component, event.zone)
            start = _point(component, "DTSTART", where)
            if isinstance(start, datetime) is event.all_day:
                raise Unreadable("it mixes a time with all-day")
            own = {name: value for name, value in _words(component).items() if value != getattr(event, name)}
            found[key] = Override(occurrence=key, start=start, end=_end(component, start, where), **own)
        except (Unreadable, ValidationError, ValueError, TypeError, OverflowError) as fault:
            reading.skipped.append(_skipped(component, _reason(fault)))
    return [found[key] for key in sorted(found, key=str)]


def _point(component: Any, name: str, zone: ZoneInfo) -> Point:
    return _placed(_dt(component, name), zone)


def _dt(component: Any, name: str) -> Any:
    found = component.get(name)
    if isinstance(found, list):
        raise Unreadable(f"it has more than one {name}")
    return found.dt


def _placed(moment: Any, zone: ZoneInfo) -> Point:
    """A time without a zone hangs in the event's."""
    if not isinstance(moment, date) or not YEARS[0] <= moment.year <= YEARS[1]:
        raise Unreadable(f"a time outside the years {YEARS[0]} to {YEARS[1]}, or none")
    if not isinstance(moment, datetime):
        return moment
    return instant(moment, zone) if moment.tzinfo is None else moment.astimezone(UTC).replace(microsecond=0)


def _end(component: Any, start: Point, zone: ZoneInfo) -> Point:
    """DTEND, or DTSTART and DURATION; without either a day is one day long, and a time takes no time."""
    if component.get("DTEND") is not None:
        end = _point(component, "DTEND", zone)
    elif component.get("DURATION") is not None:
        end = start + component["DURATION"].dt
    else:
        end = start
    if not isinstance(start, datetime) and end == start:
        return default_end(start)
    return end


def _zone_of(component: Any, zone: ZoneInfo) -> ZoneInfo:
    """The IANA zone of an event, also from Windows' names and from paths that end in one."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    start = component["DTSTART"]
    name = str(start.params.get("TZID", ""))
    parts = name.strip("/").split("/")
    tails = ["/".join(parts[-length:]) for length in (len(parts), 3, 2, 1)]
    for known in (_text(component, "X-PANORAMIX-TZID", 60), WINDOWS_TO_OLSON.get(name, ""), *tails):
        found = known_zone(known)
        if found is not None:
            return found
    utc = isinstance(start.dt, datetime) and start.dt.tzinfo is not None and not name
    return ZoneInfo("UTC") if utc and component.get("RRULE") is not None else zone


def _dates(component: Any, name: str, start: Point, zone: ZoneInfo) -> list[Point]:
    found: set[Point] = set()
    for listed in _listed(component.get(name)):
        for each in listed.dts:
            if isinstance(each.dt, tuple):
                raise Unreadable(f"its {name} holds periods")
            found.add(_alike(_placed(each.dt, zone), start, zone))
    if len(found) > DATES:
        raise Unreadable(f"it has more than {DATES} {name}")
    return sorted(found, key=str)


def _named(key: Point, event: EventDocument) -> Point:
    return _alike(key, event.start, event.zone)


def _alike(point: Point, start: Point, zone: ZoneInfo) -> Point:
    """A day in a series of times means that day's; a time in a series of days means its day."""
    if isinstance(start, datetime) and not isinstance(point, datetime):
        return instant(datetime.combine(point, local(start, zone).time()), zone)
    if not isinstance(start, datetime) and isinstance(point, datetime):
        return local(point, zone).date()
    return point


def _rule(rule: Any) -> str:
    return str(rule.to_ical().decode()).upper()


def _reminders(component: Any) -> Iterable[Reminder]:
    for part in component.subcomponents:
        trigger = part.get("TRIGGER")
        if part.name != "VALARM" or trigger is None or part.errors or not isinstance(trigger.dt, timedelta):
            continue
        minutes = -round(trigger.dt.total_seconds() / 60)
        if str(trigger.params.get("RELATED", "START")).upper() == "START" and abs(minutes) <= 40_320:
            yield Reminder(minutes_before=minutes, description=_text(part, "DESCRIPTION", 300))


def _attendees(component: Any) -> Iterable[Attendee]:
    for each in _listed(component.get("ATTENDEE")):
        email = re.sub("^mailto:", "", str(each), flags=re.IGNORECASE).strip()
        if not re.fullmatch(r"[^\s@]+@[^\s@]+", email) or len(email) > 320:
            continue
        response: Any = RESPONSES.get(str(each.params.get("PARTSTAT", "")).upper(), "needs-action")
        yield Attendee(
            email=email,
            name=str(each.params.get("CN", ""))[:200],
            response=response,
            optional=str(each.params.get("ROLE", "")).upper() == "OPT-PARTICIPANT",
        )


def _listed(found: Any) -> Sequence[Any]:
    return [] if found is None else found if isinstance(found, list) else [found]  # pyright: ignore[reportUnknownVariableType]  # the parser is untyped


def _text(component: Any, name: str, longest: int) -> str:
    found = component.get(name)
    first = _listed(found)[0] if _listed(found) else ""
    return "".join(char for char in str(first) if char >= " " or char in "\n\t").strip()[:longest].strip()


def _skipped(component: Any, reason: str) -> Skipped:
    return Skipped(
        uid=_text(component, "UID", 200) or None, summary=_text(component, "SUMMARY", 300) or None, reason=reason
    )


def _reason(fault: Exception) -> str:
    if isinstance(fault, OperationError):
        return "; ".join([fault.detail, *(f"{name}: {why}" for name, why in fault.errors.items())])[:300]
    if isinstance(fault, ValidationError):
        return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in fault.errors())[:300]
    return str(fault)[:300] or type(fault).__name__
