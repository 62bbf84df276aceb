"""Where rooms stand, kept from one question to the next until something is told in the room.

When a crowd comes back, thousands ask where the same rooms stand. What they need is that nothing falls between
what they are told of a room and what they hear in it: so a head moves on before a message is emitted to the room in
this process, and is forgotten before anything else is, whoever committed it. Where there are other processes it is
also forgotten after a moment, for what they emitted may have been lost on its way (docs/adr/0014).
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from hub.storage.heads import Head, heads

LASTS_S = 1.0
ALONE_S = 60.0
"""Where there is no other process, only what was stored and could not be told makes a head old. `room.heads` looks
for that twice as often, and what it finds counts: where somebody listens a head is always at hand."""
MOST = 50_000
ROOM = "room:"
Place = tuple[str, int]
"""A room and the seq of a message in it, which is stored for good, as all before it are."""


@dataclass(slots=True, eq=False)
class _Asked:
    """A head that is being read."""

    reached: int = 0
    """How far the room has come meanwhile: what is read may be from before that."""


class KnownHeads:
    """The heads of the rooms that were asked for last.

    Args:
        read: Finds heads in the database.
        now: A clock that only goes forward, in seconds.
        lasts: Seconds for which a head is believed.
    """

    def __init__(
        self,
        read: Callable[[Sequence[str]], Awaitable[Mapping[str, Head]]] = heads,
        *,
        now: Callable[[], float] = time.monotonic,
        lasts: float = LASTS_S,
    ) -> None:
        self._read = read
        self._now = now
        self.lasts = lasts
        self._known: dict[str, tuple[Head, float]] = {}
        """The head of a room and until when it is believed."""
        self._asked: dict[str, _Asked] = {}
        """Rooms whose heads are being read; gone from here once what is read may be stale."""

    async def of(self, room_ids: Iterable[str]) -> dict[str, Head]:
        """Where rooms stand: everything that was emitted to their listeners here is covered."""
        now = self._now()
        found: dict[str, Head] = {}
        missing: list[str] = []
        for room_id in room_ids:
            known = self._known.get(room_id)
            if known is not None and now < known[1]:
                found[room_id] = known[0]
            else:
                missing.append(room_id)
        if missing:
            found.update(await self.anew(missing))
        return found

    async def anew(self, room_ids: Sequence[str]) -> Mapping[str, Head]:
        """Where rooms stand in the database."""
        until = self._now() + self.lasts
        asked = {room_id: self._asked.setdefault(room_id, _Asked()) for room_id in room_ids}
        read = await self._read(room_ids)
        self._keep(asked, read, until)
        return read

    def at_hand(self, room_id: str) -> Head | None:
        """Where a room stands, if that need not be read."""
        known = self._known.get(room_id)
        return known[0] if known is not None and self._now() < known[1] else None

    def reached(self, place: Place) -> None:
        """A message is stored for good: its room stands there, or beyond. Call it before anyone hears of it."""
        room_id, seq = place
        known = self._known.get(room_id)
        if known is not None and known[0][0] < seq:
            self._known[room_id] = (seq, known[0][1]), known[1]
        asked = self._asked.get(room_id)
        if asked is not None and asked.reached < seq:
            asked.reached = seq

    def forget(self, room_id: str) -> None:
        """Something is about to be told in a room: read its head anew."""
        self._known.pop(room_id, None)
        self._asked.pop(room_id, None)

    def telling(self, audience: str | Iterable[str] | None, place: Place | None = None) -> None:
        """Something is about to be emitted to these topics (None: to everyone): a message, if it has a place."""
        if place is not None:
            self.reached(place)
        if audience is None:
            return
        for topic in (audience,) if isinstance(audience, str) else audience:
            if topic.startswith(ROOM) and (place is None or topic != ROOM + place[0]):
                self.forget(topic.removeprefix(ROOM))

    def start_anew(self, *, alone: bool) -> None:
        """Know nothing, at the start of a hub: of the only process, or of one of several."""
        self.forget_all()
        self.lasts = ALONE_S if alone else LASTS_S

    def forget_all(self) -> None:
        """Read everything anew."""
        self._known.clear()
        self._asked.clear()

    def _keep(self, asked: Mapping[str, _Asked], read: Mapping[str, Head], until: float) -> None:
        if len(self._known) + len(asked) > MOST:
            self._known.clear()
        for room_id, mark in asked.items():
            if self._asked.get(room_id) is mark:
                del self._asked[room_id]
                seq, rev = read[room_id]
                self._known[room_id] = (max(seq, mark.reached), rev), until


known_heads = KnownHeads()
"""Those of the database that the documents are bound to."""
