"""Writing an archive: everything, or what is one person's, in constant memory."""

from __future__ import annotations

import base64
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import orjson

from hub.features.transfer.kinds import Kind, Kinds
from hub.features.transfer.sources.archive import CHUNKS, END, VERSION
from hub.features.transfer.values import to_json
from hub.kernel.context import Ctx
from hub.storage.blobs import BlobDocument, Blobs
from hub.storage.documents import Owned
from hub.storage.shares import Scoped, scopes_of
from hub.storage.wire import iso

AT_ONCE = 1_000
PIECE = 256 * 1024
BLOB_FIELDS = ("blob_id", "thumb_blob_id")

Write = Callable[[bytes], Awaitable[None]]
Tell = Callable[[str, int], Awaitable[None]]
"""`(collection, how many more were written)`; raises where nobody wants it any more."""


@dataclass(frozen=True, kw_only=True)
class Whose:
    """What goes into the archive: one person's things, or (None) everything."""

    person: Mapping[str, Any] | None
    """`{id, username}`."""


class Packer:
    """Lines into gzip, a piece at a time."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._packing = zlib.compressobj(6, zlib.DEFLATED, 31)
        self._held = bytearray()
        self.size = 0

    async def line(self, found: Mapping[str, Any]) -> None:
        """Add a line."""
        self._held += orjson.dumps(found, option=orjson.OPT_APPEND_NEWLINE)
        if len(self._held) >= PIECE:
            await self._out(self._packing.compress(bytes(self._held)))
            self._held.clear()

    async def close(self) -> None:
        """Write what is held back."""
        await self._out(self._packing.compress(bytes(self._held)) + self._packing.flush())
        self._held.clear()

    async def _out(self, packed: bytes) -> None:
        if packed:
            self.size += len(packed)
            await self._write(packed)


async def export(ctx: Ctx, kinds: Kinds, whose: Whose, write: Write, tell: Tell, *, instance: str) -> int:
    """Write an archive; returns its size in bytes.

    Args:
        ctx: Whose rights count; for everything, the system's or an administrator's.
        kinds: What is carried.
        whose: What goes in.
        write: Takes the packed bytes.
        tell: Told of progress.
        instance: What this instance is called.
    """
    packer = Packer(write)
    await packer.line(
        {
            "panoramix": VERSION,
            "instance": instance,
            "made_at": iso(ctx.now),
            "scope": "all" if whose.person is None else "mine",
            "person": dict(whose.person) if whose.person else None,
        }
    )
    file = kinds.by_name.get("file")
    if file is not None:
        await _bytes(ctx, kinds, file, whose, packer, tell)
    for kind in kinds:
        await _documents(ctx, kinds, kind, whose, packer, tell)
    await packer.line({"panoramix": VERSION, "type": END})
    await packer.close()
    return packer.size


async def _documents(ctx: Ctx, kinds: Kinds, kind: Kind, whose: Whose, packer: Packer, tell: Tell) -> None:
    collection, count = kind.portable.collection, 0
    await packer.line({"collection": collection, "type": "begin"})
    async for row in _rows(ctx, kinds, kind, whose):
        await packer.line({"collection": collection, "doc": to_json(kind, row, secrets=whose.person is None)})
        count += 1
        if count % AT_ONCE == 0:
            await tell(collection, AT_ONCE)
    await packer.line({"collection": collection, "type": END, "count": count})
    await tell(collection, count % AT_ONCE)


async def _bytes(ctx: Ctx, kinds: Kinds, file: Kind, whose: Whose, packer: Packer, tell: Tell) -> None:
    """The bytes of the files that are carried, each once however many files share them."""
    await packer.line({"collection": CHUNKS, "type": "begin"})
    async for row in _rows(ctx, kinds, file, whose):
        for blob_id in filter(None, (row.get(name) for name in BLOB_FIELDS)):
            if await _is_first(file, row["_id"], blob_id):
                await _blob(blob_id, packer, tell)
    await packer.line({"collection": CHUNKS, "type": END})


async def _is_first(file: Kind, file_id: str, blob_id: str) -> bool:
    """Whether no file before this one has the same bytes. Reading somebody else's file first only means twice."""
    same = {"$or": [{name: blob_id} for name in BLOB_FIELDS], "_id": {"$lt": file_id}, **file.portable.carried}
    return await file.document.rows().find_one(same, {"_id": 1}) is None


async def _blob(id: str, packer: Packer, tell: Tell) -> None:
    if await BlobDocument.rows().find_one({"_id": id}, {"_id": 1}) is None:
        return
    n = 0
    async for data in Blobs().read(id):
        piece = {"files_id": id, "n": n, "data": base64.b64encode(data).decode()}
        await packer.line({"collection": CHUNKS, "doc": piece})
        n += 1
    await tell(CHUNKS, n)


async def _rows(ctx: Ctx, kinds: Kinds, kind: Kind, whose: Whose) -> AsyncIterator[Mapping[str, Any]]:
    if whose.person is None:
        conditions: list[Mapping[str, Any]] = [{}]
    else:
        found = await mine(ctx, kind)
        if found is None and kind.entity.under is not None and not kind.portable.instance:
            async for row in _beneath(ctx, kinds, kind, whose):
                yield row
            return
        conditions = [] if found is None else [found]
    for condition in conditions:
        wanted: dict[str, Any] = {"$and": [condition, dict(kind.portable.carried)]}
        async for row in kind.document.rows().find(wanted).sort(list(kind.portable.order)).batch_size(AT_ONCE):
            yield row


async def _beneath(ctx: Ctx, kinds: Kinds, kind: Kind, whose: Whose) -> AsyncIterator[Mapping[str, Any]]:
    """What hangs beneath what the person takes along."""
    field = cast("str", kind.entity.under)
    above = kinds.by_name[kind.entity.references[field]]
    ids: list[str] = []
    async for row in _rows(ctx, kinds, above, whose):
        ids.append(row["_id"])
        if len(ids) == AT_ONCE:
            async for below in kind.document.rows().find({field: {"$in": ids}}).sort("_id", 1):
                yield below
            ids = []
    async for below in kind.document.rows().find({field: {"$in": ids}}).sort("_id", 1):
        yield below


async def mine(ctx: Ctx, kind: Kind) -> Mapping[str, Any] | None:
    """The filter for what the caller takes along of a kind; None where it goes with what it hangs beneath, or not."""
    if kind.portable.instance:
        return None
    if kind.portable.mine is not None:
        return await kind.portable.mine(ctx)
    if kind.entity.visible is not None:
        return await kind.entity.visible(ctx)
    if kind.entity.under is not None:
        return None
    if issubclass(kind.document, Scoped):
        return {"scope": {"$in": await scopes_of(ctx.work, ctx.person_id)}}
    return {"owner_id": ctx.person_id} if issubclass(kind.document, Owned) else None
