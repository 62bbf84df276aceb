"""The reception: a sheet is called as one says; a serial number is looked for as it is written."""

from agents.language.outcome import Call, Recent
from agents.language.reading import Match, Reading, Talk, tidy


async def read(match: Match, talk: Talk) -> Reading | None:
    operation = match.phrase.operation
    if match.verb == "list":
        return Reading(calls=[Call(operation=operation, arguments=dict(match.phrase.set))], literal=match.literal)
    if match.verb == "trace":
        q = tidy(match.slots["q"])
        found = [Call(operation=operation, arguments={"q": q[:200]})]
        return Reading(calls=found, literal=match.literal) if q else None
    name = tidy(match.slots["name"])
    if not name:
        return None
    return Reading(
        calls=[Call(operation=operation, arguments={**match.phrase.set, "name": name[:300]}, label=name)],
        literal=match.literal,
        touched=[Recent(kind=operation.partition(".")[0], id=f"${talk.calls + 1}.id", label=name)],
    )
