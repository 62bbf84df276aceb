"""Links: an address is taken as it was typed."""

import re

from agents.language.outcome import Call, Recent
from agents.language.reading import Match, Reading, Talk, tidy

_ADDRESS = re.compile(r"(?:https?://)?[^\s/@:]+\.[^\s.@]{2,}\S*", re.IGNORECASE)


async def read(match: Match, talk: Talk) -> Reading | None:
    if match.verb == "list":
        q = tidy(match.slots.get("q", ""))
        return Reading(calls=[Call(operation="link.list", arguments={"q": q} if q else {})], literal=match.literal)
    url = match.slots.get("url", "").strip(" <>\"'«»“”,;")
    if not _ADDRESS.fullmatch(url):
        return None
    return Reading(
        calls=[Call(operation="link.create", arguments={"url": url}, label=url)],
        literal=match.literal,
        touched=[Recent(kind="link", id=f"${talk.calls + 1}.id", label=url)],
    )
