"""What was changed in the database, by whichever process: one change stream for all who want to know.

A change is told within milliseconds of its commit, in order. While the server is away nothing is told;
afterwards the stream goes on from where it was, or, if that is no longer known, from then on.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pymongo.asynchronous.change_stream import AsyncChangeStream
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError

from hub.storage.ending import end

log = logging.getLogger(__name__)
AWAIT_MS = 1_000
"""How long the server waits for something to tell before it answers that there is nothing."""
SILENCE_S = 3.0
"""A stream that has not answered for so long is not believed to tell everything."""
TICK_S = 0.5
"""Silence is counted in steps of the event loop's own: a process that has not listened for seconds, because thousands
come back at once, has no reason to doubt the stream, and would make it worse by asking the database instead."""
PAUSE_S = 1.0

Change = Mapping[str, Any]
"""A change event of MongoDB's, without the document itself."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which changes somebody wants to know of.

    Attributes:
        collection: Its name.
        when: A condition on the event, met by the server so that the rest is never sent.
        told: Called with each event, in order; it must neither wait nor raise. It may also be called with
            events of that collection that another one wanted.
    """

    collection: str
    when: Mapping[str, Any]
    told: Callable[[Change], None]


class Following:
    """The change stream of this process; say what is wanted, then `start` it.

    Args:
        database: Whose changes.
        lag: Told of each change how many seconds after its commit it was acted on, by the server's clock and ours.
    """

    def __init__(
        self, database: AsyncDatabase[dict[str, Any]], *, lag: Callable[[float], None] = lambda _seconds: None
    ) -> None:
        self._database = database
        self._lag = lag
        self._wanted: dict[str, list[Wanted]] = {}
        self._task: asyncio.Task[None] | None = None
        self._open = False
        self.up = False
        """Whether what changes now will be told in a moment."""
        self._answered = 0.0
        self._ticks = 0
        """Steps since the last answer."""
        self._timer: asyncio.TimerHandle | None = None
        self.restarted: list[Callable[[], None]] = []
        """Called whenever the stream has (re)started: what happened before may not have been told."""

    def want(self, *wanted: Wanted) -> None:
        """Have changes told; before `start`."""
        for one in wanted:
            self._wanted.setdefault(one.collection, []).append(one)

    @property
    def silent_s(self) -> float:
        """Seconds since the stream last answered, if only that there is nothing."""
        return time.monotonic() - self._answered if self._answered else 0.0

    def start(self) -> None:
        """Start following."""
        self._task = asyncio.create_task(self._follow(), name="following")
        self._tick()

    async def stop(self) -> None:
        """Stop following."""
        if self._timer is not None:
            self._timer.cancel()
        if self._task is not None:
            await end(self._task)
        self._close()

    async def _follow(self) -> None:
        after: Mapping[str, Any] | None = None
        while True:
            try:
                watched = await self._database.watch(self._pipeline(), resume_after=after, max_await_time_ms=AWAIT_MS)
                async with watched as stream:
                    self._is_open()
                    while stream.alive:
                        after = await self._next(stream) or after
            except PyMongoError as fault:
                # The database is away; what happens meanwhile is told after the pause, from where we were.
                log.warning("changes are not followed just now: %s", fault)
                after = None if _cannot_resume(fault) else after
            finally:
                self._close()
            await asyncio.sleep(PAUSE_S)

    def _close(self) -> None:
        self._open = self.up = False

    def _tick(self) -> None:
        self._ticks += 1
        if self._ticks * TICK_S >= SILENCE_S:
            self.up = False
        self._timer = asyncio.get_running_loop().call_later(TICK_S, self._tick)

    def _hear(self) -> None:
        self._answered = time.monotonic()
        self._ticks = 0
        self.up = self._open

    def _is_open(self) -> None:
        self._hear()
        for told in self.restarted:
            told()
        self._open = self.up = True

    async def _next(self, stream: AsyncChangeStream[dict[str, Any]]) -> Mapping[str, Any] | None:
        change = await stream.try_next()
        self._hear()
        if change is not None:
            for one in self._wanted.get(change["ns"]["coll"], ()):
                try:
                    one.told(change)
                except Exception:
                    log.exception("a change could not be told", extra={"collection": one.collection})
            self._lag(lag_of(change))
        return stream.resume_token

    def _pipeline(self) -> list[Mapping[str, Any]]:
        name = self._database.name
        conditions = [
            {"$and": [of_collection(name, one.collection), one.when]}
            for some in self._wanted.values()
            for one in some
        ]
        return [{"$match": {"$or": conditions}}, {"$project": {"fullDocument": 0}}]


def of_collection(database: str, *collections: str) -> dict[str, Any]:
    """The condition on an event that it is of one of some collections.

    By the whole of `ns` the server sees in its log already what is wanted. By `ns.coll` in an `$or` it makes an event
    of every write to any collection first: three times the work, for each stream.
    """
    return {"ns": {"$in": [{"db": database, "coll": name} for name in collections]}}


def lag_of(change: Change) -> float:
    """How many seconds ago a change was committed; never less than none, whatever the clocks say."""
    at = change.get("wallTime")
    if at is None:  # a server before 6.0 says it in whole seconds only
        at = change["clusterTime"].as_datetime()
    elif at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return max(0.0, (datetime.now(UTC) - at).total_seconds())


def _cannot_resume(fault: PyMongoError) -> bool:
    return fault.has_error_label("NonResumableChangeStreamError") or getattr(fault, "code", None) in (260, 280, 286)
