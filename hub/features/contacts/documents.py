"""The stored form of contacts; it never leaves this feature."""

from __future__ import annotations

from typing import ClassVar

from pymongo import ASCENDING, IndexModel

from hub.storage.documents import Owned
from hub.storage.portable import Portable
from hub.storage.words import folded


class ContactDocument(Owned):
    """A contact as it is stored."""

    user_id: str
    nickname: str = ""
    words: str = ""
    """The nickname, folded, for finding."""

    def derive(self) -> None:
        """Fold the nickname anew."""
        self.words = folded(self.nickname)

    PORTABLE = Portable(collection="contacts", ids={"user_id": "user"}, needs=frozenset({"user_id"}))

    class Settings:
        name = "contacts"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING), ("user_id", ASCENDING)], unique=True),
            IndexModel([("owner_id", ASCENDING), ("_id", ASCENDING)]),
        ]
