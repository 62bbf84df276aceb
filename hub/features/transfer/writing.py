"""Writing what was made of a file: a thousand documents in a transaction, with the entry that says so."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import ReplaceOne, UpdateOne
from pymongo.errors import BulkWriteError, OperationFailure

from hub.features.transfer.above import straighten
from hub.features.transfer.kinds import Kind
from hub.kernel.catalog import Catalog
from hub.kernel.clock import Clock
from hub.kernel.context import Call
from hub.kernel.operation import Operation
from hub.storage.activity import Change, entry
from hub.storage.blobs import CHUNK, BlobDocument, ChunkDocument
from hub.storage.documents import Stored, encode, new_id

TRANSIENT = "TransientTransactionError"
DUPLICATE = 11000
PAUSES_S = (0.0, 0.01, 0.05, 0.2, 0.5, 1.0, 2.0)
BUSY = "is being changed by somebody else"
Row = dict[str, Any]


class Refused(Exception):
    """The database does not take it; says why."""


@dataclass(frozen=True, kw_only=True)
class Ready:
    """What is to be written of one document."""

    line: int
    old_id: str
    row: Row
    before: Mapping[str, Any] | None = None
    """As it is stored; None for what is new."""
    beside: Stored | None = None


class Writer:
    """Writes documents and the record of them.

    Args:
        catalog: What there is.
        operation: What the entries say was done.
        call: Who does it, under which batch.
        clock: For the entries.
    """

    def __init__(self, catalog: Catalog, operation: Operation, call: Call, clock: Clock) -> None:
        self._catalog = catalog
        self._operation = operation
        self._call = call
        self._clock = clock

    async def write(self, kind: Kind, some: Sequence[Ready]) -> dict[int, str]:
        """Write documents of one kind; those that cannot be stored are left out.

        Returns:
            Why, by line, for each that was left out.
        """
        if not some:
            return {}
        try:
            await self._together(kind, some)
        except Refused as why:
            if len(some) == 1:
                return {some[0].line: str(why)}
            middle = len(some) // 2
            return {**await self.write(kind, some[:middle]), **await self.write(kind, some[middle:])}
        return {}

    async def _together(self, kind: Kind, some: Sequence[Ready]) -> None:
        for pause in PAUSES_S:
            await asyncio.sleep(pause)
            try:
                await self._transaction(kind, some)
                return
            except OverflowError:
                raise Refused("holds a number that is too large") from None
            except BulkWriteError as fault:
                if fault.has_error_label(TRANSIENT):
                    continue
                if _is_duplicate(fault) and kind.portable.settle is not None and kind.portable.settled:
                    continue  # somebody else was given the place meanwhile: look again
                raise Refused(
                    "there is one like it already" if _is_duplicate(fault) else "cannot be stored"
                ) from fault
            except OperationFailure as fault:
                if not fault.has_error_label(TRANSIENT):
                    raise
        raise Refused("others keep changing this")

    async def _transaction(self, kind: Kind, some: Sequence[Ready]) -> None:
        fresh = [one for one in some if one.before is None]
        rows = kind.document.rows()
        async with rows.database.client.start_session() as session, await session.start_transaction():
            made = [one.row for one in fresh]
            beside = [one.beside for one in fresh if one.beside is not None]
            if kind.portable.settle is not None and made:
                await kind.portable.settle(made, session)
            changed = [one for one in some if one.before is not None]
            if changed and await take_place(kind, [(one.before or {}, one.row) for one in changed], session):
                raise Refused(BUSY)  # it was put in order before: somebody else moved what it hangs on
            # First: by it those who follow all changes know what the rest of the transaction is.
            await self._record(kind, some, beside, session)
            if made:
                await rows.insert_many(made, session=session)
            if changed:
                done = await rows.bulk_write([_update(one) for one in changed], session=session)
                if done.matched_count < len(changed):
                    raise Refused(BUSY)
            if beside:
                puts = [ReplaceOne({"_id": one.id}, _stored(one, fresh[0].row), upsert=True) for one in beside]
                await type(beside[0]).rows().bulk_write(puts, session=session)

    async def _record(self, kind: Kind, some: Sequence[Ready], beside: Sequence[Stored], session: Any) -> None:
        changes = [
            Change(
                document=kind.document,
                entity=kind.entity,
                id=one.row["_id"],
                change="created" if one.before is None else "updated",
                before=one.before,
                after=one.row,
            )
            for one in some
        ]
        changes += [
            Change(
                document=type(one),
                entity=self._catalog.entity_of(type(one)),
                id=one.id,
                change="created",
                before=None,
                after=encode(one) | {"revision": 1},
            )
            for one in beside
        ]
        at = self._clock.now()
        made, spill = entry(self._operation, self._call, at=at, id=new_id(), changes=changes, compact=True)
        for one in (made, *spill):
            # What changed is as it is stored already, and there are a thousand of it.
            changed, one.changes = one.changes, []
            await type(one).rows().insert_one(encode(one) | {"changes": changed}, session=session)


async def take_place(kind: Kind, some: Sequence[tuple[Mapping[str, Any], Row]], session: Any) -> dict[str, str]:
    """In the transaction in which rows are about to take the place of stored ones: keep right what hangs on them.

    Args:
        kind: What they are.
        some: As they are stored, and as they will be; changed in place.
        session: The transaction.

    Returns:
        What had to be taken out, in words, by id.
    """
    rows = [row for _, row in some]
    if kind.portable.renew is not None:
        await kind.portable.renew(rows, session)
    above = kind.portable.above
    if above is None:
        return {}
    moved = [row for before, row in some if before.get(above.field) != row.get(above.field)]
    if moved and above.hold is not None:
        await above.hold(sorted({row["owner_id"] for row in moved}), session)
    return await straighten(kind, moved, session=session)


async def put_bytes(id: str, pieces: Sequence[tuple[int, bytes]], whole: tuple[int, str, Any] | None) -> None:
    """Store pieces of a file's bytes; again is the same.

    Args:
        id: Where they are kept.
        pieces: `(place, bytes)`.
        whole: With the last of them, the size, the digest and when: then they are whole.
    """
    await ChunkDocument.rows().bulk_write(
        [
            ReplaceOne({"_id": f"{id}.{n}"}, {"_id": f"{id}.{n}", "files_id": id, "n": n, "data": data}, upsert=True)
            for n, data in pieces
        ]
    )
    if whole is not None:
        size, digest, at = whole
        row = {"_id": id, "length": size, "chunkSize": CHUNK, "uploadDate": at, "metadata": {"sha256": digest}}
        await BlobDocument.rows().replace_one({"_id": id}, row, upsert=True)


def _stored(doc: Stored, beside: Mapping[str, Any]) -> Row:
    doc.revision = 1
    doc.created_at, doc.updated_at = beside["created_at"], beside["updated_at"]
    return encode(doc)


def _update(one: Ready) -> UpdateOne:
    assert one.before is not None
    fields = {name: value for name, value in one.row.items() if name != "_id" and one.before.get(name) != value}
    return UpdateOne({"_id": one.row["_id"], "revision": one.before.get("revision", 0)}, {"$set": fields})


def _is_duplicate(fault: BulkWriteError) -> bool:
    details: Any = fault.details
    return any(error.get("code") == DUPLICATE for error in details.get("writeErrors", []))
