"""Stored rooms to public ones, and to rooms as they stand for one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.accounts.access import names
from hub.features.messages.access import last_said, mention_counts
from hub.features.rooms.documents import MembershipDocument, RoomDocument
from hub.features.rooms.schemas import Notify, Room, RoomKind, RoomState
from hub.storage.documents import encode, to_wire
from hub.storage.message_log import heads

Raw = Mapping[str, Any]


async def present_rooms(rows: Sequence[Raw]) -> list[Room]:
    """Public rooms: what every reader may know."""
    stand = await heads([row["_id"] for row in rows])
    peers = await _peers(rows)
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
    ids = [row["_id"] for row in rows]
    stand = await heads(ids)
    peers = await _peers(rows)
    mine: dict[str, Raw] = {
        raw["room_id"]: raw
        async for raw in MembershipDocument.rows().find({"user_id": user_id, "room_id": {"$in": ids}})
    }
    said = await last_said(user_id, ids)
    marked = {room_id: mine[room_id]["last_read_seq"] if room_id in mine else 0 for room_id in ids}
    read = {room_id: max(marked[room_id], said.get(room_id, 0)) for room_id in ids}
    mentions = await mention_counts(user_id, {room_id: read[room_id] for room_id in ids if stand[room_id][0]})
    states: list[RoomState] = []
    for row in rows:
        room_id = row["_id"]
        seq, rev = stand[room_id]
        own = mine.get(room_id, {})
        inside = bool(own) or row["kind"] == RoomKind.LOBBY
        states.append(
            RoomState.model_validate(
                {
                    **to_wire(row),
                    "seq": seq,
                    "rev": rev,
                    "last_read_seq": read[room_id],
                    "unread": max(0, seq - read[room_id]) if inside else 0,
                    "mentions": mentions.get(room_id, 0) if inside else 0,
                    "muted": own.get("muted", False),
                    "notify": own.get("notify", Notify.ALL),
                    "member": inside,
                    "role": own.get("role") or ("member" if inside else None),
                    "peers": peers.get(room_id, []),
                    "name": _name_for(row, peers.get(room_id, []), user_id),
                }
            )
        )
    return states


async def present_state(room: RoomDocument, user_id: str) -> RoomState:
    """One room as it stands for a person."""
    return (await present_states([encode(room)], user_id))[0]


def _name_for(row: Raw, peers: list[dict[str, Any]], user_id: str) -> str:
    others = [peer["display_name"] for peer in peers if peer["id"] != user_id]
    return ", ".join(others) if row["kind"] == RoomKind.DIRECT and others else str(row["name"])


async def _peers(rows: Sequence[Raw]) -> dict[str, list[dict[str, Any]]]:
    pairs = {row["_id"]: str(row["pair"]).split("+") for row in rows if row.get("pair")}
    known = await names({user_id for pair in pairs.values() for user_id in pair})
    return {
        room_id: [known[user_id].public() for user_id in dict.fromkeys(pair) if user_id in known]
        for room_id, pair in pairs.items()
    }
