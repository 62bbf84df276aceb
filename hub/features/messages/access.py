"""Who may read and change a message, and counts that others ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.features.messages.documents import MessageDocument
from hub.features.rooms.access import access_talk
from hub.kernel.context import Ctx
from hub.kernel.errors import forbidden, not_found

Raw = Mapping[str, Any]


async def authorize(ctx: Ctx, raw: Raw, write: bool) -> None:
    """Whoever is in the room reads a message; its writer changes it.

    Raises:
        OperationError: `not_found` or `forbidden`.
    """
    await access_talk(ctx, raw["room_id"])
    if write and raw["owner_id"] != ctx.person_id:
        raise forbidden("Only its writer can change a message.")


async def access_message(ctx: Ctx, id: str) -> MessageDocument:
    """The message with that id, if the caller is in its room.

    Raises:
        OperationError: `not_found`, also where the room cannot be seen or has not been joined.
    """
    found = await ctx.work.load(MessageDocument, id)
    if found is None:
        raise not_found("The message")
    await access_talk(ctx, found.room_id)
    return found


async def audience(raw: Raw) -> frozenset[str]:
    """Those in the room."""
    return frozenset({f"room:{raw['room_id']}"})


async def mention_counts(user_id: str, read: Mapping[str, int]) -> dict[str, int]:
    """How often somebody is mentioned, by name or as `@room`, beyond what they have read.

    Args:
        user_id: Whose mentions.
        read: Room id to the last seq read.
    """
    if not read:
        return {}
    groups = await MessageDocument.rows().aggregate(
        [
            {
                "$match": {
                    "mentions": {"$in": [user_id, "room"]},
                    "sender_id": {"$ne": user_id},
                    "deleted_at": None,
                    "$or": [{"room_id": room_id, "seq": {"$gt": seq}} for room_id, seq in read.items()],
                }
            },
            {"$group": {"_id": "$room_id", "count": {"$sum": 1}}},
        ]
    )
    return {row["_id"]: int(row["count"]) async for row in groups}
