"""What the catalog tests make and ask of note sessions."""

from __future__ import annotations

from collections.abc import Collection

from tests.catalog.thoughts import think
from tests.catalog.world import Fill, Makers, World

MAKERS: Makers = {
    "note_session": ("/api/note-sessions", {"title": "Kick-off"}),
    "note_line": ("/api/note-sessions/{note_session}/lines", {"text": "Paul brings the plans"}),
    "second_note_line": ("/api/note-sessions/{note_session}/lines", {"text": "Anna asks for more time"}),
}
BY_HAND: dict[str, Fill] = {
    "note_session.create": lambda world: {"title": "Retrospective"},
    "note_session.update": lambda world: {"title": "Kick-off, again", "pinned": True},
    "note_session.add_line": lambda world: {"text": "One more thing"},
    "note_session.update_line": lambda world: {"line_id": world.id("note_line"), "text": "Anna brings the plans"},
    "note_session.move_line": lambda world: {
        "line_id": world.id("note_line"),
        "after_id": world.id("second_note_line"),
    },
    "note_session.delete_line": lambda world: {"line_id": world.id("note_line")},
    "note_session.make_task": lambda world: {"n": 0},
}


async def prepare(world: World, kinds: Collection[str]) -> None:
    """A summary, as a model would have it."""
    if "note_session" in kinds:
        line = world.id("note_line")
        found = {"summary": "Begun.", "next_steps": [{"text": "Bring the plans", "cites": [line]}]}
        await think(world.owner, "note_session.keep_summary", {"id": world.id("note_session"), "result": found})
