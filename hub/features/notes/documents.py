"""The stored form of notes; it never leaves this feature."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.features.notes.linking import links_in
from hub.features.notes.schemas import NoteItem
from hub.storage.documents import Owned, Stored
from hub.storage.portable import Portable
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
    label_ids: list[str] = []
    title_key: str = ""
    """The title, folded: what a `[[title]]` elsewhere has to say to lead here."""
    links: list[str] = []
    """The folded titles that it names in `[[…]]`."""
    words: str = ""
    """Title, content and checklist, folded, for finding."""

    def derive(self) -> None:
        """Fold the words anew, and find what it names."""
        super().derive()
        texts = [self.content, *(item.text for item in self.items)]
        self.title_key = folded(self.title)
        self.links = links_in(texts)
        self.words = folded(self.title, *texts)

    PORTABLE = Portable(collection="notes", ids={"label_ids": "note_label"}, leave=frozenset({"title_key", "links"}))

    class Settings:
        name = "notes"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel(
                [("scope", ASCENDING), ("pinned", DESCENDING), ("updated_at", DESCENDING), ("_id", DESCENDING)]
            ),
            IndexModel([("scope", ASCENDING), ("updated_at", DESCENDING), ("_id", DESCENDING)]),
            IndexModel([("project_id", ASCENDING), ("updated_at", DESCENDING)]),
            IndexModel([("scope", ASCENDING), ("links", ASCENDING), ("_id", DESCENDING)]),
            IndexModel([("scope", ASCENDING), ("title_key", ASCENDING)]),
            IndexModel([("label_ids", ASCENDING)]),
        ]


class LabelDocument(Scoped):
    """A label for notes: a person's own for their own notes, a project's for those in it."""

    name: str
    color: str | None = None
    name_key: str = ""
    """The name, folded: no two labels of one owner, or of one project, are given the same."""

    def derive(self) -> None:
        """Say whose it is, and fold the name anew."""
        super().derive()
        self.name_key = folded(self.name)

    PORTABLE = Portable(collection="noteLabels", leave=frozenset({"name_key"}))

    class Settings:
        name = "note_labels"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("scope", ASCENDING), ("name_key", ASCENDING), ("_id", ASCENDING)]),
            IndexModel([("project_id", ASCENDING), ("updated_at", DESCENDING)]),
        ]


class LabelNamesDocument(Stored):
    """The names that labels of one person or project have: bumped by whoever gives one, so that two who give the
    same at once do not both find it free.

    A unique index would not do: when a project is deleted its labels become those of whoever made them, and may
    then be called as one is already.
    """

    turn: int = 0

    class Settings:
        name = "note_label_names"


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

    PORTABLE = Portable(collection="noteRevisions", ids={"author.id": "actor"})

    class Settings:
        name = "note_revisions"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("note_id", ASCENDING), ("_id", DESCENDING)])]
