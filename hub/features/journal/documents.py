"""The stored forms of the journal; they never leave this feature."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.storage.documents import Owned
from hub.storage.portable import Portable
from hub.storage.words import folded


class JournalDocument(Owned):
    """One line. A journal is its owner's alone, whatever it is about."""

    at: datetime
    text: str
    original: str | None = None
    task_id: str | None = None
    words: str = ""
    """The line, folded, for finding."""

    def derive(self) -> None:
        """Fold the words anew."""
        self.words = folded(self.text)

    PORTABLE = Portable(collection="journal", ids={"task_id": "task"})

    class Settings:
        name = "journal"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING), ("at", DESCENDING), ("_id", DESCENDING)]),
        ]


class SummaryDocument(Owned):
    """What a stretch of the journal came to."""

    hours: int
    from_at: datetime
    to_at: datetime
    text: str
    cites: list[str] = []
    left_out: int = 0
    tasks: list[dict[str, Any]] = []

    PORTABLE = Portable(
        collection="journalSummaries", ids={"cites": "journal", "tasks.cites": "journal", "tasks.task_id": "task"}
    )

    class Settings:
        name = "journal_summaries"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("owner_id", ASCENDING), ("_id", DESCENDING)])]
