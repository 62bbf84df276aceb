"""The unit of work: what an operation wants to change, written in one transaction with its record."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from random import random
from typing import Any, Protocol, cast

from pydantic import BaseModel
from pymongo import AsyncMongoClient, DeleteOne, InsertOne, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import BulkWriteError, OperationFailure, PyMongoError

from hub.kernel.catalog import Catalog
from hub.kernel.clock import Clock
from hub.kernel.context import Call
from hub.kernel.errors import OperationError, invalid, unavailable
from hub.kernel.events import Signal
from hub.kernel.operation import Operation
from hub.kernel.pipeline import Committed, Session, WriteConflict
from hub.storage.activity import Change, entry
from hub.storage.counters import next_value
from hub.storage.documents import D, Stored, decode, encode, new_id, scope_of
from hub.storage.idempotency import Answer, answer_id
from hub.storage.log_entry import Entry
from hub.storage.read_cache import ReadCache

Client = AsyncMongoClient[dict[str, Any]]
TRANSIENT = "TransientTransactionError"
UNKNOWN_COMMIT = "UnknownTransactionCommitResult"
OUT_OF_DISK = 14031
DUPLICATE = 11000
APART_S = 0.06
"""How far apart those come again who wanted to change the same thing at the same time, at most."""


@dataclass
class Held:
    """One document in a unit of work."""

    doc: Stored
    original: dict[str, Any] | None
    """As it was read; None for a new one."""
    deleted: bool = False
    touched: bool = False


class Log(Protocol):
    """A log that entries can be appended to."""

    async def append(self, entry: Entry) -> Entry:
        """Append durably; returns the stored entry, with its place."""
        ...


class UnitOfWork:
    """Buffers inserts, updates and deletes; `commit` writes them together, or nothing.

    Each update is filtered on the revision that was read: when somebody else was faster the commit
    raises `WriteConflict` and the pipeline runs the handler again with a new unit of work.
    """

    def __init__(self, client: Client, catalog: Catalog, clock: Clock, log: Log, cache: ReadCache) -> None:
        self._log = log
        self._cache = cache
        self._client = client
        self._catalog = catalog
        self._clock = clock
        self._held: dict[tuple[type[Stored], str], Held] = {}
        self._absent: set[tuple[type[Stored], str]] = set()
        """What was looked for by `load_many` and is not stored."""
        self._signals: list[Signal] = []
        self.undoes: list[str] = []

    @cached_property
    def activity_id(self) -> str:
        """The id that this unit of work's activity entry will have."""
        return new_id()

    @property
    def catalog(self) -> Catalog:
        """The kinds of things there are; undoing needs them."""
        return self._catalog

    async def load(self, kind: type[D], id: str) -> D | None:
        """The document with that id as this unit of work sees it; None if there is none (any more)."""
        held = self._held.get((kind, id))
        if held is None:
            if (kind, id) in self._absent:
                return None
            raw = await kind.rows().find_one({"_id": id})
            if raw is None:
                return None
            held = self._held.setdefault((kind, id), Held(doc=decode(kind, raw), original=raw))
        return None if held.deleted else cast("D", held.doc)

    async def glance(self, kind: type[D], id: str) -> D | None:
        """The document as of now or of a moment ago; see `Work.glance` and `ReadCache`."""
        held = self._held.get((kind, id))
        if held is None:
            return await self._cache.glance(kind, id)
        return None if held.deleted else cast("D", held.doc)

    async def glance_all(self, kind: type[D], field: str, value: str) -> Sequence[D]:
        """The documents with that value; see `Work.glance_all` and `ReadCache`."""
        held = {id: one for (found, id), one in self._held.items() if found is kind}
        kept = [doc for doc in await self._cache.glance_all(kind, field, value) if doc.id not in held]
        mine = [one.doc for one in held.values() if not one.deleted and getattr(one.doc, field) == value]
        return [*kept, *cast("list[D]", mine)]

    async def find(self, kind: type[D], where: Mapping[str, Any], *, limit: int = 0) -> list[D]:
        """The stored documents that match, oldest first; what this unit of work deletes is left out.

        The condition is met by what is stored: what this unit of work has only buffered does not count.
        """
        found: list[D] = []
        async for raw in kind.rows().find(dict(where)).sort("_id", 1).limit(limit):
            held = self._held.get((kind, raw["_id"]))
            if held is None:
                held = self._held.setdefault((kind, raw["_id"]), Held(doc=decode(kind, raw), original=raw))
            if not held.deleted:
                found.append(cast("D", held.doc))
        return found

    async def load_many(self, kind: type[D], ids: Sequence[str]) -> None:
        """Have the documents with these ids at hand for `load`, in one query."""
        await self.find(kind, {"_id": {"$in": list(ids)}})
        self._absent.update((kind, id) for id in ids if (kind, id) not in self._held)

    def insert(self, doc: D) -> D:
        """Store a new document; its times and revision are set here."""
        now = self._now()
        if doc.created_at.year == 1970:
            doc.created_at = now
        doc.updated_at = now
        doc.revision += 1
        self._held[type(doc), doc.id] = Held(doc=doc, original=None, touched=True)
        return doc

    def update(self, doc: D, **changes: Any) -> D:
        """Set fields, validated, in the object now and in the database at the commit."""
        held = self._held.get((type(doc), doc.id))
        if held is None:
            held = self._hold(doc)
        moved = False
        for name, value in changes.items():
            before = getattr(held.doc, name)
            type(doc).__pydantic_validator__.validate_assignment(held.doc, name, value)
            moved = moved or getattr(held.doc, name) != before
        if moved and not held.touched:
            held.touched = True
            held.doc.revision += 1
            held.doc.updated_at = self._now()
        return cast("D", held.doc)

    def delete(self, doc: Stored) -> None:
        """Remove a document at the commit."""
        held = self._held.get((type(doc), doc.id)) or self._hold(doc)
        held.deleted = held.touched = True

    def _hold(self, doc: Stored) -> Held:
        if self._cache.holds(doc):
            raise TypeError(f"a {type(doc).__name__} that was only glanced at cannot be changed: load it")
        held = self._held[type(doc), doc.id] = Held(doc=doc, original=encode(doc))
        return held

    def going(self, kind: type[Stored]) -> set[str]:
        """The ids of the documents of a kind that this unit of work deletes."""
        return {id for (found, id), held in self._held.items() if found is kind and held.deleted}

    def held(self, kind: type[D]) -> dict[str, D | None]:
        """What is at hand of a kind, by id, as it will be after the commit; None for what goes."""
        found = [(id, one) for (other, id), one in self._held.items() if other is kind]
        return {id: None if one.deleted else cast("D", one.doc) for id, one in found}

    async def append(self, entry: Entry) -> Entry:
        """Append to a log right away; see `MessageLog.append`."""
        return await self._log.append(entry)

    def signal(self, signal: Signal) -> None:
        """Have a signal carried out after the commit."""
        self._signals.append(signal)

    def changes(self) -> list[Change]:
        """What a commit would do, in the order in which it was asked for."""
        found: list[Change] = []
        for (kind, id), held in self._held.items():
            if not held.touched or (held.deleted and held.original is None):
                continue
            held.doc.derive()
            found.append(
                Change(
                    document=kind,
                    entity=self._catalog.entity_of(kind),
                    id=id,
                    change="created" if held.original is None else "deleted" if held.deleted else "updated",
                    before=held.original,
                    after=None if held.deleted else encode(held.doc),
                )
            )
        return found

    async def preview(self) -> Sequence[Change]:
        """What a commit would do; nothing is written."""
        return self.changes()

    async def answered(self, operation: Operation, call: Call) -> Mapping[str, Any] | None:
        """The first answer to this call's idempotency key, if it is less than a day old."""
        raw = await Answer.rows().find_one({"_id": answer_id(operation, call)})
        return raw["answer"] if raw else None

    async def commit(self, operation: Operation, call: Call, answer: BaseModel) -> Committed:
        """Write everything in one transaction.

        Raises:
            WriteConflict: Somebody else was faster, or a unique index was hit.
        """
        changes = self.changes()
        keyed = call.idempotency_key is not None and operation.idempotent
        if not changes and not keyed:
            return Committed(answer=answer, signals=tuple(self._signals))
        recorded = any(change.recorded for change in changes)
        try:
            async with self._client.start_session() as session, await session.start_transaction():
                if self._counts():
                    answer = await self._count(answer, session)
                    changes = self.changes()
                await _write(changes, session)
                if recorded:
                    await self._record(operation, call, changes, session)
                if keyed:
                    await self._remember(operation, call, answer, session)
        except (WriteConflict, OperationFailure) as fault:
            if isinstance(fault, OperationFailure) and not (fault.has_error_label(TRANSIENT) or _is_duplicate(fault)):
                raise
            # Who met somebody comes again, and would meet the same ones if all came again at once.
            await asyncio.sleep(random() * APART_S)  # noqa: S311 - no secret
            raise WriteConflict from fault
        finally:
            # Also after a fault: it may be stored all the same.
            self._cache.committed(changes)
        return Committed(
            answer=answer,
            changes=changes,
            activity_id=self.activity_id if recorded else None,
            signals=tuple(self._signals),
        )

    def _counts(self) -> bool:
        return any(held.touched and held.doc.counters() for held in self._held.values())

    async def _count(self, answer: BaseModel, session: AsyncClientSession) -> BaseModel:
        """Give updated documents the next values of their counters; the answer about one shows them too."""
        for held in self._held.values():
            if not held.touched or held.deleted or held.original is None:
                continue
            for name, counter in held.doc.counters().items():
                value = await next_value(counter, session)
                setattr(held.doc, name, value)
                if getattr(answer, "id", None) == held.doc.id and hasattr(answer, name):
                    answer = answer.model_copy(update={name: value})
        return answer

    async def _record(
        self, operation: Operation, call: Call, changes: Sequence[Change], session: AsyncClientSession
    ) -> None:
        made, spill = entry(
            operation,
            call,
            at=self._now(),
            id=self.activity_id,
            changes=changes,
            undoes=self.undoes,
            scopes={change.id: scope for change in changes if (scope := await self._scope_above(change)) is not None},
        )
        await type(made).rows().insert_one(encode(made), session=session)
        for piece in spill:
            await type(piece).rows().insert_one(encode(piece), session=session)

    async def _scope_above(self, change: Change) -> str | None:
        """Whose a thing is that hangs beneath another; None for one that stands by itself."""
        entity, raw, whose = change.entity, change.stored, None
        while entity is not None and entity.under is not None:
            above = self._catalog.entities[entity.references[entity.under]]
            held = self._held.get((above.document, raw[entity.under]))
            found = encode(held.doc) if held else await above.document.rows().find_one({"_id": raw[entity.under]})
            if found is None:
                break
            entity, raw, whose = above, found, scope_of(found)
        return whose

    async def _remember(
        self, operation: Operation, call: Call, answer: BaseModel, session: AsyncClientSession
    ) -> None:
        kept = Answer(
            id=answer_id(operation, call),
            created_at=self._now(),
            answer=answer.model_dump(mode="json", by_alias=True),
        )
        await Answer.rows().insert_one(encode(kept), session=session)

    def _now(self) -> datetime:
        return self._clock.now()


