"""Links, and what a search found: each thing a link, with the part of its text that fits."""

import re
from collections.abc import Mapping
from typing import Any

from agents.language.kinds import PLACES, path_of
from agents.language.outcome import Language

_SIGNS = re.compile(r"([\\\[\]*_`<>])")
_SNIPPET = 110


def plain(text: object, longest: int = 300) -> str:
    """A text as one line of Markdown that shows it as it is: signs stay signs."""
    words = " ".join(str(text or "").split())
    if len(words) > longest:
        words = words[:longest].rsplit(" ", 1)[0] + "…"
    return _SIGNS.sub(r"\\\1", words)


def linked(title: object, path: str) -> str:
    """A Markdown link; signs in the title stay signs."""
    return f"[{plain(title)}]({path})"


def named(kind: str, title: object, item: Mapping[str, Any], language: Language) -> str:
    """A thing by its title, as a link if it has a page."""
    shown = str(title or "").strip() or ("untitled" if language == "en" else "sans titre")
    path = path_of(kind, item)
    return linked(shown, path) if path else f"**{plain(shown)}**"


def found_line(item: Mapping[str, Any], language: Language) -> str:
    """One thing that was found."""
    kind = str(item.get("kind", ""))
    title = str(item.get("title") or "") or ("untitled" if language == "en" else "sans titre")
    path = f"/rooms/{item['room_id']}?message={item['id']}" if kind == "message" and item.get("room_id") else None
    text = plain(item.get("snippet"), _SNIPPET)
    line = linked(title, path or PLACES.get(kind, f"/{kind}/{{id}}").format(id=item["id"]))
    line = f"{line} — {text}" if text else line
    if item.get("by") == "meaning":
        line += " *(by meaning)*" if language == "en" else " *(par le sens)*"
    return line


def nothing_found(arguments: Mapping[str, Any], language: Language) -> str:
    """Nothing was; if only some kinds were looked at, that there is more to look at."""
    q = plain(arguments.get("q", ""))
    narrow = any(arguments.get(name) for name in ("kinds", "room_id", "project_id", "person_id"))
    if language == "fr":
        said = f"Rien trouvé pour « {q} »."
        return f"{said} « cherche partout {q} » regarde aussi ailleurs." if narrow else said
    said = f"Nothing found for “{q}”."
    return f"{said} “search everything for {q}” looks everywhere." if narrow else said
