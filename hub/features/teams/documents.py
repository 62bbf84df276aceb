"""The stored form of teams; it never leaves this feature."""

from __future__ import annotations

from typing import ClassVar

from pymongo import ASCENDING, IndexModel

from hub.storage.documents import Owned
from hub.storage.portable import Portable
from hub.storage.words import folded


class TeamDocument(Owned):
    """A team as it is stored."""

    name: str
    color: str | None = None
    turn: int = 0
    """Bumped by everybody who joins, so that a removal that did not see them is run again, and sees them."""
    words: str = ""
    """The name, folded: for finding, and the order of lists."""

    def derive(self) -> None:
        """Fold the name anew."""
        self.words = folded(self.name)

    PORTABLE = Portable(collection="teams")

    class Settings:
        name = "teams"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING), ("words", ASCENDING), ("_id", ASCENDING)])
        ]
