"""What one kind of document says about the projects that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hub.kernel.context import Ctx
from hub.storage.documents import Stored


async def count_by_project(kind: type[Stored], ids: Sequence[str], where: Mapping[str, Any]) -> dict[str, int]:
    """How many documents that match each project has; projects without any are left out."""
    groups = await kind.rows().aggregate(
        [
            {"$match": {**where, "project_id": {"$in": list(ids)}}},
            {"$group": {"_id": "$project_id", "count": {"$sum": 1}}},
        ]
    )
    return {row["_id"]: row["count"] async for row in groups}


async def newest_by_project(kind: type[Stored], ids: Sequence[str]) -> dict[str, datetime]:
    """When something in each project was last changed; projects without any are left out."""
    groups = await kind.rows().aggregate(
        [
            {"$match": {"project_id": {"$in": list(ids)}}},
            {"$group": {"_id": "$project_id", "at": {"$max": "$updated_at"}}},
        ]
    )
    return {row["_id"]: row["at"] async for row in groups}


async def ids_in_project(kind: type[Stored], project_id: str) -> list[str]:
    """The ids of a project's documents of a kind."""
    return [row["_id"] async for row in kind.rows().find({"project_id": project_id}, {"_id": 1}).sort("_id", 1)]


async def take_out_of_project(ctx: Ctx, kind: type[Any], project_id: str, ids: Sequence[str]) -> None:
    """Have documents of a kind leave a project that they are still in, in the caller's unit of work."""
    for doc in await ctx.work.find(kind, {"_id": {"$in": list(ids)}, "project_id": project_id}):
        ctx.work.update(doc, project_id=None)
