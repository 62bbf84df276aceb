"""The stored forms of note sessions; they never leave this feature."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.storage.documents import Owned
from hub.storage.portable import Portable
from hub.storage.shares import Scoped
from hub.storage.words import folded


class SessionDocument(Scoped):
    """A session as it is stored; its lines are documents of their own."""

    title: str
    started_at: datetime
    ended_at: datetime | None = None
    pinned: bool = False
    summary: dict[str, Any] | None = None
    questions: list[dict[str, Any]] = []
    ideas: list[dict[str, Any]] = []
    words: str = ""
    """The title, folded, for finding."""

    def derive(self) -> None:
        """Say whose it is, and fold the words anew."""
        super().derive()
        self.words = folded(self.title)

    PORTABLE = Portable(
        collection="noteSessions",
        ids={
            f"{point}.cites": "note_line"
            for point in ("summary.decisions", "summary.risks", "summary.next_steps", "questions", "ideas")
        }
        | {"summary.next_steps.task_id": "task"},
    )

    class Settings:
        name = "note_sessions"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel(
                [("scope", ASCENDING), ("pinned", DESCENDING), ("started_at", DESCENDING), ("_id", DESCENDING)]
            ),
            IndexModel([("project_id", ASCENDING), ("updated_at", DESCENDING)]),
        ]


class LineDocument(Owned):
    """One line of a session."""

    session_id: str
    rank: str
    text: str
    author: dict[str, Any]

    PORTABLE = Portable(collection="noteLines", ids={"author.id": "actor"})

    class Settings:
        name = "note_lines"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("session_id", ASCENDING), ("rank", ASCENDING), ("_id", ASCENDING)])
        ]
