"""What was emitted and is not written yet: gathered for a moment, then written in order, in parts.

The first emission after a quiet moment is written at the end of the same turn of the event loop; those that
follow within 3 ms are gathered and written together, one write a client. Audiences of thousands are worked
off in parts, with turns for everyone else between.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from hub.measures import Measures
from hub.realtime.session import Session, nothing

log = logging.getLogger(__name__)
GATHER_S = 0.003
"""Emissions within this time of the end of the last write go out together."""
AT_ONCE = 500
"""Clients written to before the loop gets a turn; about 3 ms."""
MOST_WAITING = 200_000
"""Deliveries that may wait before whoever emits has to."""
Audience = str | None | tuple[Any, ...]
Find = Callable[[Any, Sequence[str]], Iterable[Session]]
"""Whom an audience and a list of sids to skip stand for."""


class Emission:
    """Adjacent events to one audience: one piece of bytes."""

    __slots__ = ("audience", "data", "events", "parts", "skip", "to")

    def __init__(self, audience: Audience, skip: Sequence[str]) -> None:
        self.audience = audience
        self.skip = skip
        self.parts: list[bytes] = []
        self.data = b""
        self.events = 0
        self.to: Sequence[Session] = ()
        """Set when it is sealed: whoever joins or leaves later makes no difference."""


class Emissions:
    """The queue of emissions, and what works it off."""

    def __init__(self, find: Find) -> None:
        self.measures = Measures()
        self._find = find
        self._gathered: list[Emission] = []
        self._audiences: set[Any] = set()
        """The rooms that gathered emissions are for."""
        self._sealed: deque[Emission] = deque()
        self._at = 0
        """How far the first sealed emission is."""
        self._waiting = 0
        self._timer: asyncio.Handle | None = None
        self._last = 0.0
        self._room_again: asyncio.Event | None = None

    def post(self, room: Any, skip: Sequence[str], data: bytes, events: int = 1) -> None:
        """Queue frames for an audience."""
        audience: Audience = room if room is None or isinstance(room, str) else tuple(room)
        gathered = self._gathered
        if gathered and gathered[-1].audience == audience and gathered[-1].skip == skip:
            emission = gathered[-1]
        else:
            emission = Emission(audience, skip)
            gathered.append(emission)
            self._audiences.update(audience if isinstance(audience, tuple) else (audience,))
        emission.parts.append(data)
        emission.events += events
        if self._timer is None:
            self._schedule()

    def _schedule(self) -> None:
        loop = asyncio.get_running_loop()
        due = self._last + GATHER_S
        self._timer = loop.call_soon(self._flush) if loop.time() >= due else loop.call_at(due, self._flush)

    def settle(self, session: Session) -> None:
        """Write at once whatever was emitted to this client, so that what is written next comes after it."""
        self._seal()
        for number, emission in enumerate(self._sealed):
            to = emission.to
            start = self._at if number == 0 else 0
            if session in to[start:]:
                place = to.index(session, start)
                emission.to = [*to[:place], NOBODY, *to[place + 1 :]]
                session.put(emission.data)

    def _seal(self) -> None:
        """Fix who gets what was gathered."""
        if not self._gathered:
            return
        gathered, self._gathered = self._gathered, []
        self._audiences.clear()
        for emission in gathered:
            emission.to = list(self._find(emission.audience, emission.skip))
            if emission.to:
                emission.data = b"".join(emission.parts) if len(emission.parts) > 1 else emission.parts[0]
                emission.parts.clear()
                self._waiting += len(emission.to)
                self._sealed.append(emission)

    def _flush(self) -> None:
        """Write what was gathered; in parts if it is for many."""
        loop = asyncio.get_running_loop()
        if not self._sealed:
            self._seal()
        left = AT_ONCE
        writes = events = 0
        while self._sealed and left > 0:
            emission = self._sealed[0]
            to, at, data = emission.to, self._at, emission.data
            if at or len(to) > left:
                to = to[at : at + left]
            for session in to:
                try:
                    session.put(data)
                except Exception:
                    # One connection in a state of which we know nothing must not stop everybody's.
                    log.exception("a session could not be written to")
            left -= len(to)
            writes += len(to)
            events += len(to) * emission.events
            if at + len(to) < len(emission.to):
                self._at = at + len(to)
            else:
                self._at = 0
                self._sealed.popleft()
        if writes:
            self._waiting -= writes
            self.measures.writes.inc(writes)
            self.measures.deliveries.inc(events)
        if self._room_again is not None and self._waiting <= MOST_WAITING // 2:
            self._room_again.set()
            self._room_again = None
        if self._sealed:
            self._timer = loop.call_soon(self._flush)
            return
        self._timer, self._last = None, loop.time()
        if self._gathered:
            self._schedule()

    def before(self, rooms: Sequence[str]) -> None:
        """Who is in some rooms is about to change: what was emitted to them belongs to who is in them now."""
        if self._gathered and (None in self._audiences or not self._audiences.isdisjoint(rooms)):
            self._seal()

    def replace(self, old: Session, new: Session) -> None:
        """What is for one session is for another from now on."""
        self._seal()
        for emission in self._sealed:
            emission.to = [new if one is old else one for one in emission.to]

    @property
    def overfull(self) -> bool:
        """Whether so much waits that whoever emits should too."""
        return self._waiting > MOST_WAITING

    async def room_again(self) -> None:
        """Wait until there is room."""
        self._room_again = self._room_again or asyncio.Event()
        await self._room_again.wait()

    def stop(self) -> None:
        """Forget what was not sent."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._gathered.clear()
        self._sealed.clear()
        if self._room_again is not None:
            self._room_again.set()


class _Nobody:
    """Stands where somebody was who has been written to already."""

    put = staticmethod(nothing)


NOBODY: Any = _Nobody()
