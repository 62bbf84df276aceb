"""Situations: a title is taken as it was said; the rest is thought through on their own page."""

from agents.language.outcome import Call, Recent
from agents.language.reading import Match, Reading, Talk, tidy


async def read(match: Match, talk: Talk) -> Reading | None:
    if match.verb == "list":
        q = tidy(match.slots.get("q", ""))
        return Reading(
            calls=[Call(operation="situation.list", arguments={"q": q} if q else {})], literal=match.literal
        )
    title = tidy(match.slots["title"])
    if not title:
        return None
    title = title[:1].upper() + title[1:]
    return Reading(
        calls=[Call(operation="situation.create", arguments={"title": title}, label=title)],
        literal=match.literal,
        touched=[Recent(kind="situation", id=f"${talk.calls + 1}.id", label=title)],
    )
