"""The stored form of bookmarks; it never leaves this feature."""

from __future__ import annotations

from typing import ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.storage.documents import Owned


class BookmarkDocument(Owned):
    """A bookmark as it is stored: it points at a message and holds nothing of it."""

    message_id: str
    room_id: str
    note: str = ""

    class Settings:
        name = "bookmarks"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING), ("message_id", ASCENDING)], unique=True),
            IndexModel([("owner_id", ASCENDING), ("_id", DESCENDING)]),
        ]
