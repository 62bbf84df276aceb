"""The stored form of links; it never leaves this feature."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.storage.portable import Portable
from hub.storage.shares import Scoped
from hub.storage.words import folded


class LinkDocument(Scoped):
    """A link as it is stored."""

    name: str
    url: str
    description: str = ""
    clicks: int = 0
    last_clicked_at: datetime | None = None
    words: str = ""
    """Name, address and description, folded, for finding."""

    def derive(self) -> None:
        """Fold the words anew."""
        super().derive()
        self.words = folded(self.name, self.url, self.description)

    PORTABLE = Portable(collection="links")

    class Settings:
        name = "links"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("scope", ASCENDING), ("_id", DESCENDING)]),
            IndexModel([("scope", ASCENDING), ("clicks", DESCENDING), ("_id", DESCENDING)]),
            IndexModel([("project_id", ASCENDING)]),
        ]
