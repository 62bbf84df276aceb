"""What becomes of rooms when the only person who could change them is gone."""

from __future__ import annotations

from hub.features.rooms.access import membership
from hub.features.rooms.documents import MembershipDocument, RoomDocument
from hub.features.rooms.membership import add_person
from hub.features.rooms.schemas import MemberRole, RoomKind
from hub.kernel.context import Ctx

SHARED = (RoomKind.PUBLIC, RoomKind.PRIVATE)


async def hand_over_rooms(ctx: Ctx, leaving_id: str, heir_id: str) -> int:
    """Make the heir an owner of every room that others are in and that only the leaving person owned.

    Returns:
        How many rooms were handed over. Rooms that nobody else is in stay as they are.
    """
    count = 0
    owned = MembershipDocument.rows().find({"user_id": leaving_id, "role": MemberRole.OWNER.value})
    for raw in await owned.to_list(None):
        room = await ctx.work.load(RoomDocument, raw["room_id"])
        others = MembershipDocument.rows().find({"room_id": raw["room_id"], "user_id": {"$ne": leaving_id}})
        roles = [other["role"] async for other in others]
        if room is None or room.kind not in SHARED or not roles or MemberRole.OWNER in roles:
            continue
        await _own(ctx, room, heir_id)
        count += 1
    return count


async def _own(ctx: Ctx, room: RoomDocument, heir_id: str) -> None:
    held = await membership(ctx, room.id, heir_id)
    if held is None:
        await add_person(ctx, room, heir_id, role=MemberRole.OWNER)
    else:
        ctx.work.update(held, role=MemberRole.OWNER)
    ctx.work.update(room, owner_id=heir_id)
