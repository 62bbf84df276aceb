"""The wire models of search."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from hub.storage.wire import Id, Input, Several, Time, Wire

Kind = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
Has = Literal["link", "file", "image", "checklist", "task"]
By = Literal["words", "meaning", "both"]


class Find(Input):
    """What is looked for, and among what.

    In `q` filters may stand among the words: `from:marie in:website has:link before:2026-12-01 after:2026-11-01
    kind:note`, in French `de: dans: avec: avant: après: type:`. A value with spaces stands in quotation marks.
    """

    q: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    kinds: Annotated[
        list[Kind], Several, Field(max_length=30, description="Only these, such as `note` and `message`.")
    ] = []
    project_id: Id | None = None
    person_id: Annotated[Id | None, Field(description="Written by them, assigned to them, or about them.")] = None
    room_id: Id | None = None
    from_: Annotated[Time | None, Field(alias="from", description="Not older than this.")] = None
    to: Annotated[Time | None, Field(description="Not newer than this.")] = None
    has: Has | None = None
    by: Annotated[By, Field(description="Words alone, meaning alone, or both.")] = "both"
    limit: Annotated[int, Field(ge=1, le=50)] = 20


class Similar(Input):
    """Something that others are to be like."""

    kind: Kind
    id: Id
    limit: Annotated[int, Field(ge=1, le=50)] = 10


class Found(Wire):
    """Something that was found."""

    kind: str
    id: Id
    title: str
    snippet: str = Field(description="The part of its text that fits best, at most some 160 characters.")
    marks: list[tuple[int, int]] = Field(description="Where the words stand in the snippet, in characters.")
    title_marks: list[tuple[int, int]] = Field(description="Where they stand in the title.")
    score: float = Field(description="Only for comparing within one answer.")
    by: By = Field(description="What it was found by.")
    at: Time | None = Field(description="When it was written or last changed, or when it is.")
    project_id: Id | None = None
    room_id: Id | None = None


class Results(Wire):
    """What was found, best first."""

    items: list[Found]
    next_cursor: str | None = None
    mode: By = Field(description="What was searched: `words` while there is no model of meaning.")
    unknown: list[str] = Field(default=[], description="Filters in `q` that name nothing here; they were not used.")


class SearchStatus(Wire):
    """How search is."""

    up: bool
    why: str | None = Field(description="Why it is away.")
    mode: By
    model: str | None = Field(description="What makes the vectors of meaning.")
    why_no_model: str | None
    pieces: int = Field(description="Pieces of at most 1,200 characters that can be found by their words.")
    with_meaning: int = Field(description="Those of them that can be found by their meaning.")
    waiting: int = Field(description="Those whose meaning is still to be made.")
    rebuilding: bool
    rebuilt: int = Field(description="Things that the rebuild under way has looked at.")
    rebuild_total: int


class CollectionInfo(SearchStatus):
    """What is in the index."""

    where: Literal["embedded", "server"]
    kinds: dict[str, int] = Field(description="Pieces of each kind.")
    bytes: int = Field(description="On disk; 0 where a server keeps it.")
    last_rebuilt_at: Time | None
    complete: bool
