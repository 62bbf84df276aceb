"""What activity looks like on the wire."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from hub.storage.wire import Id, Input, PageInput, Time, Wire

KIND = r"^[a-z][a-z_]{0,39}$"
OPERATION = r"^[a-z][a-z_]{0,39}(\.[a-z][a-z_]{0,39})?$"


class EntityReference(Wire):
    """The thing an entry is mainly about."""

    kind: str
    id: str
    label: str = ""
    change: str | None = None


class FieldChange(TypedDict, total=False):
    """One field before and after; `secret` or `hidden` instead says that it changed, without its values."""

    before: Any
    after: Any
    secret: bool
    hidden: bool


class ChangeOut(Wire):
    """What happened to one thing."""

    kind: str
    id: str
    label: str = ""
    change: Literal["created", "updated", "deleted"]
    owner_id: str | None = None
    fields: dict[str, FieldChange]


class ActivityOut(Wire):
    """One entry: who did what, through which door, and what it changed."""

    id: Id
    created_at: Time
    updated_at: Time
    revision: int
    owner_id: str | None
    at: Time
    operation: str
    effect: str
    actor: dict[str, Any]
    on_behalf_of: str | None = None
    origin: str
    request_id: str
    run_id: str | None = None
    batch_id: str | None = None
    room_id: str | None = None
    project_id: str | None = None
    entity: EntityReference | None = None
    changes: list[ChangeOut] = []
    more_changes: bool = False
    """A list shows the first changes and shortens long texts; `activity.get` has all of it."""
    hidden: bool = False
    """Somebody's private values are left out; `activity.reveal` shows them, and is recorded."""
    outcome: str
    undoable: bool = False
    undone_by: str | None = None
    undoes: list[str] = []


class Filters(Input):
    """Which entries."""

    # `from` is a word of Python; the wire has it all the same.
    model_config = ConfigDict(populate_by_name=True)

    actor: Annotated[Id | None, Field(description="Who did it, or on whose behalf.")] = None
    operation: Annotated[
        str | None, Field(pattern=OPERATION, description="A name, or only the part before the dot.")
    ] = None
    kind: Annotated[str | None, Field(pattern=KIND, description="The kind of thing that it was mainly about.")] = None
    entity: Annotated[Id | None, Field(description="The thing that changed.")] = None
    room: Id | None = None
    project: Id | None = None
    run: Id | None = None
    outcome: Annotated[str | None, Field(pattern=KIND, description="`ok`, a code, or `refused` for any code.")] = None
    origin: Annotated[str | None, Field(pattern=KIND, description="The door.")] = None
    from_: Annotated[Time | None, Field(alias="from")] = None
    to: Time | None = None
    after: Annotated[Id | None, Field(description="Only what is newer than this entry.")] = None


class ListActivity(Filters, PageInput):
    """Entries, newest first."""


class ExportActivity(Filters):
    """Entries as a file, newest first."""

    format: Literal["csv", "ndjson"] = "csv"
    limit: Annotated[int, Field(ge=1, le=5000)] = 1000
    cursor: Annotated[str | None, Field(max_length=500)] = None


class Exported(Wire):
    """A part of the activity as text."""

    content: str
    mime_type: str
    file_name: str
    next_cursor: str | None = None


class Undone(Wire):
    """What an undo came to."""

    restored: int
    """How many things were put back."""
    entries: list[Id]
    """The entries that were undone."""


class Watch(Input):
    """Open or close the live view."""

    on: bool = True


class Watching(Wire):
    """Whether the live view is open."""

    on: bool
