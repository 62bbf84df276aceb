"""Polls: "Where to eat? Here, there or nowhere", with the room before the colon."""

import re
from typing import Any

from agents.language.fold import fold
from agents.language.meaning.rooms import room_named, room_words
from agents.language.outcome import Call
from agents.language.reading import Match, Reading, Talk

_BETWEEN = re.compile(r"\s*[,;/]\s*(?:(?:or|ou)\s+)?|\s+(?:or|ou)\s+", re.IGNORECASE)


async def read(match: Match, talk: Talk) -> Reading | None:
    if match.verb == "list":
        return Reading(calls=[Call(operation="poll.list", arguments=dict(match.phrase.set))], literal=match.literal)
    question, mark, rest = match.slots["content"].strip().partition("?")
    options = [one.strip(" .!?\"'«»“”") for one in _BETWEEN.split(rest.strip())]
    options = [one for one in options if one]
    if not mark or not question.strip() or len({fold(one) for one in options}) < 2:
        return Reading(question=talk.say("poll_choices"), literal=match.literal, score=0.6)
    room = await room_named(talk, match.slots["room"])
    if room is None:
        return Reading(missing=room_words(match.slots["room"]), score=0.0, literal=match.literal)
    gap = " " if match.clause.language == "fr" else ""
    asked = f"{question.strip()}{gap}?"
    arguments: dict[str, Any] = {"room_id": room["id"], "question": asked, "options": options[:12]}
    return Reading(
        calls=[Call(operation="poll.create", arguments=arguments, label=asked[:80])], literal=match.literal
    )
