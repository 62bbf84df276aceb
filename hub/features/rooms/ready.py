"""What a new connection hears and is told, and the lobby that everyone is in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
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
Ready = Callable[[], Awaitable[dict[str, Any]]]


async def ensure_lobby(clock: Clock) -> None:
    """Make the lobby if it is not there. Safe to call from several processes at once."""
    now = clock.now()
    lobby = RoomDocument(
        id=LOBBY_ID, owner_id=LOBBY_ID, name="Lobby", kind=RoomKind.LOBBY, created_at=now, updated_at=now, revision=1
    )
    fields = encode(lobby)
    await RoomDocument.rows().update_one({"_id": fields.pop("_id")}, {"$setOnInsert": fields}, upsert=True)


async def greet(actor: Actor) -> tuple[list[str], Ready]:
    """The room topics of a person, and what reads the `ready` payload without the server's part.

    In two steps, so that where the rooms stand is read by somebody who hears them already: a message
    that came in between would be in neither. Everything is looked up together with what others who
    come at the same time need.
    """
    user = await profile(actor.person_id)
    mine = await memberships_of(actor.person_id)
    found = await _rooms.get_many(sorted(mine))
    rows = [row for row in found.values() if row is not None]

    async def ready() -> dict[str, Any]:
        shown = await _states(rows, mine, actor.person_id) if actor.may_read("room") else []
        return {"user": orjson.Fragment(user.__pydantic_serializer__.to_json(user)), "rooms": shown}

    return [f"room:{row['_id']}" for row in rows], ready


async def _states(rows: Sequence[Raw], mine: Mapping[str, Raw], user_id: str) -> list[orjson.Fragment]:
    """The same as `present_states`, which thousands at once would be too slow for (a test compares them)."""
    places = await places_of(user_id, {row["_id"]: mine[row["_id"]] for row in rows})
    direct = [row for row in rows if row.get("pair")]
    peers = await peers_of(direct) if direct else {}
    states: list[orjson.Fragment] = []
    for row in rows:
        id, others = row["_id"], peers.get(row["_id"], [])
        of_all = _of_all(
            id,
            name_for(row, others, user_id) if others else str(row["name"]),
            row["kind"],
            row["description"],
            row["created_at"],
            row["updated_at"],
            row["revision"],
            row["owner_id"],
        )
        own = {**places[id], "peers": others}
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


_rooms = one_by_id(RoomDocument)
