"""The stored form of projects; it never leaves this feature."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pymongo import ASCENDING, IndexModel

from hub.features.projects.schemas import ProjectRisk, ProjectStatus
from hub.storage.documents import Owned
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
    words: str = ""
    """Name and description, folded, for finding."""

    def derive(self) -> None:
        """Fold the words anew."""
        self.words = folded(self.name, self.description)

    class Settings:
        name = "projects"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING), ("rank", ASCENDING), ("_id", ASCENDING)]),
        ]
