"""The stored form of notes; it never leaves this feature."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.features.notes.schemas import NoteItem
from hub.storage.documents import Owned
from hub.storage.shares import Scoped
from hub.storage.words import folded


class NoteDocument(Scoped):
    """A note as it is stored."""

    title: str
    content: str = ""
    pinned: bool = False
    archived: bool = False
    items: list[NoteItem] = []
    written_at: datetime
    """When its text was last changed (pinning it does not count)."""
    words: str = ""
    """Title, content and checklist, folded, for finding."""

    def derive(self) -> None:
        """Fold the words anew."""
        super().derive()
        self.words = folded(self.title, self.content, *(item.text for item in self.items))

    class Settings:
        name = "notes"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel(
                [("scope", ASCENDING), ("pinned", DESCENDING), ("updated_at", DESCENDING), ("_id", DESCENDING)]
            ),
            IndexModel([("scope", ASCENDING), ("updated_at", DESCENDING), ("_id", DESCENDING)]),
            IndexModel([("project_id", ASCENDING), ("updated_at", DESCENDING)]),
        ]


class RevisionDocument(Owned):
    """What a note said before a change."""

    note_id: str
    title: str
    content: str
    items: list[NoteItem]
    note_revision: int
    written_at: datetime
    author: dict[str, Any]
    size: int
    """Bytes of the text, so that what is kept of one note stays bounded."""

    class Settings:
        name = "note_revisions"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("note_id", ASCENDING), ("_id", DESCENDING)])]
