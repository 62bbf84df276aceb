"""What can be done with people."""

from __future__ import annotations

from typing import Any

from hub.features.accounts.access import name_of as account_named
from hub.features.people.access import access_person, visible
from hub.features.people.documents import PersonDocument
from hub.features.people.lines import change_lines, check_manager, hold_lines, reports_of
from hub.features.people.present import PERSON, present_person
from hub.features.people.schemas import CreatePerson, ListPeople, OfPerson, Person, Reports, UpdatePerson
from hub.features.teams.access import join_team
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, invalid
from hub.kernel.operation import DELETE, EVERYWHERE, GET, PATCH, POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.documents import new_id
from hub.storage.doors import PROGRAMS_AND_EKO
from hub.storage.listing import where
from hub.storage.plain import plain_page
from hub.storage.wire import ById, Deleted, Page
from hub.storage.words import containing

MOST_AT_ONCE = 900
"""What one unit of work changes at most, with room for what else it does."""


@operation(
    "person.create",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/people", status=201),
    doors=EVERYWHERE,
    slash=("/person {last_name}", "/personne {last_name}"),
)
async def create_person(ctx: Ctx, command: CreatePerson) -> Person:
    """Note a person that the caller works with or knows, in a team and under a manager if they are said."""
    if not (command.first_name or command.last_name):
        raise invalid("A person needs a name.", last_name="or first_name is needed")
    person = ctx.work.insert(PersonDocument(**command.model_dump(), owner_id=ctx.person_id))
    await _check(ctx, person.id, command.model_dump(exclude_none=True))
    return await present_person(person)


@operation(
    "person.list",
    effect=Effect.READ,
    policy=member,
    route=GET("/api/people"),
    doors=EVERYWHERE,
    slash=("/people", "/personnes"),
)
async def list_people(ctx: Ctx, command: ListPeople) -> Page[Person]:
    """List the caller's people by last name; "Elodie" finds "Élodie"."""
    conditions = where(
        team_id=command.team_id,
        manager_id=command.manager_id,
        left=command.left,
        contact_only=command.contact_only,
        words=containing(command.q),
    )
    return await plain_page(
        PERSON,
        {**await visible(ctx), **conditions},
        limit=command.limit,
        cursor=command.cursor,
        order=(("sort_name", 1),),
    )


@operation("person.get", effect=Effect.READ, policy=member, route=GET("/api/people/{id}"), doors=EVERYWHERE)
async def get_person(ctx: Ctx, command: ById) -> Person:
    """Show one person."""
    return await present_person(await access_person(ctx, command.id))


@operation(
    "person.reports", effect=Effect.READ, policy=member, route=GET("/api/people/{id}/reports"), doors=PROGRAMS_AND_EKO
)
async def list_reports(ctx: Ctx, command: OfPerson) -> Reports:
    """List who reports to a person, directly or through others, level by level."""
    return await reports_of(await access_person(ctx, command.id))


@operation("person.update", effect=Effect.WRITE, policy=member, route=PATCH("/api/people/{id}"), doors=EVERYWHERE)
async def update_person(ctx: Ctx, command: UpdatePerson) -> Person:
    """Change a person; only what is sent is changed. Nobody can come to be above themselves."""
    person = await access_person(ctx, command.id, write=True)
    if command.revision is not None and command.revision != person.revision:
        raise conflict("The person has changed meanwhile.", (await present_person(person)).model_dump(mode="json"))
    changes = {name: value for name, value in command.changes().items() if value != getattr(person, name)}
    if not (changes.get("first_name", person.first_name) or changes.get("last_name", person.last_name)):
        raise invalid("A person needs a name.", last_name="or first_name is needed")
    await _check(ctx, person.id, changes)
    ctx.work.update(person, **changes)
    return await present_person(person)


@operation("person.delete", effect=Effect.DESTROY, policy=member, route=DELETE("/api/people/{id}"), doors=EVERYWHERE)
async def delete_person(ctx: Ctx, command: ById) -> Deleted:
    """Delete a person. Who reported to them reports to nobody. This can be undone."""
    person = await access_person(ctx, command.id, write=True)
    ctx.work.delete(person)
    lines = await hold_lines(ctx)
    below = await ctx.work.find(PersonDocument, {"manager_id": person.id}, limit=MOST_AT_ONCE + 1)
    if len(below) > MOST_AT_ONCE:
        raise conflict(f"More than {MOST_AT_ONCE} people report to this one. Give them another manager first.")
    for one in below:
        ctx.work.update(one, manager_id=None)
    if below or person.manager_id:
        ctx.work.update(lines, state=new_id())
    return Deleted(id=person.id)


async def _check(ctx: Ctx, person_id: str, given: dict[str, Any]) -> None:
    """What a person is to point at is there, is the caller's, and makes no circle."""
    if given.get("team_id"):
        await join_team(ctx, given["team_id"])
    if "manager_id" in given:
        await change_lines(ctx)
    if given.get("manager_id"):
        await check_manager(ctx, person_id, given["manager_id"])
    if given.get("account_id"):
        await account_named(given["account_id"])
