"""One batch of log entries, committed at once; and what it means when that fails."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import Enum, auto
from queue import SimpleQueue
from threading import Thread
from typing import Any

from bson.errors import BSONError
from pymongo import DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import (
    ConnectionFailure,
    DocumentTooLarge,
    DuplicateKeyError,
    OperationFailure,
    PyMongoError,
    WriteConcernError,
)
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from hub.kernel.errors import OperationError, invalid, too_large, unavailable
from hub.storage.documents import Stored, encode
from hub.storage.log_entry import Entry, Key, LogEntry

Connection = Database[dict[str, Any]]
LAST_COMMIT_S = 1.0
DURABLE = WriteConcern(w="majority", j=True)
LASTING = ReadConcern("majority")
TRANSIENT = "TransientTransactionError"
UNKNOWN_COMMIT = "UnknownTransactionCommitResult"
DUPLICATE = 11000
PASSING = frozenset({DUPLICATE, 6, 7, 89, 91, 112, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436})
"""Codes of what passes: another was faster, or the server stops, steps down or has lost others."""
MOST_ROOMS = 50_000
OUT_OF_DISK = 14031


class Failure(Enum):
    """What to do after a batch could not be committed."""

    AGAIN = auto()
    """Some of it may be stored, by us or by another before us: look what is, then try the rest again."""
    FULL = auto()
    """There is no room on the disk."""
    NEVER = auto()
    """Something in it can never be stored."""


class LogCommit:
    """Commits batches, one after the other, in a thread of its own.

    In a thread, because a round trip of the blocking driver costs half the processor time of one of the
    asyncio driver (docs/adr/0010). The session is kept also after a fault: its next transaction ends one
    that the server still holds open, which would otherwise keep others from the same rooms until it expires.

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
        connection, session, places = None, None, _Places()
        while (job := self._jobs.get()) is not None:
            fault: Exception | None = None
            try:
                if connection is None or session is None:
                    connection = self._connect()
                    session = connection.client.start_session(causal_consistency=False)
                _commit(job, connection, session, places)
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


class _Places:
    """Where rooms stand, as far as this process knows.

    A guess that costs nothing: where another process has been faster, the unique index on room and seq
    refuses the batch, what was thought of its rooms is forgotten, and they are read again.
    """

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def give(self, collection: str, entries: Sequence[Entry], connection: Connection) -> None:
        """Give entries the next places of their rooms, in their order. A query if a room is not known."""
        rooms = {entry.room_id for entry in entries}
        unknown = rooms.difference(self._last)
        if unknown:
            if len(self._last) + len(unknown) > MOST_ROOMS:
                self._last = {room_id: self._last[room_id] for room_id in rooms.difference(unknown)}
            self._last.update(dict.fromkeys(unknown, 0))
            found = connection[collection].aggregate(last_places(list(unknown)), batchSize=len(unknown) + 1)
            self._last.update((row["_id"], int(row["seq"])) for row in found)
        for entry in entries:
            entry.row["seq"] = self._last[entry.room_id] = self._last[entry.room_id] + 1

    def forget(self, entries: Sequence[Entry]) -> None:
        """Forget where the rooms of some entries stand."""
        for entry in entries:
            self._last.pop(entry.room_id, None)


def _commit(job: _Job, connection: Connection, session: ClientSession, places: _Places) -> None:
    """Store a batch: by itself in one command, with companions in one transaction.

    Either way what is stored of a room is a beginning of the batch: the command goes by the order of the entries
    and stops at the first that fails, so that no place is ever left empty.
    """
    try:
        places.give(job.collection, job.entries, connection)
        insert = {"insert": job.collection, "documents": [entry.row for entry in job.entries]}
        if not job.companions:
            _check(connection.command({**insert, "ordered": True, "writeConcern": DURABLE.document}))
            return
        session.start_transaction(write_concern=DURABLE)
        try:
            _check(connection.command(insert, session=session))
            for collection, row in job.companions:
                _check(connection.command({"insert": collection, "documents": [row]}, session=session))
        except BaseException:
            session.abort_transaction()
            raise
        session.commit_transaction()
    except BaseException:
        places.forget(job.entries)
        raise


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
    if isinstance(fault, (ConnectionFailure, WriteConcernError)) or (
        isinstance(fault, PyMongoError) and fault.has_error_label(UNKNOWN_COMMIT)
    ):
        return Failure.AGAIN
    if isinstance(fault, OperationFailure):
        if fault.code in PASSING or fault.has_error_label(TRANSIENT):
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


def last_places(room_ids: Sequence[str]) -> list[dict[str, Any]]:
    """A pipeline over a collection of entries for the last `seq` of rooms, one look into the index for each room.

    Gives `{"_id": room_id, "seq": int}`; a room without entries is missing.
    """
    return [
        {"$match": {"room_id": {"$in": list(room_ids)}}},
        {"$sort": {"room_id": DESCENDING, "seq": DESCENDING}},
        {"$group": {"_id": "$room_id", "seq": {"$first": "$seq"}}},
    ]


def _check(answer: dict[str, Any]) -> None:
    """Raise what a command says of its writes: those before the first that failed are stored."""
    for error in answer.get("writeErrors", ()):
        sort = DuplicateKeyError if error["code"] == DUPLICATE else OperationFailure
        raise sort(error.get("errmsg", ""), error["code"], error)
    doubt = answer.get("writeConcernError")
    if doubt is not None:
        raise WriteConcernError(doubt.get("errmsg", ""), doubt.get("code"), doubt)
