"""Who is in which rooms, kept for those who come back, where no other process writes it.

A crowd that comes back asks for the same memberships that it had. How far people have read is part of them, changes
all the time and so is not in the change stream (docs/adr/0009): where there are several processes they are read from
the database. A process that is alone has written every mark itself, and patches what it keeps (docs/adr/0014).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from hub.features.rooms.documents import LOBBY_ID, MembershipDocument
from hub.storage.documents import Stored
from hub.storage.gather import all_by
from hub.storage.per_database import PerDatabase
from hub.storage.read_cache import ReadCache

Raw = Mapping[str, Any]
MOST_PLACES = 100_000
"""Memberships that are kept; those of the people who were looked up longest ago go."""
MOST_SHAPES = 10_000


class Own(NamedTuple):
    """What a membership says, in the order in which the wire shows it; and what it is where it is not stored."""

    last_read_seq: int = 0
    muted: bool = False
    notify: str = "all"
    role: str = "member"


_SHOWN = {"room_id": 1, "user_id": 1, **dict.fromkeys(Own._fields, 1)}
_NOWHERE = Own()
"""In the lobby without a membership of one's own."""


class KnownMemberships:
    """The memberships of the people who were looked up last."""

    def __init__(self) -> None:
        self._cache: ReadCache | None = None
        self._of: OrderedDict[str, dict[str, Own]] = OrderedDict()
        """Person to room id to their membership, in the order of the rooms' ids."""
        self._places = 0
        self._whose: OrderedDict[str, str] = OrderedDict()
        """Membership id to its person: of those that are kept, and of those that this process made."""
        self._shapes: dict[Own, Own] = {}
        """One object for all memberships that say the same."""
        self._reading: dict[str, object] = {}
        """People whose memberships are being read; gone from here once what is read may be stale."""
        self._stored = all_by(MembershipDocument, "user_id", _SHOWN)

    def keep(self, cache: ReadCache) -> None:
        """From now on keep what is read, as long as this cache hears of changes."""
        self.forget_all()
        self._cache = cache
        cache.followers.append(self._forgotten)

    def at_hand(self, user_id: str) -> Mapping[str, Own] | None:
        """The rooms that a person is in, the lobby among them: room id to membership; None if it has to be read."""
        if self._cache is None or not self._cache.hears:
            return None
        found = self._of.get(user_id)
        if found is not None:
            self._of.move_to_end(user_id)
        return found

    async def of(self, user_id: str) -> Mapping[str, Own]:
        """The same, read together with what others ask for if it is not at hand."""
        found = self.at_hand(user_id)
        if found is not None:
            return found
        mark = self._reading.setdefault(user_id, object())
        rows = await self._stored.get(user_id)
        mine = {row["room_id"]: self._shape(_own(row)) for row in rows}
        mine.setdefault(LOBBY_ID, _NOWHERE)
        mine = dict(sorted(mine.items()))
        if self._reading.get(user_id) is mark:
            del self._reading[user_id]
            if self._cache is not None and self._cache.hears:
                self._keep(user_id, mine, (row["_id"] for row in rows))
        return mine

    def marked(self, membership_id: str, user_id: str, room_id: str, seq: int) -> None:
        """Somebody's mark of how far they have read a room has been stored."""
        if self._cache is None:
            return
        self._reading.pop(user_id, None)
        mine = self._of.get(user_id)
        before = mine.get(room_id) if mine is not None else None
        if mine is None or before is None:
            return
        if before is _NOWHERE:  # a place in the lobby has been made
            self._note(membership_id, user_id)
            self.forget(user_id)
        elif seq > before.last_read_seq:
            # Whoever has been given the old mapping keeps it.
            self._of[user_id] = {**mine, room_id: self._shape(before._replace(last_read_seq=seq))}

    def forget(self, user_id: str) -> None:
        """Read a person's memberships anew; what is being read now is not kept."""
        self._reading.pop(user_id, None)
        gone = self._of.pop(user_id, None)
        if gone is not None:
            self._places -= len(gone)

    def forget_all(self) -> None:
        """Read everything anew."""
        self._of.clear()
        self._whose.clear()
        self._shapes.clear()
        self._reading.clear()
        self._places = 0

    def _keep(self, user_id: str, mine: dict[str, Own], ids: Iterable[str]) -> None:
        self.forget(user_id)
        self._of[user_id] = mine
        self._places += len(mine)
        for id in ids:
            self._note(id, user_id)
        while self._places > MOST_PLACES:
            self.forget(next(iter(self._of)))

    def _note(self, id: str, user_id: str) -> None:
        self._whose[id] = user_id
        self._whose.move_to_end(id)
        if len(self._whose) > 2 * MOST_PLACES:
            # Of one that is not known any more a change says no more than its id.
            self.forget_all()

    def _shape(self, own: Own) -> Own:
        if len(self._shapes) >= MOST_SHAPES:
            self._shapes.clear()
        return self._shapes.setdefault(own, own)

    def _forgotten(self, kind: type[Stored] | None, id: str, raw: Raw | None) -> None:
        """Something that matters was changed: here (with what it was or is), or by whomever the stream tells of."""
        if kind is None:
            self.forget_all()
        elif kind is MembershipDocument:
            user_id = self._whose.get(id) if raw is None else str(raw["user_id"])
            if user_id is None:
                self.forget_all()  # somebody else has put somebody into a room
                return
            if raw is not None:
                self._note(id, user_id)
            self.forget(user_id)


def _own(row: Raw) -> Own:
    return Own(**{name: row[name] for name in Own._fields if name in row})


known_memberships = PerDatabase(KnownMemberships)
"""Those of the database that the documents are bound to."""
