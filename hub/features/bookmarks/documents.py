"""The stored form of bookmarks; it never leaves this feature."""

from __future__ import annotations

from typing import ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.storage.documents import Owned
from hub.storage.portable import Portable


class BookmarkDocument(Owned):
    """A bookmark as it is stored: it points at a message and holds nothing of it."""

    message_id: str
    room_id: str
    note: str = ""

    PORTABLE = Portable(
        collection="bookmarks",
        ids={"message_id": "message", "room_id": "room"},
        needs=frozenset({"message_id", "room_id"}),
    )

    class Settings:
        name = "bookmarks"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING), ("message_id", ASCENDING)], unique=True),
            IndexModel([("owner_id", ASCENDING), ("_id", DESCENDING)]),
        ]
