"""What the catalog tests make and ask of situations."""

from __future__ import annotations

from collections.abc import Collection

from tests.catalog.thoughts import think
from tests.catalog.world import Fill, Makers, World

NOBODY = "0123456789abcdef01234567"
MAKERS: Makers = {
    "situation": ("/api/situations", {"title": "The move", "description": "Paul and Anna do not speak."}),
    "situation_actor": ("/api/situations/{situation}/actors", {"name": "Paul"}),
    "situation_note": ("/api/situations/{situation}/notes", {"text": "It began in May"}),
}


def actor(world: World) -> str:
    """The world's actor; in a world without things, an id that nothing has."""
    return world.ids.get("situation_actor", NOBODY)


def question(world: World) -> str:
    """Likewise the world's question."""
    return world.ids.get("situation_question", NOBODY)


BY_HAND: dict[str, Fill] = {
    "situation.create": lambda world: {"title": "The new office"},
    "situation.update": lambda world: {"title": "The move, again"},
    "situation.add_actor": lambda world: {"name": "Anna", "role_company": "Sales"},
    "situation.update_actor": lambda world: {"actor_id": actor(world), "role_situation": "Wants to stay"},
    "situation.delete_actor": lambda world: {"actor_id": actor(world)},
    "situation.ask_questions": lambda world: {"actor_id": actor(world)},
    "situation.add_note": lambda world: {"text": "Anna is tired"},
    "situation.update_note": lambda world: {
        "note_id": world.ids.get("situation_note", NOBODY),
        "text": "It began in June",
    },
    "situation.delete_note": lambda world: {"note_id": world.ids.get("situation_note", NOBODY)},
    "situation.add_question": lambda world: {"actor_id": actor(world), "question": "What does he need?"},
    "situation.update_question": lambda world: {"question_id": question(world), "answer": "Quiet"},
    "situation.delete_question": lambda world: {"question_id": question(world)},
    "situation.delete_summary": lambda world: {"summary_id": world.ids.get("situation_summary", NOBODY)},
}


async def prepare(world: World, kinds: Collection[str]) -> None:
    """A question, and a summary as a model would have it."""
    if "situation" in kinds:
        id = world.id("situation")
        body = {"actor_id": actor(world), "question": "What happened?"}
        asked = (await world.owner("POST", f"/api/situations/{id}/questions", body)).ok()
        world.ids["situation_question"] = asked["id"]
        point = {"text": "Talk", "cites": [f"situation:{id}"]}
        found = {"summary": "They do not speak.", "problems": [point], "actions": [point] * 3}
        kept = await think(world.owner, "situation.keep_summary", {"id": id, "result": found})
        world.ids["situation_summary"] = kept.id
