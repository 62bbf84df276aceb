"""What a new connection hears and is told, and the lobby that everyone is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from hub.features.accounts.access import profile
from hub.features.rooms.access import LOBBY_ID, memberships_of
from hub.features.rooms.documents import RoomDocument
from hub.features.rooms.present import name_for, peers_of, places_of
from hub.features.rooms.schemas import RoomKind
from hub.kernel.clock import Clock
from hub.kernel.context import Actor
from hub.storage.documents import encode
from hub.storage.gather import one_by_id
from hub.storage.wire import iso

Raw = Mapping[str, Any]


async def ensure_lobby(clock: Clock) -> None:
    """Make the lobby if it is not there. Safe to call from several processes at once."""
    now = clock.now()
    lobby = RoomDocument(
        id=LOBBY_ID, owner_id=LOBBY_ID, name="Lobby", kind=RoomKind.LOBBY, created_at=now, updated_at=now, revision=1
    )
    fields = encode(lobby)
    await RoomDocument.rows().update_one({"_id": fields.pop("_id")}, {"$setOnInsert": fields}, upsert=True)


async def greet(actor: Actor) -> tuple[list[str], dict[str, Any]]:
    """The room topics of a person, and the `ready` payload without the server's part.

    Everything is looked up together with what others who come at the same time need.
    """
    user = await profile(actor.person_id)
    mine = await memberships_of(actor.person_id)
    found = await _rooms.get_many(sorted(mine))
    rows = [row for row in found.values() if row is not None]
    shown = await _states(rows, mine, actor.person_id) if actor.may_read("room") else []
    ready = {"user": orjson.Fragment(user.__pydantic_serializer__.to_json(user)), "rooms": shown}
    return [f"room:{row['_id']}" for row in rows], ready


async def _states(rows: Sequence[Raw], mine: Mapping[str, Raw], user_id: str) -> list[dict[str, Any]]:
    """The same as `present_states`, which thousands at once would be too slow for (a test compares them)."""
    places = await places_of(user_id, {row["_id"]: mine[row["_id"]] for row in rows})
    peers = await peers_of([row for row in rows if row.get("pair")])
    states: list[dict[str, Any]] = []
    for row in rows:
        others = peers.get(row["_id"], [])
        states.append(
            {
                "id": row["_id"],
                "name": name_for(row, others, user_id),
                "kind": row["kind"],
                "description": row["description"],
                **places[row["_id"]],
                "peers": others,
                "created_at": iso(row["created_at"]),
                "updated_at": iso(row["updated_at"]),
                "revision": row["revision"],
                "owner_id": row["owner_id"],
            }
        )
    return states


_rooms = one_by_id(RoomDocument)
