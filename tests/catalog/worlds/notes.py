"""What the catalog tests make and ask of notes."""

from __future__ import annotations

from collections.abc import Collection

from tests.catalog.world import Fill, Makers, World

MAKERS: Makers = {
    "note": ("/api/notes", {"title": "Idea", "content": "text"}),
}
BY_HAND: dict[str, Fill] = {
    "note.create": lambda world: {"title": "Shopping", "items": [{"text": "milk"}]},
    "note.restore_revision": lambda world: {"revision_id": world.id("revision")},
    "note.update": lambda world: {"title": "Better idea", "pinned": True},
}


async def prepare(world: World, kinds: Collection[str]) -> None:
    """What takes more than one request."""
    if "note" in kinds:
        note = world.ids["note"]
        (await world.owner("PATCH", f"/api/notes/{note}", {"content": "second text"})).ok()
        world.ids["revision"] = (await world.owner("GET", f"/api/notes/{note}/revisions")).ok()["items"][0]["id"]
