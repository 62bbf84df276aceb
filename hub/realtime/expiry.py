"""Sign-ins that run out: their open sockets are told and cut, as when one is revoked.

A personal token says when it runs out; it gets a deadline on the wheel that all connections share, once for however
many sockets. A session runs out when nobody has renewed it for long, which moves each time it is: now and then the
database is asked which will run out before the next look, and only those get a deadline. At the deadline it is asked
again. Nothing is kept for a connection whose sign-in does not run out.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta

from hub.kernel.clock import Clock
from hub.kernel.context import Actor
from hub.kernel.events import Disconnect
from hub.realtime.server import Connection, Realtime

log = logging.getLogger(__name__)
LOOK_EVERY_S = 1800.0
AGAIN_S = 5.0
REASON = "the sign-in has expired"

RunsOutAt = Callable[[Actor], Awaitable[datetime | None]]
"""When a caller's token runs out, None for never or not known; a time in the past for one that is no more."""
RunningOut = Callable[[datetime, Collection[str]], Awaitable[Mapping[str, datetime]]]
"""Those of these sessions that run out until then, and when; one that has gone ran out."""


class _Deadline:
    """When one sign-in runs out."""

    __slots__ = ("_over", "actor", "due_at")

    def __init__(self, actor: Actor, over: Callable[[Actor], None]) -> None:
        self.actor = actor
        self.due_at = 0
        self._over = over

    def due(self) -> None:
        """It has come."""
        self._over(self.actor)


class Expiry:
    """Cuts the sockets of sign-ins that run out.

    Args:
        realtime: The sockets.
        clock: What time it is.
        runs_out_at: Asked of a personal token that has connected.
        running_out: Asked of the sessions that are connected.
    """

    def __init__(self, realtime: Realtime, clock: Clock, *, runs_out_at: RunsOutAt, running_out: RunningOut) -> None:
        self._realtime = realtime
        self._clock = clock
        self._runs_out_at = runs_out_at
        self._running_out = running_out
        self._wheel = realtime.io.eio.deadlines
        self._deadlines: dict[str, _Deadline] = {}
        """By the id of the session or token."""
        self._looking: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        realtime.came.append(self._moved)

    def start(self) -> None:
        """Begin to look for sessions that will run out."""
        self._looking = asyncio.create_task(self._look_forever(), name="expiry")

    async def stop(self) -> None:
        """Look no more."""
        tasks = [*self._tasks, *([self._looking] if self._looking else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for deadline in self._deadlines.values():
            self._wheel.clear(deadline)
        self._deadlines.clear()

    def _moved(self, connection: Connection, came: bool) -> None:
        # A session that connects has just been renewed; its time comes with a look.
        if came and connection.actor.scopes is not None:
            self._over(connection.actor)

    def _over(self, actor: Actor) -> None:
        """Perhaps a sign-in has run out."""
        task = asyncio.create_task(self._look_at(actor), name="expiry of one")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _look_at(self, actor: Actor) -> None:
        id, at = actor.session_id, None
        if id is None:
            return
        try:
            if actor.scopes is not None:
                at = await self._runs_out_at(actor)
            else:
                at = (await self._running_out(self._clock.now(), (id,))).get(id)
        except Exception:  # a task's top: the database is away, and nothing can be asked for anyway
            log.exception("whether a sign-in has expired could not be looked up; it will be tried again")
            at = self._clock.now() + timedelta(seconds=AGAIN_S)
        await self._set(id, actor, at)

    async def _set(self, id: str, actor: Actor, at: datetime | None) -> None:
        if at is None or not self._is_here(actor):
            self._forget(id)
            return
        left = (at - self._clock.now()).total_seconds()
        if left > 0:
            deadline = self._deadlines.setdefault(id, _Deadline(actor, self._over))
            self._wheel.set(deadline, left)
            return
        self._forget(id)
        cut = Disconnect(user_id=actor.person_id, reason=REASON, session_ids=frozenset({id}))
        await self._realtime.cut(cut)

    def _forget(self, id: str) -> None:
        deadline = self._deadlines.pop(id, None)
        if deadline is not None:
            self._wheel.clear(deadline)

    def _is_here(self, actor: Actor) -> bool:
        connections, sids = self._realtime.connections, self._realtime.by_person.get(actor.person_id, ())
        return any(sid in connections and connections[sid].actor.session_id == actor.session_id for sid in list(sids))

    async def _look_forever(self) -> None:
        while True:
            pause = LOOK_EVERY_S
            try:
                await self._look()
            except Exception:
                log.exception("which sessions will expire could not be looked up; it will be tried again")
                pause = AGAIN_S
            await asyncio.sleep(pause)

    async def _look(self) -> None:
        """Set a deadline for each session that may run out before the next look."""
        here = {
            one.actor.session_id: one.actor
            for one in self._realtime.connections.values()
            if one.actor.session_id is not None and one.actor.scopes is None
        }
        for id in [id for id in self._deadlines if not self._is_here(self._deadlines[id].actor)]:
            self._forget(id)
        until = self._clock.now() + timedelta(seconds=2 * LOOK_EVERY_S)
        for id, at in (await self._running_out(until, here)).items():
            await self._set(id, here[id], at)
