"""The actors of a situation: a person whom the owner knows, or just a name."""

from __future__ import annotations

from typing import Any

from hub.features.people.access import access_person, match_people, name_of
from hub.features.situations.access import access_part, access_situation
from hub.features.situations.documents import ActorDocument, NoteDocument, QuestionDocument
from hub.features.situations.present import present_actor, present_actors
from hub.features.situations.schemas import ACTORS, AddActor, ListParts, OfActor, SituationActor, UpdateActor
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, invalid, too_large
from hub.kernel.operation import DELETE, GET, PATCH, POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.documents import encode
from hub.storage.listing import page
from hub.storage.wire import Deleted, Page

OLDEST = (("_id", 1),)


@operation("situation.actors", effect=Effect.READ, policy=member, route=GET("/api/situations/{id}/actors"))
async def list_actors(ctx: Ctx, command: ListParts) -> Page[SituationActor]:
    """List the actors of a situation, the first named first."""
    situation = await access_situation(ctx, command.id)
    return await page(
        ActorDocument,
        {"situation_id": situation.id},
        present_actors,
        limit=command.limit,
        cursor=command.cursor,
        order=OLDEST,
    )


@operation(
    "situation.add_actor", effect=Effect.WRITE, policy=member, route=POST("/api/situations/{id}/actors", status=201)
)
async def add_actor(ctx: Ctx, command: AddActor) -> SituationActor:
    """Add somebody to a situation: one of the caller's people, or just a name."""
    situation = await access_situation(ctx, command.id, write=True)
    if await ActorDocument.rows().count_documents({"situation_id": situation.id}, limit=ACTORS) >= ACTORS:
        raise too_large(f"A situation can have {ACTORS} actors.")
    who = await _who(ctx, command.name, command.person_id)
    actor = ActorDocument(
        owner_id=situation.owner_id,
        situation_id=situation.id,
        role_company=command.role_company,
        role_situation=command.role_situation,
        **who,
    )
    return await present_actor(ctx.work.insert(actor))


@operation(
    "situation.update_actor",
    effect=Effect.WRITE,
    policy=member,
    route=PATCH("/api/situations/{id}/actors/{actor_id}"),
)
async def update_actor(ctx: Ctx, command: UpdateActor) -> SituationActor:
    """Change who an actor is, or their roles; only what is sent is changed."""
    actor = await access_part(ctx, ActorDocument, command.id, command.actor_id, write=True)
    if command.revision is not None and command.revision != actor.revision:
        raise conflict("The actor has changed meanwhile.", (await present_actor(actor)).model_dump(mode="json"))
    changes = command.changes("actor_id")
    if changes.get("person_id"):
        changes |= await _who(ctx, changes.get("name", ""), changes["person_id"])
    elif "person_id" in changes:
        changes["namesakes"] = 0
    if not changes.get("name", actor.name):
        raise invalid("An actor needs a name.", name="is empty")
    return await present_actor(ctx.work.update(actor, **changes))


@operation(
    "situation.delete_actor",
    effect=Effect.DESTROY,
    policy=member,
    route=DELETE("/api/situations/{id}/actors/{actor_id}"),
)
async def delete_actor(ctx: Ctx, command: OfActor) -> Deleted:
    """Take somebody out of a situation, with the notes and questions about them. This can be undone."""
    actor = await access_part(ctx, ActorDocument, command.id, command.actor_id, write=True)
    ctx.work.delete(actor)
    for kind in (NoteDocument, QuestionDocument):
        for part in await ctx.work.find(kind, {"situation_id": actor.situation_id, "actor_id": actor.id}):
            ctx.work.delete(part)
    return Deleted(id=actor.id)


async def matched(ctx: Ctx, names: list[str]) -> dict[str, dict[str, Any]]:
    """Who names stand for: one of the caller's people where one alone has it, else the name and how many have it."""
    people = await match_people(ctx, names)
    found: dict[str, dict[str, Any]] = {}
    for name in names:
        several = people[name]
        one = several[0] if len(several) == 1 else None
        found[name] = {
            "name": name,
            "person_id": one.id if one else None,
            "namesakes": len(several) if len(several) > 1 else 0,
        }
    return found


async def _who(ctx: Ctx, name: str, person_id: str | None) -> dict[str, Any]:
    if person_id:
        person = await access_person(ctx, person_id)
        return {"name": name or name_of(encode(person)), "person_id": person.id, "namesakes": 0}
    if not name:
        raise invalid("An actor needs a name.", name="or person_id is needed")
    return (await matched(ctx, [name]))[name]
