"""Tasks: a date said with a task is its deadline."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from agents.language.fold import fold
from agents.language.outcome import Alternative, Call, Recent
from agents.language.reading import (
    Match,
    Reading,
    Talk,
    find,
    instant,
    project_arguments,
    refer,
    starts_as_told,
    tidy,
)
from agents.language.references import Found
from agents.language.when.model import When

OPEN = frozenset({"idea", "todo", "in_progress"})


async def read(match: Match, talk: Talk) -> Reading | None:
    match match.verb:
        case "create":
            if (
                "definite" in match.phrase.set
                and match.cut.project
                and await find(talk, "task", match.slots["title"])
            ):
                return None  # "add the task buy milk to project Garden" is about one that exists
            return _create_many(match, talk) if "titles" in match.slots else _create(match, talk)
        case "propose":
            if not starts_as_told(match, match.slots["title"]):
                return None
            reading = _create(match, talk)
            reading.question = (
                talk.say("task_propose", title=reading.calls[0].arguments["title"]) if reading.calls else ""
            )
            return reading if reading.calls else None
        case "list":
            return await _list(match, talk)
        case _:
            return await _change(match, talk)


def _create_many(match: Match, talk: Talk) -> Reading:
    """ "Three tasks: a, b and c"."""
    parts = re.split(
        r"\s*(?:[,;\n]\s*(?:and\s+|et\s+)?|\s(?:and|et)\s+)(?:to\s+|de\s+|d')?", tidy(match.slots["titles"])
    )
    calls: list[Call] = []
    for title in parts:
        if title := tidy(title):
            calls += _create(replace(match, slots={"title": title}), talk).calls
    return Reading(calls=calls, literal=match.literal, touched=[])


def _create(match: Match, talk: Talk) -> Reading:
    title = tidy(match.slots.get("title", ""))
    if match.phrase.set.get("infinitive"):
        title = infinitive(title)
    if not title:
        return Reading(question=talk.say("task_title"), literal=match.literal, score=0.6)
    when = match.when()
    arguments: dict[str, Any] = {"title": title}
    if deadline := when.deadline(talk.here):
        arguments["deadline"] = deadline.isoformat()
    if when.rrule:
        arguments["rrule"] = when.rrule
    if when.duration:
        arguments["estimate_minutes"] = int(when.duration.total_seconds() // 60)
    if at := when.at(guess_afternoon=match.clause.language == "en"):
        # A deadline is a day: the time is kept where the person will read it.
        arguments["title"] = f"{title} ({at:%H:%M})"
        if not deadline and (moment := when.starts(talk.here)):
            arguments["deadline"] = moment.date().isoformat()
    arguments |= dict.fromkeys(sorted(match.cut.flags), True)
    if match.cut.tags:
        arguments["tags"] = list(match.cut.tags)
    return _in_project(match, talk, arguments, Call(operation="task.create", arguments=arguments, label=title))


def _in_project(match: Match, talk: Talk, arguments: dict[str, Any], call: Call) -> Reading:
    arguments |= project_arguments(match)
    touched = [Recent(kind="task", id=f"${talk.calls + 1}.id", label=call.label or "")]
    reading = Reading(calls=[call], literal=match.literal, touched=touched)
    project = match.cut.project
    if project and project.id is None:
        name = fold(project.name)
        made = next((r for r in talk.recent if r.kind == "project" and fold(r.label) == name), None)
        if made:
            arguments["project_id"] = made.id
            arguments["title"] = (
                call.arguments["title"].replace(match.clause.text[project.start : project.end], "").strip()
            )
        else:
            _offer_project(reading, match, talk, call)
    elif "in_it" in match.phrase.set:
        made = next((r for r in talk.recent if r.kind == "project"), None)
        if made is None:
            return Reading(question=talk.say("which"), literal=match.literal)
        arguments["project_id"] = made.id
    return reading


def _offer_project(reading: Reading, match: Match, talk: Talk, call: Call) -> None:
    """The project does not exist: offer to make it too, or to do without."""
    project = match.cut.project
    assert project is not None
    title = tidy(str(call.arguments["title"]).replace(match.clause.text[project.start : project.end], ""))
    without = Call(operation="task.create", arguments={**call.arguments, "title": title}, label=title)
    made = Call(operation="project.create", arguments={"name": project.name}, label=project.name)
    within = Call(
        operation="task.create", arguments={**without.arguments, "project_id": f"${talk.calls + 1}.id"}, label=title
    )
    reading.question = talk.say("project_unknown", name=project.name)
    reading.calls = [made, within]
    reading.alternatives = [
        Alternative(label=talk.say("with_project"), calls=(made, within)),
        Alternative(label=talk.say("without_project"), calls=(without,)),
    ]


async def _change(match: Match, talk: Talk) -> Reading | None:
    phrase, when = match.phrase, match.when()
    needs = phrase.needs
    if ("date" in needs and when.deadline(talk.here) is None and not when.shift) or (
        "duration" in needs and not when.duration
    ):
        return None
    if "project" in needs and match.cut.project is None:
        return None
    if "plain" in phrase.set and (match.clause.spans or match.clause.amounts):
        return None
    if "tag" in phrase.set and not match.cut.tags:
        return None
    words = match.slots.get("task", "")
    verb = match.verb

    def use(found: Found) -> list[Call] | str:
        arguments: dict[str, Any] = {"id": found.id}
        if verb == "update":
            changes = _changes(match, found.entity, when, talk)
            if isinstance(changes, str):
                return changes
            arguments |= changes
        return [Call(operation=phrase.operation, arguments=arguments, label=found.label)]

    def preferred(entity: Mapping[str, Any]) -> bool:
        done = entity.get("status") not in OPEN
        return done if verb == "reopen" else not done

    filters = {"open": True} if verb == "complete" else {"status": "done"} if verb == "reopen" else {}
    many = verb in ("complete", "delete", "reopen")
    return await refer(talk, "task", match, words, use, arguments=filters, prefer=preferred, many=many)


def _changes(match: Match, entity: Mapping[str, Any], when: When, talk: Talk) -> dict[str, Any] | str:
    changes: dict[str, Any] = {k: v for k, v in match.phrase.set.items() if k not in ("plain", "tag")}
    if "title" in match.slots:
        changes["title"] = tidy(match.slots["title"])
    if "tag" in match.phrase.set:
        changes["tags"] = list(dict.fromkeys([*(entity.get("tags") or []), *match.cut.tags]))
    if when.shift:
        base = entity.get("deadline")
        start = date.fromisoformat(base) if base else talk.here.date()
        changes["deadline"] = (start + when.shift).isoformat()
    elif "date" in match.phrase.needs and (deadline := when.deadline(talk.here)):
        changes["deadline"] = deadline.isoformat()
    if "duration" in match.phrase.needs and when.duration:
        changes["estimate_minutes"] = int(when.duration.total_seconds() // 60)
    if "project" in match.phrase.needs:
        if not match.cut.project or not match.cut.project.id:
            return talk.say("not_found", name=match.cut.project.name if match.cut.project else "")
        changes |= project_arguments(match)
    return changes if changes else talk.say("to_when")


async def _list(match: Match, talk: Talk) -> Reading | None:
    if "due" in match.phrase.needs and not match.due:
        return None
    arguments: dict[str, Any] = {k: v for k, v in match.phrase.set.items() if k != "overdue"}
    when = match.when()
    if "date" in match.phrase.needs and when.span() is None:
        return None
    if match.phrase.set.get("overdue"):
        arguments |= {"open": True, "deadline_to": (talk.here.date() - timedelta(days=1)).isoformat()}
    elif span := when.span():
        past = arguments.get("status") == "done"
        if past and (span := match.when(past=True).span()):
            arguments |= {"completed_from": _midnight(span.start, talk), "completed_to": _midnight(span.end, talk, 1)}
        elif span:
            arguments |= {"deadline_from": span.start.isoformat(), "deadline_to": span.end.isoformat()}
            if any(re.search(r"\b(?:before|by|until|avant|d'ici|jusqu)", s.lead) for s in match.cut.spans):
                del arguments["deadline_from"]
    if "q" in match.slots:
        arguments["q"] = tidy(match.slots["q"])
    if match.cut.tags:
        arguments["tag"] = match.cut.tags[0]
    project = match.cut.project
    if project and project.id is None:
        return Reading(missing=project.name, literal=match.literal, score=0.0)
    arguments |= project_arguments(match)
    if "project" in match.slots:
        named = await find(talk, "project", match.slots["project"])
        if len(named) != 1:
            return None
        arguments["project_id"] = named[0].id
    return Reading(calls=[Call(operation="task.list", arguments=arguments)], literal=match.literal)


def _midnight(day: date, talk: Talk, later: int = 0) -> str:
    return instant(datetime.combine(day + timedelta(days=later), time(), talk.here.tzinfo))


_INFINITIVES = {
    "appelle": "appeler", "rappelle": "rappeler", "fasse": "faire", "aille": "aller", "prenne": "prendre",
    "achete": "acheter", "envoie": "envoyer", "finisse": "finir", "mette": "mettre", "rende": "rendre",
    "paie": "payer", "paye": "payer", "vende": "vendre", "ecrive": "écrire", "lise": "lire", "relise": "relire",
    "voie": "voir", "sorte": "sortir", "vienne": "venir", "tienne": "tenir", "reponde": "répondre",
    "choisisse": "choisir",
    "remplisse": "remplir", "reserve": "réserver", "prepare": "préparer", "repare": "réparer", "verifie": "vérifier",
    "revoie": "revoir", "apprenne": "apprendre", "commande": "commander", "nettoie": "nettoyer",
}  # fmt: skip


def infinitive(title: str) -> str:
    """ "j'appelle l'école" after "il faut que" as the task it is: "appeler l'école"."""
    verb, _, rest = title.partition(" ")
    folded = fold(verb)
    found = _INFINITIVES.get(folded) or (verb + "r" if folded.endswith("e") else verb)
    return f"{found} {rest}".strip()
