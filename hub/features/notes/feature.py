"""What the notes feature hands over to the composition root."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.features.notes import operations
from hub.features.notes.access import access_note, audience, authorize
from hub.features.notes.documents import NoteDocument, RevisionDocument
from hub.features.notes.present import present_notes, present_revisions
from hub.features.notes.schemas import Note, NoteRevision
from hub.kernel.catalog import Entity, Feature
from hub.kernel.context import Ctx


async def _authorize_revision(ctx: Ctx, raw: Mapping[str, Any], write: bool) -> None:
    await access_note(ctx, raw["note_id"], write=write)


FEATURE = Feature(
    name="notes",
    operations=(
        operations.create_note,
        operations.list_notes,
        operations.get_note,
        operations.update_note,
        operations.delete_note,
        operations.list_revisions,
        operations.restore_revision,
    ),
    entities=(
        Entity(
            kind="note",
            document=NoteDocument,
            model=Note,
            present=present_notes,
            audience=audience,
            authorize=authorize,
            references={"project_id": "project"},
            unrecorded=frozenset({"words"}),
        ),
        Entity(
            kind="note_revision",
            document=RevisionDocument,
            model=NoteRevision,
            present=present_revisions,
            audience=audience,
            authorize=_authorize_revision,
            references={"note_id": "note"},
            silent=True,
        ),
    ),
)
