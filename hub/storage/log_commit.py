"""One batch of log entries, committed in one transaction; and what it means when that fails."""

from __future__ import annotations

import asyncio
from collections import Counter as Tally
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import Enum, auto
from queue import SimpleQueue
from threading import Thread
from typing import Any

from bson.errors import BSONError
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import ConnectionFailure, DocumentTooLarge, DuplicateKeyError, OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from hub.kernel.errors import OperationError, invalid, too_large, unavailable
from hub.storage.counters import Counter
from hub.storage.documents import Stored, encode
from hub.storage.log_entry import Entry, Key, LogEntry

Connection = Database[dict[str, Any]]
COUNTERS = Counter.collection_name()
LAST_COMMIT_S = 1.0
DURABLE = WriteConcern(w="majority", j=True)
LASTING = ReadConcern("majority")
TRANSIENT = "TransientTransactionError"
UNKNOWN_COMMIT = "UnknownTransactionCommitResult"
DUPLICATE = 11000
OUT_OF_DISK = 14031


class Failure(Enum):
    """What to do after a batch could not be committed."""

    AGAIN = auto()
    """Another was faster; nothing is stored."""
    DOUBT = auto()
    """Some of it may be stored, by us or by another before us: look first, then try again."""
    FULL = auto()
    """There is no room on the disk."""
    NEVER = auto()
    """Something in it can never be stored."""


