"""What a matched phrase means, module by module."""

from collections.abc import Awaitable, Callable

from agents.language.meaning import (
    agenda,
    alarms,
    budget,
    journal,
    links,
    note_sessions,
    notes,
    people,
    polls,
    projects,
    reception,
    rooms,
    scheduled,
    search,
    situations,
    talk,
    tasks,
)
from agents.language.reading import Match, Reading, Talk

READERS: dict[str, Callable[[Match, Talk], Awaitable[Reading | None]]] = {
    "task": tasks.read,
    "disk_session": reception.read,
    "donation": reception.read,
    "note": notes.read,
    "note_label": notes.read_label,
    "note_session": note_sessions.read,
    "project": projects.read,
    "agenda": agenda.read,
    "budget": budget.read,
    "alarm": alarms.read,
    "bookmark": talk.read_bookmark,
    "contact": people.read_contact,
    "dashboard": talk.read_dashboard,
    "draft": talk.read_draft,
    "file": links.read_file,
    "journal": journal.read,
    "link": links.read,
    "lot": reception.read,
    "message": rooms.read,
    "person": people.read,
    "poll": polls.read,
    "reception": reception.read,
    "report": talk.read_report,
    "room": rooms.read,
    "scheduled": scheduled.read,
    "search": search.read,
    "situation": situations.read,
    "team": people.read_team,
    "transfer": talk.read_transfer,
}


async def read(match: Match, talk: Talk) -> Reading | None:
    """The reading of a match; None if its parts make no sense together."""
    return await READERS[match.phrase.operation.partition(".")[0]](match, talk)
