"""Stored situations and what is beneath them to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.people.access import people_called
from hub.features.situations.documents import (
    ActorDocument,
    NoteDocument,
    QuestionDocument,
    SituationDocument,
    SummaryDocument,
)
from hub.features.situations.schemas import (
    Situation,
    SituationActor,
    SituationNote,
    SituationQuestion,
    SituationSummary,
)
from hub.storage.documents import encode, to_wire

Raw = Mapping[str, Any]


async def present_situations(rows: Sequence[Raw]) -> list[Situation]:
    """Public situations."""
    return [Situation.model_validate(to_wire(row)) for row in rows]


async def present_situation(doc: SituationDocument) -> Situation:
    """The public form of one situation."""
    return (await present_situations([encode(doc)]))[0]


async def present_actors(rows: Sequence[Raw]) -> list[SituationActor]:
    """Public actors; whether somebody has left is as their person says now."""
    people = await people_called([row["person_id"] for row in rows if row["person_id"]])
    shown: list[SituationActor] = []
    for row in rows:
        person = people.get(row["person_id"] or "")
        about = {"left": person is not None and person.left, "person_id": person.id if person else None}
        shown.append(SituationActor.model_validate({**to_wire(row), **about}))
    return shown


async def present_actor(doc: ActorDocument) -> SituationActor:
    """The public form of one actor."""
    return (await present_actors([encode(doc)]))[0]


async def present_notes(rows: Sequence[Raw]) -> list[SituationNote]:
    """Public notes."""
    return [SituationNote.model_validate(to_wire(row)) for row in rows]


async def present_note(doc: NoteDocument) -> SituationNote:
    """The public form of one note."""
    return (await present_notes([encode(doc)]))[0]


async def present_questions(rows: Sequence[Raw]) -> list[SituationQuestion]:
    """Public questions."""
    return [SituationQuestion.model_validate(to_wire(row)) for row in rows]


async def present_question(doc: QuestionDocument) -> SituationQuestion:
    """The public form of one question."""
    return (await present_questions([encode(doc)]))[0]


async def present_summaries(rows: Sequence[Raw]) -> list[SituationSummary]:
    """Public summaries."""
    return [SituationSummary.model_validate(to_wire(row)) for row in rows]


async def present_summary(doc: SummaryDocument) -> SituationSummary:
    """The public form of one summary."""
    return (await present_summaries([encode(doc)]))[0]
