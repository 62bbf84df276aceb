"""What a search found, in words: each thing a link, with the part of its text that fits."""

import re
from collections.abc import Mapping
from typing import Any

from agents.language.outcome import Language

_PLACES = {
    "agenda": "agenda",
    "budget": "budget",
    "task": "tasks",
    "note": "notes",
    "project": "projects",
    "alarm": "alarms",
    "person": "people",
    "team": "people/teams",
    "link": "links",
    "file": "files",
    "journal": "journal",
    "situation": "situations",
    "note_session": "notes/sessions",
    "lot": "reception/lots",
    "lot_item": "reception/items",
    "disk_session": "reception/sessions",
    "disk": "reception/disks",
    "loan": "reception/loans",
    "loan_item": "reception/lent",
    "donation": "reception/donations",
    "donation_item": "reception/given",
    "order": "reception/orders",
    "message": "messages",
}
_SIGNS = re.compile(r"([\\\[\]*_`<>])")
_SNIPPET = 110


def place_of(kind: str, id: str) -> str:
    """Where something is shown."""
    return f"/{_PLACES.get(kind, kind)}/{id}"


def linked(title: str, path: str) -> str:
    """A Markdown link; signs in the title stay signs."""
    return f"[{_plain(title)}]({path})"


def found_line(item: Mapping[str, Any], language: Language) -> str:
    """One thing that was found."""
    kind = str(item.get("kind", ""))
    title = str(item.get("title") or "") or ("untitled" if language == "en" else "sans titre")
    path = f"/rooms/{item['room_id']}?message={item['id']}" if kind == "message" and item.get("room_id") else None
    text = " ".join(str(item.get("snippet") or "").split())
    if len(text) > _SNIPPET:
        text = text[:_SNIPPET].rsplit(" ", 1)[0] + "…"
    line = linked(title, path or place_of(kind, item["id"]))
    return f"{line} — {_plain(text)}" if text else line


def nothing_found(arguments: Mapping[str, Any], language: Language) -> str:
    """Nothing was; if only some kinds were looked at, that there is more to look at."""
    q = _plain(str(arguments.get("q", "")))
    if language == "fr":
        said = f"Rien trouvé pour « {q} »."
        return f"{said} « cherche partout {q} » regarde aussi ailleurs." if arguments.get("kinds") else said
    said = f"Nothing found for “{q}”."
    return f"{said} “search everything for {q}” looks everywhere." if arguments.get("kinds") else said


def _plain(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text)
