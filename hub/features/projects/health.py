"""How well a project does, from what its tasks, notes and money say."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hub.features.budget.access import newest_lines
from hub.features.notes.access import count_new_notes, newest_notes
from hub.features.tasks.access import count_overdue, newest_tasks
from hub.storage.plain import read_time

FULL = 100
OVERDUE_COSTS = 8
QUIET_COSTS = 20
QUIET_AFTER = timedelta(days=14)
NOTE_ADDS = 5
NOTES_ADD_AT_MOST = 20
NOTES_COUNT_FOR = timedelta(days=7)


def health(*, overdue: int, idle: timedelta, new_notes: int) -> int:
    """The health of a project, 0 to 100 (domain.md): 100, less 8 for each overdue task, less 20 if
    nothing happened for 14 days, plus 5 for each note of the last week, up to 20."""
    points = FULL - OVERDUE_COSTS * overdue
    if idle >= QUIET_AFTER:
        points -= QUIET_COSTS
    points += min(NOTE_ADDS * new_notes, NOTES_ADD_AT_MOST)
    return max(0, min(FULL, points))


async def health_of(projects: Sequence[Mapping[str, Any]], *, now: datetime, today: date) -> dict[str, int]:
    """The health of stored projects by id; `today` is the day in the zone of whoever's deadlines count."""
    ids = [row["_id"] for row in projects]
    if not ids:
        return {}
    overdue, notes, *newest = await asyncio.gather(
        count_overdue(ids, today),
        count_new_notes(ids, now - NOTES_COUNT_FOR),
        newest_tasks(ids),
        newest_notes(ids),
        newest_lines(ids),
    )
    found: dict[str, int] = {}
    for row in projects:
        id = row["_id"]
        last = max([read_time(row["updated_at"]), *(times[id] for times in newest if id in times)])
        found[id] = health(overdue=overdue.get(id, 0), idle=now - last, new_notes=notes.get(id, 0))
    return found
