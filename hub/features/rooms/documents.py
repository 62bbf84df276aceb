"""The stored forms of rooms and memberships."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import ASCENDING, IndexModel

from hub.features.rooms.schemas import MemberRole, Notify, RoomKind
from hub.storage.documents import Owned, Stored
from hub.storage.portable import NewId, Portable


def _new_pair(doc: dict[str, Any], new_id: NewId) -> None:
    """The two people of a direct room by their ids here."""
    if doc.get("pair"):
        people = [new_id("user", one) for one in str(doc["pair"]).split("+")]
        doc["pair"] = None if None in people else "+".join(sorted(filter(None, people)))


async def _same_rooms(docs: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Two people have one direct room, wherever they first talked."""
    wanted = {doc["pair"]: doc["_id"] for doc in docs if doc.get("pair")}
    rows = RoomDocument.rows().find({"pair": {"$in": list(wanted)}}, {"pair": 1})
    return {wanted[row["pair"]]: row["_id"] async for row in rows}


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

    PORTABLE = Portable(
        collection="rooms", instance=True, ids={"owner_id": "actor"}, remap=_new_pair, same=_same_rooms
    )

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

    PORTABLE = Portable(
        collection="memberships",
        instance=True,
        needs=frozenset({"room_id", "user_id"}),
        own_id=lambda raw: membership_id(raw["room_id"], raw["user_id"]),
    )

    class Settings:
        name = "memberships"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("room_id", ASCENDING), ("user_id", ASCENDING)], unique=True),
            IndexModel([("user_id", ASCENDING), ("room_id", ASCENDING)]),
        ]
