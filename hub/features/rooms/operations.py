"""What can be done with rooms."""

from __future__ import annotations

from functools import partial

from hub.features.accounts.access import access_account, names
from hub.features.rooms.access import (
    access_room,
    access_talk,
    membership,
    memberships_in,
    pair_of,
    room_ids_of,
)
from hub.features.rooms.documents import MembershipDocument, RoomDocument
from hub.features.rooms.membership import add_person, remove_everyone
from hub.features.rooms.present import NAMED_BY, STATE, made_of_states, present_state
from hub.features.rooms.reading import mark_read
from hub.features.rooms.schemas import (
    CreateRoom,
    ListRooms,
    MemberRole,
    Preferences,
    ReadRoom,
    RoomKind,
    RoomState,
    UpdateRoom,
)
from hub.kernel.context import Ctx, Role
from hub.kernel.errors import conflict, forbidden, invalid, not_found
from hub.kernel.events import Publish
from hub.kernel.operation import DELETE, GET, PATCH, PEOPLE_AND_PROGRAMS, POST, PUT, Effect, operation
from hub.kernel.policies import signed_in
from hub.storage.doors import PROGRAMS_AND_EKO
from hub.storage.heads import heads
from hub.storage.plain import plain_page
from hub.storage.wire import ById, Deleted, Page


@operation(
    "room.create",
    effect=Effect.WRITE,
    policy=signed_in,
    route=POST("/api/rooms", status=201),
    doors=PEOPLE_AND_PROGRAMS,
)
async def create_room(ctx: Ctx, command: CreateRoom) -> RoomState:
    """Create a public or private room, or find or make the direct room with a person."""
    if command.kind == RoomKind.DIRECT:
        return await _direct(ctx, command)
    if ctx.actor.role is Role.GUEST:
        raise forbidden("Guests cannot create rooms.")
    if command.user_id is not None:
        raise invalid("The input is not valid.", user_id="only for a direct room")
    if not command.name:
        raise invalid("The input is not valid.", name="a room needs a name")
    room = ctx.work.insert(
        RoomDocument(
            owner_id=ctx.person_id, name=command.name, kind=RoomKind(command.kind), description=command.description
        )
    )
    await add_person(ctx, room, ctx.person_id, role=MemberRole.OWNER)
    for user_id in dict.fromkeys(command.member_ids):
        if user_id != ctx.person_id:
            await access_account(ctx, user_id)
            await add_person(ctx, room, user_id)
    return _as_made(room, MemberRole.OWNER)


@operation("room.list", effect=Effect.READ, policy=signed_in, route=GET("/api/rooms"), doors=PROGRAMS_AND_EKO)
async def list_rooms(ctx: Ctx, command: ListRooms) -> Page[RoomState]:
    """List the caller's rooms as they stand for them, or the public rooms that they could join."""
    mine = await room_ids_of(ctx.person_id)
    where: dict[str, object] = {"_id": {"$in": mine}}
    if command.joinable:
        if ctx.actor.role is Role.GUEST:
            return Page(items=[])
        where = {"_id": {"$nin": mine}, "kind": RoomKind.PUBLIC.value}
    elif command.kind is not None:
        where["kind"] = command.kind.value

    return await plain_page(
        STATE,
        where,
        made=partial(made_of_states, user_id=ctx.person_id),
        also=NAMED_BY,
        limit=command.limit,
        cursor=command.cursor,
        order=(("_id", 1),),
    )


@operation("room.get", effect=Effect.READ, policy=signed_in, route=GET("/api/rooms/{id}"))
async def get_room(ctx: Ctx, command: ById) -> RoomState:
    """Show a room as it stands for the caller."""
    return await present_state(await access_room(ctx, command.id), ctx.person_id)


@operation("room.update", effect=Effect.WRITE, policy=signed_in, route=PATCH("/api/rooms/{id}"))
async def update_room(ctx: Ctx, command: UpdateRoom) -> RoomState:
    """Change a room's name or description."""
    room = await access_room(ctx, command.id, write=True)
    if room.kind is RoomKind.DIRECT:
        raise invalid("A direct room has no name of its own.")
    if command.revision is not None and command.revision != room.revision:
        raise conflict("The room has changed meanwhile.", {"revision": room.revision, "name": room.name})
    ctx.work.update(room, **command.changes())
    return await present_state(room, ctx.person_id)


