"""One batch of log entries, committed in one transaction; and what it means when that fails."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Sequence
from enum import Enum, auto
from typing import Any

from bson.errors import BSONError
from pymongo import AsyncMongoClient
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import ConnectionFailure, DocumentTooLarge, DuplicateKeyError, OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from hub.kernel.errors import OperationError, invalid, too_large, unavailable
from hub.storage.counters import Counter
from hub.storage.documents import Stored, encode
from hub.storage.log_entry import Entry, Key, LogEntry

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
    """Commits batches, one after the other, through one session.

    The session is kept also after a fault: its next transaction ends one that the server still holds
    open, which would otherwise keep others from the same counters until it expires.
    """

    def __init__(self, client: AsyncMongoClient[dict[str, Any]]) -> None:
        self._client = client
        self._session: AsyncClientSession | None = None

    async def close(self) -> None:
        """Give the session back."""
        session, self._session = self._session, None
        if session is not None:
            await session.end_session()

    async def write(self, entries: Sequence[Entry], companions: Sequence[Stored]) -> None:
        """Give entries of one kind their places and store them; durable when this returns.

        Raises:
            Exception: See `failure`.
        """
        if self._session is None:
            self._session = self._client.start_session(causal_consistency=False)
        session = self._session
        await session.start_transaction(write_concern=DURABLE)
        try:
            last = await _advanced(Tally(entry.room_id for entry in entries), session)
            for entry in reversed(entries):
                entry.row["seq"] = last[entry.room_id]
                last[entry.room_id] -= 1
            await _insert(entries[0].kind, [entry.row for entry in entries], session)
            for companion in companions:
                await _insert(type(companion), [encode(companion)], session)
        except BaseException:
            await session.abort_transaction()
            raise
        await session.commit_transaction()


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


async def _advanced(steps: Tally[str], session: AsyncClientSession) -> dict[str, int]:
    """Advance the counters of rooms; returns the new values. Two round trips for however many rooms, one for one.

    Others who advance the same counter give way to this transaction: no value is visible before a smaller one.
    """
    counters = Counter.rows()
    if len(steps) == 1:
        ((room_id, step),) = steps.items()
        answer = await counters.database.command(
            {
                "findAndModify": counters.name,
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
    _check(await counters.database.command({"update": counters.name, "updates": updates}, session=session))
    found = counters.find({"_id": {"$in": list(steps)}}, batch_size=len(steps) + 1, session=session)
    return {row["_id"]: int(row["value"]) async for row in found}


async def _insert(kind: type[Stored], rows: Sequence[dict[str, Any]], session: AsyncClientSession) -> None:
    collection = kind.rows()
    _check(await collection.database.command({"insert": collection.name, "documents": rows}, session=session))


def _check(answer: dict[str, Any]) -> None:
    """Raise what a command says of its writes; one that fails ends the transaction."""
    for error in answer.get("writeErrors", ()):
        sort = DuplicateKeyError if error["code"] == DUPLICATE else OperationFailure
        raise sort(error.get("errmsg", ""), error["code"], answer)
