"""Who may see and change a task, and the one way to fetch one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from hub.features.tasks.documents import TaskDocument
from hub.features.tasks.schemas import OPEN
from hub.kernel.context import Ctx
from hub.kernel.errors import not_found
from hub.storage.by_project import count_by_project, ids_in_project, newest_by_project, take_out_of_project
from hub.storage.documents import encode

Raw = Mapping[str, Any]


async def authorize(ctx: Ctx, raw: Raw, write: bool) -> None:
    """A task is its owner's, and its assignee may see and change it too.

    Raises:
        OperationError: `not_found`, so that a stranger does not even learn that it exists.
    """
    if ctx.person_id not in (raw.get("owner_id"), raw.get("assignee_id")):
        raise not_found("The task")


async def access_task(ctx: Ctx, id: str, *, write: bool = False) -> TaskDocument:
    """The task with that id, if the caller may see it (or change it, with `write`).

    Raises:
        OperationError: `not_found` or `forbidden`.
    """
    found = await ctx.work.load(TaskDocument, id)
    if found is None:
        raise not_found("The task")
    await authorize(ctx, encode(found), write)
    return found


def visible(ctx: Ctx) -> dict[str, Any]:
    """The filter for the tasks that the caller may see."""
    return {"$or": [{"owner_id": ctx.person_id}, {"assignee_id": ctx.person_id}]}


async def audience(raw: Raw) -> frozenset[str]:
    """The topics of those who may see a task."""
    people = {raw.get("owner_id"), raw.get("assignee_id")} - {None}
    return frozenset(f"user:{person}" for person in people)


async def count_overdue(project_ids: Sequence[str], today: date) -> dict[str, int]:
    """How many open tasks of each project should have been done before `today`."""
    late = {"status": {"$in": [status.value for status in OPEN]}, "deadline": {"$lt": today.isoformat()}}
    return await count_by_project(TaskDocument, project_ids, late)


async def newest_tasks(project_ids: Sequence[str]) -> dict[str, datetime]:
    """When a task of each project was last changed."""
    return await newest_by_project(TaskDocument, project_ids)


async def tasks_in(project_id: str) -> list[str]:
    """The ids of a project's tasks."""
    return await ids_in_project(TaskDocument, project_id)


async def take_tasks_out(ctx: Ctx, project_id: str, ids: Sequence[str]) -> None:
    """Have tasks of a project that is being deleted stay, in no project."""
    await take_out_of_project(ctx, TaskDocument, project_id, ids)
