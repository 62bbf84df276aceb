"""Who may see, join, write in and change a room, and the one way to fetch one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from hub.features.rooms.documents import LOBBY_ID, MembershipDocument, RoomDocument, membership_id
from hub.features.rooms.known_memberships import known_memberships
from hub.features.rooms.schemas import MemberRole, RoomKind
from hub.kernel.context import Ctx, Role
from hub.kernel.errors import forbidden, not_found
from hub.storage.following import Wanted
from hub.storage.gather import all_by, one_by_id

Raw = Mapping[str, Any]
OPEN_TO = frozenset(f"role:{role}" for role in (Role.ADMIN, Role.MEMBER, Role.BOT))
"""The topics of those who may see public rooms."""


async def membership(ctx: Ctx, room_id: str, user_id: str) -> MembershipDocument | None:
    """A person's membership of a room as this unit of work sees it, if there is one; it can be changed."""
    return await ctx.work.load(MembershipDocument, membership_id(room_id, user_id))


async def _place(ctx: Ctx, room_id: str) -> MembershipDocument | None:
    """The caller's membership of a room, only to decide what they may do."""
    return await ctx.work.glance(MembershipDocument, membership_id(room_id, ctx.person_id))


async def is_member(room_id: str, user_id: str) -> bool:
    """Whether a person is in a room, as it is stored; everyone is in the lobby."""
    if room_id == LOBBY_ID:
        return True
    return await MembershipDocument.rows().find_one({"_id": membership_id(room_id, user_id)}, {"_id": 1}) is not None


async def authorize(ctx: Ctx, raw: Raw, write: bool) -> None:
    """Members and, for public rooms, everybody but guests may see a room; its owners and admins change it.

    Raises:
        OperationError: `not_found` or `forbidden`.
    """
    await _authorize(ctx, raw["_id"], raw["kind"], write)


async def _authorize(ctx: Ctx, room_id: str, kind: str, write: bool) -> MembershipDocument | None:
    """See `authorize`; returns the caller's membership, if they have one."""
    mine = await _place(ctx, room_id)
    inside = mine is not None or kind == RoomKind.LOBBY
    if not inside and (kind != RoomKind.PUBLIC or ctx.actor.role is Role.GUEST):
        raise not_found("The room")
    if write and not (mine is not None and mine.role is MemberRole.OWNER) and ctx.actor.role is not Role.ADMIN:
        raise forbidden("Only its owner or an administrator can change a room.")
    return mine


async def access_room(ctx: Ctx, id: str, *, write: bool = False) -> RoomDocument:
    """The room with that id, if the caller may see it (or change it, with `write`; else it is only glanced at).

    Raises:
        OperationError: `not_found` or `forbidden`.
    """
    return (await _access(ctx, id, write))[0]


async def _access(ctx: Ctx, id: str, write: bool) -> tuple[RoomDocument, MembershipDocument | None]:
    room = await (ctx.work.load if write else ctx.work.glance)(RoomDocument, id)
    if room is None:
        raise not_found("The room")
    return room, await _authorize(ctx, room.id, room.kind, write)


async def access_talk(ctx: Ctx, id: str) -> RoomDocument:
    """The room, if the caller is in it and so may read and write its messages.

    Raises:
        OperationError: `not_found` for what cannot be seen, `forbidden` for a public room not joined.
    """
    room, mine = await _access(ctx, id, False)
    if room.kind is not RoomKind.LOBBY and mine is None:
        raise forbidden("Join the room first.")
    return room


async def talks_in(ctx: Ctx, room_id: str) -> bool:
    """Whether the caller is in a room, and so reads its messages."""
    return room_id == LOBBY_ID or await _place(ctx, room_id) is not None


async def room_name_of(room_id: str) -> str:
    """What a room is called; empty for a direct one, and for one that is gone."""
    raw = await RoomDocument.rows().find_one({"_id": room_id}, {"name": 1})
    return str(raw.get("name") or "") if raw else ""


async def member_ids(room_id: str) -> list[str] | None:
    """The people in a room; None for the lobby, which is everybody."""
    if room_id == LOBBY_ID:
        return None
    return [row["user_id"] async for row in MembershipDocument.rows().find({"room_id": room_id}, {"user_id": 1})]


