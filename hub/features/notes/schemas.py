"""The wire models of notes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints

from hub.storage.wire import ById, Color, EntityOut, Id, Input, PageInput, Several, Time, Title, UpdateInput, Wire

CONTENT_BYTES = 1_000_000
"""A note's content in UTF-8 at most; `too_large` beyond."""
SHOWN_IN_LISTS = 20_000
"""Characters of each note's content in a list."""

Content = Annotated[str, Field(description="Markdown, at most 1 MB.")]
Items = Annotated[list["NoteItem"], Field(max_length=1_000)]
LabelIds = Annotated[list[Id], Field(max_length=20, description="Labels of the caller's, or of the note's project.")]
LabelName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
TEXT_OF_ANY_LENGTH = ConfigDict(str_max_length=None)
"""The content's limit is in bytes and has a code of its own, so the handler checks it."""


class NoteItem(Wire):
    """One line of a checklist; the order is that of the list."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, StringConstraints(max_length=2_000)]
    checked: bool = False


class LabelShown(Wire):
    """A label as a note shows it."""

    id: Id
    name: str
    color: str | None


class Note(EntityOut):
    """A note."""

    title: str
    content: str
    project_id: Id | None
    pinned: bool
    archived: bool
    items: list[NoteItem]
    label_ids: list[Id]
    labels: list[LabelShown]
    shortened: bool = Field(default=False, description="In a list: there is more content than is shown here.")


class NoteRevision(EntityOut):
    """What a note said before it was changed."""

    note_id: Id
    title: str
    content: str
    items: list[NoteItem]
    note_revision: int = Field(description="The note's revision when it said this.")
    written_at: Time = Field(description="When the note came to say this; `created_at` is when it ceased to.")
    author: dict[str, Any] = Field(description="Who changed it to something else.")


class CreateNote(Input):
    """A new note. Without a title it is called after its first line."""

    model_config = TEXT_OF_ANY_LENGTH

    title: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""
    content: Content = ""
    project_id: Id | None = None
    pinned: bool = False
    archived: bool = False
    items: Items = []
    label_ids: LabelIds = []


class UpdateNote(UpdateInput):
    """Changes to a note; only what is sent is changed. `items` and `label_ids` replace all there are."""

    model_config = TEXT_OF_ANY_LENGTH

    title: Title = ""
    content: Content = ""
    project_id: Id | None = None
    pinned: bool = False
    archived: bool = False
    items: Items = []
    label_ids: LabelIds = []
    rename_links: bool = Field(
        default=False, description="With a new title: have the caller's notes that name the old one name the new one."
    )


class ListNotes(PageInput):
    """Which notes to list; without filters all of them, archived ones included, pinned ones first."""

    q: Annotated[str | None, Field(max_length=200, description="Words in the title, content or checklist.")] = None
    project_id: Id | None = None
    pinned: bool | None = None
    archived: bool | None = None
    title: Annotated[
        str | None, Field(max_length=300, description="The whole title; case and accents do not count.")
    ] = None
    label_id: Annotated[list[Id], Several, Field(max_length=20, description="Of several, a note has all.")] = []
    sort: Literal["pinned", "updated_at", "created_at"] = "pinned"


class ListRevisions(PageInput):
    """What a note said before, newest first."""

    id: Id


class RestoreRevision(ById):
    """One of a note's revisions."""

    revision_id: Id


class OfNote(PageInput):
    """A note, and where to go on in what is listed of it."""

    id: Id


class Backlink(Wire):
    """A note that names another one in `[[…]]`."""

    id: Id
    title: str
    project_id: Id | None
    updated_at: Time
    excerpt: str = Field(description="The words around where it does, at most 200 characters.")


class NoteLabel(EntityOut):
    """A label for notes: its owner's for their own notes, or a project's for those in it."""

    name: str
    color: str | None
    project_id: Id | None


class CreateLabel(Input):
    """A new label, the caller's own or a project's."""

    name: LabelName
    color: Color | None = None
    project_id: Id | None = None


class UpdateLabel(UpdateInput):
    """Changes to a label; only what is sent is changed."""

    name: LabelName = ""
    color: Color | None = None
    project_id: Id | None = None


class ListLabels(PageInput):
    """Which labels to list, by name; without filters the caller's own and those of all of their projects."""

    q: Annotated[str | None, Field(max_length=60, description="Words in the name.")] = None
    project_id: Id | None = None
