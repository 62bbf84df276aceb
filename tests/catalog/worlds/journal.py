"""What the catalog tests make and ask of the journal."""

from __future__ import annotations

from collections.abc import Collection

from tests.catalog.thoughts import think
from tests.catalog.world import Fill, Makers, World

MAKERS: Makers = {
    "journal": ("/api/journal", {"text": "Called the plumber"}),
}
BY_HAND: dict[str, Fill] = {
    "journal.create": lambda world: {"text": "Lunch with Paul"},
    "journal.update": lambda world: {"text": "Called the plumber again"},
    "journal.get_summary": lambda world: {"id": summary_of(world)},
    "journal.delete_summary": lambda world: {"id": summary_of(world)},
    "journal.make_task": lambda world: {"id": summary_of(world), "n": 0},
}


def summary_of(world: World) -> str:
    """The world's summary; in a world without things, an id that nothing has."""
    return world.ids.get("journal_summary", "0123456789abcdef01234567")


async def prepare(world: World, kinds: Collection[str]) -> None:
    """A summary, as a model would have it."""
    if "journal" in kinds:
        line = world.id("journal")
        found = {"summary": "Busy.", "cites": [line], "tasks": [{"title": "Ring again", "cites": [line]}]}
        payload = {
            "id": line,
            "result": found,
            "hours": 1,
            "from_at": "2026-11-22T08:00:00Z",
            "to_at": "2026-11-22T09:00:00Z",
        }
        world.ids["journal_summary"] = (await think(world.owner, "journal.keep_summary", payload)).id
