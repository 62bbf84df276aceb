"""The message log: an append to a room takes the next `seq`, and appends are committed in groups.

What arrives while a write is under way goes into the next one. A batch is one transaction, so that
no reader ever sees a `seq` whose predecessor comes later (architecture.md, "Messages: the hot path").
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from pymongo.errors import DuplicateKeyError, OperationFailure

from hub.kernel.errors import OperationError, unavailable
from hub.storage.counters import next_value, values
from hub.storage.documents import D, Stored, encode
from hub.storage.ending import end
from hub.storage.gather import Gathering
from hub.storage.unit_of_work import TRANSIENT, Client

log = logging.getLogger(__name__)
LONGEST_QUEUE = 20_000
LARGEST_BATCH = 500
LAST_WRITE_S = 1.5
"""How long a stop waits for what is queued to be saved."""
ATTEMPTS = 10


class LogEntry(Stored):
    """What a log needs of its entries: the log they are in, their place, and what makes a retry known."""

    room_id: str
    seq: int = 0
    sender_id: str
    client_msg_id: str


Companions = Callable[[LogEntry], Awaitable[Sequence[Stored]]]
"""What must be stored in the same commit as an entry (a run of the agent that it triggers)."""
Committed = Callable[[Sequence[LogEntry], Sequence[Stored]], Awaitable[None]]
"""Told after each commit, in order: the new entries and their companions."""


@dataclass
class Waiting:
    """An entry on its way into the log."""

    entry: LogEntry
    done: asyncio.Future[LogEntry]


class MessageLog:
    """One writer for all rooms of this process; several processes may write to one room."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._queue: list[Waiting] = []
        self._work = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None
        self._stopping = False
        self.companions: Companions | None = None
        self.committed: Committed | None = None

    @property
    def waiting(self) -> int:
        """How many entries wait for a commit."""
        return len(self._queue)

    def start(self) -> None:
        """Start the writer."""
        self._writer = asyncio.create_task(self._write_forever(), name="message-log")

    async def stop(self) -> None:
        """Write what is queued, then stop."""
        self._stopping = True
        self._work.set()
        if self._writer is not None:
            await asyncio.wait({self._writer}, timeout=LAST_WRITE_S)
            await end(self._writer)
        self._fail(self._queue, unavailable("The server is stopping: this was not saved."))
        self._queue = []

    async def append(self, entry: D) -> D:
        """Append an entry; its place in the order is taken before this first waits.

        Returns:
            The stored entry with its `seq`; the first one if this `client_msg_id` was sent before.

        Raises:
            OperationError: `unavailable` when too much is waiting or the database does not answer.
        """
        if not isinstance(entry, LogEntry):
            raise TypeError("only log entries can be appended")
        if self._stopping:
            raise unavailable("The server is stopping: this was not saved.")
        if len(self._queue) >= LONGEST_QUEUE:
            raise unavailable("Too many messages are waiting to be saved.", retry_after=1)
        done: asyncio.Future[LogEntry] = asyncio.get_running_loop().create_future()
        self._queue.append(Waiting(entry=entry, done=done))
        self._work.set()
        return await done  # type: ignore[return-value]  # an entry comes back as the class it went in

    async def _write_forever(self) -> None:
        while not self._stopping:
            await self._work.wait()
            self._work.clear()
            while self._queue:
                batch, self._queue = self._queue[:LARGEST_BATCH], self._queue[LARGEST_BATCH:]
                await self._commit(batch)

    async def _commit(self, batch: list[Waiting]) -> None:
        try:
            for _attempt in range(ATTEMPTS):
                stored = await self._attempt(batch)
                if stored is not None:
                    break
            else:
                raise unavailable("Others keep writing to this room. Try again.", retry_after=1)
        except asyncio.CancelledError:
            self._fail(batch, unavailable("The server is stopping: this was not saved."))
            raise
        except OperationError as refusal:
            self._fail(batch, refusal)
            return
        except Exception as fault:
            log.exception("a batch of messages could not be saved", extra={"messages": len(batch)})
            refusal = unavailable("The message could not be saved. It is safe to send it again.", retry_after=2)
            refusal.__cause__ = fault
            self._fail(batch, refusal)
            return
        fresh, companions = stored
        for waiting in batch:
            if not waiting.done.done():
                waiting.done.set_result(waiting.entry)
        if self.committed is not None and fresh:
            try:
                await self.committed(fresh, companions)
            except Exception:
                log.exception("what follows a message could not be told")

    async def _attempt(self, batch: list[Waiting]) -> tuple[list[LogEntry], list[Stored]] | None:
        """Try to commit a batch; None where another was faster and it must be tried again."""
        fresh = await self._unknown(batch)
        if not fresh:
            return [], []
        companions: list[Stored] = []
        if self.companions is not None:
            for entry in fresh:
                companions.extend(await self.companions(entry))
        rooms: dict[str, list[LogEntry]] = {}
        for entry in fresh:
            rooms.setdefault(entry.room_id, []).append(entry)
        try:
            async with self._client.start_session() as session, await session.start_transaction():
                for room_id in sorted(rooms):
                    entries = rooms[room_id]
                    last = await next_value(room_id, session, len(entries))
                    for place, entry in enumerate(entries):
                        entry.seq = last - len(entries) + 1 + place
                await type(fresh[0]).rows().insert_many([encode(entry) for entry in fresh], session=session)
                for companion in companions:
                    await type(companion).rows().insert_one(encode(companion), session=session)
        except DuplicateKeyError:
            return None
        except OperationFailure as fault:
            if fault.has_error_label(TRANSIENT):
                return None
            raise
        return fresh, companions

    async def _unknown(self, batch: list[Waiting]) -> list[LogEntry]:
        """The entries that are not stored yet; for the others the waiting one becomes the stored one."""
        kind = type(batch[0].entry)
        keys = [_key(waiting.entry) for waiting in batch]
        known: dict[tuple[str, str, str], LogEntry] = {}
        wanted = [{"room_id": room, "sender_id": sender, "client_msg_id": own} for room, sender, own in keys]
        async for raw in kind.rows().find({"$or": wanted}):
            entry = kind.model_validate(raw)
            known[_key(entry)] = entry
        fresh: list[LogEntry] = []
        for waiting, key in zip(batch, keys, strict=True):
            first = known.get(key)
            if first is None:
                known[key] = waiting.entry
                fresh.append(waiting.entry)
            else:
                waiting.entry = first
        return fresh

    @staticmethod
    def _fail(batch: list[Waiting], refusal: OperationError) -> None:
        for waiting in batch:
            if not waiting.done.done():
                # Each its own: one that is raised by many collects the tracebacks of all.
                own = OperationError(refusal.code, refusal.detail, retry_after=refusal.retry_after)
                own.__cause__ = refusal.__cause__
                waiting.done.set_exception(own)


def _key(entry: LogEntry) -> tuple[str, str, str]:
    return entry.room_id, entry.sender_id, entry.client_msg_id


def rev_counter(room_id: str) -> str:
    """The name of the counter of a room's changes to messages."""
    return f"{room_id}/rev"


async def heads(room_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Where rooms stand: id to (seq, rev)."""
    return await _heads.get_many(room_ids)


async def _read_heads(room_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    found = await values([name for room_id in room_ids for name in (room_id, rev_counter(room_id))])
    return {room_id: (found[room_id], found[rev_counter(room_id)]) for room_id in room_ids}


_heads: Gathering[str, tuple[int, int]] = Gathering(_read_heads, lambda: (0, 0))
