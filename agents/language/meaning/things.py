"""What is said alike of many kinds of things: listed or found by words, called something else, deleted."""

from collections.abc import Mapping
from typing import Any

from agents.language.outcome import Call, Recent
from agents.language.reading import Match, Reading, Talk, refer, tidy
from agents.language.references import Found

_NAMES = {"note_session": "title", "situation": "title"}
"""The field that is a thing's name, where that is not `name`."""


def listed(match: Match, *, also: Mapping[str, Any] | None = None) -> Reading:
    """The things of a kind, all of them or those with some words (`{q}`)."""
    arguments: dict[str, Any] = dict(match.phrase.set)
    q = tidy(match.slots.get("q", ""))
    if q:
        arguments["q"] = q[:200]
    return Reading(
        calls=[Call(operation=match.phrase.operation, arguments={**arguments, **(also or {})})], literal=match.literal
    )


def made(match: Match, talk: Talk, kind: str) -> Reading | None:
    """A new thing that needs a name only (`{name}`)."""
    name = tidy(match.slots["name"])[:300]
    if not name:
        return None
    name = name[:1].upper() + name[1:] if match.phrase.set.get("capital") else name
    call = Call(operation=f"{kind}.create", arguments={_NAMES.get(kind, "name"): name}, label=name)
    return Reading(
        calls=[call],
        literal=match.literal,
        touched=[Recent(kind=kind, id=f"${talk.calls + 1}.id", label=name)],
    )


async def changed(match: Match, talk: Talk, kind: str, **fields: Any) -> Reading | None:
    """A thing that is named (`{thing}`): deleted, called something else (`{name}`), or done something with."""

    def use(found: Found) -> list[Call] | str:
        arguments: dict[str, Any] = {"id": found.id, **fields}
        if "name" in match.slots:
            arguments[_NAMES.get(kind, "name")] = tidy(match.slots["name"])
        return [Call(operation=match.phrase.operation, arguments=arguments, label=found.label)]

    return await refer(talk, kind, match, match.slots["thing"], use, many=match.verb == "delete")
