"""File bytes in MongoDB, in the layout of GridFS, written and read one chunk at a time.

PyMongo's own bucket holds several chunks at once (docs/adr/0017); here a file of any size takes the memory of one.
The layout is that of the GridFS specification, so that its tools read what is here: `fs.chunks` holds
`{files_id, n, data}`, and `fs.files` a row for each file that is whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from bson import Binary
from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from hub.kernel.errors import conflict
from hub.storage.documents import Stored, new_id

CHUNK = 255 * 1024
"""Bytes of every chunk but a file's last one; what GridFS's own drivers take."""


class BlobDocument(Stored):
    """A row of `fs.files`: the bytes are whole. Written and read as it is, never through the model."""

    class Settings:
        name = "fs.files"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("unused_since", ASCENDING)], sparse=True),
        ]


class ChunkDocument(Stored):
    """A row of `fs.chunks`. Written and read as it is, never through the model."""

    class Settings:
        name = "fs.chunks"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("files_id", ASCENDING), ("n", ASCENDING)], unique=True),
        ]


@dataclass(frozen=True, kw_only=True)
class Blob:
    """Bytes that are whole.

    Attributes:
        id: Where they are kept.
        size: How many.
        sha256: Their digest, in hex.
    """

    id: str
    size: int
    sha256: str


class BlobWriter:
    """Takes bytes as they come, and stores each chunk as soon as it is full."""

    def __init__(self, id: str, chunks: int = 0) -> None:
        """Go on after so many chunks that are stored already."""
        self.id = id
        self._chunks = chunks
        self._rest = bytearray()
        # What came in an earlier request has not been seen here: it is read again at the end.
        self._digest = hashlib.sha256() if chunks == 0 else None

    @property
    def offset(self) -> int:
        """How many bytes are durable."""
        return self._chunks * CHUNK

    @property
    def taken(self) -> int:
        """How many bytes have come, durable or not."""
        return self.offset + len(self._rest)

    async def write(self, data: bytes) -> None:
        """Take some more bytes.

        Raises:
            OperationError: `conflict`: another request writes to the same place.
        """
        if self._digest is not None:
            self._digest.update(data)
        self._rest += data
        while len(self._rest) >= CHUNK:
            await self._store(bytes(self._rest[:CHUNK]))
            del self._rest[:CHUNK]

    async def finish(self) -> Blob:
        """Store what is left, and say that the bytes are whole.

        Raises:
            OperationError: `conflict`: another request writes to the same place.
        """
        size = self.taken
        if self._rest:
            await self._store(bytes(self._rest))
            self._rest.clear()
        digest = self._digest.hexdigest() if self._digest is not None else await Blobs().digest(self.id)
        row = {
            "_id": self.id,
            "length": size,
            "chunkSize": CHUNK,
            "uploadDate": datetime.now(UTC),
            "metadata": {"sha256": digest},
        }
        # Twice where the first answer was lost: it is whole all the same.
        await BlobDocument.rows().replace_one({"_id": self.id}, row, upsert=True)
        return Blob(id=self.id, size=size, sha256=digest)

    async def abort(self) -> None:
        """Leave nothing behind."""
        self._rest.clear()
        await Blobs().remove([self.id])

    async def _store(self, data: bytes) -> None:
        row = {"_id": f"{self.id}.{self._chunks}", "files_id": self.id, "n": self._chunks, "data": Binary(data)}
        try:
            await ChunkDocument.rows().insert_one(row)
        except DuplicateKeyError:
            raise conflict("Another request is writing to this upload.") from None
        self._chunks += 1


class Blobs:
    """The bytes of all files."""

    async def begin(self, id: str | None = None) -> BlobWriter:
        """Somewhere for new bytes to go."""
        return BlobWriter(id or new_id())

    async def resume(self, id: str) -> BlobWriter:
        """Where bytes go on that came in part, at `offset`; what lies beyond the last full chunk was lost."""
        last = await ChunkDocument.rows().find_one({"files_id": id}, {"n": 1}, sort=[("n", -1)])
        return BlobWriter(id, last["n"] + 1 if last else 0)

    async def find(self, id: str) -> Blob | None:
        """The bytes of that id, if they are whole."""
        row = await BlobDocument.rows().find_one({"_id": id})
        return Blob(id=id, size=row["length"], sha256=row["metadata"]["sha256"]) if row else None

    async def read(self, id: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start` up to and without `end`, at most a chunk at a time."""
        n = start // CHUNK
        while end is None or n * CHUNK < end:
            row = await ChunkDocument.rows().find_one({"files_id": id, "n": n}, {"_id": 0, "data": 1})
            if row is None:
                return
            data: bytes = row["data"]
            first = max(start - n * CHUNK, 0)
            last = len(data) if end is None else min(end - n * CHUNK, len(data))
            yield data if first == 0 and last == len(data) else data[first:last]
            if len(data) < CHUNK:
                return
            n += 1

    async def patch(self, id: str, patches: Iterable[tuple[int, bytes]]) -> str:
        """Write over some bytes, as many as there were; returns the digest of what is there then."""
        for offset, data in patches:
            while data:
                n, within = divmod(offset, CHUNK)
                row = await ChunkDocument.rows().find_one({"files_id": id, "n": n}, {"data": 1})
                if row is None:
                    break
                old: bytes = row["data"]
                part = data[: len(old) - within]
                if not part:
                    break
                new = Binary(old[:within] + part + old[within + len(part) :])
                await ChunkDocument.rows().update_one({"_id": row["_id"]}, {"$set": {"data": new}})
                offset, data = offset + len(part), data[len(part) :]
        digest = await self.digest(id)
        await BlobDocument.rows().update_one({"_id": id}, {"$set": {"metadata.sha256": digest}})
        return digest

    async def digest(self, id: str) -> str:
        """The SHA-256 of what is stored, in hex."""
        found = hashlib.sha256()
        async for data in self.read(id):
            found.update(data)
        return found.hexdigest()

    async def remove(self, ids: Sequence[str]) -> None:
        """Remove bytes for good; whoever calls this knows that nothing refers to them."""
        some: dict[str, Any] = {"$in": list(ids)}
        await BlobDocument.rows().delete_many({"_id": some})
        await ChunkDocument.rows().delete_many({"files_id": some})


async def stored_bytes() -> tuple[int, int]:
    """How many blobs there are, and how many bytes they have."""
    rows = await BlobDocument.rows().aggregate(
        [{"$group": {"_id": None, "n": {"$sum": 1}, "size": {"$sum": "$length"}}}]
    )
    found = await rows.to_list(1)
    return (found[0]["n"], found[0]["size"]) if found else (0, 0)
