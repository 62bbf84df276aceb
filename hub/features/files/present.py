"""Stored files to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.files.documents import FileDocument
from hub.features.files.schemas import Attachment, StoredFile
from hub.storage.documents import encode
from hub.storage.plain import Plain, Shape

Raw = Mapping[str, Any]
FILE = Shape(StoredFile, FileDocument, made={"has_thumbnail", "belongs_to"})
MADE_OF = ("thumb_blob_id", "thing_id", "thing_kind")
"""What the stored form says beside what is shown as it is."""


async def present_files(rows: Sequence[Raw]) -> list[StoredFile]:
    """Public files."""
    return FILE.models(rows, await made_of_files(rows))


async def made_of_files(rows: Sequence[Raw]) -> list[Plain]:
    """What files show beside what is stored as it is shown."""
    return [_made(row) for row in rows]


async def present_file(doc: FileDocument) -> StoredFile:
    """The public form of one file."""
    return (await present_files([encode(doc)]))[0]


def attachment_of(doc: FileDocument) -> dict[str, Any]:
    """A file as it stands in a message."""
    shown = Attachment(
        file_id=doc.id,
        name=doc.name,
        mime_type=doc.mime_type,
        size=doc.size,
        width=doc.width,
        height=doc.height,
        duration=doc.duration,
        has_thumbnail=doc.thumb_blob_id is not None,
    )
    return shown.model_dump(mode="json")


def _made(row: Raw) -> Plain:
    thing = row.get("thing_id")
    return {
        "has_thumbnail": row.get("thumb_blob_id") is not None,
        "belongs_to": {"kind": row["thing_kind"], "id": thing} if thing else None,
    }
