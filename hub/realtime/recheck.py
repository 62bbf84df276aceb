"""Looking again who may hear what, after an order from another process may have been missed.

As long as the bus stands, orders keep the topics of every socket right. When it was away, or this process was cut off
from it, the database is asked: nobody keeps hearing a room that they were taken out of, and who was put into one
hears it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence

from hub.realtime.server import Realtime

log = logging.getLogger(__name__)
AT_A_TIME = 200
GATHER_S = 0.1
"""What gives reason to look within this time is one look."""
AGAIN_S = 2.0
ROOM, PROJECT, ROLE = "room:", "project:", "role:"
ADMIN = "role:admin"

Topics = Callable[[Sequence[str]], Awaitable[Mapping[str, frozenset[str]]]]
"""Person ids to the topics of their rooms and of their role; a person who is locked out has none."""


class Recheck:
    """Makes the topics of the sockets here what the database says.

    Args:
        realtime: The sockets.
        topics: What the database says.
        for_admins: Topics that only administrators may hear, if they asked to.
    """

    def __init__(self, realtime: Realtime, topics: Topics, for_admins: frozenset[str]) -> None:
        self._realtime = realtime
        self._topics = topics
        self._for_admins = for_admins
        self._reason = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._moved: set[str] = set()
        """Whose topics were changed by an order since they were looked up."""

    def start(self) -> None:
        """Be ready to look."""
        self._task = asyncio.create_task(self._look_forever(), name="recheck")

    async def stop(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def soon(self) -> None:
        """Look soon: something may have been missed."""
        self._reason.set()

    def moved(self, user_id: str) -> None:
        """An order concerns this person: what was looked up before is out of date."""
        self._moved.add(user_id)

    async def _look_forever(self) -> None:
        while True:
            await self._reason.wait()
            await asyncio.sleep(GATHER_S)
            self._reason.clear()
            try:
                await self._look()
            except Exception:  # a task's top: the database may be away too
                log.exception("who may hear what could not be looked up; it will be tried again")
                await asyncio.sleep(AGAIN_S)
                self._reason.set()

    async def _look(self) -> None:
        people = list(self._realtime.by_person)
        while people:
            part, people = people[:AT_A_TIME], people[AT_A_TIME:]
            self._moved.clear()
            found = await self._topics(part)
            # Synchronous from here on for each person: no order comes between the look and its effect.
            for user_id in part:
                if user_id in self._moved:
                    people.append(user_id)
                else:
                    await self._set(user_id, found.get(user_id, frozenset()))

    async def _set(self, user_id: str, allowed: frozenset[str]) -> None:
        io = self._realtime.io
        for sid in list(self._realtime.by_person.get(user_id, ())):
            connection = self._realtime.connections.get(sid)
            if connection is None:
                continue
            heard = set(io.rooms(sid))
            for topic in heard:
                if self._is_lost(topic, allowed):
                    await self._realtime.silence(connection, topic)
            for topic in allowed - heard:
                if connection.greeted and connection.may_hear(topic):
                    await io.enter_room(sid, topic)

    def _is_lost(self, topic: str, allowed: frozenset[str]) -> bool:
        if topic in self._for_admins:
            return ADMIN not in allowed
        return topic.startswith((ROOM, PROJECT, ROLE)) and topic not in allowed
