"""Links and files: an address is taken as it was typed, a file is looked for by its name and by what is in it."""

import re
from typing import Any

from agents.language.meaning.rooms import in_room, rooms_named
from agents.language.meaning.things import changed, listed
from agents.language.outcome import Call, Recent
from agents.language.reading import Match, Reading, Talk, find, project_arguments, tidy

_ADDRESS = re.compile(r"(?:https?://)?[^\s/@:]+\.[^\s.@]{2,}\S*", re.IGNORECASE)


async def read(match: Match, talk: Talk) -> Reading | None:
    """What is said of web addresses."""
    if match.verb == "list":
        return listed(match, also=project_arguments(match))
    if match.verb != "create":
        return await changed(match, talk, "link")
    url = match.slots.get("url", "").strip(" <>\"'«»“”,;")
    if not _ADDRESS.fullmatch(url):
        return None
    return Reading(
        calls=[Call(operation="link.create", arguments={"url": url}, label=url)],
        literal=match.literal,
        touched=[Recent(kind="link", id=f"${talk.calls + 1}.id", label=url)],
    )


async def read_file(match: Match, talk: Talk) -> Reading | None:
    """What is said of files and of what was sent in rooms."""
    if match.verb in ("update", "delete"):
        return await changed(match, talk, "file")
    if match.verb == "gallery":
        return await _gallery(match, talk)
    if match.cut.project and match.cut.project.id is None:
        return Reading(missing=match.cut.project.name, score=0.0, literal=match.literal)
    return listed(match, also=project_arguments(match))


async def _gallery(match: Match, talk: Talk) -> Reading | None:
    """What was sent in rooms: in one of them, or by somebody."""
    arguments: dict[str, Any] = dict(match.phrase.set)
    if "sender" in match.slots:
        senders = await find(talk, "user", match.slots["sender"])
        if len(senders) != 1:
            return Reading(missing=tidy(match.slots["sender"]), score=0.0, literal=match.literal)
        arguments["sender_id"] = senders[0].id
    if "room" not in match.slots:
        return Reading(calls=[Call(operation="file.gallery", arguments=arguments)], literal=match.literal)
    rooms = await rooms_named(talk, match.slots["room"])
    if not rooms:
        return Reading(missing=tidy(match.slots["room"]), score=0.0, literal=match.literal)
    return in_room(
        rooms,
        lambda room: [Call(operation="file.gallery", arguments={**arguments, "room_id": room["id"]})],
        match,
        talk,
    )
