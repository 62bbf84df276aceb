"""Searching everything: what follows is looked for word for word, in one room or of one person if that is said."""

import re
from typing import Any

from agents.language.meaning.rooms import in_room, rooms_named
from agents.language.outcome import Call
from agents.language.reading import Match, Reading, Talk, tidy

_SHOWN = 8
_PDF = re.compile(r"\bpdfs?\b")
_NOBODY = frozenset({"we", "i", "they", "you", "he", "she", "it", "on", "je", "tu", "il", "elle", "nous"})


async def read(match: Match, talk: Talk) -> Reading | None:
    """What is to be looked for."""
    q = tidy(match.slots.get("q", ""))
    if not q:
        return None
    if "who" in match.slots:
        who = tidy(match.slots["who"])
        if who.lower() in _NOBODY or len(who.split()) > 3 or '"' in who:
            return None
        q = f'from:"{who}" {q}'
    if match.phrase.set.get("kinds") == ["file"] and _PDF.search(match.clause.folded) and not _PDF.search(q.lower()):
        q = f"{q} pdf"
    arguments: dict[str, Any] = {"q": q[:500], **match.phrase.set, "limit": _SHOWN}
    if "room" in match.slots:
        rooms = await rooms_named(talk, match.slots["room"])
        if not rooms:
            return Reading(missing=tidy(match.slots["room"]), score=0.0, literal=match.literal)
        return in_room(
            rooms,
            lambda room: [Call(operation="search.find", arguments={**arguments, "room_id": room["id"]})],
            match,
            talk,
        )
    return Reading(calls=[Call(operation="search.find", arguments=arguments)], literal=match.literal)
