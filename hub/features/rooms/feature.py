"""What the rooms feature hands over to the composition root."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from hub.features.rooms import membership, operations
from hub.features.rooms.access import audience, authorize
from hub.features.rooms.documents import MembershipDocument, RoomDocument
from hub.features.rooms.present import present_rooms
from hub.features.rooms.schemas import Room, RoomMember
from hub.kernel.catalog import Entity, Feature
from hub.kernel.events import Publish, Signal

Raw = Mapping[str, Any]


def _announce(
    before: Raw | None, after: Raw | None, public: BaseModel, by: Raw, audience: frozenset[str]
) -> Sequence[Signal]:
    happened = "created" if before is None else "deleted" if after is None else "updated"
    shown = public.model_dump(mode="json")
    return (Publish(name=f"room.{happened}", audience=audience, payload={"room": shown}),)


FEATURE = Feature(
    name="rooms",
    operations=(
        operations.create_room,
        operations.list_rooms,
        operations.get_room,
        operations.update_room,
        operations.delete_room,
        operations.read_room,
        operations.set_preferences,
        membership.list_members,
        membership.join_room,
        membership.leave_room,
        membership.add_member,
        membership.remove_member,
    ),
    entities=(
        Entity(
            kind="room",
            document=RoomDocument,
            model=Room,
            present=present_rooms,
            audience=audience,
            authorize=authorize,
            announce=_announce,
        ),
        Entity(
            kind="membership",
            document=MembershipDocument,
            model=RoomMember,
            present=membership.present_members,
            audience=membership.membership_audience,
            authorize=membership.authorize_membership,
            announce=membership.announce_membership,
            label=lambda raw: "",
            references={"room_id": "room", "user_id": "user"},
            unrecorded=frozenset({"last_read_seq"}),
        ),
    ),
)
