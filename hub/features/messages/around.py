"""Opening a room's history at one message: what its address leads to."""

from __future__ import annotations

from typing import Any

from hub.features.messages.access import access_message
from hub.features.messages.documents import MessageDocument
from hub.features.messages.present import present, present_message
from hub.features.messages.schemas import Around, AroundMessage
from hub.kernel.context import Ctx
from hub.kernel.operation import GET, Effect, operation
from hub.kernel.policies import signed_in


@operation("message.around", effect=Effect.READ, policy=signed_in, route=GET("/api/messages/{id}/around"))
async def messages_around(ctx: Ctx, command: AroundMessage) -> Around:
    """Show a message among those said before and after it, and whether there are more on either side."""
    found = await access_message(ctx, command.id)
    before = command.limit // 2
    earlier, has_earlier = await _beside(found, "$lt", -1, before)
    later, has_later = await _beside(found, "$gt", 1, command.limit - 1 - before)
    items = [*(present(row) for row in reversed(earlier)), present_message(found), *(present(row) for row in later)]
    return Around(items=items, earlier=has_earlier, later=has_later)


async def _beside(
    message: MessageDocument, side: str, direction: int, limit: int
) -> tuple[list[dict[str, Any]], bool]:
    """The messages nearest to one on a side of it, nearest first, and whether there are more."""
    place = {"room_id": message.room_id, "seq": {side: message.seq}}
    rows = await MessageDocument.rows().find(place).sort("seq", direction).limit(limit + 1).to_list(limit + 1)
    return rows[:limit], len(rows) > limit
