"""The stored forms of rooms and memberships."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from pymongo import ASCENDING, IndexModel

from hub.features.rooms.schemas import MemberRole, Notify, RoomKind
from hub.storage.documents import Owned, Stored

LOBBY_ID = "000000000000000000000001"
"""The one lobby; everyone is in it without a membership of their own until they read."""


class RoomDocument(Owned):
    """A room. Where its log stands is not in here, so that talk never collides with settings."""

    name: str
    kind: RoomKind
    description: str = ""
    pair: str | None = None
    """Of a direct room: the two ids in order, so that there is one for each two people."""
    GLANCED = frozenset({"revision"})

    class Settings:
        name = "rooms"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("pair", ASCENDING)], unique=True, partialFilterExpression={"pair": {"$type": "string"}}),
            IndexModel([("kind", ASCENDING), ("_id", ASCENDING)]),
        ]


def membership_id(room_id: str, user_id: str) -> str:
    """The id of a person's membership of a room: there can only be one, and it is found without a search."""
    return hashlib.sha256(f"{room_id}/{user_id}".encode()).hexdigest()[:24]


class MembershipDocument(Stored):
    """One person in one room, and how far they have read."""

    room_id: str
    user_id: str
    role: MemberRole = MemberRole.MEMBER
    last_read_seq: int = 0
    muted: bool = False
    notify: Notify = Notify.ALL
    # Whether somebody is in a room, as what, and what they want to hear. How far they have read changes all the time.
    GLANCED = frozenset({"role", "muted", "notify"})

    def __init__(self, **fields: Any) -> None:
        fields.setdefault("_id", fields.get("id") or membership_id(fields["room_id"], fields["user_id"]))
        fields.pop("id", None)
        super().__init__(**fields)

    class Settings:
        name = "memberships"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("room_id", ASCENDING), ("user_id", ASCENDING)], unique=True),
            IndexModel([("user_id", ASCENDING), ("room_id", ASCENDING)]),
        ]
