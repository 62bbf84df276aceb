"""What the tasks feature hands over to the composition root."""

from __future__ import annotations

from hub.features.tasks import comments, operations
from hub.features.tasks.access import access_task, audience, authorize, visible
from hub.features.tasks.documents import CommentDocument, TaskDocument
from hub.features.tasks.present import present_comments, present_tasks
from hub.features.tasks.schemas import Task, TaskComment
from hub.kernel.catalog import Entity, Feature, Searchable
from hub.storage.search.texts import text_of
from hub.storage.shares import Under

_under_task = Under(TaskDocument, "task_id", access_task, audience)

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
            visible=visible,
            search=Searchable(
                text=text_of("title", "description", "tags"),
                people=lambda raw: [raw["owner_id"], raw.get("assignee_id") or ""],
            ),
            references={"project_id": "project", "parent_id": "task"},
            unrecorded=frozenset({"words", "scope"}),
        ),
        Entity(
            kind="task_comment",
            document=CommentDocument,
            model=TaskComment,
            present=present_comments,
            audience=_under_task.audience,
            authorize=_under_task.authorize,
            label=lambda raw: str(raw.get("text", ""))[:80],
            search=Searchable(text=text_of("text"), part_of=("task_id", "task")),
            references={"task_id": "task"},
            under="task_id",
        ),
    ),
)
