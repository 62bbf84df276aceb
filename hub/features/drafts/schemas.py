"""The wire models of drafts."""

from __future__ import annotations

from pydantic import Field

from hub.storage.wire import Id, Input, PageInput, Time, Wire


class Draft(Wire):
    """What the caller has typed in a room and not sent."""

    room_id: Id
    content: str = Field(description="Empty: it has ended.")
    edited_at: Time


class SaveDraft(Input):
    """What stands in the box of a room now; nothing ends the draft."""

    room_id: Id
    content: str = Field(description="At most 16 KB.")
    edited_at: Time | None = Field(
        default=None, description="When it was typed, by the device's clock; now if not said. The last one counts."
    )


class SavedDraft(Wire):
    """What is kept now."""

    draft: Draft
    kept: bool = Field(description="False: a later one was here, and stays.")


class OfRoom(Input):
    """The room that a draft is in."""

    room_id: Id


class ListDrafts(PageInput):
    """Where to read on."""
