"""The wire models of rooms."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from hub.storage.wire import ById, EntityOut, Id, Input, PageInput, Time, UpdateInput, Wire

RoomName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Topic = Annotated[str, StringConstraints(max_length=1000)]


class RoomKind(StrEnum):
    """What sort of room it is."""

    LOBBY = "lobby"
    PUBLIC = "public"
    PRIVATE = "private"
    DIRECT = "direct"
    SITE = "site"


class Notify(StrEnum):
    """What a member is told of."""

    ALL = "all"
    MENTIONS = "mentions"
    NOTHING = "nothing"


class MemberRole(StrEnum):
    """What a member may do in the room."""

    OWNER = "owner"
    MEMBER = "member"


class Room(EntityOut):
    """A room, as every reader sees it."""

    name: str
    kind: RoomKind
    description: str
    seq: int
    rev: int
    member_count: int | None = None
    peers: list[dict[str, Any]] = Field(default=[], description="Of a direct room: the two people.")


class RoomState(Wire):
    """A room as it stands for the caller; also an item of `ready`."""

    id: Id
    name: str
    kind: RoomKind
    description: str
    seq: int
    rev: int
    last_read_seq: int
    unread: int
    mentions: int
    muted: bool
    notify: Notify
    member: bool
    role: MemberRole | None
    peers: list[dict[str, Any]] = []
    created_at: Time
    updated_at: Time
    revision: int
    owner_id: Id


class CreateRoom(Input):
    """A new room; a direct one is found again if it exists."""

    kind: Literal["public", "private", "direct"]
    name: RoomName | None = None
    description: Topic = ""
    member_ids: Annotated[list[Id], Field(max_length=200)] = []
    user_id: Id | None = Field(default=None, description="For a direct room: the other person.")


class ListRooms(PageInput):
    """The rooms of the caller, or those that can be joined."""

    kind: RoomKind | None = None
    joinable: bool = Field(default=False, description="Public rooms that the caller is not in.")


class UpdateRoom(UpdateInput):
    """Changes to a room."""

    name: RoomName = ""
    description: Topic = ""


class ReadRoom(Input):
    """How far the caller has read."""

    room_id: Id | None = None
    id: Id | None = None
    seq: Annotated[int, Field(ge=0)]


class Preferences(ById):
    """What the caller wants to be told of in a room."""

    muted: bool | None = None
    notify: Notify | None = None


class ChangeMember(ById):
    """One member of a room."""

    user_id: Id


class ListMembers(PageInput):
    """The members of a room."""

    id: Id


class RoomMember(Wire):
    """A member of a room."""

    user: dict[str, Any]
    role: MemberRole
    last_read_seq: int
    joined_at: Time


class Heads(Wire):
    """Where rooms stand: id to `{seq, rev}`."""

    heads: dict[str, dict[str, int]]