async def room_ids_of(user_id: str) -> list[str]:
    """The rooms that a person is in, the lobby first."""
    return list(await memberships_of(user_id))


async def memberships_of(user_id: str) -> dict[str, Raw]:
    """The rooms that a person is in, the lobby first: room id to their membership (empty if it is the lobby's)."""
    found: dict[str, Raw] = {LOBBY_ID: {}}
    found.update((row["room_id"], row) for row in await _of_person.get(user_id))
    return found


async def rooms_of(user_ids: Sequence[str]) -> dict[str, list[str]]:
    """The rooms that people are in, in one query."""
    found = {user_id: [LOBBY_ID] for user_id in user_ids}
    shown = {"_id": 0, "user_id": 1, "room_id": 1}
    async for row in MembershipDocument.rows().find({"user_id": {"$in": list(user_ids)}}, shown):
        found[row["user_id"]].append(row["room_id"])
    return found


def who_is_in(changed: Callable[[], None]) -> Wanted:
    """For who follows changes: told when somebody was put into a room or taken out of one."""
    when = {"operationType": {"$in": ["insert", "delete"]}}
    return Wanted(collection=MembershipDocument.collection_name(), when=when, told=lambda _: changed())


async def audience(raw: Raw) -> frozenset[str]:
    """The topics of those who may see a room (who has just been added does not hear the room's yet)."""
    if raw["kind"] == RoomKind.LOBBY:
        return frozenset({"everyone"})
    people = await member_ids(raw["_id"]) or []
    inside = {f"room:{raw['_id']}", *(f"user:{person}" for person in people)}
    # A guest may not even know of a public room without being in it (see `authorize`).
    return frozenset(inside | OPEN_TO if raw["kind"] == RoomKind.PUBLIC else inside)


async def direct_room_of(first: str, second: str) -> str | None:
    """The id of the direct room of two people, if they have one."""
    raw = await RoomDocument.rows().find_one({"pair": pair_of(first, second)}, {"_id": 1})
    return raw["_id"] if raw else None


def pair_of(first: str, second: str) -> str:
    """The name under which the direct room of two people is found again."""
    return "+".join(sorted((first, second)))


async def circles(user_ids: Iterable[str]) -> dict[str, set[str]]:
    """User id to the ids of those who share a direct room with them."""
    known = known_memberships()
    of_person: dict[str, Iterable[str]] = {}
    unknown: list[str] = []
    for user_id in dict.fromkeys(user_ids):
        mine = known.at_hand(user_id)
        if mine is not None:
            of_person[user_id] = mine
        else:
            unknown.append(user_id)
    read = await _rooms_of_person.get_many(unknown)
    of_person.update((user_id, [row["room_id"] for row in rows]) for user_id, rows in read.items())
    pairs = await _pairs.get_many({room_id for rooms in of_person.values() for room_id in rooms})
    found: dict[str, set[str]] = {}
    for user_id, rooms in of_person.items():
        for room_id in rooms:
            room = pairs[room_id]
            if room is not None and room.get("pair"):
                found.setdefault(user_id, set()).update(str(room["pair"]).split("+"))
    return found


async def direct_pair(room_id: str) -> frozenset[str]:
    """The two people of a direct room; nobody for any other room."""
    raw = await RoomDocument.rows().find_one({"_id": room_id}, {"pair": 1})
    return frozenset(raw["pair"].split("+")) if raw and raw.get("pair") else frozenset()


async def memberships_in(user_id: str, room_ids: Sequence[str]) -> dict[str, Raw | None]:
    """A person's place in each of some rooms: their membership, None where they are not (in the lobby all are)."""
    ids = {room_id: membership_id(room_id, user_id) for room_id in room_ids}
    found = await _by_id.get_many(ids.values())
    return {room_id: found[id] or ({} if room_id == LOBBY_ID else None) for room_id, id in ids.items()}


_of_person = all_by(MembershipDocument, "user_id")
_by_id = one_by_id(MembershipDocument)
_rooms_of_person = all_by(MembershipDocument, "user_id", {"_id": 0, "user_id": 1, "room_id": 1})
_pairs = one_by_id(RoomDocument, {"pair": 1})
