"""Rooms: which one is meant, what is new in it, what is pinned there, and its threads."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from agents.language.fold import fold
from agents.language.outcome import Alternative, Call
from agents.language.reading import Match, Reading, Talk, tidy

_AROUND = re.compile(
    r"^(?:(?:to|in|into|for|at|on|of|from|the|room|channel|a|au|aux|dans|pour|sur|le|la|l'|salon|canal|de|du|#)\s+|#|l')+"
    r"|(?:\s+(?:to|in|into|for|at|on|room|channel|a|au|dans|pour|le|salon|canal|de|,))+$"
)
_HERE = frozenset({"here", "this", "this room", "ici", "ce salon", "cette piece", "room", "salon"})
_NEW = 60
"""How many new messages of a room are looked at."""

Room = Mapping[str, Any]


async def read(match: Match, talk: Talk) -> Reading | None:
    """What is asked of rooms and of what was said in them."""
    if match.phrase.operation == "room.list":
        return Reading(calls=[Call(operation="room.list", arguments=dict(match.phrase.set))], literal=match.literal)
    rooms = await rooms_named(talk, match.slots.get("room", "here"))
    if not rooms:
        if match.phrase.set.get("maybe"):
            return None
        return Reading(missing=room_words(match.slots.get("room", "")), score=0.0, literal=match.literal)

    def use(room: Room) -> list[Call]:
        arguments: dict[str, Any] = {"room_id": room["id"]}
        if match.verb == "list" and match.phrase.set.get("pinned"):
            arguments |= {"pinned": True, "limit": 20}
        elif match.verb == "list":
            arguments |= {"after_seq": int(room.get("last_read_seq") or 0), "limit": _NEW}
        else:
            arguments["limit"] = 12
        return [Call(operation=match.phrase.operation, arguments=arguments, label=str(room["name"]))]

    return in_room(rooms, use, match, talk)


def in_room(rooms: Sequence[Room], use: Callable[[Room], list[Call]], match: Match, talk: Talk) -> Reading:
    """Use the only room, or ask which of several is meant."""
    if len(rooms) == 1:
        return Reading(calls=use(rooms[0]), literal=match.literal)
    some = rooms[:6]
    names = ", ".join(str(room["name"]) for room in some)
    return Reading(
        question=talk.say("which_of", names=names),
        alternatives=[Alternative(label=str(room["name"]), calls=tuple(use(room))) for room in some],
        literal=match.literal,
    )


def room_words(text: str) -> str:
    """What is left of a name when the words around it are taken off, folded."""
    return _AROUND.sub("", fold(tidy(text.replace("#", " "))).strip(" ,"))


async def rooms_named(talk: Talk, text: str) -> list[Room]:
    """The rooms that a name may mean: those of exactly that name, or else those that have it as a word.

    "Here" is the room in which it is said.
    """
    wanted = room_words(text)
    if fold(text).strip(" ?.!") in _HERE:
        return [room for room in await talk.every("room.list") if room["id"] == talk.speaker.room_id]
    if not wanted:
        return []
    rooms = [(fold(str(room["name"])), room) for room in await talk.every("room.list")]
    exact = [room for name, room in rooms if name == wanted]
    if exact:
        return exact
    words = set(wanted.split())
    return [room for name, room in rooms if words <= set(re.findall(r"[^\W_]+", name))]


async def message_meant(talk: Talk) -> str | None:
    """The message that "that" means: the one that is answered, or else what was said right before; its id."""
    if talk.speaker.reply_to is not None:
        return talk.speaker.reply_to
    if not talk.speaker.message_id:
        return None
    asked = await talk.look("message.get", {"id": talk.speaker.message_id})
    before = await talk.look(
        "message.list", {"room_id": talk.speaker.room_id, "before_seq": asked["seq"], "limit": 10}
    )
    said = (one for one in before.get("items", []) if one.get("content") and not one.get("deleted_at"))
    return next((str(one["id"]) for one in said if one.get("kind") != "system"), None)
