"""Stored notes to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.notes.documents import LabelDocument, NoteDocument, RevisionDocument
from hub.features.notes.schemas import SHOWN_IN_LISTS, Note, NoteLabel, NoteRevision
from hub.storage.documents import encode, to_wire
from hub.storage.plain import Plain, Shape

Raw = Mapping[str, Any]
NOTE = Shape(Note, NoteDocument, made={"labels"})
LABEL = Shape(NoteLabel, LabelDocument)
REVISION = Shape(NoteRevision, RevisionDocument)
LISTED: Mapping[str, Any] = {
    "content": {"$substrCP": ["$content", 0, SHOWN_IN_LISTS]},
    "shortened": {"$gt": [{"$strLenCP": "$content"}, SHOWN_IN_LISTS]},
}
"""The projection for lists: a page of long notes would otherwise be as large as all of them."""


async def present_notes(rows: Sequence[Raw]) -> list[Note]:
    """Public notes, with their labels as they are called now.

    A label is shown where it belongs: one that stayed behind in a project, or left it without the note, is not.
    """
    return NOTE.models(rows, await made_of_notes(rows))


async def made_of_notes(rows: Sequence[Raw]) -> list[Plain]:
    """What notes show otherwise than it is stored: the labels that are shown where they are."""
    labels = await _labels_of(rows)
    shown: list[Plain] = []
    for row in rows:
        own = [labels[id] for id in row.get("label_ids") or () if id in labels]
        own = [label for label in own if label["scope"] == (row["project_id"] or row["owner_id"])]
        about: Plain = {
            "label_ids": [label["_id"] for label in own],
            "labels": [{"id": label["_id"], "name": label["name"], "color": label["color"]} for label in own],
        }
        shown.append(about)
    return shown


async def present_note(doc: NoteDocument) -> Note:
    """The public form of one note."""
    return (await present_notes([encode(doc)]))[0]


async def present_labels(rows: Sequence[Raw]) -> list[NoteLabel]:
    """Public labels."""
    return [NoteLabel.model_validate(to_wire(row)) for row in rows]


async def present_label(doc: LabelDocument) -> NoteLabel:
    """The public form of one label."""
    return (await present_labels([encode(doc)]))[0]


async def present_revisions(rows: Sequence[Raw]) -> list[NoteRevision]:
    """Public revisions."""
    return [NoteRevision.model_validate(to_wire(row)) for row in rows]


async def _labels_of(rows: Sequence[Raw]) -> dict[str, Raw]:
    """The labels of notes, by id, in one query."""
    ids = {id for row in rows for id in row.get("label_ids") or ()}
    if not ids:
        return {}
    return {row["_id"]: row async for row in LabelDocument.rows().find({"_id": {"$in": sorted(ids)}})}
