"""Who may see a poll, vote in it and close it: those in its room, and for closing whoever asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hub.features.messages.standing import standing
from hub.features.polls.documents import PollDocument
from hub.features.rooms.access import access_talk, room_ids_of
from hub.kernel.context import Ctx, Role
from hub.kernel.errors import conflict, forbidden, not_found
from hub.storage.documents import encode

Raw = Mapping[str, Any]


async def authorize(ctx: Ctx, raw: Raw, write: bool) -> None:
    """Whoever is in the room sees a poll; who asked it, or an administrator, changes it.

    Raises:
        OperationError: `not_found`, also where its message was deleted, or `forbidden`.
    """
    await access_talk(ctx, raw["room_id"])
    if not await standing([raw["message_id"]]):
        raise not_found("The poll")
    if write and raw["owner_id"] != ctx.person_id and ctx.actor.role is not Role.ADMIN:
        raise forbidden("Only who asked, or an administrator, can close a poll.")


async def access_poll(ctx: Ctx, id: str, *, write: bool = False) -> PollDocument:
    """The poll with that id, if the caller may see it (or close it, with `write`).

    Raises:
        OperationError: `not_found` or `forbidden`.
    """
    found = await ctx.work.load(PollDocument, id)
    if found is None:
        raise not_found("The poll")
    await authorize(ctx, encode(found), write)
    return found


async def authorize_vote(ctx: Ctx, raw: Raw, write: bool) -> None:
    """Whoever sees the poll sees who chose what; each changes their own vote, while the poll is open.

    Raises:
        OperationError: `not_found`, `forbidden`, or `conflict` once it is closed.
    """
    poll = await access_poll(ctx, raw["poll_id"])
    if not write:
        return
    if raw["owner_id"] != ctx.person_id:
        raise forbidden("A vote is its voter's alone.")
    must_be_open(poll, ctx.now)


def must_be_open(poll: PollDocument, now: datetime) -> None:
    """Refuse a vote in a poll that is closed.

    Raises:
        OperationError: `conflict`.
    """
    if poll.closed_at is not None or (poll.closes_at is not None and poll.closes_at <= now):
        raise conflict("This poll is closed.")


async def visible(ctx: Ctx) -> dict[str, Any]:
    """The filter for the polls of the rooms that the caller is in."""
    return {"room_id": {"$in": await room_ids_of(ctx.person_id)}}


async def audience(raw: Raw) -> frozenset[str]:
    """Those in the room."""
    return frozenset({f"room:{raw['room_id']}"})
