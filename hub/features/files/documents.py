"""The stored forms of files and uploads. The bytes are in `hub/storage/blobs.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.features.files.kinds import Media
from hub.kernel.context import Ctx
from hub.storage.documents import EPOCH, Owned, Stored
from hub.storage.portable import Portable
from hub.storage.shares import Scoped, scopes_of
from hub.storage.words import folded

TRANSFER = "transfer"
"""What the file of an export is attached to: it is in no list, and in no other export."""


async def _theirs(ctx: Ctx) -> Mapping[str, Any]:
    """What somebody takes along: their own files wherever they are, and those of their projects."""
    return {"$or": [{"owner_id": ctx.person_id}, {"scope": {"$in": await scopes_of(ctx.work, ctx.person_id)}}]}


class FileDocument(Scoped):
    """What is known of a file, and whose it is: a room's once it was sent there, a thing's that it is attached to,
    a project's, or its owner's.
    """

    name: str
    mime_type: str
    media: Media = Media.DOCUMENT
    size: int
    sha256: str
    blob_id: str
    thumb_blob_id: str | None = None
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    room_id: str | None = None
    message_id: str | None = None
    sent_as: str | None = None
    """The `client_msg_id` of that message: sending it again finds the file again."""
    thing_kind: str | None = None
    thing_id: str | None = None
    clicks: int = 0
    last_clicked_at: datetime | None = None
    position_removed: bool = False
    words: str = ""

    def derive(self) -> None:
        """Say whose it is, and fold its name."""
        super().derive()
        if self.room_id and self.message_id:
            self.scope = self.room_id
        elif self.thing_id:
            # In no list but the thing's own, whose rights are asked there and then.
            self.scope = self.thing_id
        self.words = folded(self.name)

    PORTABLE = Portable(
        collection="files",
        ids={"blob_id": "blob", "thumb_blob_id": "blob", "message_id": "message", "thing_id": "@thing_kind"},
        needs=frozenset({"blob_id"}),
        carried={"thing_kind": {"$ne": TRANSFER}},
        mine=_theirs,
    )

    class Settings:
        name = "files"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("scope", ASCENDING), ("created_at", DESCENDING), ("_id", DESCENDING)]),
            IndexModel([("project_id", ASCENDING)], sparse=True),
            IndexModel([("blob_id", ASCENDING)]),
            IndexModel([("thumb_blob_id", ASCENDING)], sparse=True),
            IndexModel([("room_id", ASCENDING), ("owner_id", ASCENDING), ("sent_as", ASCENDING)]),
        ]


class TextDocument(Stored):
    """The words in a file, by the id of its bytes: read once, and gone with them. Written and read as it is."""

    text: str

    class Settings:
        name = "file_texts"


class UploadDocument(Owned):
    """An upload, until a day after it began. Its bytes have the same id."""

    name: str
    size: int | None = None
    project_id: str | None = None
    room_id: str | None = None
    thing_kind: str | None = None
    thing_id: str | None = None
    facts: dict[str, Any] | None = None
    """What the bytes turned out to be, once all are there."""
    made: bool = False
    """It has become a file, which its bytes belong to from then on."""
    expires_at: datetime = EPOCH

    class Settings:
        name = "uploads"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("expires_at", ASCENDING)])]


class SweepDocument(Stored):
    """When orphaned bytes were last looked for; there is one."""

    swept_at: datetime

    class Settings:
        name = "file_sweeps"
