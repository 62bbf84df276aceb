"""Notes of meetings: begun, found, added to, and summed up by a model."""

from typing import Any

from agents.language.meaning.things import changed, listed, made
from agents.language.outcome import Call, Recent
from agents.language.reading import Match, Reading, Talk, choose, find, tidy
from agents.language.references import Found


async def read(match: Match, talk: Talk) -> Reading | None:
    """What is said of note sessions."""
    match match.verb:
        case "list":
            return listed(match)
        case "create":
            return made(match, talk, "note_session")
        case "delete":
            return await changed(match, talk, "note_session")
        case _:
            return await _with_one(match, talk)


async def _with_one(match: Match, talk: Talk) -> Reading | None:
    """Something about one session: the one that is named, or else the newest that has not ended."""
    extra: dict[str, Any] = {}
    if match.verb == "add_line":
        extra["text"] = " ".join(tidy(match.slots["text"]).split())[:2_000]
        if not extra["text"]:
            return None
        before, colon, _ = extra["text"].partition(":")
        if "thing" not in match.slots and colon and await find(talk, "note_session", before):
            return None  # "in the session Kick-off: agreed" names one.
    part = str(match.phrase.set.get("part", ""))

    def use(found: Found) -> list[Call]:
        call = Call(operation=match.phrase.operation, arguments={"id": found.id, **extra}, label=part or found.label)
        return [call]

    words = tidy(match.slots.get("thing", ""))
    if words:
        found = await find(talk, "note_session", words)
        if not found:
            return None if match.phrase.set.get("maybe") else Reading(missing=words, score=0.0, literal=match.literal)
        return choose(found, use, match, talk)
    items = await talk.items("note_session.list")
    spoken = next((one.id for one in talk.recent if one.kind == "note_session"), None)
    meant = next((one for one in items if one["id"] == spoken), None)
    if meant is None:
        # The list is newest first, but for pinned ones.
        going = [one for one in items if not one.get("ended_at")]
        meant = max(going, key=lambda one: str(one["started_at"]), default=None)
    if meant is None:
        return Reading(question=talk.say("no_session"), literal=match.literal, score=0.6)
    one = Found("note_session", meant, 1.0)
    return Reading(
        calls=use(one), literal=match.literal, touched=[Recent(kind="note_session", id=one.id, label=one.label)]
    )