@operation("room.delete", effect=Effect.DESTROY, policy=signed_in, route=DELETE("/api/rooms/{id}"))
async def delete_room(ctx: Ctx, command: ById) -> Deleted:
    """Delete a room; only its creator or an administrator can. Its messages stay until it is purged."""
    await access_room(ctx, command.id)
    room = await ctx.work.load(RoomDocument, command.id)
    if room is None:
        raise not_found("The room")
    if room.kind is RoomKind.LOBBY:
        raise forbidden("The lobby cannot be deleted.")
    if room.owner_id != ctx.person_id and ctx.actor.role is not Role.ADMIN:
        raise forbidden("Only its creator or an administrator can delete a room.")
    await remove_everyone(ctx, room)
    ctx.work.delete(room)
    return Deleted(id=room.id)


@operation("room.read", effect=Effect.WRITE, policy=signed_in, route=POST("/api/rooms/{id}/read"), undoable=False)
async def read_room(ctx: Ctx, command: ReadRoom) -> RoomState:
    """Say how far the caller has read. It never goes back, and never beyond what is there."""
    room_id = command.room_id or command.id
    if room_id is None:
        raise invalid("The input is not valid.", room_id="is needed")
    room = await access_talk(ctx, room_id)
    seq = min(command.seq, (await heads([room.id]))[room.id][0])
    user_id = ctx.person_id
    before = (await memberships_in(user_id, [room.id]))[room.id] or {}
    if seq > before.get("last_read_seq", 0):
        await mark_read(room.id, user_id, seq, ctx.now)
        # Only the latest is told, and in a crowd only to the reader's own sockets.
        ctx.work.signal(
            Publish(
                name="room.read",
                audience=frozenset({f"room:{room.id}", f"user:{user_id}"}),
                payload={"room_id": room.id, "user_id": user_id, "seq": seq},
                settles=f"{room.id}/{user_id}",
            )
        )
    return await present_state(room, user_id)


@operation(
    "room.set_preferences",
    effect=Effect.WRITE,
    policy=signed_in,
    route=PUT("/api/rooms/{id}/preferences"),
    undoable=False,
)
async def set_preferences(ctx: Ctx, command: Preferences) -> RoomState:
    """Mute a room, or choose what to be told of: all, mentions or nothing."""
    room = await access_talk(ctx, command.id)
    mine = await membership(ctx, room.id, ctx.person_id)
    if mine is None:
        mine = ctx.work.insert(MembershipDocument(room_id=room.id, user_id=ctx.person_id))
    if command.muted is not None:
        ctx.work.update(mine, muted=command.muted)
    if command.notify is not None:
        ctx.work.update(mine, notify=command.notify)
    state = await present_state(room, ctx.person_id)
    return state.model_copy(update={"muted": mine.muted, "notify": mine.notify})


async def _direct(ctx: Ctx, command: CreateRoom) -> RoomState:
    other = command.user_id or (command.member_ids[0] if len(command.member_ids) == 1 else None)
    if other is None:
        raise invalid("The input is not valid.", user_id="a direct room needs the other person")
    await access_account(ctx, other)
    pair = pair_of(ctx.person_id, other)
    raw = await RoomDocument.rows().find_one({"pair": pair})
    if raw is not None:
        room = await ctx.work.load(RoomDocument, raw["_id"])
        assert room is not None
        return await present_state(room, ctx.person_id)
    room = ctx.work.insert(RoomDocument(owner_id=ctx.person_id, name="", kind=RoomKind.DIRECT, pair=pair))
    for user_id in dict.fromkeys((ctx.person_id, other)):
        await add_person(ctx, room, user_id)
    known = await names({ctx.person_id, other})
    state = _as_made(room, MemberRole.MEMBER)
    peers = [known[user_id].public() for user_id in dict.fromkeys((ctx.person_id, other)) if user_id in known]
    name = (
        ", ".join(peer["display_name"] for peer in peers if peer["id"] != ctx.person_id) or peers[0]["display_name"]
    )
    return state.model_copy(update={"peers": peers, "name": name})


def _as_made(room: RoomDocument, role: MemberRole) -> RoomState:
    return RoomState.model_validate(
        {
            **room.model_dump(exclude={"revision_id"}),
            "seq": 0,
            "rev": 0,
            "last_read_seq": 0,
            "unread": 0,
            "mentions": 0,
            "muted": False,
            "notify": "all",
            "member": True,
            "role": role,
        }
    )
