"""The wire models of notes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints

from hub.storage.wire import ById, EntityOut, Id, Input, PageInput, Time, Title, UpdateInput, Wire

CONTENT_BYTES = 1_000_000
"""A note's content in UTF-8 at most; `too_large` beyond."""
SHOWN_IN_LISTS = 20_000
"""Characters of each note's content in a list."""

Content = Annotated[str, Field(description="Markdown, at most 1 MB.")]
Items = Annotated[list["NoteItem"], Field(max_length=1_000)]
TEXT_OF_ANY_LENGTH = ConfigDict(str_max_length=None)
"""The content's limit is in bytes and has a code of its own, so the handler checks it."""


class NoteItem(Wire):
    """One line of a checklist; the order is that of the list."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, StringConstraints(max_length=2_000)]
    checked: bool = False


class Note(EntityOut):
    """A note."""

    title: str
    content: str
    project_id: Id | None
    pinned: bool
    archived: bool
    items: list[NoteItem]
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


class UpdateNote(UpdateInput):
    """Changes to a note; only what is sent is changed. `items` replaces the whole checklist."""

    model_config = TEXT_OF_ANY_LENGTH

    title: Title = ""
    content: Content = ""
    project_id: Id | None = None
    pinned: bool = False
    archived: bool = False
    items: Items = []


class ListNotes(PageInput):
    """Which notes to list; without filters all of them, archived ones included, pinned ones first."""

    q: Annotated[str | None, Field(max_length=200, description="Words in the title, content or checklist.")] = None
    project_id: Id | None = None
    pinned: bool | None = None
    archived: bool | None = None
    sort: Literal["pinned", "updated_at", "created_at"] = "pinned"


class ListRevisions(PageInput):
    """What a note said before, newest first."""

    id: Id


class RestoreRevision(ById):
    """One of a note's revisions."""

    revision_id: Id
