"""Following transfers that other processes carry out: who waits, who was lost, and what everybody is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from hub.features.transfer.access import audience
from hub.features.transfer.documents import TransferDocument
from hub.features.transfer.present import present_transfers
from hub.features.transfer.schemas import UNDER_WAY, TransferStatus
from hub.kernel.clock import Clock
from hub.kernel.context import SYSTEM
from hub.kernel.events import Publish
from hub.storage.following import Change, Following, Wanted

LOST_AFTER = timedelta(seconds=90)
"""Whoever carries something out and says nothing for so long has gone."""
LOST = "It was stopped half way. What was written can be undone, or it can be done again: nothing is written twice."
RUNNING = [TransferStatus.RUNNING.value, TransferStatus.UNDOING.value]


class Transfers:
    """Transfers, seen by a hub.

    Args:
        following: Tells of changes, whoever makes them.
        clock: For who was lost.
    """

    def __init__(self, following: Following, clock: Clock) -> None:
        self._clock = clock
        self.changed: list[Callable[[], None]] = []
        """Called when something may wait."""
        self._moved: asyncio.Queue[str] = asyncio.Queue()
        self._queued: set[str] = set()
        following.want(Wanted(collection=TransferDocument.collection_name(), when={}, told=self._told))
        following.restarted.append(self._look)

    def _look(self) -> None:
        for told in self.changed:
            told()

    def _told(self, change: Change) -> None:
        id = str(change.get("documentKey", {}).get("_id", ""))
        if change["operationType"] in ("insert", "update", "replace"):
            self._look()
            if id not in self._queued:
                self._queued.add(id)
                self._moved.put_nowait(id)

    async def next_event(self) -> tuple[Publish, bool]:
        """What is to be told next, and whether that is the end of a transfer; waits for it."""
        while True:
            id = await self._moved.get()
            self._queued.discard(id)
            raw = await TransferDocument.rows().find_one({"_id": id})
            if raw is None:
                continue
            public = (await present_transfers([raw]))[0].model_dump(mode="json")
            event = Publish(
                name="transfer.updated",
                audience=await audience(raw),
                payload={"entity": public, "revision": raw["revision"], "by": SYSTEM.public()},
                settles=id,
            )
            return event, raw["status"] not in UNDER_WAY

    async def take_waiting(self) -> str | None:
        """Take the transfer that waits longest to be begun; returns its id, None if there is none."""
        waiting = {
            "by_hand": False,
            "beat_at": None,
            "status": {"$in": [TransferStatus.QUEUED.value, TransferStatus.UNDOING.value]},
        }
        taken = {"$set": {"beat_at": self._clock.now()}}
        raw = await TransferDocument.rows().find_one_and_update(waiting, taken, {"_id": 1}, sort=[("_id", 1)])
        return raw["_id"] if raw else None

    async def give_up_lost(self) -> None:
        """Say of what nobody carries out any more that it has failed."""
        silent = {"$lt": self._clock.now() - LOST_AFTER}
        await self._fail({"status": {"$in": RUNNING}, "beat_at": silent})

    async def ended(self, id: str) -> None:
        """The process that carried it out is gone; if it did not say what came of it, nothing did.

        What is to be undone by now waits to be taken again: that is no matter of this process.
        """
        begun = [TransferStatus.QUEUED.value, *RUNNING]
        await self._fail({"_id": id, "status": {"$in": begun}, "beat_at": {"$ne": None}})

    async def _fail(self, where: dict[str, object]) -> None:
        now = self._clock.now()
        fields = {"status": TransferStatus.FAILED.value, "error": LOST, "finished_at": now, "updated_at": now}
        await TransferDocument.rows().update_many(where, {"$set": fields, "$inc": {"revision": 1}})
