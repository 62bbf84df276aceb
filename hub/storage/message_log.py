"""The message log: an append to a room takes the next `seq`, and appends are committed in groups.

What arrives while a write is under way goes into the next one. A batch is stored in the order of its
entries, so that no reader ever sees a `seq` whose predecessor comes later (architecture.md, "Messages:
the hot path", and docs/adr/0010).
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hub.kernel.errors import OperationError, unavailable
from hub.measures import Measures
from hub.storage.documents import Stored
from hub.storage.ending import end
from hub.storage.log_commit import Connection, Failure, LogCommit, failure, refusal, stored
from hub.storage.log_entry import Committed, Companions, Entry, Key, LogEntry

__all__ = ["Committed", "Companions", "Entry", "LogEntry", "MessageLog"]

log = logging.getLogger(__name__)
LONGEST_QUEUE = 5_000
LARGEST_BATCH = 500
MOST_UNTOLD = 20
"""Batches that are saved and not told; beyond it saving waits for telling."""
LAST_WRITE_S = 1.5
"""How long a stop waits for what is queued to be saved."""
LAST_WORDS_S = 1.0
"""How long a stop waits for what is saved to be told."""
PERSISTENCE_S = 20.0
"""How long a batch is tried: longer than a server takes to come back, and than it holds what a dead hub left open."""
PAUSES_S = (0.0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)


@dataclass(eq=False)
class Waiting:
    """An entry on its way into the log."""

    entry: Entry
    waiters: list[asyncio.Future[Entry]]
    """Who waits for it: the first, and those who sent it again meanwhile. One who gives up takes nobody along."""
    companions: Sequence[Stored] = ()
    saved: bool = False
    """It is stored: it was sent before, or a commit of which we had not heard has stored it."""
    told: bool = False
    """It was sent before, and everyone has been told of it."""


class MessageLog:
    """One writer for all rooms of this process; several processes may write to one room."""

    def __init__(
        self, connect: Callable[[], Connection], measures: Measures, *, longest_queue: int = LONGEST_QUEUE
    ) -> None:
        self._commit = LogCommit(connect)
        self._measures = measures
        self._longest = longest_queue
        self._queue: list[Waiting] = []
        self._under_way: dict[Key, Waiting] = {}
        """What is queued or being saved: a retry waits for the first one."""
        self._work = asyncio.Event()
        self._untold: asyncio.Queue[tuple[float, list[Entry], list[Stored]]] = asyncio.Queue(MOST_UNTOLD)
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = False
        self.companions: Companions | None = None
        self.saved: Callable[[Sequence[Entry]], None] | None = None
        """Told of entries that are stored, by their seq, before those who wait for them; it must not raise."""
        self.committed: Committed | None = None
        self.met_again: Callable[[], None] | None = None
        """Told that something had been stored before: by whoever should have told of it, and perhaps did not."""

    def start(self) -> None:
        """Start the writer and the teller."""
        self._tasks = [
            asyncio.create_task(self._write_forever(), name="message-log"),
            asyncio.create_task(self._tell_forever(), name="message-log told"),
        ]

    async def stop(self) -> None:
        """Write what is queued, tell of it, then stop."""
        self._stopping = True
        self._work.set()
        if self._tasks:
            writer, teller = self._tasks
            await asyncio.wait({writer}, timeout=LAST_WRITE_S)
            await end(writer)
            words = asyncio.create_task(self._untold.join(), name="message-log last words")
            await asyncio.wait({words}, timeout=LAST_WORDS_S)
            await end(words, teller)
        self._refuse(self._queue, unavailable("The server is stopping: this was not saved."))
        self._queue = []
        await self._commit.close()

    @property
    def waiting(self) -> int:
        """Entries that are queued or being saved."""
        return len(self._under_way)

    @property
    def untold(self) -> int:
        """Batches that are saved and not told of yet."""
        return self._untold.qsize()

    async def append(self, entry: Entry) -> Entry:
        """Append an entry; its place in the order is taken before this first waits.

        Returns:
            The stored entry with its `seq`; the first one if this `client_msg_id` was sent before.

        Raises:
            OperationError: `unavailable` when too much is waiting or the database does not answer.
        """
        if self._stopping:
            raise unavailable("The server is stopping: this was not saved.")
        waiter: asyncio.Future[Entry] = asyncio.get_running_loop().create_future()
        first = self._under_way.get(entry.key)
        if first is not None:
            first.waiters.append(waiter)
        elif len(self._under_way) >= self._longest:
            raise unavailable("Too many messages are waiting to be saved.", retry_after=1)
        else:
            self._under_way[entry.key] = waiting = Waiting(entry=entry, waiters=[waiter])
            self._queue.append(waiting)
            self._work.set()
        return await waiter

    async def _write_forever(self) -> None:
        loop = asyncio.get_running_loop()
        while not self._stopping:
            await self._work.wait()
            self._work.clear()
            while self._queue:
                batch, self._queue = self._queue[:LARGEST_BATCH], self._queue[LARGEST_BATCH:]
                began = loop.time()
                try:
                    await self._save(await self._accompanied(batch))
                except asyncio.CancelledError:
                    self._refuse(batch, unavailable("The server is stopping: this was perhaps not saved."))
                    raise
                self._measures.batch_size.observe(len(batch))
                self._measures.batch_seconds.observe(loop.time() - began)

    async def _accompanied(self, batch: list[Waiting]) -> list[Waiting]:
        """Find what goes with each entry; one for which that fails is refused alone."""
        if self.companions is None:
            return batch
        accompanied: list[Waiting] = []
        for waiting in batch:
            try:
                waiting.companions = await self.companions(waiting.entry)
            except Exception as fault:
                log.exception("what goes with a message could not be found")
                self._refuse([waiting], refusal(fault))
            else:
                accompanied.append(waiting)
        return accompanied

    async def _save(self, batch: list[Waiting]) -> None:
        """Save entries, or refuse them. A fault is tried again until it passes, or for long enough."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + PERSISTENCE_S
        attempt = 0
        while batch:
            try:
                if attempt:
                    await self._recognise(batch)
                await self._write(batch)
                break
            except Exception as fault:
                found = failure(fault)
                if found is Failure.NEVER:
                    await self._without_what_cannot_be(batch, fault)
                    return
                if found is Failure.FULL or loop.time() > deadline:
                    log.exception("a batch of messages could not be saved", extra={"messages": len(batch)})
                    self._refuse(batch, _given_up(found, fault))
                    return
            self._measures.retries.inc()
            await asyncio.sleep(PAUSES_S[min(attempt, len(PAUSES_S) - 1)] * random.uniform(0.5, 1))  # noqa: S311
            attempt += 1
        await self._saved(batch)

    async def _write(self, batch: list[Waiting]) -> None:
        fresh = [waiting for waiting in batch if not waiting.saved]
        if fresh:
            companions = [companion for waiting in fresh for companion in waiting.companions]
            await self._commit.write([waiting.entry for waiting in fresh], companions)

    async def _without_what_cannot_be(self, batch: list[Waiting], fault: Exception) -> None:
        """Save the halves of a batch each by itself, down to the one entry that is at fault."""
        if len(batch) == 1:
            log.error("a message could not be saved", exc_info=fault)
            self._refuse(batch, refusal(fault))
            return
        middle = len(batch) // 2
        await self._save(batch[:middle])
        await self._save(batch[middle:])

    async def _recognise(self, batch: list[Waiting]) -> None:
        """Find what is stored already: by whom it was sent before, or by a commit of ours that we lost sight of."""
        unsure = [waiting for waiting in batch if not waiting.saved]
        if not unsure:
            return
        found = await stored(unsure[0].entry.kind, [waiting.entry.key for waiting in unsure])
        for waiting in unsure:
            row = found.get(waiting.entry.key)
            if row is not None:
                waiting.saved = True
                waiting.told = row["_id"] != waiting.entry.row["_id"]
                waiting.entry.become(row)

    async def _saved(self, batch: list[Waiting]) -> None:
        """Answer those who wait, then have everyone told: acks go out before the broadcast.

        Waits where telling has fallen far behind.
        """
        batch = sorted(batch, key=lambda waiting: int(waiting.entry.row["seq"]))
        if self.saved is not None:
            self.saved([waiting.entry for waiting in batch])
        for waiting in batch:
            self._under_way.pop(waiting.entry.key, None)
            for waiter in waiting.waiters:
                if not waiter.done():
                    waiter.set_result(waiting.entry)
        new = [waiting for waiting in batch if not waiting.told]
        if new:
            entries = [waiting.entry for waiting in new]
            companions = [companion for waiting in new for companion in waiting.companions]
            await self._untold.put((asyncio.get_running_loop().time(), entries, companions))
        if len(new) < len(batch) and self.met_again is not None:
            self.met_again()

    async def _tell_forever(self) -> None:
        while True:
            saved_at, entries, companions = await self._untold.get()
            try:
                if self.committed is not None:
                    await self.committed(entries, companions)
            except Exception:
                log.exception("what follows a message could not be told")
            finally:
                self._measures.telling_delay.observe(asyncio.get_running_loop().time() - saved_at)
                self._untold.task_done()

    def _refuse(self, batch: Sequence[Waiting], refused: OperationError) -> None:
        for waiting in batch:
            self._under_way.pop(waiting.entry.key, None)
            for waiter in waiting.waiters:
                if not waiter.done():
                    # Each its own: one that is raised by many collects the tracebacks of all.
                    own = OperationError(refused.code, refused.detail, retry_after=refused.retry_after)
                    own.__cause__ = refused.__cause__
                    waiter.set_exception(own)


def _given_up(found: Failure, fault: Exception) -> OperationError:
    if found is Failure.FULL:
        refused = unavailable("The disk is full: nothing was saved. Make room, then try again.")
    else:
        refused = unavailable("The message could not be saved. It is safe to send it again.", retry_after=2)
    refused.__cause__ = fault
    return refused
