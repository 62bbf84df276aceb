"""What a model does for a situation: who is in it, what to ask about them, what it comes to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from hub.features.people.access import people_called
from hub.features.situations.access import access_part, access_situation
from hub.features.situations.actors import matched
from hub.features.situations.documents import (
    ActorDocument,
    NoteDocument,
    QuestionDocument,
    SituationDocument,
    SummaryDocument,
)
from hub.features.situations.present import present_situation, present_summary
from hub.features.situations.schemas import (
    ACTORS,
    MOST_ACTIONS,
    MOST_QUESTIONS,
    QUESTIONS,
    FoundActors,
    FoundQuestions,
    FoundSummary,
    KeepActors,
    KeepQuestions,
    KeepSummary,
    OfActor,
    Situation,
    SituationSummary,
)
from hub.kernel.context import Ctx
from hub.kernel.errors import invalid
from hub.kernel.operation import POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.doors import PROGRAMS_AND_EKO
from hub.storage.thoughts import RATE, Asked, Cited, Passage, Thinking, Thought, ask
from hub.storage.wire import ById
from hub.storage.words import folded

_PROMPTS = Path(__file__).parent / "prompts"

PROPOSE = Thought(name="situation.propose_actors", output=FoundActors, prompts=_PROMPTS, keep="situation.keep_actors")
QUESTION = Thought(
    name="situation.ask_questions", output=FoundQuestions, prompts=_PROMPTS, keep="situation.keep_questions"
)
SUMMARIZE = Thought(name="situation.summarize", output=FoundSummary, prompts=_PROMPTS, keep="situation.keep_summary")


@operation(
    "situation.propose_actors",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/situations/{id}/propose-actors", status=202),
    rate=RATE,
    undoable=False,
)
async def propose_actors(ctx: Ctx, command: ById) -> Thinking:
    """Have a model find who has a part in a situation, from what is said of it; they are matched to people."""
    situation = await access_situation(ctx, command.id, write=True)
    _must_say_something(ctx, situation)
    parts = await _Parts.of(situation)
    passages = [*_numbered("N", parts.notes_said()), *_numbered("A", parts.actors_said()), *_described(situation)]
    return await ask(ctx, _asked(PROPOSE, ("situation", situation.id), situation, passages))


@operation("situation.keep_actors", effect=Effect.WRITE, policy=member, doors=frozenset())
async def keep_actors(ctx: Ctx, command: KeepActors) -> Situation:
    """Keep the actors that a model found, as far as they are not there yet."""
    situation = await access_situation(ctx, command.id, write=True)
    there = await ctx.work.find(ActorDocument, {"situation_id": situation.id})
    known = {folded(actor.name) for actor in there}
    people = {actor.person_id for actor in there if actor.person_id}
    fresh = {" ".join(found.name.split()): found for found in command.result.actors}
    who = await matched(ctx, list(fresh))
    room = ACTORS - len(there)
    for name, found in fresh.items():
        if room <= 0 or folded(name) in known or who[name]["person_id"] in people:
            continue
        known.add(folded(name))
        people |= {who[name]["person_id"]} - {None}
        room -= 1
        ctx.work.insert(
            ActorDocument(
                owner_id=situation.owner_id,
                situation_id=situation.id,
                role_company=found.role_company,
                role_situation=found.role_situation,
                **who[name],
            )
        )
    return await present_situation(situation)


@operation(
    "situation.ask_questions",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/situations/{id}/actors/{actor_id}/ask-questions", status=202),
    rate=RATE,
    undoable=False,
)
async def ask_questions(ctx: Ctx, command: OfActor) -> Thinking:
    """Have a model write five to seven neutral questions about an actor. Nothing is asked about who has left."""
    situation = await access_situation(ctx, command.id, write=True)
    actor = await access_part(ctx, ActorDocument, situation.id, command.actor_id, write=True)
    french = ctx.actor.locale.startswith("fr")
    if actor.person_id and any(one.left for one in (await people_called([actor.person_id])).values()):
        said = (
            "Cette personne est partie : rien n’est demandé à son sujet."
            if french
            else "This person has left: nothing is asked about them."
        )
        raise invalid(said, actor_id="has left")
    parts = await _Parts.of(situation)
    others = "Autre" if french else "Other"
    about = [f"→ {_line(actor)}"] + [f"{others}: {_line(one)}" for one in parts.actors if one.id != actor.id]
    passages = [
        *_numbered("Q", [("", question.question) for question in parts.questions if question.actor_id == actor.id]),
        *_numbered("N", parts.notes_said()),
        *_numbered("A", [("", text) for text in about]),
        *_described(situation),
    ]
    asked = _asked(QUESTION, ("situation_actor", actor.id), situation, passages)
    return await ask(ctx, Asked(**{**vars(asked), "carried": {"situation_id": situation.id}}))


@operation("situation.keep_questions", effect=Effect.WRITE, policy=member, doors=frozenset())
async def keep_questions(ctx: Ctx, command: KeepQuestions) -> Situation:
    """Keep the questions about an actor: those without an answer give way, none comes twice."""
    situation = await access_situation(ctx, command.situation_id, write=True)
    actor = await access_part(ctx, ActorDocument, situation.id, command.id, write=True)
    room = QUESTIONS - await QuestionDocument.rows().count_documents({"situation_id": situation.id})
    asked, kept = set[str](), 0
    for before in await ctx.work.find(QuestionDocument, {"situation_id": situation.id, "actor_id": actor.id}):
        if before.answer:
            asked.add(folded(before.question))
        else:
            ctx.work.delete(before)
            room += 1
    for text in command.result.questions:
        question = " ".join(text.split())
        if folded(question) in asked or room <= kept or kept == MOST_QUESTIONS:
            continue
        asked.add(folded(question))
        kept += 1
        ctx.work.insert(
            QuestionDocument(
                owner_id=situation.owner_id, situation_id=situation.id, actor_id=actor.id, question=question
            )
        )
    return await present_situation(situation)


@operation(
    "situation.summarize",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/situations/{id}/summarize", status=202),
    rate=RATE,
    undoable=False,
    doors=PROGRAMS_AND_EKO,
)
async def summarize_situation(ctx: Ctx, command: ById) -> Thinking:
    """Have a model say what is going on, which problems there are and three to five actions, citing what is there."""
    situation = await access_situation(ctx, command.id, write=True)
    parts = await _Parts.of(situation)
    if not parts.notes and not any(question.answer for question in parts.questions):
        _must_say_something(ctx, situation)
    passages = [
        *_numbered("Q", parts.answers_said()),
        *_numbered("N", parts.notes_said()),
        *_numbered("A", parts.actors_said()),
        *_described(situation),
    ]
    return await ask(ctx, _asked(SUMMARIZE, ("situation", situation.id), situation, passages))


@operation("situation.keep_summary", effect=Effect.WRITE, policy=member, doors=frozenset())
async def keep_summary(ctx: Ctx, command: KeepSummary) -> SituationSummary:
    """Keep what a model made of a situation; a summary before it gives way."""
    situation = await access_situation(ctx, command.id, write=True)
    parts = await _Parts.of(situation)
    there = {f"situation:{situation.id}", *(ref for ref, _ in parts.everything())}
    for before in await ctx.work.find(SummaryDocument, {"situation_id": situation.id}):
        ctx.work.delete(before)
    found = command.result
    summary = SummaryDocument(
        owner_id=situation.owner_id,
        situation_id=situation.id,
        text=found.summary,
        problems=_points(found.problems, there),
        actions=_points(found.actions, there)[:MOST_ACTIONS],
        left_out=command.left_out,
    )
    return await present_summary(ctx.work.insert(summary))


class _Parts:
    """What is beneath a situation, in words."""

    def __init__(
        self,
        actors: Sequence[ActorDocument],
        notes: Sequence[NoteDocument],
        questions: Sequence[QuestionDocument],
    ) -> None:
        self.actors, self.notes, self.questions = actors, notes, questions
        self._names = {actor.id: actor.name for actor in actors}

    @classmethod
    async def of(cls, situation: SituationDocument) -> _Parts:
        found: list[list[Any]] = []
        for kind in (ActorDocument, NoteDocument, QuestionDocument):
            rows = kind.rows().find({"situation_id": situation.id}).sort("_id", 1)
            found.append([kind.model_validate(row) async for row in rows])
        return cls(*found)

    def actors_said(self) -> list[tuple[str, str]]:
        return [(f"situation_actor:{actor.id}", _line(actor)) for actor in self.actors]

    def notes_said(self) -> list[tuple[str, str]]:
        return [(f"situation_note:{note.id}", self._of(note.actor_id) + note.text) for note in self.notes]

    def answers_said(self) -> list[tuple[str, str]]:
        return [
            (f"situation_question:{one.id}", f"{self._of(one.actor_id)}{one.question} — {one.answer}")
            for one in self.questions
            if one.answer
        ]

    def everything(self) -> list[tuple[str, str]]:
        return [*self.actors_said(), *self.notes_said(), *self.answers_said()]

    def _of(self, actor_id: str | None) -> str:
        name = self._names.get(actor_id or "")
        return f"({name}) " if name else ""


def _line(actor: ActorDocument) -> str:
    roles = "; ".join(role for role in (actor.role_company, actor.role_situation) if role)
    return f"{actor.name}: {roles}" if roles else actor.name


def _numbered(letter: str, said: Sequence[tuple[str, str]]) -> list[Passage]:
    return [Passage(ref=ref, label=f"{letter}{place}", text=text) for place, (ref, text) in enumerate(said, start=1)]


def _described(situation: SituationDocument) -> list[Passage]:
    """Title and description, paragraph by paragraph: last, so that they are what is left out last."""
    paragraphs = [line.strip() for line in (situation.title, *situation.description.splitlines()) if line.strip()]
    return _numbered("D", [(f"situation:{situation.id}", text) for text in paragraphs])


def _asked(thought: Thought, target: tuple[str, str], situation: SituationDocument, passages: list[Passage]) -> Asked:
    return Asked(thought=thought, target=target, label=situation.title, passages=passages)


def _must_say_something(ctx: Ctx, situation: SituationDocument) -> None:
    if not situation.description.strip():
        french = ctx.actor.locale.startswith("fr")
        said = "Décrire d’abord la situation." if french else "Describe the situation first."
        raise invalid(said, description="is empty")


def _points(found: Sequence[Cited], there: Collection[str]) -> list[dict[str, Any]]:
    """What rests on something that is still there."""
    points: list[dict[str, Any]] = []
    for point in found:
        cites = [ref.split(":", 1) for ref in point.cites if ref in there]
        if cites:
            points.append({"text": point.text, "cites": [{"kind": kind, "id": id} for kind, id in cites]})
    return points
