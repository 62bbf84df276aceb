"""Now and then, where rooms stand: heals a quiet room whose last broadcast was lost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

from hub.kernel.events import Publish
from hub.storage.ending import end
from hub.storage.heads import heads

log = logging.getLogger(__name__)
EVERY_S = 30.0
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
        while True:
            try:
                async with asyncio.timeout(EVERY_S):
                    await self._now.wait()
            except TimeoutError:
                pass  # nothing was missed that anyone knows of
            self._now.clear()
            try:
                await self._tell()
            except Exception:
                log.exception("room heads could not be told")

    async def _tell(self) -> None:
        rooms = [topic.removeprefix(ROOM) for topic in self._heard() if topic.startswith(ROOM)]
        told: dict[str, Head] = {}
        for start in range(0, len(rooms), AT_A_TIME):
            found = await heads(rooms[start : start + AT_A_TIME])
            for room_id, head in found.items():
                if head != self._told.get(room_id, (0, 0)):
                    await self._publish_here(_event(room_id, head))
            told.update(found)
        self._told = told


def _event(room_id: str, head: Head) -> Publish:
    payload = {"heads": {room_id: {"seq": head[0], "rev": head[1]}}}
    return Publish(name="room.heads", audience=frozenset({ROOM + room_id}), payload=payload)
