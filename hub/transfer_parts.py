"""Puts transfers into the hub: who waits is carried out in a process of its own, and all hear how far it is."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from hub.bus_parts import heard_by
from hub.children import Child, ChildSpec
from hub.log import get_log
from hub.realtime.recheck import Recheck
from hub.storage.ending import end
from hub.storage.known_heads import known_heads

if TYPE_CHECKING:
    from hub.main import Hub

log = get_log(__name__)
LOOK_S = 30.0
"""However quiet it is, it is looked so often for who waits."""
GRACE_S = 3.0


async def attach_transfers(hub: Hub, stops: AsyncExitStack) -> None:
    """Have what people ask for carried out, one after the other."""
    keeper = _Keeper(hub)
    keeper.start()
    stops.push_async_callback(keeper.stop)


class _Keeper:
    """One for each hub process. Of several the holder of the schedule starts the work; each tells its sockets."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._changed = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._child: Child | None = None
        self._recheck = Recheck(hub.realtime, heard_by, frozenset())
        self._transfers = hub.transfers
        self._transfers.changed.append(self._changed.set)

    def start(self) -> None:
        self._recheck.start()
        self._tasks = [
            asyncio.create_task(self._work(), name="transfers"),
            asyncio.create_task(self._tell(), name="transfers told"),
        ]

    async def stop(self) -> None:
        await end(*self._tasks)
        if self._child is not None:
            await self._child.stop(GRACE_S)
        await self._recheck.stop()

    async def _work(self) -> None:
        await self._hub.scheduler.holding.wait()
        while True:
            self._changed.clear()
            try:
                await self._next()
            except Exception:  # a task's top: the database may be away; it is looked again
                log.exception("transfers.not_started")
            try:
                async with asyncio.timeout(LOOK_S):
                    await self._changed.wait()
            except TimeoutError:
                continue

    async def _next(self) -> None:
        while self._hub.scheduler.holding.is_set():
            await self._transfers.give_up_lost()
            id = await self._transfers.take_waiting()
            if id is None:
                return
            await self._carry_out(id)
            await self._transfers.ended(id)

    async def _carry_out(self, id: str) -> None:
        settings = self._hub.settings
        given = {
            "data_dir": str(settings.data_dir),
            "mongo_url": self._hub.mongo.url,
            "activity_days": settings.activity_days,
            "max_upload_mb": settings.max_upload_mb,
            "port": settings.port,
        }
        self._child = child = await Child.start(
            ChildSpec(name="transfer", command=(sys.executable, "-m", "hub.transfer_worker", id), pipes=True)
        )
        try:
            # What it is told holds the database's password: neither its arguments nor its environment do.
            await child.process.communicate(json.dumps(given).encode())
        finally:
            await child.stop(GRACE_S)

    async def _tell(self) -> None:
        while True:
            try:
                event, over = await self._transfers.next_event()
                await self._hub.realtime.publish_here(event)
                if over:
                    # What it wrote was told to nobody: who may hear what, and where rooms stand, is looked up anew.
                    self._recheck.soon()
                    known_heads.forget_all()
            except Exception:  # a task's top
                log.exception("transfers.not_told")
