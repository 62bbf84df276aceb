"""What the catalog tests make and ask of scheduled messages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.catalog.world import Fill, Makers

LOBBY = "000000000000000000000001"
NEXT_MONTH = (datetime.now(UTC) + timedelta(days=30)).isoformat()
MAKERS: Makers = {
    "scheduled": ("/api/scheduled", {"room_id": LOBBY, "content": "Good morning", "send_at": NEXT_MONTH}),
}
BY_HAND: dict[str, Fill] = {
    "scheduled.create": lambda world: {"room_id": LOBBY, "content": "Good night", "send_at": NEXT_MONTH},
    "scheduled.update": lambda world: {"content": "Good evening"},
}
