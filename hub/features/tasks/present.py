"""Stored tasks to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.tasks.documents import CommentDocument, TaskDocument
from hub.features.tasks.schemas import Subtasks, Task, TaskComment
from hub.storage.documents import encode, to_wire
from hub.storage.search.texts import text_of

Raw = Mapping[str, Any]


async def present_tasks(rows: Sequence[Raw]) -> list[Task]:
    """Public tasks, each with how far its subtasks are."""
    progress = await _progress([row["_id"] for row in rows])
    return [Task.model_validate({**to_wire(row), "subtasks": progress.get(row["_id"], Subtasks())}) for row in rows]


async def texts_of_tasks(rows: Sequence[Raw]) -> list[str]:
    """What is found of each task: its title, description and tags, and its comments."""
    said: dict[str, list[str]] = {row["_id"]: [] for row in rows}
    found = CommentDocument.rows().find({"task_id": {"$in": list(said)}}, {"task_id": 1, "text": 1}).sort("_id", 1)
    async for comment in found:
        said[comment["task_id"]].append(str(comment["text"]))
    own = await text_of("title", "description", "tags")(rows)
    return ["\n".join([text, *said[row["_id"]]]) for row, text in zip(rows, own, strict=True)]


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
