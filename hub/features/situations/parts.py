"""What is noted in a situation, what is asked about its actors, and what it came to."""

from __future__ import annotations

from hub.features.situations.access import access_part, access_situation
from hub.features.situations.documents import ActorDocument, NoteDocument, QuestionDocument, SummaryDocument
from hub.features.situations.present import (
    present_note,
    present_notes,
    present_question,
    present_questions,
    present_summaries,
)
from hub.features.situations.schemas import (
    NOTES,
    QUESTIONS,
    AddNote,
    AddQuestion,
    ListParts,
    OfNote,
    OfQuestion,
    OfSummary,
    SituationNote,
    SituationQuestion,
    SituationSummary,
    UpdateNote,
    UpdateQuestion,
)
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, too_large
from hub.kernel.operation import DELETE, GET, PATCH, POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.listing import page
from hub.storage.wire import Deleted, Page

OLDEST = (("_id", 1),)


@operation("situation.notes", effect=Effect.READ, policy=member, route=GET("/api/situations/{id}/notes"))
async def list_notes(ctx: Ctx, command: ListParts) -> Page[SituationNote]:
    """List what is noted in a situation, oldest first."""
    where = {"situation_id": (await access_situation(ctx, command.id)).id}
    return await page(NoteDocument, where, present_notes, limit=command.limit, cursor=command.cursor, order=OLDEST)


@operation(
    "situation.add_note", effect=Effect.WRITE, policy=member, route=POST("/api/situations/{id}/notes", status=201)
)
async def add_note(ctx: Ctx, command: AddNote) -> SituationNote:
    """Note something about a situation, or about one of its actors."""
    situation = await access_situation(ctx, command.id, write=True)
    if command.actor_id:
        await access_part(ctx, ActorDocument, situation.id, command.actor_id)
    if await NoteDocument.rows().count_documents({"situation_id": situation.id}, limit=NOTES) >= NOTES:
        raise too_large(f"A situation can have {NOTES} notes.")
    note = NoteDocument(
        owner_id=situation.owner_id, situation_id=situation.id, actor_id=command.actor_id, text=command.text
    )
    return await present_note(ctx.work.insert(note))


@operation(
    "situation.update_note",
    effect=Effect.WRITE,
    policy=member,
    route=PATCH("/api/situations/{id}/notes/{note_id}"),
)
async def update_note(ctx: Ctx, command: UpdateNote) -> SituationNote:
    """Change what a note says, or whom it is about; only what is sent is changed."""
    note = await access_part(ctx, NoteDocument, command.id, command.note_id, write=True)
    if command.revision is not None and command.revision != note.revision:
        raise conflict("The note has changed meanwhile.", (await present_note(note)).model_dump(mode="json"))
    changes = command.changes("note_id")
    if changes.get("actor_id"):
        await access_part(ctx, ActorDocument, note.situation_id, changes["actor_id"])
    return await present_note(ctx.work.update(note, **changes))


@operation(
    "situation.delete_note",
    effect=Effect.DESTROY,
    policy=member,
    route=DELETE("/api/situations/{id}/notes/{note_id}"),
)
async def delete_note(ctx: Ctx, command: OfNote) -> Deleted:
    """Delete a note of a situation. This can be undone."""
    note = await access_part(ctx, NoteDocument, command.id, command.note_id, write=True)
    ctx.work.delete(note)
    return Deleted(id=note.id)


@operation("situation.questions", effect=Effect.READ, policy=member, route=GET("/api/situations/{id}/questions"))
async def list_questions(ctx: Ctx, command: ListParts) -> Page[SituationQuestion]:
    """List the questions about a situation's actors with their answers, oldest first."""
    where = {"situation_id": (await access_situation(ctx, command.id)).id}
    return await page(
        QuestionDocument, where, present_questions, limit=command.limit, cursor=command.cursor, order=OLDEST
    )


@operation(
    "situation.add_question",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/situations/{id}/questions", status=201),
)
async def add_question(ctx: Ctx, command: AddQuestion) -> SituationQuestion:
    """Add a question of one's own about an actor."""
    actor = await access_part(ctx, ActorDocument, command.id, command.actor_id, write=True)
    if await QuestionDocument.rows().count_documents({"situation_id": command.id}, limit=QUESTIONS) >= QUESTIONS:
        raise too_large(f"A situation can have {QUESTIONS} questions.")
    question = QuestionDocument(
        owner_id=actor.owner_id, situation_id=actor.situation_id, actor_id=actor.id, question=command.question
    )
    return await present_question(ctx.work.insert(question))


@operation(
    "situation.update_question",
    effect=Effect.WRITE,
    policy=member,
    route=PATCH("/api/situations/{id}/questions/{question_id}"),
)
async def update_question(ctx: Ctx, command: UpdateQuestion) -> SituationQuestion:
    """Answer a question, or put it differently; only what is sent is changed."""
    question = await access_part(ctx, QuestionDocument, command.id, command.question_id, write=True)
    if command.revision is not None and command.revision != question.revision:
        current = (await present_question(question)).model_dump(mode="json")
        raise conflict("The question has changed meanwhile.", current)
    return await present_question(ctx.work.update(question, **command.changes("question_id")))


@operation(
    "situation.delete_question",
    effect=Effect.DESTROY,
    policy=member,
    route=DELETE("/api/situations/{id}/questions/{question_id}"),
)
async def delete_question(ctx: Ctx, command: OfQuestion) -> Deleted:
    """Delete a question with its answer. This can be undone."""
    question = await access_part(ctx, QuestionDocument, command.id, command.question_id, write=True)
    ctx.work.delete(question)
    return Deleted(id=question.id)


@operation("situation.summaries", effect=Effect.READ, policy=member, route=GET("/api/situations/{id}/summaries"))
async def list_summaries(ctx: Ctx, command: ListParts) -> Page[SituationSummary]:
    """List what a situation came to: one summary, if it has been summed up."""
    where = {"situation_id": (await access_situation(ctx, command.id)).id}
    return await page(
        SummaryDocument, where, present_summaries, limit=command.limit, cursor=command.cursor, order=OLDEST
    )


@operation(
    "situation.delete_summary",
    effect=Effect.DESTROY,
    policy=member,
    route=DELETE("/api/situations/{id}/summaries/{summary_id}"),
)
async def delete_summary(ctx: Ctx, command: OfSummary) -> Deleted:
    """Delete a situation's summary. This can be undone."""
    summary = await access_part(ctx, SummaryDocument, command.id, command.summary_id, write=True)
    ctx.work.delete(summary)
    return Deleted(id=summary.id)
