"""The wire models of projects."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from hub.storage.shares import Part
from hub.storage.wire import ById, Color, Date, EntityOut, Id, Input, PageInput, Text, Time, Title, UpdateInput, Wire

Percent = Annotated[int, Field(ge=0, le=100)]


class ProjectStatus(StrEnum):
    """Where a project stands."""

    ACTIVE = "active"
    PAUSED = "paused"
    DONE = "done"
    ARCHIVED = "archived"


class ProjectRisk(StrEnum):
    """How likely it is to go wrong."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Member(Wire):
    """Somebody who has part in a project."""

    user_id: Id
    role: Part


class Project(EntityOut):
    """A project."""

    name: str
    description: str = ""
    status: ProjectStatus
    target_date: Date | None
    progress_percent: int
    risk: ProjectRisk
    color: str | None
    favorite: bool
    rank: str
    members: list[Member]
    health: Annotated[int, Field(ge=0, le=100, description="100: nothing overdue, and things happen.")]


class CreateProject(Input):
    """A new project; it goes to the top."""

    name: Title
    description: Text = ""
    status: ProjectStatus = ProjectStatus.ACTIVE
    target_date: Date | None = Field(default=None, description="The day by which it should be done.")
    progress_percent: Percent = 0
    risk: ProjectRisk = ProjectRisk.LOW
    color: Color | None = None
    favorite: bool = False


class UpdateProject(UpdateInput):
    """Changes to a project; only what is sent is changed."""

    name: Title = ""
    description: Text = ""
    status: ProjectStatus = ProjectStatus.ACTIVE
    target_date: Date | None = None
    progress_percent: Percent = 0
    risk: ProjectRisk = ProjectRisk.LOW
    color: Color | None = None
    favorite: bool = False


class ListProjects(PageInput):
    """Which projects to list; without filters all of them, archived ones included."""

    q: Annotated[str | None, Field(max_length=200, description="Words in the name or description.")] = None
    status: ProjectStatus | None = None
    favorite: bool | None = None


class MoveProject(ById):
    """A new place in the list: right after one project, or right before another, or both."""

    after_id: Id | None = None
    before_id: Id | None = None


class ProjectMember(Wire):
    """Somebody who has part in a project, with their name."""

    id: Id
    user: dict[str, Any]
    role: Part
    since: Time


class NamedMember(ById):
    """One member of a project."""

    user_id: Id


class SetMember(NamedMember):
    """What somebody is to have to do with a project."""

    role: Part = Field(description="`owner` may do everything, `editor` changes what is in it, `viewer` looks on.")


class ListMembers(PageInput):
    """The members of a project."""

    id: Id
