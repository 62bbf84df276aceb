"""How far people have read: a mark that only goes forward, written with everyone else's.

When something is said in a room of a thousand, a thousand clients say that they have read it. Their marks
go into one bulk write after the other, each as large as what came meanwhile, and each caller is answered
when theirs is stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from pymongo import UpdateOne

from hub.features.rooms.documents import LOBBY_ID, MembershipDocument, membership_id
from hub.features.rooms.known_memberships import known_memberships
from hub.storage.documents import encode
from hub.storage.gather import Gathering

Mark = tuple[str, str, int, datetime]
"""`(room_id, user_id, seq, when)`."""


async def mark_read(room_id: str, user_id: str, seq: int, moment: datetime) -> None:
    """Note that somebody has read a room up to a seq; it is stored when this returns. It never goes back.

    Who has left meanwhile stays away: only in the lobby, where everyone is, a place is made.
    """
    await _marks.get((room_id, user_id, seq, moment))


async def _write(marks: Sequence[Mark]) -> Mapping[Mark, None]:
    furthest: dict[tuple[str, str], Mark] = {}
    for mark in marks:
        before = furthest.get(mark[:2])
        if before is None or mark[2] > before[2]:
            furthest[mark[:2]] = mark
    known = known_memberships()
    try:
        await MembershipDocument.rows().bulk_write([_written(*mark) for mark in furthest.values()], ordered=False)
    except BaseException:
        for _, user_id, _, _ in furthest.values():
            known.forget(user_id)  # it may be stored all the same
        raise
    for room_id, user_id, seq, _ in furthest.values():
        known.marked(membership_id(room_id, user_id), user_id, room_id, seq)
    return {}


def _written(room_id: str, user_id: str, seq: int, moment: datetime) -> UpdateOne:
    id = membership_id(room_id, user_id)
    change = {"$max": {"last_read_seq": seq}}
    if room_id != LOBBY_ID:
        return UpdateOne({"_id": id}, change)
    new = encode(
        MembershipDocument(room_id=room_id, user_id=user_id, created_at=moment, updated_at=moment, revision=1)
    )
    made = {name: value for name, value in new.items() if name not in ("_id", "last_read_seq")}
    return UpdateOne({"_id": id}, {**change, "$setOnInsert": made}, upsert=True)


_marks: Gathering[Mark, None] = Gathering(_write, lambda: None, at_once=1)
