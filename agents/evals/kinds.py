"""The kinds of things that the evaluation knows: where the fixture has them, and what a person notices of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind.

    Attributes:
        section: Where the fixture has those that there are.
        prefix: How its keys begin.
        noticed: The fields that a person would notice, with the value that a new one has when nothing was said.
        filled: Of them, those that the product may fill by itself in a new one.
        stored: What the catalog calls the kind, where that is another word than its operations'.
    """

    section: str
    prefix: str
    noticed: Mapping[str, Any]
    filled: frozenset[str] = field(default_factory=frozenset[str])
    stored: str = ""


KINDS: dict[str, Kind] = {
    "project": Kind(
        section="projects",
        prefix="p",
        noticed={
            "name": "", "description": "", "status": "active", "target_date": None, "progress_percent": 0,
            "risk": "low", "favorite": False,
        },
        filled=frozenset({"risk", "progress_percent"}),
    ),
    "task": Kind(
        section="tasks",
        prefix="t",
        noticed={
            "title": "", "description": "", "status": "todo", "urgent": False, "important": False, "deadline": None,
            "scheduled_date": None, "estimate_minutes": None, "tags": [], "project_id": None, "rrule": None,
        },
    ),
    "note": Kind(
        section="notes",
        prefix="n",
        noticed={
            "title": "", "content": "", "project_id": None, "pinned": False, "archived": False, "items": [],
            "label_ids": [],
        },
    ),
    "agenda": Kind(
        section="agenda",
        prefix="e",
        noticed={
            "summary": "", "description": "", "location": "", "start": None, "end": None, "all_day": False,
            "rrule": None,
        },
        filled=frozenset({"description"}),
    ),
    "budget": Kind(
        section="budget",
        prefix="b",
        noticed={
            "date": None, "vendor": "", "label": "", "category": "", "amount_cents": 0, "currency": "EUR",
            "project_id": None,
        },
        # A category is guessed from the vendor, say.
        filled=frozenset({"category"}),
    ),
    "alarm": Kind(
        section="alarms",
        prefix="a",
        noticed={
            "title": "", "next_trigger_at": None, "rrule": None, "enabled": True, "snoozed_until": None,
            "done": False,
        },
    ),
    "team": Kind(section="teams", prefix="g", noticed={"name": ""}),
    "person": Kind(
        section="people",
        prefix="h",
        noticed={
            "first_name": "", "last_name": "", "role": "", "email": None, "team_id": None, "manager_id": None,
            "left": False,
        },
    ),
    "contact": Kind(section="contacts", prefix="c", noticed={"user_id": None, "nickname": ""}),
    "link": Kind(
        section="links", prefix="l", noticed={"name": "", "url": "", "project_id": None},
        filled=frozenset({"name"}),
    ),
    "file": Kind(section="files", prefix="f", noticed={"name": "", "project_id": None}),
    "note_label": Kind(section="labels", prefix="k", noticed={"name": "", "project_id": None}),
    "note_session": Kind(section="sessions", prefix="s", noticed={"title": "", "project_id": None}),
    "note_line": Kind(section="", prefix="y", noticed={"session_id": None, "text": ""}),
    "situation": Kind(section="situations", prefix="o", noticed={"title": "", "description": ""}),
    "journal": Kind(section="journal", prefix="j", noticed={"text": ""}),
    "lot": Kind(section="lots", prefix="r", noticed={"name": "", "description": "", "project_id": None}),
    "bookmark": Kind(section="bookmarks", prefix="v", noticed={"message_id": None, "note": ""}),
    "poll": Kind(
        section="polls",
        prefix="q",
        noticed={"room_id": None, "question": "", "choices": [], "mine": [], "closed": False},
    ),
    "scheduled": Kind(
        section="scheduled",
        prefix="d",
        stored="scheduled_message",
        noticed={"room_id": None, "content": "", "send_at": None, "status": "scheduled"},
    ),
}  # fmt: skip
PREFIXES = {kind.prefix: name for name, kind in KINDS.items()}
OTHERS = {"u": "user", "m": "room", "x": "message"}
"""Kinds that are there and that no sentence changes."""


def kind_of(key: str) -> str:
    """The kind behind a key of the fixture."""
    prefix = key.partition("_")[0]
    return PREFIXES.get(prefix) or OTHERS[prefix]


def shown(kind: str, item: Mapping[str, Any], asker: str) -> Mapping[str, Any]:
    """A thing as it is compared: without what is computed from others, a poll with what the asker chose."""
    if kind == "poll":
        options: list[Mapping[str, Any]] = list(item.get("options") or [])
        return {
            "id": item["id"],
            "room_id": item["room_id"],
            "question": item["question"],
            "choices": [one["text"] for one in options],
            "mine": [one["text"] for one in options if asker in (one.get("user_ids") or [])],
            "closed": bool(item.get("closed_at")),
        }
    computed = {"health", "updated_at", "revision", "rank"} if kind == "project" else {"rank"}
    if kind in ("team", "note_session", "lot", "note_label"):
        # A line or a member more is no change of it.
        computed = computed | {"updated_at", "revision", "total", "ready", "finished_at"}
    return {name: value for name, value in item.items() if name not in computed}
