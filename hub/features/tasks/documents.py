"""The stored form of tasks; it never leaves this feature."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.features.tasks.schemas import Status
from hub.storage.documents import Owned
from hub.storage.portable import Above, NewId, Portable
from hub.storage.shares import Scoped
from hub.storage.words import folded

SOURCES = {"message": "message", "journal": "journal", "session": "note_line"}


def _source(doc: dict[str, Any], new_id: NewId) -> None:
    """What a task was made of, by its ids here."""
    source = doc.get("source")
    if isinstance(source, dict) and (kind := SOURCES.get(str(source.get("kind")))):  # type: ignore[reportUnknownMemberType]
        ids: list[Any] = source.get("ids") or []
        source["ids"] = [found for one in ids if (found := new_id(kind, one)) is not None]


class TaskDocument(Scoped):
    """A task as it is stored."""

    title: str
    description: str = ""
    status: Status = Status.TODO
    urgent: bool = False
    important: bool = False
    deadline: date | None = None
    scheduled_date: date | None = None
    estimate_minutes: int | None = None
    actual_minutes: int | None = None
    tags: list[str] = []
    assignee_id: str | None = None
    parent_id: str | None = None
    rrule: str | None = None
    series_id: str | None = None
    """The first task of a recurring series; each completed one names it."""
    rank: str
    completed_at: datetime | None = None
    source: dict[str, Any] | None = None
    words: str = ""
    """Title and description, folded, for finding."""

    def derive(self) -> None:
        """Fold the words anew."""
        super().derive()
        self.words = folded(self.title, self.description)

    PORTABLE = Portable(
        collection="tasks",
        ids={"assignee_id": "user", "series_id": "task"},
        remap=_source,
        above=Above(field="parent_id", most=1),
    )

    class Settings:
        name = "tasks"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("scope", ASCENDING), ("rank", ASCENDING), ("_id", ASCENDING)]),
            IndexModel([("scope", ASCENDING), ("deadline", ASCENDING), ("_id", ASCENDING)]),
            IndexModel([("scope", ASCENDING), ("updated_at", DESCENDING), ("_id", DESCENDING)]),
            IndexModel([("assignee_id", ASCENDING), ("_id", DESCENDING)], sparse=True),
            IndexModel([("project_id", ASCENDING), ("updated_at", DESCENDING)]),
            IndexModel([("parent_id", ASCENDING), ("rank", ASCENDING)]),
            IndexModel([("parent_id", ASCENDING), ("status", ASCENDING)]),
            IndexModel(
                [("assignee_id", ASCENDING), ("project_id", ASCENDING), ("rank", ASCENDING), ("_id", ASCENDING)]
            ),
        ]


class CommentDocument(Owned):
    """A comment on a task."""

    task_id: str
    text: str
    author: dict[str, Any]

    PORTABLE = Portable(collection="taskComments", ids={"author.id": "actor"})

    class Settings:
        name = "task_comments"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("task_id", ASCENDING), ("_id", ASCENDING)])]
