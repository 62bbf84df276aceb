"""The wire models of note sessions."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from hub.storage.thoughts import Cited, FromModel, Kept
from hub.storage.wire import ById, EntityOut, Id, Input, PageInput, Time, Title, UpdateInput, Wire

LINES = 999
"""Lines of a session at most: with all of them it is deleted, and comes back, in one entry."""
POINTS = 200
"""What a coach may have said in one session."""

LineText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]


class Point(Wire):
    """Something that a model said, and the lines that it follows from."""

    text: str
    cites: list[Id]


class NextStep(Point):
    """What is to be done next."""

    task_id: Id | None = Field(default=None, description="The task that was made of it.")


class SessionSummary(Wire):
    """What a session comes to."""

    at: Time
    text: str
    decisions: list[Point]
    risks: list[Point]
    next_steps: list[NextStep]
    left_out: int = Field(default=0, description="How many of the first lines were too many to be read.")


class Coaching(Wire):
    """What a coach has asked and proposed so far, oldest first."""

    questions: list[Point] = []
    ideas: list[Point] = []


class NoteSession(EntityOut):
    """The notes of one meeting."""

    title: str
    project_id: Id | None
    started_at: Time
    ended_at: Time | None
    pinned: bool
    summary: SessionSummary | None
    coach: Coaching


class NoteLine(EntityOut):
    """One line of a session; its number is its place among the others."""

    session_id: Id
    rank: str
    text: str
    author: dict[str, Any]


class CreateSession(Input):
    """A new session; it begins now."""

    title: Title
    project_id: Id | None = None


class UpdateSession(UpdateInput):
    """Changes to a session; only what is sent is changed."""

    title: Title = ""
    project_id: Id | None = None
    pinned: bool = False
    ended_at: Time | None = None


class ListSessions(PageInput):
    """Which sessions to list, pinned ones first, then the newest."""

    q: Annotated[str | None, Field(max_length=200, description="Words in the title.")] = None
    project_id: Id | None = None


class ListLines(PageInput):
    """The lines of a session, in order."""

    id: Id


class AddLine(ById):
    """A new line, at the end unless it is said where."""

    text: LineText
    after_id: Id | None = None


class OfLine(ById):
    """One line of a session."""

    line_id: Id


class UpdateLine(OfLine):
    """What a line says now."""

    text: LineText
    revision: Annotated[int | None, Field(ge=0, description="What was read; `conflict` if it is stale.")] = None


class MoveLine(OfLine):
    """A new place: right after one line, or right before another, or both."""

    after_id: Id | None = None
    before_id: Id | None = None


class MakeTask(ById):
    """One of the next steps of the summary."""

    n: Annotated[int, Field(ge=0, le=100, description="Which one, from 0.")] = 0


class FoundSummary(FromModel):
    """What the model must answer when a session is summed up."""

    summary: str = Field(min_length=1, max_length=4_000)
    decisions: list[Cited] = Field(default=[], max_length=30)
    risks: list[Cited] = Field(default=[], max_length=30)
    next_steps: list[Cited] = Field(default=[], max_length=30)


class FoundCoaching(FromModel):
    """What the model must answer when it coaches."""

    questions: list[Cited] = Field(default=[], max_length=10)
    ideas: list[Cited] = Field(default=[], max_length=10)


class KeepSummary(Kept):
    """A summary to keep."""

    result: FoundSummary


class KeepCoaching(Kept):
    """Questions and ideas to keep."""

    result: FoundCoaching
