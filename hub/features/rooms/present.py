"""Stored rooms to public ones, and to rooms as they stand for one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.accounts.access import names
from hub.features.messages.access import News, news
from hub.features.rooms.access import memberships_in
from hub.features.rooms.documents import RoomDocument
from hub.features.rooms.schemas import Room, RoomKind, RoomState
from hub.storage.documents import encode, to_wire
from hub.storage.heads import Head, heads
from hub.storage.plain import Plain, Shape

Raw = Mapping[str, Any]
OUTSIDE: Raw = {
    "last_read_seq": 0,
    "unread": 0,
    "mentions": 0,
    "muted": False,
    "notify": "all",
    "member": False,
    "role": None,
}
"""What a room that one is not in shows of oneself."""
STATE = Shape(RoomState, RoomDocument, made={*OUTSIDE, "seq", "rev", "peers", "name"})
NAMED_BY = ("name", "pair")
"""What the stored form says beside what is shown as it is."""


async def present_rooms(rows: Sequence[Raw]) -> list[Room]:
    """Public rooms: what every reader may know."""
    stand = await heads([row["_id"] for row in rows])
    peers = await peers_of(rows)
    return [
        Room.model_validate(
            {
                **to_wire(row),
                "seq": stand[row["_id"]][0],
                "rev": stand[row["_id"]][1],
                "peers": peers.get(row["_id"], []),
            }
        )
        for row in rows
    ]


async def present_room(room: RoomDocument) -> Room:
    """The public form of one room."""
    return (await present_rooms([encode(room)]))[0]


async def present_states(rows: Sequence[Raw], user_id: str) -> list[RoomState]:
    """Rooms as they stand for a person: unread, mentions, what they want to be told of."""
    return STATE.models(rows, await made_of_states(rows, user_id))


async def made_of_states(rows: Sequence[Raw], user_id: str) -> list[Plain]:
    """What rooms show a person beside what is stored."""
    ids = [row["_id"] for row in rows]
    places = await places_of(user_id, await memberships_in(user_id, ids), await heads(ids))
    peers = await peers_of(rows)
    return [
        {
            **places[row["_id"]],
            "peers": peers.get(row["_id"], []),
            "name": name_for(row, peers.get(row["_id"], []), user_id),
        }
        for row in rows
    ]


async def places_of(
    user_id: str, rooms: Mapping[str, Raw | None], stand: Mapping[str, Head]
) -> dict[str, dict[str, Any]]:
    """Where rooms stand and where a person stands in them: the part of a room's state that is nobody else's.

    Args:
        user_id: The person.
        rooms: Room id to their membership; None where they are not in the room.
        stand: Where these rooms stand.
    """
    inside = {room_id: own for room_id, own in rooms.items() if own is not None}
    fresh = await news(user_id, {id: (own.get("last_read_seq", 0), stand[id]) for id, own in inside.items()})
    places: dict[str, dict[str, Any]] = {}
    for room_id, (seq, rev) in stand.items():
        own = inside.get(room_id)
        if own is None:
            places[room_id] = {"seq": seq, "rev": rev, **OUTSIDE}
            continue
        places[room_id] = place((seq, rev), fresh[room_id], own)
    return places


def place(head: Head, fresh: News, own: Raw) -> dict[str, Any]:
    """Where a room stands and where one of its members stands in it."""
    seq, rev = head
    read, mentions = fresh
    return {
        "seq": seq,
        "rev": rev,
        "last_read_seq": read,
        "unread": seq - read if seq > read else 0,
        "mentions": mentions,
        "muted": own.get("muted", False),
        "notify": own.get("notify", "all"),
        "member": True,
        "role": own.get("role", "member"),
    }


async def present_state(room: RoomDocument, user_id: str) -> RoomState:
    """One room as it stands for a person."""
    return (await present_states([encode(room)], user_id))[0]


def name_for(row: Raw, peers: Sequence[Mapping[str, Any]], user_id: str) -> str:
    """A room's name for one person: of a direct room, the other person's."""
    others = [peer["display_name"] for peer in peers if peer["id"] != user_id]
    return ", ".join(others) if row["kind"] == RoomKind.DIRECT and others else str(row["name"])


async def peers_of(rows: Sequence[Raw]) -> dict[str, list[dict[str, Any]]]:
    """Of the direct rooms among these: room id to the two people."""
    pairs = {row["_id"]: str(row["pair"]).split("+") for row in rows if row.get("pair")}
    known = await names({user_id for pair in pairs.values() for user_id in pair})
    return {
        room_id: [known[user_id].public() for user_id in dict.fromkeys(pair) if user_id in known]
        for room_id, pair in pairs.items()
    }
