"""What the situations feature hands over to the composition root."""

from __future__ import annotations

from hub.features.situations import actors, operations, parts, thinking
from hub.features.situations.access import audience, authorize, beneath, visible
from hub.features.situations.documents import (
    ActorDocument,
    NoteDocument,
    QuestionDocument,
    SituationDocument,
    SummaryDocument,
)
from hub.features.situations.present import (
    present_actors,
    present_notes,
    present_questions,
    present_situations,
    present_summaries,
)
from hub.features.situations.schemas import (
    Situation,
    SituationActor,
    SituationNote,
    SituationQuestion,
    SituationSummary,
)
from hub.kernel.catalog import Entity, Feature, Searchable
from hub.storage.search.texts import text_of


def _part(*fields: str) -> Searchable:
    return Searchable(text=text_of(*fields), part_of=("situation_id", "situation"))


FEATURE = Feature(
    name="situations",
    operations=(
        operations.create_situation,
        operations.list_situations,
        operations.get_situation,
        operations.update_situation,
        operations.delete_situation,
        actors.list_actors,
        actors.add_actor,
        actors.update_actor,
        actors.delete_actor,
        parts.list_notes,
        parts.add_note,
        parts.update_note,
        parts.delete_note,
        parts.list_questions,
        parts.add_question,
        parts.update_question,
        parts.delete_question,
        parts.list_summaries,
        parts.delete_summary,
        thinking.propose_actors,
        thinking.keep_actors,
        thinking.ask_questions,
        thinking.keep_questions,
        thinking.summarize_situation,
        thinking.keep_summary,
    ),
    entities=(
        Entity(
            kind="situation",
            document=SituationDocument,
            model=Situation,
            present=present_situations,
            audience=audience,
            authorize=authorize,
            visible=visible,
            search=Searchable(text=text_of("title", "description")),
            unrecorded=frozenset({"words"}),
        ),
        Entity(
            kind="situation_actor",
            document=ActorDocument,
            model=SituationActor,
            present=present_actors,
            audience=beneath.audience,
            authorize=beneath.authorize,
            under="situation_id",
            references={"situation_id": "situation"},
            search=_part("name", "role_company", "role_situation"),
        ),
        Entity(
            kind="situation_note",
            document=NoteDocument,
            model=SituationNote,
            present=present_notes,
            audience=beneath.audience,
            authorize=beneath.authorize,
            under="situation_id",
            label=lambda raw: str(raw.get("text", ""))[:80],
            references={"situation_id": "situation", "actor_id": "situation_actor"},
            search=_part("text"),
        ),
        Entity(
            kind="situation_question",
            document=QuestionDocument,
            model=SituationQuestion,
            present=present_questions,
            audience=beneath.audience,
            authorize=beneath.authorize,
            under="situation_id",
            label=lambda raw: str(raw.get("question", ""))[:80],
            references={"situation_id": "situation", "actor_id": "situation_actor"},
            search=_part("question", "answer"),
        ),
        Entity(
            kind="situation_summary",
            document=SummaryDocument,
            model=SituationSummary,
            present=present_summaries,
            audience=beneath.audience,
            authorize=beneath.authorize,
            under="situation_id",
            label=lambda raw: str(raw.get("text", ""))[:80],
            references={"situation_id": "situation"},
            search=_part("text", "problems", "actions"),
        ),
    ),
    thoughts=(thinking.PROPOSE, thinking.QUESTION, thinking.SUMMARIZE),
)
