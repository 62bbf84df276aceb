"""Bytes that nothing refers to any more are removed; not before what was deleted can no longer be brought back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from hub.features.files.documents import FileDocument, SweepDocument, TextDocument, UploadDocument
from hub.features.files.schemas import SweepFiles, Swept
from hub.features.files.setup import setup
from hub.kernel.context import Ctx
from hub.kernel.jobs import Job
from hub.kernel.operation import Effect, operation
from hub.kernel.policies import system_only
from hub.storage.blobs import BlobDocument, Blobs

THE_ONE = "sweep"
EVERY = timedelta(hours=6)
GRACE = timedelta(days=1)
"""Beyond the time for which activity is kept, as its own removal is not to the minute."""
AT_ONCE = 500


@operation("file.sweep", effect=Effect.DESTROY, policy=system_only, doors=frozenset(), undoable=False)
async def sweep(ctx: Ctx, command: SweepFiles) -> Swept:
    """Remove uploads that were given up, and bytes that nothing has referred to for as long as undo reaches."""
    removed = await _expired(ctx.now)
    removed += await _orphans(ctx.now)
    # Plain writes, each safe to repeat: two schedules at once do the same thing twice.
    await SweepDocument.rows().update_one({"_id": THE_ONE}, {"$set": {"swept_at": ctx.now}}, upsert=True)
    return Swept(removed=removed)


async def _expired(now: datetime) -> int:
    removed = 0
    async for row in UploadDocument.rows().find({"expires_at": {"$lte": now}}):
        if not row["made"]:
            thumbnail = (row.get("facts") or {}).get("thumb_blob_id")
            await Blobs().remove([row["_id"], *([thumbnail] if thumbnail else [])])
            await TextDocument.rows().delete_one({"_id": row["_id"]})
            removed += 1
        await UploadDocument.rows().delete_one({"_id": row["_id"]})
    return removed


async def _orphans(now: datetime) -> int:
    """Mark what nothing refers to, unmark what something does again, and remove what has been marked for long."""
    last, removed = "", 0
    while True:
        rows = await BlobDocument.rows().find({"_id": {"$gt": last}}).sort("_id", 1).limit(AT_ONCE).to_list(AT_ONCE)
        if not rows:
            return removed
        last = rows[-1]["_id"]
        used = await _referred_to([row["_id"] for row in rows])
        loose = [row for row in rows if row["_id"] not in used]
        over = now - timedelta(days=setup().kept_days) - GRACE
        gone = [row["_id"] for row in loose if row.get("unused_since") and row["unused_since"] < over]
        await Blobs().remove(gone)
        await TextDocument.rows().delete_many({"_id": {"$in": gone}})
        removed += len(gone)
        fresh = [row["_id"] for row in loose if not row.get("unused_since")]
        await BlobDocument.rows().update_many({"_id": {"$in": fresh}}, {"$set": {"unused_since": now}})
        back = [row["_id"] for row in rows if row["_id"] in used and row.get("unused_since")]
        await BlobDocument.rows().update_many({"_id": {"$in": back}}, {"$unset": {"unused_since": ""}})


async def _referred_to(ids: Sequence[str]) -> set[str]:
    some: dict[str, Any] = {"$in": list(ids)}
    found: set[str] = set()
    async for row in FileDocument.rows().find(
        {"$or": [{"blob_id": some}, {"thumb_blob_id": some}]}, {"blob_id": 1, "thumb_blob_id": 1}
    ):
        found.update(filter(None, (row["blob_id"], row["thumb_blob_id"])))
    async for row in UploadDocument.rows().find(
        {"$or": [{"_id": some}, {"facts.thumb_blob_id": some}]}, {"facts.thumb_blob_id": 1}
    ):
        found.update(filter(None, (row["_id"], (row.get("facts") or {}).get("thumb_blob_id"))))
    return found


async def _next_at() -> datetime | None:
    swept = await SweepDocument.rows().find_one({"_id": THE_ONE})
    if swept is not None:
        return swept["swept_at"] + EVERY
    first = await UploadDocument.rows().find_one({}, {"expires_at": 1}, sort=[("expires_at", 1)])
    return first["expires_at"] if first else None


async def _due(now: datetime) -> Sequence[Mapping[str, Any]]:
    due_at = await _next_at()
    return [{"due_at": due_at.isoformat()}] if due_at is not None and due_at <= now else []


JOB = Job(operation="file.sweep", next_at=_next_at, due=_due, woken_by=frozenset({UploadDocument}))
