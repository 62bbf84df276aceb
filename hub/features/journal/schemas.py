"""The wire models of the journal."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from hub.storage.thoughts import FromModel, Kept
from hub.storage.wire import ById, EntityOut, Id, Input, PageInput, Time, UpdateInput, Wire

LONGEST = 1_000


def _one_line(text: str) -> str:
    if any(unicodedata.category(char) in ("Cc", "Zl", "Zp") for char in text):
        raise ValueError("must be one line of text")
    return text


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST),
    AfterValidator(_one_line),
]
"""One line of text, 1 to 1,000 characters."""

Hours = Literal[1, 3, 24, 168]
"""The last hour, 3 hours, day or week."""


class JournalLine(EntityOut):
    """One line of somebody's journal."""

    at: Time
    text: str
    original: str | None = Field(default=None, description="What it said before its spelling was put right.")
    task_id: Id | None = Field(default=None, description="The task that it led to.")


class SuggestedTask(Wire):
    """A task that a summary suggests."""

    title: str
    cites: list[Id] = Field(description="The lines that it follows from.")
    task_id: Id | None = Field(default=None, description="The task that was made of it.")


class JournalSummary(EntityOut):
    """What a stretch of the journal comes to."""

    hours: Hours
    from_at: Time
    to_at: Time
    text: str
    cites: list[Id] = []
    left_out: int = Field(default=0, description="How many of its oldest lines were too many to be read.")
    tasks: list[SuggestedTask]


class CreateJournalLine(Input):
    """A new line."""

    text: Line
    at: Time | None = Field(default=None, description="When it happened; now unless given.")


class UpdateJournalLine(UpdateInput):
    """Changes to a line; only what is sent is changed."""

    text: Line = ""
    at: Time | None = None


class ListJournal(PageInput):
    """Which lines to list, newest first."""

    model_config = ConfigDict(populate_by_name=True)

    q: Annotated[str | None, Field(max_length=200, description="Words in the line.")] = None
    from_: Time | None = Field(default=None, alias="from")
    to: Time | None = None


class SummarizeJournal(Input):
    """How far back to look."""

    hours: Hours = 24


class MakeJournalTask(ById):
    """One of a summary's suggestions."""

    n: Annotated[int, Field(ge=0, le=50, description="Which one, from 0.")] = 0


class FixedLine(FromModel):
    """What the model must answer when spelling is put right."""

    text: str = Field(min_length=1, max_length=LONGEST, description="The same line, spelt right.")


class FoundTask(FromModel):
    """A task that the model suggests."""

    title: str = Field(min_length=1, max_length=300)
    cites: list[str] = Field(max_length=100, description="Labels of the lines that ask for it.")


class FoundSummary(FromModel):
    """What the model must answer when the journal is summed up."""

    summary: str = Field(min_length=1, max_length=4_000)
    cites: list[str] = Field(default=[], max_length=400, description="Labels of the lines that the summary rests on.")
    tasks: list[FoundTask] = Field(default=[], max_length=20, description="What is left to do, if anything.")


class KeepFix(Kept):
    """A line as it is spelt right."""

    result: FixedLine
    line_revision: int


class KeepSummary(Kept):
    """A summary to keep; `id` stands for whose journal and how far back."""

    result: FoundSummary
    hours: Hours
    from_at: Time
    to_at: Time
