"""What people do with messages besides saying them: keep one, look at what they keep, at drafts, report one."""

from typing import Any

from agents.language.meaning.rooms import message_meant
from agents.language.meaning.things import listed
from agents.language.outcome import Call
from agents.language.reading import Match, Reading, Talk, tidy


async def read_bookmark(match: Match, talk: Talk) -> Reading | None:
    """Bookmarks: of the message that is answered, or else of what was said right before."""
    if match.verb == "list":
        return listed(match)
    message = await message_meant(talk)
    if message is None:
        return Reading(question=talk.say("which_message"), literal=match.literal, score=0.6)
    if match.verb == "delete":
        kept = (await talk.look("bookmark.list", {"message_id": message, "limit": 1})).get("items", [])
        if not kept:
            return Reading(question=talk.say("not_kept"), literal=match.literal, score=0.6)
        return Reading(
            calls=[Call(operation="bookmark.delete", arguments={"id": kept[0]["id"]})], literal=match.literal
        )
    arguments: dict[str, Any] = {"message_id": message}
    if note := tidy(match.slots.get("note", "")):
        arguments["note"] = note[:500]
    return Reading(calls=[Call(operation="bookmark.create", arguments=arguments)], literal=match.literal)


async def read_draft(match: Match, talk: Talk) -> Reading | None:
    """Drafts are only looked at: what is in a box is its writer's to change."""
    return listed(match)


async def read_report(match: Match, talk: Talk) -> Reading | None:
    """To accuse somebody is a person's own act: where that is done."""
    return Reading(question=talk.say("report_how"), literal=match.literal, score=0.6)


async def read_transfer(match: Match, talk: Talk) -> Reading | None:
    """What comes in and goes out is looked at here; it is begun by hand, by who signed in."""
    if match.verb == "list":
        return listed(match)
    return Reading(question=talk.say("transfer_how"), literal=match.literal, score=0.6)


async def read_dashboard(match: Match, talk: Talk) -> Reading | None:
    """The day, or the part of it that was asked for."""
    return listed(match)
