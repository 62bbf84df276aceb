"""What the notes feature hands over to the composition root."""

from __future__ import annotations

from hub.features.notes import operations
from hub.features.notes.access import access_note, audience, authorize, visible
from hub.features.notes.documents import NoteDocument, RevisionDocument
from hub.features.notes.present import present_notes, present_revisions
from hub.features.notes.schemas import Note, NoteRevision
from hub.kernel.catalog import Entity, Feature, Searchable
from hub.storage.search.texts import text_of
from hub.storage.shares import Under

_under_note = Under(NoteDocument, "note_id", access_note, audience)

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
            visible=visible,
            search=Searchable(text=text_of("title", "content", "items"), people=lambda raw: [raw["owner_id"]]),
            references={"project_id": "project"},
            unrecorded=frozenset({"words", "scope"}),
        ),
        Entity(
            kind="note_revision",
            document=RevisionDocument,
            model=NoteRevision,
            present=present_revisions,
            audience=_under_note.audience,
            authorize=_under_note.authorize,
            references={"note_id": "note"},
            under="note_id",
            silent=True,
        ),
    ),
)
