"""Who spoke and who was mentioned of late in a room: one reading for all who come back to it.

Each person wants to know what is new for them, but of a room's newest messages it is the same few
facts for everyone. They are read once for each head of the room (only what is new since the last
time), so that thousands who reconnect at once ask for each room once, not each for themselves. Who has
been away for longer than the newest messages reach is counted in the database, many in one query.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hub.features.messages.documents import MessageDocument
from hub.storage.gather import Gathering, lasting_rows
from hub.storage.per_database import PerDatabase

Raw = Mapping[str, Any]
Head = tuple[int, int]
"""Where a room stands: seq, rev."""
_Asked = tuple[str, str, int, int]
REACH = 1_000
"""How many of a room's newest messages are kept in mind."""
MOST_ROOMS = 500
_FACTS = {"_id": 0, "seq": 1, "owner_id": 1, "sender_id": 1, "mentions": 1, "deleted_at": 1}


class News(NamedTuple):
    """What is new for one person in one room."""

    read_seq: int
    """How far they have read; who speaks has read what came before."""
    mentions: int
    """How often they are mentioned beyond that, by name or as `@room`."""


@dataclass
class _Tail:
    """The facts of a room's newest messages."""

    head: Head
    after: int
    """Nothing is known of messages up to this seq."""
    said: dict[str, int] = field(default_factory=dict[str, int])
    """Person to the seq of the last message they wrote."""
    calls: dict[int, tuple[str, frozenset[str]]] = field(default_factory=dict[int, tuple[str, frozenset[str]]])
    """The messages that mention somebody: seq to who wrote it and whom it mentions."""
    order: list[int] = field(default_factory=list[int])
    """The keys of `calls`, sorted."""

    def take(self, rows: Sequence[Raw]) -> None:
        moved = False
        for row in rows:
            seq, owner = int(row["seq"]), row["owner_id"]
            if seq <= self.after:
                continue
            if seq > self.said.get(owner, 0):
                self.said[owner] = seq
            if row["mentions"] and row.get("deleted_at") is None:
                self.calls[seq] = row["sender_id"], frozenset(row["mentions"])
                moved = True
            elif self.calls.pop(seq, None) is not None:
                moved = True
        if moved:
            self.order = sorted(self.calls)

    def hear(self, row: Raw) -> None:
        """Go on with the next message, if that is what it is and they are not too many already."""
        seq = int(row["seq"])
        if seq == self.head[0] + 1 and seq - self.after <= 2 * REACH:
            self.take((row,))
            self.head = seq, self.head[1]

    def reaches(self, head: Head) -> bool:
        """Whether everything up to that head is known."""
        return self.head[0] >= head[0] and self.head[1] >= head[1]

    def news(self, user_id: str, marked: int, up_to: int) -> News:
        read = max(marked, self.said.get(user_id, 0))
        count = 0
        for seq in self.order[bisect_right(self.order, read) : bisect_right(self.order, up_to)]:
            sender, named = self.calls[seq]
            count += sender != user_id and (user_id in named or "room" in named)
        return News(read_seq=read, mentions=count)


@dataclass
class _Room:
    """One room, read by one at a time."""

    reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    tail: _Tail | None = None