class LogCommit:
    """Commits batches, one after the other, through one session, in a thread of its own.

    In a thread, because a round trip of the blocking driver costs half the processor time of one of the
    asyncio driver, and a lone message waits for three of them (docs/adr/0010). The session is kept also
    after a fault: its next transaction ends one that the server still holds open, which would otherwise
    keep others from the same counters until it expires.

    Args:
        connect: Opens a blocking connection; called in the thread, which closes it.
    """

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread: Thread | None = None

    async def close(self) -> None:
        """End the thread after what it is doing; one that the database keeps waiting ends with the process."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._jobs.put(None)
            await asyncio.to_thread(thread.join, LAST_COMMIT_S)

    async def write(self, entries: Sequence[Entry], companions: Sequence[Stored]) -> None:
        """Give entries of one kind their places and store them; durable when this returns.

        Who stops waiting does not stop it.

        Raises:
            Exception: See `failure`.
        """
        if self._thread is None:
            self._thread = Thread(target=self._work, name="message-log", daemon=True)
            self._thread.start()
        job = _Job(
            entries=entries,
            collection=entries[0].kind.rows().name,
            companions=[(type(companion).rows().name, encode(companion)) for companion in companions],
            loop=asyncio.get_running_loop(),
        )
        self._jobs.put(job)
        await job.done

    def _work(self) -> None:
        connection, session = None, None
        while (job := self._jobs.get()) is not None:
            fault: Exception | None = None
            try:
                if connection is None or session is None:
                    connection = self._connect()
                    session = connection.client.start_session(causal_consistency=False)
                _commit(job, connection, session)
            except Exception as raised:
                fault = raised
            job.finish(fault)
        if connection is not None:
            connection.client.close()


class _Job:
    """A batch on its way through the thread."""

    def __init__(
        self,
        *,
        entries: Sequence[Entry],
        collection: str,
        companions: Sequence[tuple[str, dict[str, Any]]],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self.entries = entries
        self.collection = collection
        self.companions = companions
        self.done: asyncio.Future[None] = loop.create_future()
        self._loop = loop

    def finish(self, fault: Exception | None) -> None:
        """Tell who waits, from the thread; nobody may be left."""

        def tell() -> None:
            if self.done.done():
                return
            if fault is None:
                self.done.set_result(None)
            else:
                self.done.set_exception(fault)

        with suppress(RuntimeError):  # the loop has ended meanwhile
            self._loop.call_soon_threadsafe(tell)


def _commit(job: _Job, connection: Connection, session: ClientSession) -> None:
    session.start_transaction(write_concern=DURABLE)
    try:
        last = _advanced(Tally(entry.room_id for entry in job.entries), connection, session)
        for entry in reversed(job.entries):
            entry.row["seq"] = last[entry.room_id]
            last[entry.room_id] -= 1
        _insert(job.collection, [entry.row for entry in job.entries], connection, session)
        for collection, row in job.companions:
            _insert(collection, [row], connection, session)
    except BaseException:
        session.abort_transaction()
        raise
    session.commit_transaction()


async def stored(kind: type[LogEntry], keys: Sequence[Key]) -> dict[Key, dict[str, Any]]:
    """Those of some entries that are stored for good, as they are: what is not durable yet may still be lost."""
    wanted: dict[tuple[str, str], list[str]] = {}
    for room_id, sender_id, own in keys:
        wanted.setdefault((room_id, sender_id), []).append(own)
    places = [
        {"room_id": room_id, "sender_id": sender_id, "client_msg_id": {"$in": owns}}
        for (room_id, sender_id), owns in wanted.items()
    ]
    found = kind.rows().with_options(read_concern=LASTING).find({"$or": places})
    return {(row["room_id"], row["sender_id"], row["client_msg_id"]): row async for row in found}


def failure(fault: Exception) -> Failure:
    """What it means that a batch could not be committed."""
    if isinstance(fault, ConnectionFailure) or (
        isinstance(fault, PyMongoError) and fault.has_error_label(UNKNOWN_COMMIT)
    ):
        return Failure.DOUBT
    if isinstance(fault, OperationFailure):
        if fault.code == DUPLICATE:
            return Failure.DOUBT
        if fault.has_error_label(TRANSIENT):
            return Failure.AGAIN
        if fault.code == OUT_OF_DISK:
            return Failure.FULL
    return Failure.NEVER


def refusal(fault: Exception) -> OperationError:
    """What the sender of the one entry that can never be stored is told."""
    if isinstance(fault, OverflowError):
        return invalid("A number in the input is too large.")
    if isinstance(fault, DocumentTooLarge):
        return too_large("This is too large to be stored.")
    if isinstance(fault, (BSONError, ValueError, TypeError)):
        return invalid("This cannot be stored.")
    return unavailable("The message could not be saved. It is safe to send it again.", retry_after=2)


def _advanced(steps: Tally[str], connection: Connection, session: ClientSession) -> dict[str, int]:
    """Advance the counters of rooms; returns the new values. Two round trips for however many rooms, one for one.

    Others who advance the same counter give way to this transaction: no value is visible before a smaller one.
    """
    if len(steps) == 1:
        ((room_id, step),) = steps.items()
        answer = connection.command(
            {
                "findAndModify": COUNTERS,
                "query": {"_id": room_id},
                "update": {"$inc": {"value": step}},
                "upsert": True,
                "new": True,
            },
            session=session,
        )
        return {room_id: int(answer["value"]["value"])}
    updates = [
        {"q": {"_id": room_id}, "u": {"$inc": {"value": steps[room_id]}}, "upsert": True} for room_id in sorted(steps)
    ]
    _check(connection.command({"update": COUNTERS, "updates": updates}, session=session))
    found = connection[COUNTERS].find({"_id": {"$in": list(steps)}}, batch_size=len(steps) + 1, session=session)
    return {row["_id"]: int(row["value"]) for row in found}


def _insert(collection: str, rows: Sequence[dict[str, Any]], connection: Connection, session: ClientSession) -> None:
    _check(connection.command({"insert": collection, "documents": rows}, session=session))


def _check(answer: dict[str, Any]) -> None:
    """Raise what a command says of its writes; one that fails ends the transaction."""
    for error in answer.get("writeErrors", ()):
        sort = DuplicateKeyError if error["code"] == DUPLICATE else OperationFailure
        raise sort(error.get("errmsg", ""), error["code"], answer)
