"""Notes: their text is taken word for word."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from agents.language.fold import fold
from agents.language.outcome import Call, Recent
from agents.language.reading import Match, Reading, Talk, project_arguments, refer, starts_as_told, tidy
from agents.language.references import Found, rank

_TITLE = 80


async def read(match: Match, talk: Talk) -> Reading | None:
    match match.verb:
        case "create":
            return _create(match, talk)
        case "list" if "label" in match.slots:
            return await _labelled(match, talk)
        case "list":
            arguments: dict[str, Any] = dict(match.phrase.set)
            if "q" in match.slots:
                arguments["q"] = tidy(match.slots["q"])
            arguments |= project_arguments(match)
            return Reading(calls=[Call(operation="note.list", arguments=arguments)], literal=match.literal)
        case _:
            return await _change(match, talk)


async def read_label(match: Match, talk: Talk) -> Reading | None:
    """What is said of labels themselves."""
    if match.verb == "list":
        return Reading(calls=[Call(operation="note_label.list", arguments={})], literal=match.literal)
    name = tidy(match.slots["name"])
    if not name:
        return None
    call = Call(operation="note_label.create", arguments={"name": name}, label=name)
    return Reading(calls=[call], literal=match.literal)


async def _labelled(match: Match, talk: Talk) -> Reading | None:
    """Notes with a label: of all that are called so, one's own first."""
    labels = await _labels(match, talk)
    if not labels:
        return Reading(missing=match.slots["label"], score=0.0, literal=match.literal)
    chosen = min(labels, key=lambda label: label.get("project_id") is not None)
    return Reading(calls=[Call(operation="note.list", arguments={"label_id": [chosen["id"]]})], literal=match.literal)


async def _labels(match: Match, talk: Talk) -> list[Mapping[str, Any]]:
    if "label" not in match.slots:
        return []
    wanted = fold(tidy(match.slots["label"]))
    return [label for label in await talk.items("note_label.list") if fold(str(label["name"])) == wanted]


def _create(match: Match, talk: Talk) -> Reading | None:
    title, content = tidy(match.slots.get("title", "")), tidy(match.slots.get("content", ""))
    if not starts_as_told(match, match.slots.get("text", "")):
        return None
    if text := match.slots.get("text", "").strip():
        title, content = _split(text)
    if not title:
        return Reading(question=talk.say("note_text"), literal=match.literal, score=0.6)
    arguments: dict[str, Any] = {"title": title}
    if content:
        arguments["content"] = content
    arguments |= project_arguments(match)
    touched = [Recent(kind="note", id=f"${talk.calls + 1}.id", label=title)]
    return Reading(
        calls=[Call(operation="note.create", arguments=arguments, label=title)],
        literal=match.literal,
        touched=touched,
    )


def _split(text: str) -> tuple[str, str]:
    """Title and content of a note's text: a short one is all title."""
    first, _, rest = text.partition("\n")
    if not rest and len(first) <= _TITLE:
        return tidy(first), ""
    if len(first) > _TITLE:
        return first[:_TITLE].rsplit(" ", 1)[0] + "…", text
    return tidy(first), rest.strip()


async def _change(match: Match, talk: Talk) -> Reading | None:
    if "project" in match.phrase.needs and (match.cut.project is None or match.cut.project.id is None):
        return None
    words = match.slots["note"]
    labels = await _labels(match, talk)

    def use(found: Found) -> list[Call] | str:
        arguments: dict[str, Any] = {"id": found.id}
        if match.verb == "update":
            relabels = "label" in match.phrase.set
            changes = _relabelled(match, found.entity, labels) if relabels else _changes(match, found.entity)
            if isinstance(changes, str):
                return talk.say("not_found", name=changes)
            arguments |= changes
        return [Call(operation=match.phrase.operation, arguments=arguments, label=found.label)]

    return await refer(talk, "note", match, words, use, many=match.verb == "delete")


def _relabelled(match: Match, note: Mapping[str, Any], labels: Sequence[Mapping[str, Any]]) -> dict[str, Any] | str:
    """The labels of a note with one more, or one less; a note in a project has labels of that project."""
    fits = [label["id"] for label in labels if label.get("project_id") == note.get("project_id")]
    if not fits:
        return tidy(match.slots["label"])
    others = [id for id in note.get("label_ids") or [] if id not in fits]
    return {"label_ids": [*others, fits[0]] if match.phrase.set["label"] else others}


def _changes(match: Match, note: Mapping[str, Any]) -> dict[str, Any] | str:
    changes: dict[str, Any] = {k: v for k, v in match.phrase.set.items() if k not in ("append", "tick")}
    if "title" in match.slots:
        changes["title"] = tidy(match.slots["title"])
    if "project" in match.phrase.needs:
        changes |= project_arguments(match)
    item = tidy(match.slots.get("item", ""))
    items = [{"text": one["text"], "checked": bool(one.get("checked"))} for one in note.get("items") or []]
    if "append" in match.phrase.set:
        if items:
            added = [_bare(one) for one in re.split(r"\s*,\s*(?:and |et )?|\s+(?:and|et)\s+", item) if one]
            changes["items"] = [*items, *({"text": one, "checked": False} for one in added)]
        else:
            before = str(note.get("content") or "").rstrip()
            changes["content"] = f"{before}\n{item}" if before else item
    if "tick" in match.phrase.set:
        best = rank("task", item, [{"id": str(i), "title": one["text"]} for i, one in enumerate(items)])
        if not best:
            return item
        items[int(best[0].id)]["checked"] = bool(match.phrase.set["tick"])
        changes["items"] = items
    return changes


def _bare(item: str) -> str:
    """An item of a list without its article."""
    for article in (
        "some ",
        "the ",
        "a ",
        "an ",
        "des ",
        "du ",
        "de la ",
        "de l'",
        "les ",
        "le ",
        "la ",
        "un ",
        "une ",
        "l'",
    ):
        if fold(item).startswith(article):
            return item[len(article) :]
    return item
