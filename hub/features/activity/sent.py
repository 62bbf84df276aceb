"""Messages sent, as activity: who wrote where and when, never what."""

from __future__ import annotations

from hub.features.activity.schemas import ActivityOut, Filters
from hub.kernel.context import Ctx
from hub.storage.wire import Page


async def sent_messages(ctx: Ctx, wanted: Filters, limit: int, cursor: str | None) -> Page[ActivityOut]:
    """The part of a page that comes from the message log."""
    return Page(items=[])
