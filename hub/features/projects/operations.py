"""What can be done with projects."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, cast

from hub.features.projects.access import access_project, own_project, visible
from hub.features.projects.documents import ProjectDocument
from hub.features.projects.members import join, part_all
from hub.features.projects.present import PROJECT, made_for, present_project
from hub.features.projects.schemas import CreateProject, ListProjects, MoveProject, Project, UpdateProject
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict
from hub.kernel.operation import DELETE, EVERYWHERE, GET, PATCH, POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.by_project import Inside, all_in_project, take_out_of_project
from hub.storage.documents import new_id
from hub.storage.listing import where
from hub.storage.plain import plain_page
from hub.storage.ranking import rank_between, top_rank
from hub.storage.shares import Part
from hub.storage.unit_of_work import UnitOfWork
from hub.storage.wire import ById, Deleted, Ok, Page
from hub.storage.words import containing

AT_ONCE = 500
"""What is taken out of a project in one unit of work, at most."""


@operation(
    "project.create",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/projects", status=201),
    doors=EVERYWHERE,
    slash=("/project {name}", "/projet {name}"),
)
async def create_project(ctx: Ctx, command: CreateProject) -> Project:
    """Create a project for the caller. It goes to the top."""
    project = ProjectDocument(
        **command.model_dump(),
        owner_id=ctx.person_id,
        rank=await top_rank(ProjectDocument, await visible(ctx)),
    )
    ctx.work.insert(project)
    join(ctx, project, ctx.person_id, Part.OWNER)
    return await present_project(ctx, project)


@operation(
    "project.list",
    effect=Effect.READ,
    policy=member,
    route=GET("/api/projects"),
    doors=EVERYWHERE,
    slash=("/projects", "/projets"),
)
async def list_projects(ctx: Ctx, command: ListProjects) -> Page[Project]:
    """List the projects that the caller may see, filtered by words, status or favourites."""
    conditions: dict[str, Any] = where(
        status=command.status.value if command.status else None,
        favorite=command.favorite,
        words=containing(command.q),
    )
    return await plain_page(
        PROJECT,
        {**await visible(ctx), **conditions},
        made=made_for(ctx),
        limit=command.limit,
        cursor=command.cursor,
        order=(("rank", 1),),
    )


@operation("project.get", effect=Effect.READ, policy=member, route=GET("/api/projects/{id}"), doors=EVERYWHERE)
async def get_project(ctx: Ctx, command: ById) -> Project:
    """Show one project with its health."""
    return await present_project(ctx, await access_project(ctx, command.id))


@operation("project.update", effect=Effect.WRITE, policy=member, route=PATCH("/api/projects/{id}"), doors=EVERYWHERE)
async def update_project(ctx: Ctx, command: UpdateProject) -> Project:
    """Change fields of a project; only what is sent is changed. Archiving it is a status."""
    project = await access_project(ctx, command.id, write=True)
    if command.revision is not None and command.revision != project.revision:
        state = (await present_project(ctx, project)).model_dump(mode="json")
        raise conflict("The project has changed meanwhile.", state)
    return await present_project(ctx, ctx.work.update(project, **command.changes()))


@operation("project.move", effect=Effect.WRITE, policy=member, route=POST("/api/projects/{id}/move"))
async def move_project(ctx: Ctx, command: MoveProject) -> Project:
    """Give a project another place in the list; only this one document changes."""
    project = await access_project(ctx, command.id, write=True)
    rank = await rank_between(
        ProjectDocument,
        await visible(ctx),
        project.id,
        after=(await access_project(ctx, command.after_id)).rank if command.after_id else None,
        before=(await access_project(ctx, command.before_id)).rank if command.before_id else None,
    )
    return await present_project(ctx, ctx.work.update(project, rank=rank))


@operation(
    "project.delete", effect=Effect.DESTROY, policy=member, route=DELETE("/api/projects/{id}"), doors=EVERYWHERE
)
async def delete_project(ctx: Ctx, command: ById) -> Deleted:
    """Delete a project. What is in it stays, in no project, with whoever made it. This can be undone.

    What somebody made who has no part in it any more goes to the caller. Only an owner can delete it.
    """
    project = await own_project(ctx, command.id)
    inside = await all_in_project(cast("UnitOfWork", ctx.work).catalog, project.id)
    if len(inside) <= AT_ONCE:
        return await _delete(ctx, id=project.id, inside=inside)
    batch_id = new_id()
    for start in range(AT_ONCE, len(inside), AT_ONCE):
        await ctx.apart(batch_id, partial(_take_out, id=project.id, inside=inside[start : start + AT_ONCE]))
    return await ctx.apart(batch_id, partial(_delete, id=project.id, inside=inside[:AT_ONCE]))


async def _delete(ctx: Ctx, *, id: str, inside: Sequence[Inside]) -> Deleted:
    project = await own_project(ctx, id)
    await take_out_of_project(ctx, id, inside)
    await part_all(ctx, project)
    ctx.work.delete(project)
    return Deleted(id=id)


async def _take_out(ctx: Ctx, *, id: str, inside: Sequence[Inside]) -> Ok:
    await take_out_of_project(ctx, id, inside)
    return Ok()
