"""Who may see and change a project, and the one way to fetch one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hub.features.projects.documents import ProjectDocument
from hub.kernel.context import Ctx
from hub.kernel.errors import not_found
from hub.storage.documents import encode
from hub.storage.words import folded

Raw = Mapping[str, Any]


async def authorize(ctx: Ctx, raw: Raw, write: bool) -> None:
    """A project is its owner's.

    Raises:
        OperationError: `not_found`, so that a stranger does not even learn that it exists.
    """
    if raw.get("owner_id") != ctx.person_id:
        raise not_found("The project")


async def access_project(ctx: Ctx, id: str, *, write: bool = False) -> ProjectDocument:
    """The project with that id, if the caller may see it (or change it, with `write`).

    Raises:
        OperationError: `not_found` or `forbidden`.
    """
    found = await ctx.work.load(ProjectDocument, id)
    if found is None:
        raise not_found("The project")
    await authorize(ctx, encode(found), write)
    return found


def visible(ctx: Ctx) -> dict[str, Any]:
    """The filter for the projects that the caller may see."""
    return {"owner_id": ctx.person_id}


async def audience(raw: Raw) -> frozenset[str]:
    """The topics of those who may see a project."""
    return frozenset({f"user:{raw['owner_id']}"})


async def project_names(ids: list[str]) -> dict[str, str]:
    """The names of projects that the caller has seen already, by id; for totals by project."""
    rows = ProjectDocument.rows().find({"_id": {"$in": ids}}, {"name": 1})
    return {row["_id"]: row["name"] async for row in rows}


async def projects_named(ctx: Ctx, names: Iterable[str]) -> dict[str, str]:
    """The ids of projects that the caller can write to, by the names given; case and accents do not count."""
    wanted = {name: folded(name) for name in names}
    if not wanted:
        return {}
    rows = ProjectDocument.rows().find(visible(ctx), {"name": 1}).sort("rank", -1)
    ids = {folded(row["name"]): row["_id"] async for row in rows}
    return {name: ids[key] for name, key in wanted.items() if key in ids}
