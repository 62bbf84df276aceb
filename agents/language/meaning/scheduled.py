"""Messages for later: what comes before the colon says where and when, what comes after it is said word for word."""

import re

from agents.language.clause import Clause
from agents.language.fold import fold
from agents.language.meaning.rooms import in_room, room_words, rooms_named
from agents.language.meaning.things import listed
from agents.language.outcome import Call
from agents.language.reading import Match, Reading, Talk, choose, find, instant, tidy
from agents.language.references import Found

_THE_ONE = re.compile(r"programmee?s?\b|scheduled\b")  # one that waits already: "le message programmé à Bob"
_COLON = re.compile(r":(?!\d\d)")  # not the one of "9:30"


async def read(match: Match, talk: Talk) -> Reading | None:
    """What is said of messages that are sent later."""
    match match.verb:
        case "list":
            return listed(match)
        case "create":
            return await _create(match, talk)
        case _:
            return await _waiting(match, talk)


async def _create(match: Match, talk: Talk) -> Reading | None:
    text = match.cut.text
    begin = text.find(match.slots["head"])
    colon = _COLON.search(text, begin)
    if begin < 0:
        return None
    end = colon.start() if colon else len(text)
    content = text[colon.end() :].strip() if colon else ""
    # The sign before a room's name would make it a tag.
    said = text[begin:end].replace("#", " ")
    head = Clause(text=said, language=match.clause.language, today=match.clause.today)
    cut = head.cut("loose")
    starts = head.when(cut).starts(talk.here, default=None, guess_afternoon=False)
    if not room_words(cut.text) or _THE_ONE.match(fold(said).strip()):
        return None
    rooms = await rooms_named(talk, cut.text)
    bare = bool(match.phrase.set.get("bare"))
    if bare and (not rooms or starts is None or not content):
        return None  # "send the invoice to Bob: it is late" is no message of ours.
    if not content:
        return Reading(question=talk.say("send_what"), literal=match.literal, score=0.6)
    if starts is None:
        return Reading(question=talk.say("send_when"), literal=match.literal, score=0.6)
    if starts <= talk.here:
        return Reading(question=talk.say("alarm_past"), literal=match.literal, score=0.6)
    if not rooms:
        return Reading(missing=room_words(cut.text), score=0.0, literal=match.literal)
    fixed = {"content": content, "send_at": instant(starts)}
    return in_room(
        rooms,
        lambda room: [
            Call(operation="scheduled.create", arguments={"room_id": room["id"], **fixed}, label=content[:80])
        ],
        match,
        talk,
    )


async def _waiting(match: Match, talk: Talk) -> Reading | None:
    """One that waits: by what it says, by the room that it goes to, or the only one."""
    items = await talk.items("scheduled.list", {"status": "scheduled"})
    words = tidy(match.slots.get("thing", ""))
    if words:
        found = await find(talk, "scheduled", words, arguments={"status": "scheduled"})
        if not found:
            rooms = {room["id"] for room in await rooms_named(talk, words)}
            found = [Found("scheduled", one, 1.0) for one in items if one["room_id"] in rooms]
    else:
        found = [Found("scheduled", one, 1.0) for one in items]
    if not found:
        return Reading(missing=words, score=0.0, literal=match.literal) if words else None

    def use(one: Found) -> list[Call]:
        return [Call(operation=match.phrase.operation, arguments={"id": one.id}, label=one.label[:80])]

    return choose(found, use, match, talk)
