"""What the catalog tests make and ask of agenda."""

from __future__ import annotations

from tests.catalog.world import Fill, Makers

A_CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a@example.org\r\n"
    "DTSTART:20261127T090000Z\r\nSUMMARY:Fair\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
MAKERS: Makers = {
    "agenda": (
        "/api/agenda",
        {"summary": "Dentist", "start": "2026-11-27T09:00:00Z", "end": "2026-11-27T10:00:00Z"},
    ),
}
BY_HAND: dict[str, Fill] = {
    "agenda.import": lambda world: {"ics": A_CALENDAR},
    "agenda.update": lambda world: {"summary": "Dentist, again"},
    "agenda.create": lambda world: {
        "summary": "Lunch",
        "start": "2026-11-28T11:00:00Z",
        "end": "2026-11-28T12:00:00Z",
    },
}
