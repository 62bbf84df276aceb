"""Searching everything: what follows is looked for word for word."""

from typing import Any

from agents.language.outcome import Call
from agents.language.reading import Match, Reading, Talk, tidy

_SHOWN = 8


async def read(match: Match, talk: Talk) -> Reading | None:
    q = tidy(match.slots.get("q", ""))
    if not q:
        return None
    arguments: dict[str, Any] = {"q": q[:500], **match.phrase.set, "limit": _SHOWN}
    return Reading(calls=[Call(operation="search.find", arguments=arguments)], literal=match.literal)
