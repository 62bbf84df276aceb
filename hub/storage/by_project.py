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


async def count_in_project(kind: type[Stored], project_id: str) -> int:
    """How many documents of a kind a project has."""
    return await kind.rows().count_documents({"project_id": project_id})


async def take_out_of_project(ctx: Ctx, kind: type[Any], project_id: str, limit: int) -> int:
    """Have at most `limit` documents of a kind leave a project, in the caller's unit of work; returns how many."""
    found = await ctx.work.find(kind, {"project_id": project_id}, limit=limit)
    for doc in found:
        ctx.work.update(doc, project_id=None)
    return len(found)
