"""What one kind of document says about the projects that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hub.kernel.catalog import Catalog
from hub.kernel.context import Ctx
from hub.storage.documents import Stored
from hub.storage.shares import Scoped, moved


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


Inside = tuple[type[Scoped], str]
"""The kind and the id of something in a project."""


async def all_in_project(catalog: Catalog, project_id: str) -> list[Inside]:
    """Everything that is in a project, of whatever kind."""
    kinds = [entity.document for entity in catalog.entities.values() if issubclass(entity.document, Scoped)]
    found: list[Inside] = []
    for kind in kinds:
        rows = kind.rows().find({"project_id": project_id}, {"_id": 1}).sort("_id", 1)
        found += [(kind, row["_id"]) async for row in rows]
    return found


async def take_out_of_project(ctx: Ctx, project_id: str, inside: Sequence[Inside]) -> None:
    """Have things leave a project that they are still in, in the caller's unit of work; see `moved`."""
    for kind in dict.fromkeys(kind for kind, _ in inside):
        ids = [id for found, id in inside if found is kind]
        leaving = await ctx.work.find(kind, {"_id": {"$in": ids}, "project_id": project_id})
        for doc in leaving:
            ctx.work.update(doc, **await moved(ctx, doc, None))
        await kind.settle(ctx.work, leaving)
