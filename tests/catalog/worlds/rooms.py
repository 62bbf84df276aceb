"""What the catalog tests make and ask of rooms."""

from __future__ import annotations

from collections.abc import Collection

from tests.catalog.world import Fill, Makers, World

MAKERS: Makers = {
    "room": ("/api/rooms", {"kind": "private", "name": "plans"}),
    "second_room": ("/api/rooms", {"kind": "private", "name": "more plans"}),
}
BY_HAND: dict[str, Fill] = {
    "room.create": lambda world: {"kind": "private", "name": "secret plans"},
    "room.update": lambda world: {"name": "better plans"},
    "room.add_member": lambda world: {"user_id": world.other.id},
    "room.remove_member": lambda world: {"id": world.id("second_room"), "user_id": world.other.id},
    "room.read": lambda world: {"id": world.id("room"), "seq": 1},
    "room.set_preferences": lambda world: {"muted": True},
}


async def prepare(world: World, kinds: Collection[str]) -> None:
    """What takes more than one request."""
    if "second_room" in kinds:
        member = {"user_id": world.other.id}
        (await world.owner("POST", f"/api/rooms/{world.ids['second_room']}/members", member)).ok()
