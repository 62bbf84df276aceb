"""The wire models of files."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from hub.features.files.kinds import Media
from hub.storage.wire import ById, EntityOut, Id, Input, PageInput, Time, UpdateInput, Wire

Name = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
"""What a file is called; folders, control and direction characters are taken out, and its length is cut."""
Kind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")]


class Thing(Wire):
    """What a file is attached to; whoever sees that sees the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    id: Id


class StoredFile(EntityOut):
    """A file. Its bytes are at `/api/files/{id}/content`."""

    name: str
    mime_type: str = Field(description="Said by its bytes, whatever its name.")
    media: Media
    size: int = Field(description="Bytes.")
    sha256: str
    width: int | None
    height: int | None
    duration: float | None = Field(description="Seconds.")
    project_id: Id | None
    room_id: Id | None
    message_id: Id | None
    belongs_to: Thing | None
    clicks: int = Field(description="How often it was saved.")
    last_clicked_at: Time | None
    has_thumbnail: bool = Field(description="Whether there is one at `/api/files/{id}/thumbnail`.")
    position_removed: bool = Field(description="Whether it said where it was taken, which was blanked.")


class Attachment(Wire):
    """A file in a message."""

    file_id: Id
    name: str
    mime_type: str
    size: int
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    has_thumbnail: bool = False


class BeginUpload(Input):
    """Where a new file's bytes will go, in as many requests as it takes."""

    name: Name
    size: Annotated[int | None, Field(ge=0, description="Bytes in all, if known.")] = None
    project_id: Annotated[Id | None, Field(description="The project that it will belong to.")] = None
    room_id: Annotated[Id | None, Field(description="The room that it will be sent to in a message.")] = None
    belongs_to: Annotated[Thing | None, Field(description="What it will be attached to.")] = None


class Upload(Wire):
    """An upload that is under way."""

    id: Id
    name: str
    size: int | None
    offset: int = Field(description="Bytes that are stored: where to go on.")
    chunk_size: int = Field(description="What each request but the last carries is stored in whole chunks of this.")
    complete: bool = Field(description="Whether all bytes are there.")
    expires_at: Time


class CreateFile(Input):
    """An upload whose bytes are all there."""

    upload_id: Id


class ListFiles(PageInput):
    """Which files to list: one's own and those of one's projects, newest first, or what is attached to one thing."""

    q: Annotated[str | None, Field(max_length=200, description="Words in the name.")] = None
    media: Media | None = None
    project_id: Id | None = None
    room_id: Annotated[Id | None, Field(description="What was sent in a room.")] = None
    thing_kind: Annotated[Kind | None, Field(description="With `thing_id`: what is attached to it.")] = None
    thing_id: Id | None = None


class ListGallery(PageInput):
    """What was sent in one's rooms, newest first."""

    model_config = ConfigDict(populate_by_name=True)

    media: Media | None = None
    sender_id: Id | None = None
    room_id: Id | None = None
    from_: Annotated[Time | None, Field(alias="from")] = None
    to: Time | None = None
    min_size: Annotated[int | None, Field(ge=0, description="Bytes.")] = None


class UpdateFile(UpdateInput):
    """Changes to a file; only what is sent is changed."""

    name: Name = "file"
    project_id: Id | None = None


class AttachTo(ById):
    """What a file is attached to from now on; nothing detaches it."""

    belongs_to: Thing | None


class SignFile(ById):
    """A link that opens without a token, for a few minutes."""

    thumbnail: bool = False
    download: Annotated[bool, Field(description="Have it saved instead of shown.")] = False


class FileLink(Wire):
    """A link for one person; what they may see is asked again when it is opened."""

    url: str
    expires_at: Time


class OpenFile(ById):
    """A file whose bytes are asked for."""


class OpenedFile(Wire):
    """Where a file's bytes are, and how they are to be sent."""

    blob_id: str
    thumb_blob_id: str | None
    name: str
    mime_type: str
    size: int
    sha256: str


class Swept(Wire):
    """What a collection removed."""

    removed: int


class SweepFiles(Input):
    """When the collection was due."""

    due_at: Time


Facts = dict[str, Any]
"""What was found out about an upload's bytes, as it is stored with it."""
