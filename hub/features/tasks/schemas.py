"""The wire models of tasks."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from hub.storage.wire import ById, Date, EntityOut, Id, Input, PageInput, Tag, Text, Time, Title, UpdateInput, Wire

Minutes = Annotated[int, Field(ge=0, le=1_000_000)]
Tags = Annotated[list[Tag], Field(max_length=50)]
Rule = Annotated[str, StringConstraints(max_length=500)]
"""An RFC 5545 RRULE without its name, such as `FREQ=WEEKLY;BYDAY=MO`."""


class Status(StrEnum):
    """Where a task stands."""

    IDEA = "idea"
    TODO = "todo"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELLED = "cancelled"


OPEN = (Status.IDEA, Status.TODO, Status.IN_PROGRESS)


class Source(Wire):
    """Where a task came from."""

    kind: Literal["message", "journal", "mail", "import", "session"]
    ids: Annotated[list[str], Field(max_length=100)] = []


class Subtasks(Wire):
    """How far the subtasks are."""

    done: int = 0
    total: int = 0


class Task(EntityOut):
    """A task."""

    title: str
    description: str = ""
    status: Status
    urgent: bool
    important: bool
    deadline: Date | None
    scheduled_date: Date | None
    estimate_minutes: int | None
    actual_minutes: int | None
    tags: list[str]
    assignee_id: Id | None
    project_id: Id | None
    parent_id: Id | None
    rrule: str | None
    rank: str
    completed_at: Time | None
    source: Source | None
    subtasks: Subtasks = Subtasks()


class CreateTask(Input):
    """A new task; it goes to the top."""

    title: Title
    description: Text = ""
    status: Status = Status.TODO
    urgent: bool = False
    important: bool = False
    deadline: Date | None = Field(default=None, description="The day by which it must be done.")
    scheduled_date: Date | None = Field(default=None, description="The day on which it is planned.")
    estimate_minutes: Minutes | None = None
    actual_minutes: Minutes | None = None
    tags: Tags = []
    assignee_id: Id | None = None
    project_id: Id | None = None
    parent_id: Id | None = Field(default=None, description="The task that this is a subtask of (one level).")
    rrule: Rule | None = Field(default=None, description="RFC 5545 RRULE; completing it makes the next one.")
    source: Source | None = None


class UpdateTask(UpdateInput):
    """Changes to a task; only what is sent is changed."""

    title: Title = ""
    description: Text = ""
    status: Status = Status.TODO
    urgent: bool = False
    important: bool = False
    deadline: Date | None = None
    scheduled_date: Date | None = None
    estimate_minutes: Minutes | None = None
    actual_minutes: Minutes | None = None
    tags: Tags = []
    assignee_id: Id | None = None
    project_id: Id | None = None
    parent_id: Id | None = None
    rrule: Rule | None = None


class ListTasks(PageInput):
    """Which tasks to list; without filters all of them, done ones included."""

    q: Annotated[str | None, Field(max_length=200, description="Words in the title or description.")] = None
    status: Status | None = None
    open: bool | None = Field(default=None, description="True: idea, todo, in_progress. False: the others.")
    project_id: Id | None = None
    assignee_id: Id | None = None
    mine: bool = Field(default=False, description="Only those assigned to the caller, or to nobody.")
    parent_id: Id | None = None
    tag: Tag | None = None
    urgent: bool | None = None
    important: bool | None = None
    deadline_from: Date | None = None
    deadline_to: Date | None = None
    scheduled_from: Date | None = None
    scheduled_to: Date | None = None
    completed_from: Time | None = None
    completed_to: Time | None = None
    sort: Literal["rank", "deadline", "created_at", "updated_at"] = "rank"


class MoveTask(ById):
    """A new place in the list: right after one task, or right before another, or both."""

    after_id: Id | None = None
    before_id: Id | None = None


class CommentTask(ById):
    """A comment on a task."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=16_000)]


class ListComments(PageInput):
    """The comments of a task, oldest first."""

    id: Id


class DeleteComment(ById):
    """One comment of a task."""

    comment_id: Id


class TaskComment(EntityOut):
    """A comment on a task."""

    task_id: Id
    text: str
    author: dict[str, Any]