async def _write(changes: Sequence[Change], session: AsyncClientSession) -> None:
    """Write changes, those of one collection in one round trip.

    Raises:
        WriteConflict: A document is no longer as it was read.
    """
    by_document: dict[type[Stored], list[Change]] = {}
    for change in changes:
        by_document.setdefault(change.document, []).append(change)
    for document, some in by_document.items():
        done = await document.rows().bulk_write([_written(change) for change in some], session=session)
        if done.inserted_count + done.matched_count + done.deleted_count < len(some):
            raise WriteConflict


def _written(change: Change) -> InsertOne[dict[str, Any]] | UpdateOne | DeleteOne:
    if change.before is None:
        return InsertOne(dict(change.after or {}))
    as_read = {"_id": change.id, "revision": change.before.get("revision", 0)}
    if change.after is None:
        return DeleteOne(as_read)
    fields = {
        name: value
        for name, value in change.after.items()
        if name not in change.before or change.before[name] != value
    }
    return UpdateOne(as_read, {"$set": fields})


def _is_duplicate(fault: OperationFailure) -> bool:
    """Whether a unique index was hit, by one write or by one of many."""
    if isinstance(fault, BulkWriteError):
        failed = cast("dict[str, list[dict[str, Any]]]", fault.details).get("writeErrors", [])
        return any(error.get("code") == DUPLICATE for error in failed)
    return fault.code == DUPLICATE


