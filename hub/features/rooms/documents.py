"""The stored forms of rooms and memberships."""

from __future__ import annotations

from typing import ClassVar

from pymongo import ASCENDING, IndexModel

from hub.features.rooms.schemas import MemberRole, Notify, RoomKind
from hub.storage.documents import Owned, Stored


class RoomDocument(Owned):
    """A room. Where its log stands is in the counters, so that talk never collides with settings."""

    name: str
    kind: RoomKind
    description: str = ""
    pair: str | None = None
    """Of a direct room: the two ids in order, so that there is one for each two people."""

    class Settings:
        name = "rooms"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("pair", ASCENDING)], unique=True, partialFilterExpression={"pair": {"$type": "string"}}),
            IndexModel([("kind", ASCENDING), ("_id", ASCENDING)]),
        ]


class MembershipDocument(Stored):
    """One person in one room, and how far they have read. Its id is made of the two."""

    room_id: str
    user_id: str
    role: MemberRole = MemberRole.MEMBER
    last_read_seq: int = 0
    muted: bool = False
    notify: Notify = Notify.ALL

    class Settings:
        name = "memberships"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("room_id", ASCENDING), ("user_id", ASCENDING)], unique=True),
            IndexModel([("user_id", ASCENDING), ("room_id", ASCENDING)]),
        ]