class Recent:
    """The newest facts of the rooms that were asked for last."""

    def __init__(self) -> None:
        self._rooms: OrderedDict[str, _Room] = OrderedDict()

    def at_hand(self, user_id: str, room_id: str, marked: int, head: Head) -> News | None:
        """What `news` would answer, if nothing has to be read for it."""
        if marked >= head[0]:
            return News(read_seq=marked, mentions=0)
        room = self._rooms.get(room_id)
        if room is None or room.tail is None or not room.tail.reaches(head) or marked < room.tail.after:
            return None
        return room.tail.news(user_id, marked, head[0])

    def heard(self, row: Raw) -> None:
        """A message was stored, and has not been changed: nothing has to be read to know of it."""
        room = self._rooms.get(row["room_id"])
        if room is not None and room.tail is not None:
            room.tail.hear(row)

    async def news(self, user_id: str, room_id: str, marked: int, head: Head) -> News:
        """What is new up to `head` for somebody who has marked a room as read up to `marked`."""
        found = self.at_hand(user_id, room_id, marked, head)
        if found is not None:
            return found
        room = self._rooms.get(room_id)
        tail = room.tail if room is not None else None
        if tail is None or not tail.reaches(head):
            tail = await self._refreshed(room_id, head)
        if marked < tail.after:
            return await _far_behind.get((user_id, room_id, marked, head[0]))
        return tail.news(user_id, marked, head[0])

    async def _refreshed(self, room_id: str, head: Head) -> _Tail:
        room = self._rooms.setdefault(room_id, _Room())
        self._rooms.move_to_end(room_id)
        if len(self._rooms) > MOST_ROOMS:
            self._rooms.popitem(last=False)
        async with room.reading:
            if room.tail is None or not room.tail.reaches(head):
                room.tail = await _read(room_id, head, room.tail)
            return room.tail


async def _read(room_id: str, head: Head, before: _Tail | None) -> _Tail:
    """The facts of a room up to a head; what is known from before is built upon, if that is less work."""
    rows = lasting_rows(MessageDocument)
    if before is not None and head[0] - before.after <= 2 * REACH and head[1] - before.head[1] <= REACH:
        since = [
            {"room_id": room_id, "seq": {"$gt": before.head[0]}},
            {"room_id": room_id, "rev": {"$gt": before.head[1]}},
        ]
        before.take(await rows.find({"$or": since}, _FACTS).to_list(None))
        # What was read may be newer than the head; it is read again when the head has come that far.
        before.head = max(before.head[0], head[0]), max(before.head[1], head[1])
        return before
    found = await rows.find({"room_id": room_id}, _FACTS).sort("seq", -1).limit(REACH).to_list(REACH)
    tail = _Tail(head=head, after=int(found[-1]["seq"]) - 1 if len(found) == REACH else 0)
    tail.take(found)
    return tail


async def _count_far_behind(asked: Sequence[_Asked]) -> dict[_Asked, News]:
    """The news of people who have been away for long, in two queries for all of them.

    Args:
        asked: `(user_id, room_id, marked, up_to)`.
    """
    rows = lasting_rows(MessageDocument)
    spoken = await rows.aggregate(
        [
            {
                "$match": {
                    "$or": [
                        {"owner_id": user_id, "room_id": room_id, "seq": {"$gt": marked, "$lte": up_to}}
                        for user_id, room_id, marked, up_to in asked
                    ]
                }
            },
            {"$group": {"_id": {"room": "$room_id", "person": "$owner_id"}, "seq": {"$max": "$seq"}}},
        ]
    )
    said = {(row["_id"]["person"], row["_id"]["room"]): int(row["seq"]) async for row in spoken}
    read = {one: max(one[2], said.get(one[:2], 0)) for one in asked}
    mentioned = rows.find(
        {
            "$or": [
                {"mentions": {"$in": [user_id, "room"]}, "room_id": room_id, "seq": {"$gt": seq, "$lte": up_to}}
                for (user_id, room_id, _, up_to), seq in read.items()
            ]
        },
        {**_FACTS, "room_id": 1},
    )
    counts = dict.fromkeys(read, 0)
    of_room: dict[str, list[_Asked]] = {}
    for one in asked:
        of_room.setdefault(one[1], []).append(one)
    async for row in mentioned:
        if row.get("deleted_at") is not None:
            continue
        named = set(row["mentions"])
        for one in of_room.get(row["room_id"], ()):
            if (
                read[one] < row["seq"] <= one[3]
                and row["sender_id"] != one[0]
                and (one[0] in named or "room" in named)
            ):
                counts[one] += 1
    return {one: News(read_seq=read[one], mentions=counts[one]) for one in asked}


def _nothing() -> News:
    return News(read_seq=0, mentions=0)


_far_behind: Gathering[_Asked, News] = Gathering(_count_far_behind, _nothing, largest=100)
recent = PerDatabase(Recent)
"""The newest facts of the rooms of the database that the documents are bound to."""
