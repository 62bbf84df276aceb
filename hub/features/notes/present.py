"""Stored notes to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.notes.documents import NoteDocument
from hub.features.notes.schemas import SHOWN_IN_LISTS, Note, NoteRevision
from hub.storage.documents import encode, to_wire

Raw = Mapping[str, Any]
LISTED: Mapping[str, Any] = {
    **{name: 1 for name in Note.model_fields if name not in ("id", "content", "shortened")},
    "content": {"$substrCP": ["$content", 0, SHOWN_IN_LISTS]},
    "shortened": {"$gt": [{"$strLenCP": "$content"}, SHOWN_IN_LISTS]},
    "pinned": 1,
}
"""The projection for lists: a page of long notes would otherwise be as large as all of them."""


async def present_notes(rows: Sequence[Raw]) -> list[Note]:
    """Public notes."""
    return [Note.model_validate(to_wire(row)) for row in rows]


async def present_note(doc: NoteDocument) -> Note:
    """The public form of one note."""
    return (await present_notes([encode(doc)]))[0]


async def present_revisions(rows: Sequence[Raw]) -> list[NoteRevision]:
    """Public revisions."""
    return [NoteRevision.model_validate(to_wire(row)) for row in rows]
