"""The wire models of the dashboard."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hub.features.agenda.schemas import Event
from hub.features.alarms.schemas import Alarm
from hub.features.budget.schemas import EnvelopeLeft
from hub.features.notes.schemas import Note
from hub.features.projects.schemas import Project
from hub.features.rooms.schemas import RoomState
from hub.features.tasks.schemas import Task
from hub.storage.wire import Date, Id, Input, Several, Wire

PartName = Literal["agenda", "tasks", "alarms", "projects", "notes", "unread", "money"]


class WhichParts(Input):
    """What to show; without `parts` all of it."""

    parts: Annotated[
        list[PartName], Several, Field(max_length=7, description="Only these; the others are null.")
    ] = []


class Events(Wire):
    """What is in the agenda today."""

    items: list[Event]
    more: bool


class Tasks(Wire):
    """The caller's own to do: assigned to them, or to nobody."""

    overdue: list[Task] = Field(description="The oldest deadline first.")
    overdue_more: bool
    due: list[Task] = Field(description="With today's deadline, or planned for today.")
    due_more: bool


class Alarms(Wire):
    """What rings today, and what rings now and was not answered yet."""

    items: list[Alarm]
    more: bool


class Projects(Wire):
    """The active projects, the least healthy first."""

    items: list[Project]
    more: bool


class Notes(Wire):
    """The notes that were changed last."""

    items: list[Note]


class Unread(Wire):
    """What has been said since the caller last looked; muted rooms count only where they are named."""

    messages: int
    mentions: int
    rooms: list[RoomState] = Field(description="Mentions first, then the most unread.")


class Money(Wire):
    """This calendar month, in the currency that is used most."""

    currency: str
    currencies: list[str]
    spent_cents: int
    received_cents: int
    total_cents: int
    count: int
    envelopes: list[EnvelopeLeft] = Field(description="Those with the least left first.")


SuggestionKind = Literal[
    "overdue_tasks", "mentions", "ringing", "unwell_project", "envelope_exceeded", "nothing_planned"
]


class Suggestion(Wire):
    """What may be worth doing next; the words are the client's."""

    kind: SuggestionKind
    count: int = Field(default=0, description="How many there are of what it is about; of a project, its health.")
    more: bool = Field(default=False, description="There are more than that.")
    id: Id | None = Field(default=None, description="The project or the room that it is about.")
    label: str = Field(default="", description="The project's name, the alarm's title or the envelope's category.")


class Dashboard(Wire):
    """What is up for the caller today. A part that could not be read is null, and `failed` says why.

    One that was not asked for is null as well.
    """

    day: Date = Field(description="Today, where the caller is.")
    time_zone: str
    agenda: Events | None
    tasks: Tasks | None
    alarms: Alarms | None
    projects: Projects | None
    notes: Notes | None
    unread: Unread | None
    money: Money | None
    suggestions: list[Suggestion]
    failed: dict[str, str] = Field(description="Part to why it is not there.")
