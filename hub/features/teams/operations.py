"""What can be done with teams."""

from __future__ import annotations

from functools import partial

from hub.features.people.access import count_team, move_to_team, team_members
from hub.features.teams.access import access_team, join_team, visible
from hub.features.teams.documents import TeamDocument
from hub.features.teams.present import TEAM, present_team
from hub.features.teams.schemas import (
    CanRemove,
    CreateTeam,
    ListTeams,
    OfTeam,
    Reassigned,
    ReassignTeam,
    Team,
    UpdateTeam,
)
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, invalid
from hub.kernel.operation import DELETE, EVERYWHERE, GET, PATCH, POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.documents import new_id
from hub.storage.listing import where
from hub.storage.plain import plain_page
from hub.storage.wire import ById, Deleted, Ok, Page
from hub.storage.words import containing

AT_ONCE = 900
"""How many change team in one unit of work, at most."""


@operation(
    "team.create",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/teams", status=201),
    doors=EVERYWHERE,
    slash=("/team {name}", "/equipe {name}"),
)
async def create_team(ctx: Ctx, command: CreateTeam) -> Team:
    """Create a team for the caller's people to be in."""
    return await present_team(ctx.work.insert(TeamDocument(**command.model_dump(), owner_id=ctx.person_id)))


@operation(
    "team.list",
    effect=Effect.READ,
    policy=member,
    route=GET("/api/teams"),
    doors=EVERYWHERE,
    slash=("/teams", "/equipes"),
)
async def list_teams(ctx: Ctx, command: ListTeams) -> Page[Team]:
    """List the caller's teams by name."""
    return await plain_page(
        TEAM,
        {**await visible(ctx), **where(words=containing(command.q))},
        limit=command.limit,
        cursor=command.cursor,
        order=(("words", 1),),
    )


@operation("team.get", effect=Effect.READ, policy=member, route=GET("/api/teams/{id}"), doors=EVERYWHERE)
async def get_team(ctx: Ctx, command: ById) -> Team:
    """Show one team."""
    return await present_team(await access_team(ctx, command.id))


@operation("team.update", effect=Effect.WRITE, policy=member, route=PATCH("/api/teams/{id}"), doors=EVERYWHERE)
async def update_team(ctx: Ctx, command: UpdateTeam) -> Team:
    """Change a team; only what is sent is changed."""
    team = await access_team(ctx, command.id, write=True)
    if command.revision is not None and command.revision != team.revision:
        raise conflict("The team has changed meanwhile.", (await present_team(team)).model_dump(mode="json"))
    return await present_team(ctx.work.update(team, **command.changes()))


@operation("team.can_remove", effect=Effect.READ, policy=member, route=GET("/api/teams/{id}/can-remove"))
async def can_remove_team(ctx: Ctx, command: OfTeam) -> CanRemove:
    """Say whether a team can be deleted, and how many members stand in the way."""
    team = await access_team(ctx, command.id)
    members = await count_team(team.id)
    return CanRemove(can_remove=members == 0, members=members)


@operation("team.delete", effect=Effect.DESTROY, policy=member, route=DELETE("/api/teams/{id}"), doors=EVERYWHERE)
async def delete_team(ctx: Ctx, command: ById) -> Deleted:
    """Delete a team that nobody is in; `team.reassign` moves its members and then removes it. This can be undone."""
    team = await access_team(ctx, command.id, write=True)
    members = await count_team(team.id)
    if members:
        people = "1 person is" if members == 1 else f"{members} people are"
        raise conflict(f"{people} in this team. Move them to another team, or to none, first.")
    ctx.work.delete(team)
    return Deleted(id=team.id)


@operation("team.reassign", effect=Effect.DESTROY, policy=member, route=POST("/api/teams/{id}/reassign"))
async def reassign_team(ctx: Ctx, command: ReassignTeam) -> Reassigned:
    """Move the members of a team to another one, or to none, and remove it. This can be undone."""
    team = await access_team(ctx, command.id, write=True)
    if command.to_team_id == team.id:
        raise invalid("A team cannot take over from itself.", to_team_id="is the team that is to go")
    if command.to_team_id:
        await access_team(ctx, command.to_team_id, write=True)
    members = await team_members(team.id)
    if len(members) <= AT_ONCE:
        return await _remove(ctx, id=team.id, to=command.to_team_id, before=0)
    batch_id = new_id()
    for start in range(AT_ONCE, len(members), AT_ONCE):
        await ctx.apart(
            batch_id, partial(_move, ids=members[start : start + AT_ONCE], id=team.id, to=command.to_team_id)
        )
    before = len(members) - AT_ONCE
    return await ctx.apart(batch_id, partial(_remove, id=team.id, to=command.to_team_id, before=before))


async def _move(ctx: Ctx, *, ids: list[str], id: str, to: str | None) -> Ok:
    await access_team(ctx, id, write=True)
    if to:
        await join_team(ctx, to)
    await move_to_team(ctx, ids, id, to)
    return Ok()


async def _remove(ctx: Ctx, *, id: str, to: str | None, before: int) -> Reassigned:
    ctx.work.delete(await access_team(ctx, id, write=True))
    if to:
        await join_team(ctx, to)
    return Reassigned(id=id, moved=before + await move_to_team(ctx, None, id, to))
