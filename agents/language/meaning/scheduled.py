"""Messages for later: what comes before the colon says where and when, what comes after it is said word for word."""

import re

from agents.language.clause import Clause
from agents.language.meaning.rooms import room_named, room_words
from agents.language.outcome import Call
from agents.language.reading import Match, Reading, Talk, instant

_COLON = re.compile(r":(?!\d\d)")  # not the one of "9:30"


async def read(match: Match, talk: Talk) -> Reading | None:
    if match.verb == "list":
        return Reading(
            calls=[Call(operation="scheduled.list", arguments={"status": "scheduled"})], literal=match.literal
        )
    text = match.cut.text
    begin = text.find(match.slots["head"])
    colon = _COLON.search(text, begin)
    if begin < 0 or colon is None:
        return None
    content = text[colon.end() :].strip()
    # The sign before a room's name would make it a tag.
    said = text[begin : colon.start()].replace("#", " ")
    head = Clause(text=said, language=match.clause.language, today=match.clause.today)
    cut = head.cut("loose")
    starts = head.when(cut).starts(talk.here, default=None, guess_afternoon=False)
    if not content or not room_words(cut.text):
        return None
    if starts is None:
        return Reading(question=talk.say("send_when"), literal=match.literal, score=0.6)
    if starts <= talk.here:
        return Reading(question=talk.say("alarm_past"), literal=match.literal, score=0.6)
    room = await room_named(talk, cut.text)
    if room is None:
        return Reading(missing=room_words(cut.text), score=0.0, literal=match.literal)
    arguments = {"room_id": room["id"], "content": content, "send_at": instant(starts)}
    return Reading(
        calls=[Call(operation="scheduled.create", arguments=arguments, label=content[:80])], literal=match.literal
    )
