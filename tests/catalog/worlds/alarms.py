"""What the catalog tests make and ask of alarms."""

from __future__ import annotations

from tests.catalog.world import Fill, Makers

MAKERS: Makers = {
    "alarm": ("/api/alarms", {"title": "Wake up", "next_trigger_at": "2026-12-24T07:00:00Z"}),
}
BY_HAND: dict[str, Fill] = {
    "alarm.update": lambda world: {"title": "Wake up now"},
    "alarm.create": lambda world: {"title": "Tea", "next_trigger_at": "2026-12-25T07:00:00Z"},
    "alarm.snooze": lambda world: {"minutes": 10},
}
