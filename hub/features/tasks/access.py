"""Who may see and change a task, and the one way to fetch one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from hub.features.tasks.documents import TaskDocument
from hub.features.tasks.schemas import OPEN
from hub.storage.by_project import count_by_project, newest_by_project
from hub.storage.shares import Access

_access = Access(TaskDocument, "The task", named="assignee_id")
authorize, access_task, visible, audience = _access.authorize, _access.fetch, _access.visible, _access.audience


async def count_overdue(project_ids: Sequence[str], today: date) -> dict[str, int]:
    """How many open tasks of each project should have been done before `today`."""
    late = {"status": {"$in": [status.value for status in OPEN]}, "deadline": {"$lt": today.isoformat()}}
    return await count_by_project(TaskDocument, project_ids, late)


async def newest_tasks(project_ids: Sequence[str]) -> dict[str, datetime]:
    """When a task of each project was last changed."""
    return await newest_by_project(TaskDocument, project_ids)
