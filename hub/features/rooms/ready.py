"""What a new connection hears and is told, and the lobby that everyone is in."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import lru_cache

import orjson

from hub.features.accounts.access import profile_json
from hub.features.messages.access import News, news
from hub.features.rooms.access import LOBBY_ID
from hub.features.rooms.documents import RoomDocument
from hub.features.rooms.known_memberships import Own, known_memberships
from hub.features.rooms.present import name_for, peers_of, place
from hub.features.rooms.schemas import RoomKind
from hub.kernel.clock import Clock
from hub.kernel.context import Actor
from hub.storage.documents import encode
from hub.storage.heads import Head
from hub.storage.known_heads import known_heads
from hub.storage.read_cache import ReadCache
from hub.storage.wire import iso

Ready = Callable[[], Awaitable[bytes]]
MOST_SHOWN = 4096
_shown: OrderedDict[tuple[str, str], tuple[RoomDocument, bytes]] = OrderedDict()
"""What `_of_all` has made, and of which object."""


async def ensure_lobby(clock: Clock) -> None:
    """Make the lobby if it is not there. Safe to call from several processes at once."""
    now = clock.now()
    lobby = RoomDocument(
        id=LOBBY_ID, owner_id=LOBBY_ID, name="Lobby", kind=RoomKind.LOBBY, created_at=now, updated_at=now, revision=1
    )
    fields = encode(lobby)
    await RoomDocument.rows().update_one({"_id": fields.pop("_id")}, {"$setOnInsert": fields}, upsert=True)


async def greet(actor: Actor, cache: ReadCache, server: Callable[[], bytes]) -> tuple[list[str], Ready]:
    """The room topics of a person, and what reads the `ready` payload.

    In two steps, so that where the rooms stand is read by somebody who hears them already: a message
    that came in between would be in neither. Everything is looked up together with what others who
    come at the same time need, and what is made of it is bytes: thousands at once are greeted.

    Args:
        actor: Who comes.
        cache: Knows the rooms.
        server: Says what is to be told of the server, as JSON.
    """
    user_id = actor.person_id
    user = await profile_json(user_id)
    known = known_memberships()
    mine = known.at_hand(user_id)
    if mine is None:
        mine = await known.of(user_id)
    rooms = cache.at_hand(RoomDocument, mine)
    if rooms is None:
        rooms = [room for id in mine if (room := await cache.glance(RoomDocument, id)) is not None]

    async def ready() -> bytes:
        shown = await _states(rooms, mine, user_id) if actor.may_read("room") else b""
        return b'{"user":%b,"rooms":[%b],"server":%b}' % (user, shown, server())

    return ["room:" + room.id for room in rooms], ready


async def _states(rooms: Sequence[RoomDocument], mine: Mapping[str, Own], user_id: str) -> bytes:
    """The same as `present_states` as JSON, which thousands at once would be too slow for (a test compares them)."""
    heads = await known_heads.of([room.id for room in rooms])
    behind = {
        room.id: (mine[room.id].last_read_seq, heads[room.id])
        for room in rooms
        if mine[room.id].last_read_seq < heads[room.id][0]
    }
    fresh = await news(user_id, behind) if behind else {}
    direct = [{"_id": room.id, "pair": room.pair, "kind": room.kind} for room in rooms if room.pair]
    peers = await peers_of(direct) if direct else {}
    states: list[bytes] = []
    for room in rooms:
        id = room.id
        own, others = mine[id], peers.get(id)
        name = name_for({"kind": room.kind, "name": room.name}, others, user_id) if others else room.name
        between = orjson.dumps(others) if others else b"[]"
        states.append(_of_all(room, name) + between + _place(heads[id], fresh.get(id), own))
    return b",".join(states)


@lru_cache(MOST_SHOWN)
def _place(head: Head, fresh: News | None, own: Own) -> bytes:
    """The end of a room's JSON: in a crowd few different ones."""
    news = fresh or News(own.last_read_seq, 0)
    return b"," + orjson.dumps(place(head, news, own._asdict()))[1:]


def _of_all(room: RoomDocument, name: str) -> bytes:
    """The beginning of a room's JSON that is the same for everyone who sees it under a name, up to its peers.

    Made once for each object that the read cache shares.
    """
    kept = _shown.get((room.id, name))
    if kept is not None and kept[0] is room:
        return kept[1]
    shown = {
        "id": room.id,
        "name": name,
        "kind": room.kind,
        "description": room.description,
        "created_at": iso(room.created_at),
        "updated_at": iso(room.updated_at),
        "revision": room.revision,
        "owner_id": room.owner_id,
    }
    beginning = orjson.dumps(shown)[:-1] + b',"peers":'
    _shown[room.id, name] = room, beginning
    if len(_shown) > MOST_SHOWN:
        _shown.popitem(last=False)
    return beginning
