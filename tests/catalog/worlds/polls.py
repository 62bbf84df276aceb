"""What the catalog tests make and ask of polls."""

from __future__ import annotations

from collections.abc import Collection

from tests.catalog.world import Fill, Makers, World

LOBBY = "000000000000000000000001"
POLL = {"question": "Where to eat?", "options": ["Here", "There"]}
MAKERS: Makers = {"poll": ("/api/polls", {**POLL, "room_id": LOBBY})}
BY_HAND: dict[str, Fill] = {
    "poll.create": lambda world: {"room_id": world.id("room"), **POLL},
    "poll.vote": lambda world: {"option_ids": ["2"]},
}


async def prepare(world: World, kinds: Collection[str]) -> None:
    """One in a room of the owner's, where others have no part."""
    if "poll" in kinds:
        body = {**POLL, "room_id": world.id("room")}
        world.ids["poll"] = (await world.owner("POST", "/api/polls", body)).ok()["id"]
