"""What the catalog tests make and ask of contacts."""

from __future__ import annotations

from collections.abc import Collection

from tests.catalog.world import Fill, Makers, World

MAKERS: Makers = {}
BY_HAND: dict[str, Fill] = {
    "contact.create": lambda world: {"user_id": world.other.id},
    "contact.update": lambda world: {"nickname": "Old friend"},
}


async def prepare(world: World, kinds: Collection[str]) -> None:
    """A contact names another account."""
    kept = (await world.owner("GET", "/api/contacts")).ok()["items"]
    made = {"user_id": world.other.id, "nickname": "Friend"}
    world.ids["contact"] = (kept[0] if kept else (await world.owner("POST", "/api/contacts", made)).ok())["id"]
