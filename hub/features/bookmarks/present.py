"""Stored bookmarks to public ones: what their messages say is asked for with the rights of today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.bookmarks.documents import BookmarkDocument
from hub.features.bookmarks.schemas import Bookmark
from hub.features.messages.access import read_by
from hub.storage.documents import encode, to_wire


async def present_bookmarks(rows: Sequence[Mapping[str, Any]]) -> list[Bookmark]:
    """Public bookmarks; of a message that its owner may not read any more nothing is left."""
    wanted: dict[str, list[str]] = {}
    for row in rows:
        wanted.setdefault(row["owner_id"], []).append(row["message_id"])
    found = {owner_id: await read_by(owner_id, ids) for owner_id, ids in wanted.items()}
    shown: list[Bookmark] = []
    for row in rows:
        message = found[row["owner_id"]].get(row["message_id"])
        shown.append(Bookmark.model_validate({**to_wire(row), "message": message, "gone": message is None}))
    return shown


async def present_bookmark(doc: BookmarkDocument) -> Bookmark:
    """The public form of one bookmark."""
    return (await present_bookmarks([encode(doc)]))[0]
