"""What can be done with situations."""

from __future__ import annotations

from hub.features.situations.access import access_situation, visible
from hub.features.situations.documents import (
    ActorDocument,
    NoteDocument,
    QuestionDocument,
    SituationDocument,
    SummaryDocument,
)
from hub.features.situations.present import present_situation, present_situations
from hub.features.situations.schemas import CreateSituation, ListSituations, Situation, UpdateSituation
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict
from hub.kernel.operation import DELETE, EVERYWHERE, GET, PATCH, POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.doors import PROGRAMS_AND_EKO
from hub.storage.listing import page, where
from hub.storage.wire import ById, Deleted, Page
from hub.storage.words import containing

PARTS = (QuestionDocument, NoteDocument, SummaryDocument, ActorDocument)


@operation(
    "situation.create",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/situations", status=201),
    doors=EVERYWHERE,
    slash="/situation {title}",
)
async def create_situation(ctx: Ctx, command: CreateSituation) -> Situation:
    """Begin to think a situation through: a tension between people. It is the caller's alone."""
    situation = SituationDocument(**command.model_dump(), owner_id=ctx.person_id)
    return await present_situation(ctx.work.insert(situation))


@operation(
    "situation.list",
    effect=Effect.READ,
    policy=member,
    route=GET("/api/situations"),
    doors=EVERYWHERE,
    slash="/situations",
)
async def list_situations(ctx: Ctx, command: ListSituations) -> Page[Situation]:
    """List the caller's situations, the last changed first, filtered by words."""
    return await page(
        SituationDocument,
        {**await visible(ctx), **where(words=containing(command.q))},
        present_situations,
        limit=command.limit,
        cursor=command.cursor,
        order=(("updated_at", -1),),
    )


@operation("situation.get", effect=Effect.READ, policy=member, route=GET("/api/situations/{id}"), doors=EVERYWHERE)
async def get_situation(ctx: Ctx, command: ById) -> Situation:
    """Show one situation; what is beneath it is listed apart."""
    return await present_situation(await access_situation(ctx, command.id))


@operation("situation.update", effect=Effect.WRITE, policy=member, route=PATCH("/api/situations/{id}"))
async def update_situation(ctx: Ctx, command: UpdateSituation) -> Situation:
    """Change a situation's title or description; only what is sent is changed."""
    situation = await access_situation(ctx, command.id, write=True)
    if command.revision is not None and command.revision != situation.revision:
        current = (await present_situation(situation)).model_dump(mode="json")
        raise conflict("The situation has changed meanwhile.", current)
    return await present_situation(ctx.work.update(situation, **command.changes()))


@operation(
    "situation.delete",
    effect=Effect.DESTROY,
    policy=member,
    route=DELETE("/api/situations/{id}"),
    doors=PROGRAMS_AND_EKO,
)
async def delete_situation(ctx: Ctx, command: ById) -> Deleted:
    """Delete a situation with its actors, notes, questions and summary. This can be undone."""
    situation = await access_situation(ctx, command.id, write=True)
    ctx.work.delete(situation)
    for kind in PARTS:
        for part in await ctx.work.find(kind, {"situation_id": situation.id}):
            ctx.work.delete(part)
    return Deleted(id=situation.id)
