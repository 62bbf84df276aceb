"""What the notes feature hands over to the composition root."""

from __future__ import annotations

from hub.features.notes import backlinks, labels, operations
from hub.features.notes.access import access_note, audience, authorize, visible
from hub.features.notes.access import labels as label_access
from hub.features.notes.documents import LabelDocument, LabelNamesDocument, NoteDocument, RevisionDocument
from hub.features.notes.present import present_labels, present_notes, present_revisions
from hub.features.notes.schemas import Note, NoteLabel, NoteRevision
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
        backlinks.list_backlinks,
        labels.create_label,
        labels.list_labels,
        labels.get_label,
        labels.update_label,
        labels.delete_label,
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
            unrecorded=frozenset({"words", "scope", "links", "title_key"}),
        ),
        Entity(
            kind="note_label",
            document=LabelDocument,
            model=NoteLabel,
            present=present_labels,
            audience=label_access.audience,
            authorize=label_access.authorize,
            visible=label_access.visible,
            references={"project_id": "project"},
            unrecorded=frozenset({"name_key", "scope"}),
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
    documents=(LabelNamesDocument,),
)
