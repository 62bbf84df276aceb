"""Where a task stands: its project, its parent, its rank, and the next one of a series."""

from __future__ import annotations

from datetime import datetime, time

from hub.features.accounts.access import account_exists
from hub.features.projects.access import access_project, has_part
from hub.features.tasks.access import access_task, visible
from hub.features.tasks.documents import TaskDocument
from hub.features.tasks.schemas import Status
from hub.kernel.context import Ctx
from hub.kernel.errors import invalid, not_found
from hub.storage import ranking
from hub.storage.documents import new_id
from hub.storage.recurrence import check_rrule
from hub.storage.rrule import Rule
from hub.storage.shares import moved


async def check_place(
    ctx: Ctx,
    project_id: str | None,
    assignee_id: str | None,
    parent_id: str | None,
    *,
    itself: str | None = None,
) -> None:
    """The project can be written to, the assignee exists and has part in it, the parent is a task that is no subtask.

    Raises:
        OperationError: `not_found`, `forbidden` or `invalid`.
    """
    if project_id:
        await access_project(ctx, project_id, write=True)
    if assignee_id and not await account_exists(assignee_id):
        raise not_found("The assignee")
    if project_id and assignee_id and not await has_part(project_id, assignee_id):
        raise invalid("The assignee has no part in the project.", assignee_id="is not a member of the project")
    if parent_id:
        parent = await access_task(ctx, parent_id, write=True)
        if parent.parent_id:
            raise invalid("A subtask cannot have subtasks.", parent_id="is itself a subtask")
        if itself and (parent_id == itself or await TaskDocument.rows().find_one({"parent_id": itself}, {"_id": 1})):
            raise invalid("A task with subtasks cannot become a subtask.", parent_id="has subtasks")


async def move_subtasks(ctx: Ctx, task: TaskDocument, project_id: str | None) -> None:
    """Have the subtasks of a task go where it goes: who sees the task sees them, and nobody else.

    Raises:
        OperationError: `invalid` where one is assigned to somebody who has no part in the project.
    """
    for child in await ctx.work.find(TaskDocument, {"parent_id": task.id}):
        if child.project_id != project_id:
            await check_place(ctx, project_id, child.assignee_id, None)
            ctx.work.update(child, **await moved(ctx, child, project_id))


def check_rule(rrule: str | None) -> None:
    """The recurrence is one that RFC 5545 knows and that goes on at least by days.

    Raises:
        OperationError: `invalid`.
    """
    if rrule:
        check_rrule(rrule)


async def top_rank(ctx: Ctx) -> str:
    """A rank above all of the caller's tasks."""
    return await ranking.top_rank(TaskDocument, await visible(ctx))


async def rank_between(ctx: Ctx, task: TaskDocument, after_id: str | None, before_id: str | None) -> str:
    """The rank right after one task or right before another, among those that the caller sees.

    Raises:
        OperationError: `invalid` without either; `conflict` where the two are not in that order.
    """
    return await ranking.rank_between(
        TaskDocument,
        await visible(ctx),
        task.id,
        after=(await access_task(ctx, after_id)).rank if after_id else None,
        before=(await access_task(ctx, before_id)).rank if before_id else None,
    )


def next_occurrence(ctx: Ctx, task: TaskDocument) -> TaskDocument | None:
    """The next task of a recurring one: same text, its dates moved on; None at the series' end."""
    if not task.rrule:
        return None
    today = ctx.now.astimezone(ctx.zone).date()
    anchor = task.deadline or task.scheduled_date or today
    start = datetime.combine(anchor, time())
    following = Rule.parse(task.rrule).after(start, datetime.combine(max(anchor, today), time()))
    if following is None:
        return None
    step = following.date() - anchor
    return TaskDocument(
        **task.model_dump(
            exclude={
                "id",
                "revision_id",
                "revision",
                "created_at",
                "updated_at",
                "completed_at",
                "status",
                "deadline",
                "scheduled_date",
                "actual_minutes",
                "series_id",
            }
        ),
        id=new_id(),
        status=Status.TODO,
        deadline=following.date() if task.deadline or not task.scheduled_date else None,
        scheduled_date=task.scheduled_date + step if task.scheduled_date else None,
        series_id=task.series_id or task.id,
    )
