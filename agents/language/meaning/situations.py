"""Situations: a title is taken as it was said; the rest is thought through on their own page."""

from agents.language.meaning.things import changed, listed, made
from agents.language.outcome import Call
from agents.language.reading import Match, Reading, Talk, choose, find, tidy


async def read(match: Match, talk: Talk) -> Reading | None:
    """What is said of situations."""
    match match.verb:
        case "list":
            return listed(match)
        case "create":
            return made(match, talk, "situation")
        case "delete":
            return await changed(match, talk, "situation")
        case _:
            words = tidy(match.slots["thing"])
            found = await find(talk, "situation", words)
            if not found:
                return Reading(missing=words, score=0.0, literal=match.literal)
            return choose(
                found,
                lambda one: [Call(operation=match.phrase.operation, arguments={"id": one.id}, label=one.label)],
                match,
                talk,
            )
