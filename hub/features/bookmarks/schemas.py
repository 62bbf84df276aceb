"""The wire models of bookmarks."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from hub.features.messages.schemas import Message
from hub.storage.wire import EntityOut, Id, Input, PageInput, UpdateInput

Reminder = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class Bookmark(EntityOut):
    """A message that its owner keeps to come back to."""

    message_id: Id
    room_id: Id
    note: str = Field(description="Why it was kept; nobody else sees it.")
    message: Message | None = Field(description="As it is now; nothing where `gone`.")
    gone: bool = Field(description="The owner is not in its room any more, or the room is not there.")


class CreateBookmark(Input):
    """A message to keep."""

    message_id: Id
    note: Reminder = ""


class UpdateBookmark(UpdateInput):
    """Changes to a bookmark; only what is sent is changed."""

    note: Reminder = ""


class ListBookmarks(PageInput):
    """Which bookmarks to list, the last kept first."""

    message_id: Id | None = None
    room_id: Id | None = None
