"""What may be worth doing next, from what the dashboard shows; nothing else is read for it."""

from __future__ import annotations

from collections.abc import Iterator

from hub.features.dashboard.schemas import Dashboard, Suggestion

UNWELL = 50
"""Below this health a project is worth a look."""
AT_MOST = 5


def suggestions(shown: Dashboard) -> list[Suggestion]:
    """At most five, the most pressing first; none about a part that could not be read."""
    return [*_pressing(shown), *_calmer(shown)][:AT_MOST]


def _pressing(shown: Dashboard) -> Iterator[Suggestion]:
    ringing = [alarm for alarm in shown.alarms.items if alarm.ringing] if shown.alarms else []
    if ringing:
        yield Suggestion(kind="ringing", count=len(ringing), label=ringing[0].title)
    if shown.unread and shown.unread.mentions:
        yield Suggestion(kind="mentions", count=shown.unread.mentions, id=shown.unread.rooms[0].id)
    if shown.tasks and shown.tasks.overdue:
        yield Suggestion(kind="overdue_tasks", count=len(shown.tasks.overdue), more=shown.tasks.overdue_more)


def _calmer(shown: Dashboard) -> Iterator[Suggestion]:
    worst = shown.projects.items[0] if shown.projects and shown.projects.items else None
    if worst and worst.health < UNWELL:
        yield Suggestion(kind="unwell_project", count=worst.health, id=worst.id, label=worst.name)
    least = shown.money.envelopes[0] if shown.money and shown.money.envelopes else None
    if least and least.left_cents < 0:
        yield Suggestion(kind="envelope_exceeded", label=least.category)
    nothing = shown.tasks and shown.agenda and not (shown.tasks.overdue or shown.tasks.due or shown.agenda.items)
    if nothing:
        yield Suggestion(kind="nothing_planned")
