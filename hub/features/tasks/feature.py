"""What the tasks feature hands over to the composition root."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.features.tasks import comments, operations
from hub.features.tasks.access import access_task, audience, authorize
from hub.features.tasks.documents import CommentDocument, TaskDocument
from hub.features.tasks.present import present_comments, present_tasks
from hub.features.tasks.schemas import Task, TaskComment
from hub.kernel.catalog import Entity, Feature
from hub.kernel.context import Ctx


async def _authorize_comment(ctx: Ctx, raw: Mapping[str, Any], write: bool) -> None:
    await access_task(ctx, raw["task_id"], write=write)


async def _comment_audience(raw: Mapping[str, Any]) -> frozenset[str]:
    task = await TaskDocument.rows().find_one({"_id": raw["task_id"]})
    return await audience(task) if task else frozenset({f"user:{raw['owner_id']}"})


FEATURE = Feature(
    name="tasks",
    operations=(
        operations.create_task,
        operations.list_tasks,
        operations.get_task,
        operations.update_task,
        operations.complete_task,
        operations.reopen_task,
        operations.move_task,
        operations.delete_task,
        comments.comment_task,
        comments.list_comments,
        comments.delete_comment,
    ),
    entities=(
        Entity(
            kind="task",
            document=TaskDocument,
            model=Task,
            present=present_tasks,
            audience=audience,
            authorize=authorize,
            references={"project_id": "project", "parent_id": "task"},
            unrecorded=frozenset({"words"}),
        ),
        Entity(
            kind="task_comment",
            document=CommentDocument,
            model=TaskComment,
            present=present_comments,
            audience=_comment_audience,
            authorize=_authorize_comment,
            label=lambda raw: str(raw.get("text", ""))[:80],
            references={"task_id": "task"},
        ),
    ),
)
