"""Polls: "Where to eat? Here, there or nowhere", with the room before the colon; votes, and their end."""

import re
from typing import Any

from agents.language.fold import fold
from agents.language.meaning.rooms import in_room, room_words, rooms_named
from agents.language.meaning.things import listed
from agents.language.outcome import Call
from agents.language.reading import Match, Reading, Talk, choose, find, tidy
from agents.language.references import Found, decide, rank

_BETWEEN = re.compile(r"\s*[,;/]\s*(?:(?:or|ou)\s+)?|\s+(?:or|ou)\s+", re.IGNORECASE)


async def read(match: Match, talk: Talk) -> Reading | None:
    """What is said of polls."""
    match match.verb:
        case "list":
            return listed(match)
        case "create":
            return await _create(match, talk)
        case _:
            return await _of_one(match, talk)


async def _create(match: Match, talk: Talk) -> Reading | None:
    question, mark, rest = match.slots.get("content", "").strip().partition("?")
    options = [one.strip(" .!?\"'«»“”") for one in _BETWEEN.split(rest.strip())]
    options = [one for one in options if one]
    if not mark or not question.strip() or len({fold(one) for one in options}) < 2:
        return Reading(question=talk.say("poll_choices"), literal=match.literal, score=0.6)
    said = match.slots.get("room", "here")
    rooms = await rooms_named(talk, said)
    if not rooms:
        if "room" not in match.slots:
            return Reading(question=talk.say("poll_where"), literal=match.literal, score=0.6)
        return Reading(missing=room_words(said), score=0.0, literal=match.literal)
    gap = " " if match.clause.language == "fr" else ""
    asked = f"{question.strip()}{gap}?"

    def use(room: Any) -> list[Call]:
        arguments: dict[str, Any] = {"room_id": room["id"], "question": asked, "options": options[:12]}
        return [Call(operation="poll.create", arguments=arguments, label=asked[:80])]

    return in_room(rooms, use, match, talk)


async def _of_one(match: Match, talk: Talk) -> Reading | None:
    """A vote, or the end of a poll: the one that is named, or the only one that is open."""
    words = tidy(match.slots.get("thing", ""))
    going = {"open": True}
    if words:
        found = await find(talk, "poll", words, arguments=going)
    else:
        found = [Found("poll", one, 1.0) for one in await talk.items("poll.list", going)][:6]
    if not found:
        return Reading(question=talk.say("no_poll"), literal=match.literal, score=0.6)

    def use(one: Found) -> list[Call] | str:
        arguments: dict[str, Any] = {"id": one.id}
        if match.verb == "vote":
            choice = _choice(one, match.slots["choice"])
            if choice is None:
                return talk.say("no_choice", name=tidy(match.slots["choice"]))
            arguments["option_ids"] = [choice]
        return [Call(operation=match.phrase.operation, arguments=arguments, label=one.label)]

    return choose(found, use, match, talk)


def _choice(found: Found, words: str) -> str | None:
    """The one choice of a poll that the words mean."""
    options = [{"id": one["id"], "title": one["text"]} for one in found.entity.get("options") or ()]
    best = decide(rank("task", words, options))
    return best[0].id if len(best) == 1 else None
