"""What can be done with tasks."""

from __future__ import annotations

from typing import Any

from hub.features.tasks.access import access_task, visible
from hub.features.tasks.documents import TaskDocument
from hub.features.tasks.place import check_place, check_rule, move_subtasks, next_occurrence, rank_between, top_rank
from hub.features.tasks.present import TASK, made_of_tasks, present_task
from hub.features.tasks.schemas import OPEN, CreateTask, ListTasks, MoveTask, Status, Task, UpdateTask
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict
from hub.kernel.operation import DELETE, EVERYWHERE, GET, PATCH, POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.listing import between, where
from hub.storage.plain import plain_page
from hub.storage.shares import moved
from hub.storage.wire import ById, Deleted, Page
from hub.storage.words import containing

ORDERS = {
    "rank": (("rank", 1),),
    "deadline": (("deadline", 1),),
    "created_at": (("created_at", -1),),
    "updated_at": (("updated_at", -1),),
}


@operation(
    "task.create",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/tasks", status=201),
    doors=EVERYWHERE,
    slash=("/task {title}", "/tâche {title}"),
)
async def create_task(ctx: Ctx, command: CreateTask) -> Task:
    """Create a task for the caller, or in a project that they can write to. It goes to the top."""
    await check_place(ctx, command.project_id, command.assignee_id, command.parent_id)
    check_rule(command.rrule)
    parent = await access_task(ctx, command.parent_id) if command.parent_id and not command.project_id else None
    task = TaskDocument(
        **{**command.model_dump(exclude={"source"}), **({"project_id": parent.project_id} if parent else {})},
        source=command.source.model_dump() if command.source else None,
        owner_id=ctx.person_id,
        rank=await top_rank(ctx),
        completed_at=ctx.now if command.status is Status.DONE else None,
    )
    return await present_task(ctx.work.insert(task))


@operation(
    "task.list",
    effect=Effect.READ,
    policy=member,
    route=GET("/api/tasks"),
    doors=EVERYWHERE,
    slash=("/tasks", "/tâches"),
)
async def list_tasks(ctx: Ctx, command: ListTasks) -> Page[Task]:
    """List the tasks that the caller may see, filtered by words, status, dates, project or tag."""
    conditions: dict[str, Any] = where(
        project_id=command.project_id,
        assignee_id=command.assignee_id,
        parent_id=command.parent_id,
        tags=command.tag,
        urgent=command.urgent,
        important=command.important,
        status=command.status.value if command.status else None,
        deadline=between(command.deadline_from, command.deadline_to),
        scheduled_date=between(command.scheduled_from, command.scheduled_to),
        completed_at=between(command.completed_from, command.completed_to),
        words=containing(command.q),
    )
    if command.mine and command.assignee_id is None:
        conditions["assignee_id"] = {"$in": [ctx.person_id, None]}
    if command.open is not None and command.status is None:
        among = [status.value for status in OPEN]
        conditions["status"] = {"$in": among} if command.open else {"$nin": among}
    return await plain_page(
        TASK,
        {**await visible(ctx), **conditions},
        made=made_of_tasks,
        limit=command.limit,
        cursor=command.cursor,
        order=ORDERS[command.sort],
    )


@operation("task.get", effect=Effect.READ, policy=member, route=GET("/api/tasks/{id}"), doors=EVERYWHERE)
async def get_task(ctx: Ctx, command: ById) -> Task:
    """Show one task."""
    return await present_task(await access_task(ctx, command.id))


@operation("task.update", effect=Effect.WRITE, policy=member, route=PATCH("/api/tasks/{id}"), doors=EVERYWHERE)
async def update_task(ctx: Ctx, command: UpdateTask) -> Task:
    """Change fields of a task; only what is sent is changed. Completing is `task.complete`."""
    task = await access_task(ctx, command.id, write=True)
    if command.revision is not None and command.revision != task.revision:
        raise conflict("The task has changed meanwhile.", (await present_task(task)).model_dump(mode="json"))
    changes = command.changes()
    if changes.get("parent_id") and "project_id" not in changes:
        # Where its parent is; that this is no subtask itself, and whose it is, is asked with the rest.
        changes["project_id"] = (await access_task(ctx, changes["parent_id"], write=True)).project_id
    if changes.keys() & {"project_id", "assignee_id", "parent_id"}:
        await check_place(
            ctx,
            changes.get("project_id", task.project_id if "assignee_id" in changes else None),
            changes.get("assignee_id", task.assignee_id if changes.get("project_id") else None),
            changes.get("parent_id"),
            itself=task.id,
        )
    if "project_id" in changes:
        await move_subtasks(ctx, task, changes["project_id"])
        changes |= await moved(ctx, task, changes["project_id"])
    check_rule(changes.get("rrule"))
    status = changes.pop("status", task.status)
    ctx.work.update(task, **changes)
    return await _set_status(ctx, task, status)


@operation(
    "task.complete",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/tasks/{id}/complete"),
    doors=EVERYWHERE,
)
async def complete_task(ctx: Ctx, command: ById) -> Task:
    """Mark a task as done. A recurring task makes its next one."""
    return await _set_status(ctx, await access_task(ctx, command.id, write=True), Status.DONE)


@operation("task.reopen", effect=Effect.WRITE, policy=member, route=POST("/api/tasks/{id}/reopen"), doors=EVERYWHERE)
async def reopen_task(ctx: Ctx, command: ById) -> Task:
    """Put a done or cancelled task back to be done."""
    return await _set_status(ctx, await access_task(ctx, command.id, write=True), Status.TODO)


@operation("task.move", effect=Effect.WRITE, policy=member, route=POST("/api/tasks/{id}/move"))
async def move_task(ctx: Ctx, command: MoveTask) -> Task:
    """Give a task another place in the list; only this one document changes."""
    task = await access_task(ctx, command.id, write=True)
    rank = await rank_between(ctx, task, command.after_id, command.before_id)
    return await present_task(ctx.work.update(task, rank=rank))


@operation("task.delete", effect=Effect.DESTROY, policy=member, route=DELETE("/api/tasks/{id}"), doors=EVERYWHERE)
async def delete_task(ctx: Ctx, command: ById) -> Deleted:
    """Delete a task with its subtasks and comments. This can be undone."""
    from hub.features.tasks.comments import delete_comments_of

    task = await access_task(ctx, command.id, write=True)
    async for raw in TaskDocument.rows().find({"parent_id": task.id}):
        child = await ctx.work.load(TaskDocument, raw["_id"])
        if child is not None:
            await delete_comments_of(ctx, child.id)
            ctx.work.delete(child)
    await delete_comments_of(ctx, task.id)
    ctx.work.delete(task)
    return Deleted(id=task.id)


async def _set_status(ctx: Ctx, task: TaskDocument, status: Status) -> Task:
    was_done = task.status is Status.DONE
    if status is Status.DONE and not was_done:
        ctx.work.update(task, status=status, completed_at=ctx.now)
        following = next_occurrence(ctx, task)
        if following is not None:
            ctx.work.insert(following)
    elif status is not task.status:
        ctx.work.update(task, status=status, completed_at=None)
    return await present_task(task)
