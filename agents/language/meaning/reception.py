"""The reception: a lot is called as one says; a serial number is looked for as it is written."""

from typing import Any

from agents.language.outcome import Call, Recent
from agents.language.reading import Match, Reading, Talk, tidy


async def read(match: Match, talk: Talk) -> Reading | None:
    if match.verb == "list":
        return Reading(calls=[Call(operation="lot.list", arguments=dict(match.phrase.set))], literal=match.literal)
    if match.verb == "trace":
        q = tidy(match.slots["q"])
        found = [Call(operation="reception.trace", arguments={"q": q[:200]})]
        return Reading(calls=found, literal=match.literal) if q else None
    name = tidy(match.slots["name"])
    if not name:
        return None
    arguments: dict[str, Any] = {"name": name[:300]}
    return Reading(
        calls=[Call(operation="lot.create", arguments=arguments, label=name)],
        literal=match.literal,
        touched=[Recent(kind="lot", id=f"${talk.calls + 1}.id", label=name)],
    )
