"""Now and then, where rooms stand: heals a quiet room whose last broadcast was lost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

from hub.kernel.events import Publish
from hub.storage.ending import end
from hub.storage.known_heads import known_heads

log = logging.getLogger(__name__)
EVERY_S = 30.0
SOON_S = (1.0, 2.0, 4.0, 8.0, 15.0)
"""How long to wait for the next looks after a start, or after something may have been missed: what was committed by a
process that died is there at once or, where the database comes back with it, a moment later."""
LEAST_S = 0.25
"""However often something may have been missed, the database is not asked more often."""
ROOM = "room:"
AT_A_TIME = 1_000

PublishHere = Callable[[Publish], Awaitable[None]]
Heard = Callable[[], Iterable[str]]
"""The topics that somebody hears in this process."""
Head = tuple[int, int]


class Heads:
    """Tells the rooms that are heard in this process where they stand in the database, if they have moved.

    Each process tells its own sockets, from the database: whatever got lost between two processes, or between
    a commit and its broadcast, is found. A room is told as soon as it is found to have moved since the last look;
    whoever came in between knows where it stood.

    Args:
        publish_here: Tells the sockets of this process only.
        heard: The topics that somebody hears in this process.
    """

    def __init__(self, publish_here: PublishHere, heard: Heard) -> None:
        self._publish_here = publish_here
        self._heard = heard
        self._told: dict[str, Head] = {}
        self._now = asyncio.Event()
        self._ticking: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start telling."""
        self._ticking = asyncio.create_task(self._tick(), name="room heads")

    async def stop(self) -> None:
        """Stop telling."""
        if self._ticking is not None:
            await end(self._ticking)

    def tell_now(self) -> None:
        """Look now: something may have been missed."""
        self._now.set()

    async def _tick(self) -> None:
        pauses = iter(SOON_S)
        while True:
            try:
                async with asyncio.timeout(next(pauses, EVERY_S)):
                    await self._now.wait()
                pauses = iter(SOON_S)
            except TimeoutError:
                pass  # nothing was missed that anyone knows of
            self._now.clear()
            try:
                await self._tell()
            except Exception:
                log.exception("room heads could not be told; they will be in a moment")
                pauses = iter(SOON_S)
            await asyncio.sleep(LEAST_S)

    async def _tell(self) -> None:
        rooms = [topic.removeprefix(ROOM) for topic in self._heard() if topic.startswith(ROOM)]
        told: dict[str, Head] = {}
        for start in range(0, len(rooms), AT_A_TIME):
            found = await known_heads.anew(rooms[start : start + AT_A_TIME])
            moved = {room_id: head for room_id, head in found.items() if head != self._told.get(room_id, (0, 0))}
            for room_id, head in moved.items():
                await self._publish_here(_event(room_id, head))
            # What is told of a room makes its head be forgotten; whoever comes back would wait for it.
            await known_heads.of(moved)
            told.update(found)
        self._told = told


def _event(room_id: str, head: Head) -> Publish:
    payload = {"heads": {room_id: {"seq": head[0], "rev": head[1]}}}
    return Publish(name="room.heads", audience=frozenset({ROOM + room_id}), payload=payload)
