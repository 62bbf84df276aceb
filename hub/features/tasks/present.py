"""Stored tasks to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.tasks.documents import CommentDocument, TaskDocument
from hub.features.tasks.schemas import Subtasks, Task, TaskComment
from hub.storage.documents import encode, to_wire
from hub.storage.plain import Plain, Shape

Raw = Mapping[str, Any]
TASK = Shape(Task, TaskDocument, made={"subtasks"})
NONE = Subtasks().model_dump()
COMMENT = Shape(TaskComment, CommentDocument)


async def present_tasks(rows: Sequence[Raw]) -> list[Task]:
    """Public tasks, each with how far its subtasks are."""
    return TASK.models(rows, await made_of_tasks(rows))


async def made_of_tasks(rows: Sequence[Raw]) -> list[Plain]:
    """What tasks show beside what is stored."""
    # Of one level: what is itself a subtask has none.
    progress = await _progress([row["_id"] for row in rows if row.get("parent_id") is None])
    return [{"subtasks": progress.get(row["_id"], NONE)} for row in rows]


async def present_task(doc: TaskDocument) -> Task:
    """The public form of one task."""
    return (await present_tasks([encode(doc)]))[0]


async def present_comments(rows: Sequence[Raw]) -> list[TaskComment]:
    """Public comments."""
    return [TaskComment.model_validate(to_wire(row)) for row in rows]


async def present_comment(doc: CommentDocument) -> TaskComment:
    """The public form of one comment."""
    return (await present_comments([encode(doc)]))[0]


async def _progress(parents: Sequence[str]) -> dict[str, Plain]:
    """How far the subtasks of some tasks are; cancelled ones are as if they had never been."""
    if not parents:
        return {}
    # Nothing but what an index holds, so that no subtask is fetched to be counted.
    found = TaskDocument.rows().find(
        {"parent_id": {"$in": list(parents)}, "status": {"$ne": "cancelled"}}, {"_id": 0, "parent_id": 1, "status": 1}
    )
    progress: dict[str, Plain] = {}
    for row in await found.to_list(None):
        counted = progress.setdefault(row["parent_id"], {"done": 0, "total": 0})
        counted["total"] += 1
        counted["done"] += row["status"] == "done"
    return progress
