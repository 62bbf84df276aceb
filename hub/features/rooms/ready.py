"""What a new connection hears and is told, and the lobby that everyone is in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson

from hub.features.accounts.access import profile_json
from hub.features.rooms.access import LOBBY_ID, memberships_of
from hub.features.rooms.documents import RoomDocument
from hub.features.rooms.present import name_for, peers_of, places_of
from hub.features.rooms.schemas import RoomKind
from hub.kernel.clock import Clock
from hub.kernel.context import Actor
from hub.storage.documents import encode
from hub.storage.read_cache import ReadCache
from hub.storage.wire import iso

Raw = Mapping[str, Any]
Ready = Callable[[], Awaitable[dict[str, Any]]]


async def ensure_lobby(clock: Clock) -> None:
    """Make the lobby if it is not there. Safe to call from several processes at once."""
    now = clock.now()
    lobby = RoomDocument(
        id=LOBBY_ID, owner_id=LOBBY_ID, name="Lobby", kind=RoomKind.LOBBY, created_at=now, updated_at=now, revision=1
    )
    fields = encode(lobby)
    await RoomDocument.rows().update_one({"_id": fields.pop("_id")}, {"$setOnInsert": fields}, upsert=True)


async def greet(actor: Actor, cache: ReadCache) -> tuple[list[str], Ready]:
    """The room topics of a person, and what reads the `ready` payload without the server's part.

    In two steps, so that where the rooms stand is read by somebody who hears them already: a message
    that came in between would be in neither. Everything is looked up together with what others who
    come at the same time need.
    """
    user = await profile_json(actor.person_id)
    mine = await memberships_of(actor.person_id)
    rooms = [room for id in sorted(mine) if (room := await cache.glance(RoomDocument, id)) is not None]

    async def ready() -> dict[str, Any]:
        shown = await _states(rooms, mine, actor.person_id) if actor.may_read("room") else []
        return {"user": orjson.Fragment(user), "rooms": shown}

    return [f"room:{room.id}" for room in rooms], ready


async def _states(rooms: Sequence[RoomDocument], mine: Mapping[str, Raw], user_id: str) -> list[orjson.Fragment]:
    """The same as `present_states`, which thousands at once would be too slow for (a test compares them)."""
    places = await places_of(user_id, {room.id: mine[room.id] for room in rooms})
    direct = [{"_id": room.id, "pair": room.pair, "kind": room.kind} for room in rooms if room.pair]
    peers = await peers_of(direct) if direct else {}
    states: list[orjson.Fragment] = []
    for room in rooms:
        others = peers.get(room.id, [])
        of_all = _of_all(
            room.id,
            name_for({"kind": room.kind, "name": room.name}, others, user_id) if others else room.name,
            room.kind,
            room.description,
            room.created_at,
            room.updated_at,
            room.revision,
            room.owner_id,
        )
        own = {**places[room.id], "peers": others}
        states.append(orjson.Fragment(of_all + orjson.dumps(own)[1:]))
    return states


@lru_cache(maxsize=4096)
def _of_all(
    id: str,
    name: str,
    kind: str,
    description: str,
    created_at: datetime,
    updated_at: datetime,
    revision: int,
    owner_id: str,
) -> bytes:
    """The beginning of a room's JSON that is the same for everyone, with the comma after it."""
    shown = {
        "id": id,
        "name": name,
        "kind": kind,
        "description": description,
        "created_at": iso(created_at),
        "updated_at": iso(updated_at),
        "revision": revision,
        "owner_id": owner_id,
    }
    return orjson.dumps(shown)[:-1] + b","
