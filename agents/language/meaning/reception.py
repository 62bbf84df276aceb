"""The reception: a sheet is called as one says; a serial number is looked for as it is written."""

import re

from agents.language.meaning.things import changed, listed
from agents.language.outcome import Call, Recent
from agents.language.reading import Match, Reading, Talk, tidy

_SERIAL = re.compile(r"(?=\S*\d)(?=\S*[A-Za-z]|\d{6})[A-Za-z0-9][A-Za-z0-9._-]{3,39}")
"""What may be one: no spaces, digits and letters, or many digits."""


async def read(match: Match, talk: Talk) -> Reading | None:
    """What is said of hardware."""
    match match.verb:
        case "list":
            return listed(match)
        case "trace":
            return _trace(match)
        case "history":
            return await _history(match, talk)
        case "create":
            return _create(match, talk)
        case _:
            return await changed(match, talk, match.phrase.operation.partition(".")[0])


def _trace(match: Match) -> Reading | None:
    q = tidy(match.slots["q"])
    bare = bool(match.phrase.set.get("bare"))
    if not q or (bare and not _looks_like_one(q)):
        return None
    # Said of what looks like a serial number, "where is" is not about the agenda.
    literal = match.literal + 2 * bare
    return Reading(calls=[Call(operation="reception.trace", arguments={"q": q[:200]})], literal=literal)


def _looks_like_one(q: str) -> bool:
    """ "PF2X9ABC", "5cg1234xyz"; not "room4"."""
    return bool(_SERIAL.fullmatch(q)) and (q.isupper() or sum(letter.isdigit() for letter in q) > 1)


async def _history(match: Match, talk: Talk) -> Reading | None:
    """What became of one; of a number that is known only in part, where it is."""
    q = tidy(match.slots["q"])
    if not q:
        return None
    found = (await talk.look("reception.trace", {"q": q[:200], "limit": 10})).get("items", [])
    serials = {str(one["serial"]) for one in found}
    if len(serials) == 1:
        return Reading(
            calls=[Call(operation="reception.history", arguments={"serial": serials.pop()})], literal=match.literal
        )
    return Reading(calls=[Call(operation="reception.trace", arguments={"q": q[:200]})], literal=match.literal)


def _create(match: Match, talk: Talk) -> Reading | None:
    name = tidy(match.slots["name"])
    if not name:
        return None
    operation = match.phrase.operation
    return Reading(
        calls=[Call(operation=operation, arguments={**match.phrase.set, "name": name[:300]}, label=name)],
        literal=match.literal,
        touched=[Recent(kind=operation.partition(".")[0], id=f"${talk.calls + 1}.id", label=name)],
    )
