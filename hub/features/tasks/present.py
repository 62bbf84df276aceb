"""Stored tasks to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.tasks.documents import CommentDocument, TaskDocument
from hub.features.tasks.schemas import Subtasks, Task, TaskComment
from hub.storage.documents import encode, to_wire

Raw = Mapping[str, Any]


async def present_tasks(rows: Sequence[Raw]) -> list[Task]:
    """Public tasks, each with how far its subtasks are."""
    progress = await _progress([row["_id"] for row in rows])
    return [Task.model_validate({**to_wire(row), "subtasks": progress.get(row["_id"], Subtasks())}) for row in rows]


async def present_task(doc: TaskDocument) -> Task:
    """The public form of one task."""
    return (await present_tasks([encode(doc)]))[0]


async def present_comments(rows: Sequence[Raw]) -> list[TaskComment]:
    """Public comments."""
    return [TaskComment.model_validate(to_wire(row)) for row in rows]


async def present_comment(doc: CommentDocument) -> TaskComment:
    """The public form of one comment."""
    return (await present_comments([encode(doc)]))[0]


async def _progress(parents: Sequence[str]) -> dict[str, Subtasks]:
    if not parents:
        return {}
    groups = await TaskDocument.rows().aggregate(
        [
            {"$match": {"parent_id": {"$in": list(parents)}, "status": {"$ne": "cancelled"}}},
            {
                "$group": {
                    "_id": "$parent_id",
                    "total": {"$sum": 1},
                    "done": {"$sum": {"$cond": [{"$eq": ["$status", "done"]}, 1, 0]}},
                }
            },
        ]
    )
    return {row["_id"]: Subtasks(done=row["done"], total=row["total"]) async for row in groups}
