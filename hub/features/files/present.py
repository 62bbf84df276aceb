"""Stored files to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.files.documents import FileDocument
from hub.features.files.schemas import Attachment, StoredFile
from hub.storage.documents import encode, to_wire

Raw = Mapping[str, Any]


async def present_files(rows: Sequence[Raw]) -> list[StoredFile]:
    """Public files."""
    return [StoredFile.model_validate(_shown(row)) for row in rows]


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


def _shown(row: Raw) -> dict[str, Any]:
    thing = row.get("thing_id")
    return {
        **to_wire(row),
        "has_thumbnail": row.get("thumb_blob_id") is not None,
        "belongs_to": {"kind": row["thing_kind"], "id": thing} if thing else None,
    }
