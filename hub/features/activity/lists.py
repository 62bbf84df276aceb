"""The list: entries and, from the message log, who wrote where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.activity.queries import matching
from hub.features.activity.schemas import ActivityOut, Filters
from hub.features.activity.sent import sent_messages
from hub.features.activity.views import LISTED_CHANGES, present_listed
from hub.kernel.context import Ctx
from hub.storage.activity import Activity
from hub.storage.listing import NEWEST, cursor_of, page
from hub.storage.wire import Page

FIRST_CHANGES = {"changes": {"$slice": LISTED_CHANGES + 1}}


async def listed(ctx: Ctx, wanted: Filters, limit: int, cursor: str | None) -> Page[ActivityOut]:
    """One page of entries and of messages sent, newest first. Ids grow with time in both."""

    async def present(raws: Sequence[Mapping[str, Any]]) -> list[ActivityOut]:
        return await present_listed(ctx, raws)

    entries = await page(
        Activity,
        await matching(ctx, wanted),
        present,
        limit=limit,
        cursor=cursor,
        order=NEWEST,
        fields=FIRST_CHANGES,
    )
    messages = await sent_messages(ctx, wanted, limit, cursor)
    if not messages.items:
        return entries
    merged = sorted([*entries.items, *messages.items], key=lambda one: one.id, reverse=True)
    more = len(merged) > limit or entries.next_cursor or messages.next_cursor
    return Page(items=merged[:limit], next_cursor=cursor_of(NEWEST, {"_id": merged[:limit][-1].id}) if more else None)