class MongoStore:
    """Makes units of work, records refusals, and explains the database's faults."""

    def __init__(self, client: Client, catalog: Catalog, log: Log, cache: ReadCache) -> None:
        self._client = client
        self._catalog = catalog
        self._log = log
        self._cache = cache

    def begin(self, clock: Clock) -> Session:
        """A new, empty unit of work."""
        # The kernel's protocol speaks of any document; ours are `Stored`, of which it knows nothing.
        return cast("Session", UnitOfWork(self._client, self._catalog, clock, self._log, self._cache))

    async def refused(self, operation: Operation, call: Call, code: str, clock: Clock) -> str:
        """Record a refusal; returns the entry's id."""
        made, _ = entry(operation, call, at=clock.now(), id=new_id(), outcome=code)
        await type(made).rows().insert_one(encode(made))
        return made.id

    def explain(self, fault: Exception) -> OperationError | None:
        """The coded error that a fault of the database stands for, if it is one."""
        if isinstance(fault, OperationFailure) and fault.code == OUT_OF_DISK:
            return unavailable("The disk is full: nothing was saved. Make room, then try again.")
        if isinstance(fault, OverflowError):
            return invalid("A number in the input is too large.")
        if isinstance(fault, PyMongoError) and not isinstance(fault, OperationFailure):
            return unavailable("The database is not answering: nothing was saved.", retry_after=2)
        return None
