"""What a matched phrase means, module by module."""

from collections.abc import Awaitable, Callable

from agents.language.meaning import (
    agenda,
    alarms,
    budget,
    journal,
    links,
    notes,
    people,
    polls,
    projects,
    reception,
    scheduled,
    search,
    situations,
    tasks,
)
from agents.language.reading import Match, Reading, Talk

READERS: dict[str, Callable[[Match, Talk], Awaitable[Reading | None]]] = {
    "task": tasks.read,
    "disk_session": reception.read,
    "donation": reception.read,
    "note": notes.read,
    "note_label": notes.read_label,
    "project": projects.read,
    "agenda": agenda.read,
    "budget": budget.read,
    "alarm": alarms.read,
    "journal": journal.read,
    "link": links.read,
    "lot": reception.read,
    "person": people.read,
    "poll": polls.read,
    "reception": reception.read,
    "scheduled": scheduled.read,
    "search": search.read,
    "situation": situations.read,
}


async def read(match: Match, talk: Talk) -> Reading | None:
    """The reading of a match; None if its parts make no sense together."""
    return await READERS[match.phrase.operation.partition(".")[0]](match, talk)
