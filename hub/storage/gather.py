"""Lookups that are asked for at about the same time become one query.

When thousands of clients come back at once, each wants a handful of documents, and a query costs the
hub a hundred times what a document in it does. So a lookup waits for the next turn of the event loop,
or for a query that is under way, and then goes with whatever else has been asked for by then.
"""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import Any, Generic, TypeVar

from pymongo.asynchronous.collection import AsyncCollection
from pymongo.read_concern import ReadConcern

from hub.kernel.errors import unavailable
from hub.storage.documents import Stored

K = TypeVar("K")
V = TypeVar("V")
Raw = Mapping[str, Any]
MAJORITY = ReadConcern("majority")
LARGEST_QUERY = 500
"""Keys in one query: the database answers in one batch, and nobody waits long behind it."""
AT_ONCE = 2
PACE_S = 0.008
LONGEST_PACE_S = 0.05
"""The next query starts so long after one for several callers, for each of them beyond the first: when more than a
hundred a second ask, twenty queries a second answer them. Who asks alone does not wait."""
MOST_WAITING = 50_000


class Gathering(Generic[K, V]):
    """Gathers lookups by key into queries for many keys.

    What a lookup returns was read after it was asked for. Several callers get the same object for the
    same key: it is theirs to read, not to change.

    Args:
        read: Finds many keys at once; a key that is missing from its answer gets `absent()`.
        absent: What a lookup returns for what is not there.
        largest: Keys in one query.
        at_once: Queries under way at a time; what is asked for meanwhile goes into the next ones.
        most_waiting: Different keys that may wait; beyond that a lookup is refused.
    """

    def __init__(
        self,
        read: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]],
        absent: Callable[[], V],
        *,
        largest: int = LARGEST_QUERY,
        at_once: int = AT_ONCE,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._read = read
        self._absent = absent
        self._largest = largest
        self._at_once = at_once
        self._most_waiting = most_waiting
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: dict[K, list[asyncio.Future[V]]] = {}
        self._reading: set[asyncio.Task[None]] = set()
        self._due = False
        self._callers = 0
        """Since the last query."""
        self._next = 0.0
        """When the next query may start."""

    async def get(self, key: K) -> V:
        """What is stored under a key.

        Raises:
            OperationError: `unavailable`: too much is waiting.
            PyMongoError: The database refused or did not answer; each caller gets an error of its own.
        """
        self._callers += 1
        return await self._ask(key)

    async def get_many(self, keys: Iterable[K]) -> dict[K, V]:
        """What is stored under each of some keys, in their order; raises as `get`."""
        asked: dict[K, asyncio.Future[V]] = {}
        self._callers += 1
        try:
            for key in keys:
                asked[key] = self._ask(key)
            return {key: await future for key, future in asked.items()}
        finally:
            for future in asked.values():
                # After a fault or a cancellation nobody comes for the others any more.
                if not future.cancel() and not future.cancelled():
                    future.exception()

    def _ask(self, key: K) -> asyncio.Future[V]:
        """A future of the caller's own: being cancelled takes the answer from nobody else."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            # What an event loop that is gone left behind is nobody's any more.
            self._loop, self._waiting, self._reading, self._due, self._next = loop, {}, set(), False, 0.0
        asked = loop.create_future()
        same = self._waiting.get(key)
        if same is not None:
            same.append(asked)
            return asked
        if len(self._waiting) >= self._most_waiting:
            raise unavailable("Too much is being looked up at once.", retry_after=1)
        self._waiting[key] = [asked]
        self._soon(loop)
        return asked

    def _soon(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._due and self._waiting and len(self._reading) < self._at_once:
            self._due = True
            if loop.time() >= self._next:
                loop.call_soon(self._start, loop)
            else:
                loop.call_at(self._next, self._start, loop)

    def _start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin a query for what is waiting; from now on a lookup of the same keys goes into a later one."""
        if loop is not self._loop:
            return
        self._due = False
        if len(self._waiting) <= self._largest:
            batch, self._waiting = self._waiting, {}
        else:
            batch = {key: self._waiting.pop(key) for key in list(islice(self._waiting, self._largest))}
        if not batch:
            return
        self._next = loop.time() + min(PACE_S * (self._callers - 1), LONGEST_PACE_S)
        self._callers = 0
        task = loop.create_task(self._query(batch), name="gathered lookups")
        self._reading.add(task)
        task.add_done_callback(self._done)
        self._soon(loop)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._reading.discard(task)
        if self._loop is not None and task.get_loop() is self._loop and not self._loop.is_closed():
            self._soon(self._loop)

    async def _query(self, batch: dict[K, list[asyncio.Future[V]]]) -> None:
        try:
            found = await self._read(list(batch))
        except asyncio.CancelledError:
            for asked in chain.from_iterable(batch.values()):
                asked.cancel()
            raise
        except Exception as fault:
            # Each caller is told, with a copy of its own: one that many raise collects the tracebacks of all.
            for asked in chain.from_iterable(batch.values()):
                if not asked.done():
                    own = copy.copy(fault)
                    own.__cause__ = fault
                    asked.set_exception(own)
            return
        for key, waiting in batch.items():
            answer = found[key] if key in found else self._absent()
            for asked in waiting:
                if not asked.done():
                    asked.set_result(answer)


def one_by_id(
    kind: type[Stored], fields: Mapping[str, int] | None = None, *, lasting: bool = False
) -> Gathering[str, Raw | None]:
    """Lookups of single documents by their id; None for what is not there.

    Args:
        kind: What is looked up.
        fields: What is wanted of it; everything if not said.
        lasting: Read what a majority has, which no crash takes back; not what has just been written.
    """

    async def read(ids: Sequence[str]) -> dict[str, Raw | None]:
        rows = lasting_rows(kind) if lasting else kind.rows()
        found = rows.find({"_id": {"$in": list(ids)}}, fields, batch_size=len(ids) + 1)
        return {row["_id"]: row for row in await found.to_list(None)}

    return Gathering(read, lambda: None)


def all_by(kind: type[Stored], field: str, fields: Mapping[str, int] | None = None) -> Gathering[str, list[Raw]]:
    """Lookups of all documents that have a value in an indexed field, in the order of that index."""

    async def read(values: Sequence[str]) -> dict[str, list[Raw]]:
        found: dict[str, list[Raw]] = {}
        rows = kind.rows().find({field: {"$in": list(values)}}, fields, batch_size=5_000)
        for row in await rows.to_list(None):
            found.setdefault(row[field], []).append(row)
        return found

    return Gathering(read, list)


def lasting_rows(kind: type[Stored]) -> AsyncCollection[dict[str, Any]]:
    """A collection as a majority has it: what is read there is there for good, so it may be kept or told."""
    return kind.rows().with_options(read_concern=MAJORITY)
