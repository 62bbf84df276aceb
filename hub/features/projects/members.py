"""Who has part in a project: everything in it follows them, in lists, events, search and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from hub.features.accounts.access import access_account, names
from hub.features.projects.access import access_project, own_project
from hub.features.projects.documents import ProjectDocument
from hub.features.projects.present import present_project
from hub.features.projects.schemas import ListMembers, NamedMember, Project, ProjectMember, SetMember
from hub.kernel.context import Ctx, Role
from hub.kernel.errors import conflict, invalid, not_found
from hub.kernel.events import Publish, Signal, Subscribe, Unsubscribe
from hub.kernel.operation import DELETE, GET, POST, PUT, Effect, operation
from hub.kernel.policies import member
from hub.storage.listing import page
from hub.storage.shares import Part, ShareDocument, share_id
from hub.storage.wire import ById, Ok, Page

Raw = Mapping[str, Any]
MOST = 200
"""Members of one project."""


@operation("project.members", effect=Effect.READ, policy=member, route=GET("/api/projects/{id}/members"))
async def list_members(ctx: Ctx, command: ListMembers) -> Page[ProjectMember]:
    """List who has part in a project, and as what."""
    project = await access_project(ctx, command.id)
    return await page(
        ShareDocument,
        {"scope": project.id},
        present_members,
        limit=command.limit,
        cursor=command.cursor,
        order=(("_id", 1),),
    )


@operation(
    "project.set_member", effect=Effect.WRITE, policy=member, route=PUT("/api/projects/{id}/members/{user_id}")
)
async def set_member(ctx: Ctx, command: SetMember) -> Project:
    """Share a project with somebody, or give them another part in it. Only its owners can."""
    project = await own_project(ctx, command.id)
    if (await access_account(ctx, command.user_id)).role is Role.GUEST:
        raise invalid("A guest sees rooms, and no projects.", user_id="is a guest")
    theirs = await ctx.work.load(ShareDocument, share_id(project.id, command.user_id))
    if theirs is None:
        if await ShareDocument.rows().count_documents({"scope": project.id}) >= MOST:
            raise conflict(f"A project has at most {MOST} members.")
        join(ctx, project, command.user_id, command.role)
        ctx.work.update(project, members_at=ctx.now)
    elif theirs.role is not command.role:
        if theirs.role is Part.OWNER:
            await _check_owner_left(project, theirs)
        ctx.work.update(theirs, role=command.role)
        ctx.work.update(project, members_at=ctx.now)
    return await present_project(ctx, project)


@operation(
    "project.remove_member",
    effect=Effect.WRITE,
    policy=member,
    route=DELETE("/api/projects/{id}/members/{user_id}"),
)
async def remove_member(ctx: Ctx, command: NamedMember) -> Ok:
    """Take somebody out of a project. What they made in it stays in it, and they see it no more."""
    project = await own_project(ctx, command.id)
    await _remove(ctx, project, command.user_id)
    return Ok()


@operation(
    "project.leave",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/projects/{id}/leave"),
    # Who has left has no right to it any more: coming back is up to its owners.
    undoable=False,
)
async def leave_project(ctx: Ctx, command: ById) -> Ok:
    """Leave a project. What the caller made in it stays in it. Its last owner cannot leave."""
    project = await access_project(ctx, command.id)
    await _remove(ctx, project, ctx.person_id)
    return Ok()


def join(ctx: Ctx, project: ProjectDocument, user_id: str, role: Part) -> None:
    """Give somebody part in a project; from the commit on their sockets hear what happens in it."""
    ctx.work.insert(ShareDocument(scope=project.id, user_id=user_id, role=role))


async def part_all(ctx: Ctx, project: ProjectDocument) -> None:
    """End everybody's part in a project that is being deleted."""
    for share in await ctx.work.find(ShareDocument, {"scope": project.id}):
        ctx.work.delete(share)


async def _remove(ctx: Ctx, project: ProjectDocument, user_id: str) -> None:
    theirs = await ctx.work.load(ShareDocument, share_id(project.id, user_id))
    if theirs is None:
        raise not_found("The member")
    if theirs.role is Part.OWNER:
        await _check_owner_left(project, theirs)
    ctx.work.delete(theirs)
    ctx.work.update(project, members_at=ctx.now)
    # For who is gone it is as good as deleted, with everything in it.
    gone = {"entity": {"id": project.id}, "revision": project.revision, "by": ctx.actor.public()}
    ctx.work.signal(Publish(name="project.deleted", audience=frozenset({f"user:{user_id}"}), payload=gone))


async def _check_owner_left(project: ProjectDocument, going: ShareDocument) -> None:
    others = {"scope": project.id, "role": Part.OWNER.value, "_id": {"$ne": going.id}}
    if await ShareDocument.rows().find_one(others, {"_id": 1}) is None:
        raise conflict("A project needs an owner: make somebody else one first.")


async def authorize_member(ctx: Ctx, raw: Raw, write: bool) -> None:
    """A membership is changed by the project's owners; everybody may give up their own.

    Raises:
        OperationError: `not_found` or `forbidden`.
    """
    if write:
        await own_project(ctx, raw["scope"])
    else:
        await access_project(ctx, raw["scope"])


async def member_audience(raw: Raw) -> frozenset[str]:
    """Those in the project hear who comes and goes."""
    return frozenset({f"project:{raw['scope']}", f"user:{raw['user_id']}"})


def announce_member(
    before: Raw | None, after: Raw | None, public: BaseModel, by: Raw, audience: frozenset[str]
) -> Sequence[Signal]:
    """Who came and who went; sockets follow."""
    stored = after or before or {}
    topic, user_id = f"project:{stored['scope']}", stored["user_id"]
    happened = "joined" if before is None else "left" if after is None else "changed"
    shown = public.model_dump(mode="json")
    told = Publish(
        name=f"project.member_{happened}",
        audience=audience,
        payload={"project_id": stored["scope"], "member": shown, "by": by},
    )
    if before is None:
        return (Subscribe(user_id=user_id, topic=topic), told)
    return (told,) if after is not None else (told, Unsubscribe(user_id=user_id, topic=topic))


async def present_members(rows: Sequence[Raw]) -> list[ProjectMember]:
    """Public memberships."""
    known = await names({row["user_id"] for row in rows})
    return [
        ProjectMember(
            id=row["_id"],
            user=known[row["user_id"]].public() if row["user_id"] in known else {"id": row["user_id"]},
            role=row["role"],
            since=row["created_at"],
        )
        for row in rows
    ]
