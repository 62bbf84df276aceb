"""What the bookmarks feature hands over to the composition root."""

from __future__ import annotations

from hub.features.bookmarks import operations
from hub.features.bookmarks.access import audience, authorize, visible
from hub.features.bookmarks.documents import BookmarkDocument
from hub.features.bookmarks.present import present_bookmarks
from hub.features.bookmarks.schemas import Bookmark
from hub.kernel.catalog import Entity, Feature

FEATURE = Feature(
    name="bookmarks",
    operations=(
        operations.create_bookmark,
        operations.list_bookmarks,
        operations.get_bookmark,
        operations.update_bookmark,
        operations.delete_bookmark,
    ),
    entities=(
        # It refers to nothing that must be there: it outlives its owner's part in the room, and the room.
        Entity(
            kind="bookmark",
            document=BookmarkDocument,
            model=Bookmark,
            present=present_bookmarks,
            audience=audience,
            authorize=authorize,
            visible=visible,
            label=lambda raw: str(raw.get("note") or ""),
        ),
    ),
)
