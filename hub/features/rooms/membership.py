"""Joining, leaving, and who is in a room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from hub.features.accounts.access import access_account, names
from hub.features.drafts.access import forget_drafts
from hub.features.rooms.access import LOBBY_ID, access_room, membership
from hub.features.rooms.documents import MembershipDocument, RoomDocument
from hub.features.rooms.schemas import ChangeMember, ListMembers, MemberRole, RoomKind, RoomMember
from hub.kernel.context import Ctx, Role
from hub.kernel.errors import conflict, forbidden, not_found
from hub.kernel.events import Publish, Signal, Subscribe, Unsubscribe
from hub.kernel.operation import DELETE, GET, POST, Effect, operation
from hub.kernel.policies import signed_in
from hub.storage.listing import page
from hub.storage.wire import ById, Ok, Page

Raw = Mapping[str, Any]


@operation("room.members", effect=Effect.READ, policy=signed_in, route=GET("/api/rooms/{id}/members"))
async def list_members(ctx: Ctx, command: ListMembers) -> Page[RoomMember]:
    """List who is in a room and how far they have read; of the lobby, those who have read in it."""
    room = await access_room(ctx, command.id)
    return await page(
        MembershipDocument,
        {"room_id": room.id},
        present_members,
        limit=command.limit,
        cursor=command.cursor,
        order=(("_id", 1),),
    )


@operation("room.join", effect=Effect.WRITE, policy=signed_in, route=POST("/api/rooms/{id}/join"))
async def join_room(ctx: Ctx, command: ById) -> Ok:
    """Join a public room."""
    room = await access_room(ctx, command.id)
    if room.kind is not RoomKind.LOBBY and await membership(ctx, room.id, ctx.person_id) is None:
        if room.kind is not RoomKind.PUBLIC or ctx.actor.role is Role.GUEST:
            raise not_found("The room")
        await add_person(ctx, room, ctx.person_id)
    return Ok()


@operation(
    "room.leave",
    effect=Effect.WRITE,
    policy=signed_in,
    route=POST("/api/rooms/{id}/leave"),
    # Who has left a private room has no right to it any more: coming back is up to those inside.
    undoable=False,
)
async def leave_room(ctx: Ctx, command: ById) -> Ok:
    """Leave a room. The lobby and direct rooms cannot be left."""
    room = await access_room(ctx, command.id)
    if room.kind in (RoomKind.LOBBY, RoomKind.DIRECT):
        raise forbidden("This room cannot be left.")
    mine = await membership(ctx, room.id, ctx.person_id)
    if mine is not None:
        await _remove(ctx, room, mine)
    return Ok()


@operation(
    "room.add_member", effect=Effect.WRITE, policy=signed_in, route=POST("/api/rooms/{id}/members", status=201)
)
async def add_member(ctx: Ctx, command: ChangeMember) -> Ok:
    """Bring a person (or Eko) into a room that the caller is in."""
    room = await access_room(ctx, command.id)
    if room.kind in (RoomKind.LOBBY, RoomKind.DIRECT):
        raise forbidden("Nobody can be added to this room.")
    mine = await membership(ctx, room.id, ctx.person_id)
    if (mine is None or ctx.actor.role is Role.GUEST) and ctx.actor.role is not Role.ADMIN:
        raise forbidden("Only members bring others in.")
    await access_account(ctx, command.user_id)
    if await membership(ctx, room.id, command.user_id) is None:
        await add_person(ctx, room, command.user_id)
    return Ok()


@operation(
    "room.remove_member",
    effect=Effect.WRITE,
    policy=signed_in,
    route=DELETE("/api/rooms/{id}/members/{user_id}"),
)
async def remove_member(ctx: Ctx, command: ChangeMember) -> Ok:
    """Take a person out of a room; only its owners and administrators can."""
    room = await access_room(ctx, command.id, write=True)
    if room.kind in (RoomKind.LOBBY, RoomKind.DIRECT):
        raise forbidden("Nobody can be taken out of this room.")
    theirs = await membership(ctx, room.id, command.user_id)
    if theirs is None:
        raise not_found("The member")
    await _remove(ctx, room, theirs)
    return Ok()


async def add_person(ctx: Ctx, room: RoomDocument, user_id: str, *, role: MemberRole = MemberRole.MEMBER) -> None:
    """Make somebody a member; from the commit on their sockets hear the room."""
    ctx.work.insert(MembershipDocument(room_id=room.id, user_id=user_id, role=role))


async def remove_everyone(ctx: Ctx, room: RoomDocument) -> None:
    """End all memberships of a room that is being deleted; its last event still reaches its members."""
    async for raw in MembershipDocument.rows().find({"room_id": room.id}):
        held = await ctx.work.load(MembershipDocument, raw["_id"])
        if held is not None:
            ctx.work.delete(held)
    await forget_drafts(ctx, room.id)


async def _remove(ctx: Ctx, room: RoomDocument, member: MembershipDocument) -> None:
    if room.id == LOBBY_ID:
        raise forbidden("The lobby cannot be left.")
    if member.role is MemberRole.OWNER:
        rest = MembershipDocument.rows().find({"room_id": room.id, "_id": {"$ne": member.id}}).sort("_id", 1)
        heirs = await rest.to_list(200)
        if heirs and not any(heir["role"] == MemberRole.OWNER for heir in heirs):
            heir = await ctx.work.load(MembershipDocument, heirs[0]["_id"])
            if heir is None:
                raise conflict("The room's members have changed meanwhile.")
            ctx.work.update(heir, role=MemberRole.OWNER)
    ctx.work.delete(member)
    await forget_drafts(ctx, room.id, member.user_id)


async def authorize_membership(ctx: Ctx, raw: Raw, write: bool) -> None:
    """A membership is changed by its person, or by who may change the room. Being an owner gives nobody himself.

    Raises:
        OperationError: `not_found` or `forbidden`.
    """
    mine = raw["user_id"] == ctx.person_id and raw.get("role") != MemberRole.OWNER
    await access_room(ctx, raw["room_id"], write=write and not mine)


async def membership_audience(raw: Raw) -> frozenset[str]:
    """Those in the room hear who comes, goes and reads."""
    return frozenset({f"room:{raw['room_id']}", f"user:{raw['user_id']}"})


def announce_membership(
    before: Raw | None, after: Raw | None, public: BaseModel, by: Raw, audience: frozenset[str]
) -> Sequence[Signal]:
    """Who came, who went, how far somebody has read; sockets follow."""
    assert isinstance(public, RoomMember)
    stored = after or before or {}
    room_id, user_id = stored["room_id"], stored["user_id"]
    topic = f"room:{room_id}"
    if before is None:
        joined = {"room_id": room_id, "user": public.user}
        return (
            Subscribe(user_id=user_id, topic=topic),
            Publish(name="room.member_joined", audience=audience, payload=joined),
        )
    if after is None:
        left = {"room_id": room_id, "user": public.user}
        return (
            Publish(name="room.member_left", audience=audience, payload=left),
            Unsubscribe(user_id=user_id, topic=topic),
        )
    if before["last_read_seq"] != after["last_read_seq"]:
        read = {"room_id": room_id, "user_id": user_id, "seq": after["last_read_seq"]}
        return (Publish(name="room.read", audience=audience, payload=read),)
    return ()


async def present_members(rows: Sequence[Raw]) -> list[RoomMember]:
    known = await names({row["user_id"] for row in rows})
    return [
        RoomMember(
            user=known[row["user_id"]].public() if row["user_id"] in known else {"id": row["user_id"]},
            role=row["role"],
            last_read_seq=row["last_read_seq"],
            joined_at=row["created_at"],
        )
        for row in rows
    ]
