"""Who may read and change a message, and counts that others ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel

from hub.features.messages.documents import MessageDocument
from hub.features.messages.present import present
from hub.features.messages.recent import Head, News, recent
from hub.features.messages.schemas import Message
from hub.features.rooms.access import access_talk, memberships_in, room_ids_of, talks_in
from hub.kernel.context import Ctx, Role
from hub.kernel.errors import forbidden, not_found
from hub.storage.counting import HOUR, counted
from hub.storage.listing import NEWEST, between, page, where
from hub.storage.message_log import Entry
from hub.storage.wire import Page

Raw = Mapping[str, Any]
M = TypeVar("M", bound=BaseModel)
WHO_AND_WHERE = {"room_id": 1, "seq": 1, "sender": 1, "owner_id": 1, "run_id": 1, "created_at": 1}


async def authorize(ctx: Ctx, raw: Raw, write: bool) -> None:
    """Whoever is in the room reads a message; its writer changes it, unless an administrator took it away.

    Raises:
        OperationError: `not_found` or `forbidden`.
    """
    if write and ctx.actor.role is Role.ADMIN and raw.get("deleted_by") == ctx.person_id != raw["owner_id"]:
        return  # What an administrator took away, over a report of a room that they are not in, they bring back.
    await access_talk(ctx, raw["room_id"])
    if not write:
        return
    if raw.get("deleted_by") not in (None, raw["owner_id"]):
        if ctx.actor.role is not Role.ADMIN:
            raise forbidden("An administrator deleted this message.")
    elif raw["owner_id"] != ctx.person_id:
        raise forbidden("Only its writer can change a message.")


async def access_message(ctx: Ctx, id: str) -> MessageDocument:
    """The message with that id, if the caller is in its room.

    Raises:
        OperationError: `not_found`, the same for one that is in a room of others: its address says nothing.
    """
    found = await ctx.work.load(MessageDocument, id)
    if found is None or not await talks_in(ctx, found.room_id):
        raise not_found("The message")
    return found


async def access_living(ctx: Ctx, id: str) -> MessageDocument:
    """The message with that id, if the caller is in its room and it was not deleted.

    Raises:
        OperationError: `not_found`.
    """
    message = await access_message(ctx, id)
    if message.deleted_at is not None:
        raise not_found("The message")
    return message


async def read_by(person_id: str, ids: Sequence[str]) -> dict[str, Message]:
    """Those of some messages that a person may read, as they are now: id to public form."""
    rows = [row async for row in MessageDocument.rows().find({"_id": {"$in": list(ids)}})]
    inside = await memberships_in(person_id, list(dict.fromkeys(row["room_id"] for row in rows)))
    return {row["_id"]: present(row) for row in rows if inside[row["room_id"]] is not None}


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a message that is being stored says, for what it may set off."""

    id: str
    room_id: str
    content: str
    kind: str
    sender_id: str
    sender_kind: str
    reply_to: str | None
    mentions: frozenset[str]
    scopes: frozenset[str] | None
    """What the token that sent it allows; None for everything."""


def written(entry: Entry) -> Written:
    """What an entry of the message log says.

    Raises:
        TypeError: It is no message.
    """
    if entry.kind is not MessageDocument:
        raise TypeError(f"{entry.kind.__name__} is no message")
    row = entry.row
    return Written(
        id=row["_id"],
        room_id=row["room_id"],
        content=row["content"],
        kind=row["kind"],
        sender_id=row["sender_id"],
        sender_kind=str(row["sender"]["kind"]),
        reply_to=row["reply_to"],
        mentions=frozenset(row["mentions"]),
        scopes=None if row["sender_scopes"] is None else frozenset(row["sender_scopes"]),
    )


async def visible(ctx: Ctx) -> dict[str, Any]:
    """The filter for the messages that the caller may read: those of the rooms that they are in."""
    return {"room_id": {"$in": await room_ids_of(ctx.person_id)}, "deleted_at": None}


async def audience(raw: Raw) -> frozenset[str]:
    """Those in the room."""
    return frozenset({f"room:{raw['room_id']}"})


async def news(user_id: str, rooms: Mapping[str, tuple[int, Head]]) -> dict[str, News]:
    """What is new for somebody in some rooms: how far they have read, and how often they are mentioned beyond.

    Args:
        user_id: Whose news.
        rooms: Room id to how far they have marked it read, and where it stands.
    """
    known = recent()
    found: dict[str, News] = {}
    for room_id, (marked, head) in rooms.items():
        # Nothing has to be read for most, and a crowd has many.
        at_hand = known.at_hand(user_id, room_id, marked, head)
        found[room_id] = at_hand if at_hand is not None else await known.news(user_id, room_id, marked, head)
    return found


async def sent(
    present: Callable[[Sequence[Raw]], Awaitable[list[M]]],
    *,
    limit: int,
    cursor: str | None,
    writer_id: str | None = None,
    room_id: str | None = None,
    run_id: str | None = None,
    message_id: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    newer_than: str | None = None,
) -> Page[M]:
    """Who wrote where and when, newest first, without what was written: for the record of activity.

    The caller decides who may know; `present` gets `WHO_AND_WHERE` only.
    """
    conditions: dict[str, Any] = {
        "kind": {"$ne": "system"},
        **where(owner_id=writer_id, room_id=room_id, run_id=run_id, created_at=between(since, until)),
    }
    place = {**where(**{"$eq": message_id}), **where(**{"$gt": newer_than})}
    if place:
        conditions["_id"] = place
    return await page(
        MessageDocument, conditions, present, limit=limit, cursor=cursor, order=NEWEST, fields=WHO_AND_WHERE
    )


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How much was written since a time."""

    by_hour: dict[datetime, int]
    """The beginning of an hour to how many messages."""
    by_writer: dict[str, tuple[int, datetime]]
    """Who wrote how many, and when last."""


async def written_since(since: datetime) -> Tally:
    """Count what was written, for an administrator's dashboard; the caller decides who may know.

    Raises:
        OperationError: `unavailable` where counting takes too long.
    """
    rows = await counted(
        MessageDocument,
        since,
        {"_id": {"by": "$owner_id", "at": HOUR}, "count": {"$sum": 1}, "last": {"$max": "$created_at"}},
        kind={"$ne": "system"},
    )
    by_hour: Counter[datetime] = Counter()
    by_writer: dict[str, tuple[int, datetime]] = {}
    for row in rows:
        by_hour[row["_id"]["at"]] += row["count"]
        count, last = by_writer.get(row["_id"]["by"], (0, row["last"]))
        by_writer[row["_id"]["by"]] = (count + row["count"], max(last, row["last"]))
    return Tally(by_hour=dict(by_hour), by_writer=by_writer)
