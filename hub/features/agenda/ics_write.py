"""Events to iCalendar text (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hub.features.agenda.documents import EventDocument
from hub.features.agenda.occurrences import Point, Series
from hub.features.agenda.present import differing

PRODUCT = "-//Panoramix//Agenda//EN"
MIME_TYPE = "text/calendar; charset=utf-8"


def write(events: Iterable[EventDocument], now: datetime) -> str:
    """A calendar with those events. Slow (two milliseconds an event), so it belongs on a thread."""
    from icalendar import Calendar

    calendar: Any = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    for event in events:
        calendar.add_component(_series(event, now))
        series = Series.of(event)
        for override in event.overrides:
            start = override.start if override.start is not None else override.occurrence
            own = event.model_copy(
                update={
                    **differing(override),
                    "start": start,
                    "end": override.end if override.end is not None else series.end_of(start),
                }
            )
            component = _component(own, now)
            component.add("RECURRENCE-ID", _written(override.occurrence, event.zone))
            calendar.add_component(component)
    calendar.add_missing_timezones()
    return str(calendar.to_ical().decode())


def _series(event: EventDocument, now: datetime) -> Any:
    from icalendar import vRecur

    component = _component(event, now)
    if event.rrule:
        component.add("RRULE", vRecur.from_ical(event.rrule))
    for name, points in (("RDATE", event.rdates), ("EXDATE", event.exdates)):
        for point in points:
            component.add(name, [_written(point, event.zone)])
    return component


def _component(event: EventDocument, now: datetime) -> Any:
    """What a series and one of its occurrences have alike."""
    from icalendar import Event

    component: Any = Event()
    component.add("UID", event.uid)
    component.add("DTSTAMP", now.astimezone(UTC).replace(microsecond=0))
    component.add("CREATED", event.created_at.astimezone(UTC).replace(microsecond=0))
    component.add("LAST-MODIFIED", event.updated_at.astimezone(UTC).replace(microsecond=0))
    component.add("SEQUENCE", event.revision)
    component.add("SUMMARY", event.summary)
    component.add("DTSTART", _written(event.start, event.zone))
    component.add("DTEND", _written(event.end, event.zone))
    component.add("STATUS", event.status.value.upper())
    for name, text in (("DESCRIPTION", event.description), ("LOCATION", event.location)):
        if text:
            component.add(name, text)
    if event.all_day or event.zone.key == "UTC":  # no TZID in these tells it
        component.add("X-PANORAMIX-TZID", event.time_zone)
    if event.color:
        component.add("X-PANORAMIX-COLOR", event.color)
    for attendee in event.attendees:
        component.add("ATTENDEE", _attendee(attendee))
    for reminder in event.alarms:
        component.add_component(_alarm(reminder, event.summary))
    return component


def _attendee(attendee: Any) -> Any:
    from icalendar import vCalAddress

    address = vCalAddress(f"mailto:{attendee.email}")
    if attendee.name:
        address.params["CN"] = attendee.name
    address.params["PARTSTAT"] = attendee.response.upper()
    address.params["ROLE"] = "OPT-PARTICIPANT" if attendee.optional else "REQ-PARTICIPANT"
    return address


def _alarm(reminder: Any, summary: str) -> Any:
    from icalendar import Alarm

    alarm: Any = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("TRIGGER", timedelta(minutes=-reminder.minutes_before))
    alarm.add("DESCRIPTION", reminder.description or summary)
    return alarm


def _written(point: Point, zone: ZoneInfo) -> datetime | date:
    """A time in its zone, with the zone's name, or a day. UTC is written with Z."""
    if not isinstance(point, datetime):
        return point
    return point.astimezone(UTC if zone.key == "UTC" else zone)
