"""Who may see and change a project, and the one way to fetch one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hub.features.projects.documents import ProjectDocument
from hub.kernel.context import Ctx
from hub.kernel.errors import forbidden, not_found
from hub.storage.documents import encode
from hub.storage.shares import Part, ShareDocument, part_in, scopes_of, share_id
from hub.storage.words import folded

Raw = Mapping[str, Any]


async def authorize(ctx: Ctx, raw: Raw, write: bool) -> None:
    """Its members may see a project; its owners and editors change it.

    Raises:
        OperationError: `not_found`, so that a stranger does not even learn that it exists; `forbidden`.
    """
    part = await part_in(ctx, raw["_id"])
    if part is None:
        raise not_found("The project")
    if write and part is Part.VIEWER:
        raise forbidden("Who only looks on in a project cannot change it.")


async def access_project(ctx: Ctx, id: str, *, write: bool = False) -> ProjectDocument:
    """The project with that id, if the caller may see it (or change it and what is in it, with `write`).

    Raises:
        OperationError: `not_found` or `forbidden`.
    """
    found = await ctx.work.load(ProjectDocument, id)
    if found is None:
        raise not_found("The project")
    await authorize(ctx, encode(found), write)
    return found


async def own_project(ctx: Ctx, id: str) -> ProjectDocument:
    """The project with that id, if the caller is an owner of it.

    Raises:
        OperationError: `not_found` or `forbidden`.
    """
    found = await access_project(ctx, id)
    if await part_in(ctx, id) is not Part.OWNER:
        raise forbidden("Only an owner of the project can do that.")
    return found


async def visible(ctx: Ctx) -> dict[str, Any]:
    """The filter for the projects that the caller may see."""
    return {"scope": {"$in": (await scopes_of(ctx.work, ctx.person_id))[1:]}}


async def audience(raw: Raw) -> frozenset[str]:
    """The topics of those who may see a project (who has just been added does not hear it yet)."""
    members = await members_of([raw["_id"]])
    return frozenset({f"project:{raw['_id']}", *(f"user:{row['user_id']}" for row in members.get(raw["_id"], ()))})


async def members_of(ids: Sequence[str]) -> dict[str, list[Raw]]:
    """Who has part in projects: `{"user_id", "role"}` by project id, who came first first."""
    found: dict[str, list[Raw]] = {}
    async for row in ShareDocument.rows().find({"scope": {"$in": list(ids)}}).sort("created_at", 1):
        found.setdefault(row["scope"], []).append(row)
    return found


async def has_part(project_id: str, user_id: str) -> bool:
    """Whether somebody has part in a project, as it is stored."""
    return await ShareDocument.rows().find_one({"_id": share_id(project_id, user_id)}, {"_id": 1}) is not None


async def project_names(ids: list[str]) -> dict[str, str]:
    """The names of projects that the caller has seen already, by id; for totals by project."""
    rows = ProjectDocument.rows().find({"_id": {"$in": ids}}, {"name": 1})
    return {row["_id"]: row["name"] async for row in rows}


async def projects_named(ctx: Ctx, names: Iterable[str]) -> dict[str, str]:
    """The ids of projects that the caller can write to, by the names given; case and accents do not count."""
    wanted = {name: folded(name) for name in names}
    if not wanted:
        return {}
    rows = ProjectDocument.rows().find(await visible(ctx), {"name": 1}).sort("rank", -1)
    ids = {folded(row["name"]): row["_id"] async for row in rows}
    return {name: ids[key] for name, key in wanted.items() if key in ids}
