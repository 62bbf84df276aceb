"""What the catalog tests make and ask of bookmarks."""

from __future__ import annotations

from collections.abc import Collection

from tests.catalog.world import Fill, Makers, World

MAKERS: Makers = {}
BY_HAND: dict[str, Fill] = {
    "bookmark.create": lambda world: {
        "message_id": world.ids.get("bookmarked", "0123456789abcdef01234567"),
        "note": "For Monday",
    },
    "bookmark.update": lambda world: {"note": "Read again"},
}


async def prepare(world: World, kinds: Collection[str]) -> None:
    """A bookmark names a message; a second one is there to be kept."""
    said = f"/api/rooms/{world.id('room')}/messages"
    world.ids["bookmarked"] = (await world.owner("POST", said, {"content": "worth keeping"})).ok()["id"]
    kept = (await world.owner("GET", "/api/bookmarks")).ok()["items"]
    if not kept:
        first = (await world.owner("POST", said, {"content": "kept"})).ok()["id"]
        kept = [(await world.owner("POST", "/api/bookmarks", {"message_id": first})).ok()]
    world.ids["bookmark"] = kept[-1]["id"]
