"""What the catalog tests make and ask of messages."""

from __future__ import annotations

from tests.catalog.world import Fill, Makers

MAKERS: Makers = {
    "message": ("/api/rooms/{room}/messages", {"content": "hello"}),
}
BY_HAND: dict[str, Fill] = {
    "message.send": lambda world: {"room_id": world.id("room"), "content": "hi", "client_msg_id": "parity"},
    "message.edit": lambda world: {"content": "hello again"},
    "message.react": lambda world: {"emoji": "👍"},
    "message.unreact": lambda world: {"emoji": "👍"},
}
