"""What a new connection hears and is told, and the lobby that everyone is in."""

from __future__ import annotations

from typing import Any

from hub.features.accounts.access import profile
from hub.features.rooms.access import LOBBY_ID, room_ids_of
from hub.features.rooms.documents import RoomDocument
from hub.features.rooms.present import present_states
from hub.features.rooms.schemas import RoomKind
from hub.kernel.clock import Clock
from hub.kernel.context import Actor
from hub.storage.documents import encode


async def ensure_lobby(clock: Clock) -> None:
    """Make the lobby if it is not there. Safe to call from several processes at once."""
    now = clock.now()
    lobby = RoomDocument(
        id=LOBBY_ID, owner_id=LOBBY_ID, name="Lobby", kind=RoomKind.LOBBY, created_at=now, updated_at=now, revision=1
    )
    fields = encode(lobby)
    await RoomDocument.rows().update_one({"_id": fields.pop("_id")}, {"$setOnInsert": fields}, upsert=True)


async def greet(actor: Actor) -> tuple[list[str], dict[str, Any]]:
    """The room topics of a person, and the `ready` payload without the server's part."""
    ids = await room_ids_of(actor.person_id)
    rows = await RoomDocument.rows().find({"_id": {"$in": ids}}).sort("_id", 1).to_list(len(ids))
    states = await present_states(rows, actor.person_id)
    user = await profile(actor.person_id)
    ready = {
        "user": user.model_dump(mode="json"),
        "rooms": [state.model_dump(mode="json") for state in states] if actor.may_read("room") else [],
    }
    return [f"room:{row['_id']}" for row in rows], ready
