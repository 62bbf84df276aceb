"""Projects."""

import re
from typing import Any

from agents.language.fold import fold
from agents.language.outcome import Call, Recent
from agents.language.reading import Match, Reading, Talk, refer, tidy
from agents.language.references import Found

_RISKS = {
    "low": "low",
    "medium": "medium",
    "high": "high",
    "faible": "low",
    "moyen": "medium",
    "eleve": "high",
    "fort": "high",
    "bas": "low",
    "haut": "high",
    "important": "high",
}


async def read(match: Match, talk: Talk) -> Reading | None:
    match match.verb:
        case "create":
            return _create(match, talk)
        case "list":
            arguments: dict[str, Any] = dict(match.phrase.set)
            if "q" in match.slots:
                arguments["q"] = tidy(match.slots["q"])
            elif match.cut.project and "project" in match.phrase.needs:
                arguments["q"] = match.cut.project.name
            elif "project" in match.phrase.needs:
                return None
            return Reading(calls=[Call(operation="project.list", arguments=arguments)], literal=match.literal)
        case _:
            return await _change(match, talk)


def _create(match: Match, talk: Talk) -> Reading:
    name = tidy(match.slots.get("name", ""))
    if not name:
        return Reading(question=talk.say("project_name"), literal=match.literal, score=0.6)
    arguments: dict[str, Any] = {"name": name}
    if "description" in match.slots:
        arguments["description"] = tidy(match.slots["description"])
    if deadline := match.when().deadline(talk.here):
        arguments["target_date"] = deadline.isoformat()
    touched = [Recent(kind="project", id=f"${talk.calls + 1}.id", label=name)]
    return Reading(
        calls=[Call(operation="project.create", arguments=arguments, label=name)],
        literal=match.literal,
        touched=touched,
    )


async def _change(match: Match, talk: Talk) -> Reading | None:
    deadline = match.when().deadline(talk.here)
    if "date" in match.phrase.needs and deadline is None:
        return None
    changes: dict[str, Any] = dict(match.phrase.set)
    slots = match.slots
    if "name" in slots:
        changes["name"] = tidy(slots["name"])
    if "progress" in slots:
        percent = re.fullmatch(r"(\d{1,3})(?:\s*(?:%|percent|pour ?cent))?", fold(slots["progress"]).strip(" ."))
        if not percent or int(percent[1]) > 100:
            return None
        changes["progress_percent"] = int(percent[1])
    if "risk" in slots:
        level = _RISKS.get(fold(slots["risk"]).strip())
        if level is None:
            return None
        changes["risk"] = level
    if "description" in slots:
        changes["description"] = tidy(slots["description"])
    if "date" in match.phrase.needs and deadline:
        changes["target_date"] = deadline.isoformat()
    words = slots.get("project") or (match.cut.project.name if match.cut.project else "")
    if not words:
        return None

    def use(found: Found) -> list[Call] | str:
        arguments = {"id": found.id} if match.verb == "delete" else {"id": found.id, **changes}
        return [Call(operation=match.phrase.operation, arguments=arguments, label=found.label)]

    return await refer(talk, "project", match, words, use, many=match.verb == "delete")
