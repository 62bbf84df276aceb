"""Who may see and change a budget line, and the one way to fetch one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hub.features.budget.documents import LineDocument
from hub.kernel.context import Ctx
from hub.kernel.errors import not_found
from hub.storage.by_project import ids_in_project, newest_by_project, take_out_of_project

Raw = Mapping[str, Any]


async def authorize(ctx: Ctx, raw: Raw, write: bool) -> None:
    """What one spends is one's own: a line, an envelope, a vendor.

    Raises:
        OperationError: `not_found`, so that a stranger does not even learn that it exists.
    """
    if raw.get("owner_id") != ctx.person_id:
        raise not_found("The budget line")


async def access_line(ctx: Ctx, id: str, *, write: bool = False) -> LineDocument:
    """The line with that id, if the caller may see it (or change it, with `write`).

    Raises:
        OperationError: `not_found` or `forbidden`.
    """
    found = await ctx.work.load(LineDocument, id)
    if found is None:
        raise not_found("The budget line")
    await authorize(ctx, {"owner_id": found.owner_id}, write)
    return found


def visible(ctx: Ctx) -> dict[str, Any]:
    """The filter for the lines that the caller may see."""
    return {"owner_id": ctx.person_id}


async def audience(raw: Raw) -> frozenset[str]:
    """The topics of those who may see a line."""
    return frozenset({f"user:{raw['owner_id']}"})


async def newest_lines(project_ids: Sequence[str]) -> dict[str, datetime]:
    """When a budget line of each project was last changed."""
    return await newest_by_project(LineDocument, project_ids)


async def lines_in(project_id: str) -> list[str]:
    """The ids of a project's lines."""
    return await ids_in_project(LineDocument, project_id)


async def take_lines_out(ctx: Ctx, project_id: str, ids: Sequence[str]) -> None:
    """Have lines of a project that is being deleted stay, in no project."""
    await take_out_of_project(ctx, LineDocument, project_id, ids)
