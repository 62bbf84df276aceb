"""The stored form of projects; it never leaves this feature."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from pymongo import ASCENDING, IndexModel

from hub.features.projects.schemas import ProjectRisk, ProjectStatus
from hub.storage.documents import Owned
from hub.storage.portable import Portable
from hub.storage.shares import Part, ShareDocument
from hub.storage.words import folded


class ProjectDocument(Owned):
    """A project as it is stored."""

    name: str
    description: str = ""
    status: ProjectStatus = ProjectStatus.ACTIVE
    target_date: date | None = None
    progress_percent: int = 0
    risk: ProjectRisk = ProjectRisk.LOW
    color: str | None = None
    favorite: bool = False
    rank: str
    scope: str = ""
    """Its own id: a project is its members'."""
    members_at: datetime | None = None
    """When somebody last came, went or got another part: its members are shown with it."""
    words: str = ""
    """Name and description, folded, for finding."""

    def derive(self) -> None:
        """Say whose it is, and fold the words anew."""
        self.scope = self.id
        self.words = folded(self.name, self.description)

    PORTABLE = Portable(
        collection="projects",
        leave=frozenset({"members_at"}),
        beside=lambda doc: ShareDocument(scope=doc.id, user_id=doc.owner_id, role=Part.OWNER),
    )

    class Settings:
        name = "projects"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("scope", ASCENDING), ("rank", ASCENDING), ("_id", ASCENDING)]),
        ]
