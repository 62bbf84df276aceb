"""The wire models of situations."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from hub.storage.thoughts import Cited, FromModel, Kept
from hub.storage.wire import ById, EntityOut, Id, Input, PageInput, Text, Title, UpdateInput, Wire

ACTORS, NOTES, QUESTIONS = 40, 500, 400
"""What a situation holds at most: with all of it, it is deleted, and comes back, in one entry."""
FEWEST_QUESTIONS, MOST_QUESTIONS = 5, 7
FEWEST_ACTIONS, MOST_ACTIONS = 3, 5

Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Role = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
NoteText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000)]
QuestionText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]
Answer = Annotated[str, StringConstraints(strip_whitespace=True, max_length=5_000)]


class Situation(EntityOut):
    """A tension between people, to be thought through."""

    title: str
    description: str


class SituationActor(EntityOut):
    """Somebody who has a part in a situation."""

    situation_id: Id
    person_id: Id | None = Field(description="Which of the owner's people it is.")
    name: str
    role_company: str
    role_situation: str
    left: bool = Field(description="That person is not there any more: they are not asked about.")
    namesakes: int = Field(description="How many of the owner's people have that name, where it is not known which.")


class SituationNote(EntityOut):
    """Something noted about a situation, or about one of its actors."""

    situation_id: Id
    actor_id: Id | None
    text: str


class SituationQuestion(EntityOut):
    """A question about an actor's part in a situation."""

    situation_id: Id
    actor_id: Id | None
    question: str
    answer: str


class Cite(Wire):
    """Something in a situation that a point follows from."""

    kind: Literal["situation", "situation_actor", "situation_note", "situation_question"]
    id: Id


class SituationPoint(Wire):
    """A problem or an action, and what it follows from."""

    text: str
    cites: list[Cite]


class SituationSummary(EntityOut):
    """What a situation comes to."""

    situation_id: Id
    text: str
    problems: list[SituationPoint]
    actions: list[SituationPoint]
    left_out: int = Field(default=0, description="How many of its parts were too many to be read.")


class CreateSituation(Input):
    """A new situation."""

    title: Title
    description: Text = ""


class UpdateSituation(UpdateInput):
    """Changes to a situation; only what is sent is changed."""

    title: Title = ""
    description: Text = ""


class ListSituations(PageInput):
    """Which situations to list, the last changed first."""

    q: Annotated[str | None, Field(max_length=200, description="Words in the title or description.")] = None


class ListParts(PageInput):
    """What is beneath a situation, oldest first."""

    id: Id


class AddActor(ById):
    """A new actor: a name, or one of the caller's people. A name that one of them has alone is that person."""

    name: Name = ""
    person_id: Id | None = None
    role_company: Role = ""
    role_situation: Role = ""


class OfActor(ById):
    """One of a situation's actors."""

    actor_id: Id


class UpdateActor(UpdateInput):
    """Changes to an actor; only what is sent is changed."""

    actor_id: Id
    name: Name = ""
    person_id: Id | None = None
    role_company: Role = ""
    role_situation: Role = ""


class AddNote(ById):
    """A new note, about the situation or about one of its actors."""

    text: NoteText
    actor_id: Id | None = None


class OfNote(ById):
    """One of a situation's notes."""

    note_id: Id


class UpdateNote(UpdateInput):
    """Changes to a note; only what is sent is changed."""

    note_id: Id
    text: NoteText = ""
    actor_id: Id | None = None


class AddQuestion(ById):
    """A question of the caller's own about one of the actors."""

    actor_id: Id
    question: QuestionText


class OfQuestion(ById):
    """One of a situation's questions."""

    question_id: Id


class UpdateQuestion(UpdateInput):
    """Changes to a question; only what is sent is changed."""

    question_id: Id
    question: QuestionText = ""
    answer: Answer = ""


class OfSummary(ById):
    """A situation's summary."""

    summary_id: Id


class FoundActor(FromModel):
    """Somebody whom the model finds in a description."""

    name: str = Field(min_length=1, max_length=200)
    role_company: str = Field(default="", max_length=300, description="What they do there, if it is said.")
    role_situation: str = Field(default="", max_length=300, description="Their part in the situation.")
    cites: list[str] = Field(max_length=100, description="Labels of the passages that name them.")


class FoundActors(FromModel):
    """What the model must answer when it proposes actors."""

    actors: list[FoundActor] = Field(default=[], max_length=20)


FoundQuestion = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class FoundQuestions(FromModel):
    """What the model must answer when it asks about an actor."""

    questions: list[FoundQuestion] = Field(min_length=FEWEST_QUESTIONS, max_length=30)


class FoundSummary(FromModel):
    """What the model must answer when a situation is summed up."""

    summary: str = Field(min_length=1, max_length=4_000)
    problems: list[Cited] = Field(default=[], max_length=20)
    actions: list[Cited] = Field(min_length=FEWEST_ACTIONS, max_length=20, description="Three to five.")


class KeepActors(Kept):
    """Actors to keep."""

    result: FoundActors


class KeepQuestions(Kept):
    """Questions to keep; `id` is that of the actor."""

    result: FoundQuestions
    situation_id: Id


class KeepSummary(Kept):
    """A summary to keep."""

    result: FoundSummary
