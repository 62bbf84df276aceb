"""Takes runs from the queue: one at a time in a room, in order, a few at once, each under a lease."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError, PyMongoError

from agents.runtime.budget import RunLimits
from agents.runtime.documents import Approval, ApprovalStatus, Run, RunStatus
from agents.runtime.journal import LeaseLost
from hub.kernel.clock import Clock
from hub.storage.documents import decode, new_id
from hub.storage.ending import end

_log = logging.getLogger(__name__)
_LOOKED_AT = 200
_POLL_S = 2.0
_AFTER_COMMIT_S = 0.05

Work = Callable[[Run, str, "asyncio.Event"], Awaitable[None]]
"""Carries out a claimed run as the worker of that name; the event is set when it shall stop."""


class Dispatcher:
    """The queue of runs, as one process works on it. Several processes may work on the same queue."""

    def __init__(self, *, work: Work, clock: Clock, limits: RunLimits) -> None:
        self._work = work
        self._clock = clock
        self._limits = limits
        self._name = f"worker-{new_id()}"
        self._awake = asyncio.Event()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._people: dict[str, str] = {}
        self._stops: dict[str, asyncio.Event] = {}
        self._loop_task: asyncio.Task[None] | None = None

    @property
    def working(self) -> int:
        """How many runs are worked on now."""
        return len(self._running)

    def start(self) -> None:
        """Start taking runs, those that a process before this one left behind included."""
        self._loop_task = asyncio.create_task(self._take_forever(), name="agent-dispatcher")

    def wake(self) -> None:
        """Look at the queue now: something was put in it."""
        self._awake.set()

    def wake_after_commit(self) -> None:
        """Look at the queue when the transaction that is under way has been committed."""
        asyncio.get_running_loop().call_later(_AFTER_COMMIT_S, self._awake.set)

    def stop_run(self, run_id: str) -> None:
        """Have a run stopped that this process works on; another's sees it in the record."""
        found = self._stops.get(run_id)
        if found is not None:
            found.set()

    async def stop(self) -> None:
        """Stop, and give the runs that are under way back to the queue."""
        if self._loop_task is not None:
            await end(self._loop_task)
        await end(*self._running.values())

    async def _take_forever(self) -> None:
        while True:
            try:
                await self._take()
                await self._expire()
            except PyMongoError:
                _log.warning("the queue of runs cannot be read", exc_info=True)
            except Exception:  # a task's top: one bad record must not stop the queue
                _log.exception("the queue of runs failed")
            try:
                async with asyncio.timeout(_POLL_S):
                    await self._awake.wait()
            except TimeoutError:
                continue
            self._awake.clear()

    async def _take(self) -> None:
        now = self._clock.now()
        free = {"$or": [{"status": RunStatus.QUEUED.value}, _abandoned(now)]}
        seen_rooms: set[str] = set()
        async for raw in (
            Run.rows().find(free, {"room_id": 1, "owner_id": 1, "active": 1}).sort("_id", 1).limit(_LOOKED_AT)
        ):
            if len(self._running) >= self._limits.at_once:
                return
            if raw["room_id"] in seen_rooms or raw["_id"] in self._running:
                continue
            seen_rooms.add(raw["room_id"])
            if Counter(self._people.values())[raw["owner_id"]] >= self._limits.at_once_each:
                continue
            run = await self._claim(raw["_id"])
            if run is not None:
                self._begin(run)

    async def _claim(self, run_id: str) -> Run | None:
        now = self._clock.now()
        try:
            raw = await Run.rows().find_one_and_update(
                {"_id": run_id, "$or": [{"status": RunStatus.QUEUED.value}, _abandoned(now)]},
                {
                    "$set": {
                        "status": RunStatus.RUNNING.value,
                        "active": True,
                        "worker": self._name,
                        "lease_until": now + timedelta(seconds=self._limits.lease_s),
                    },
                    "$inc": {"revision": 1, "attempts": 1},
                },
                return_document=ReturnDocument.AFTER,
            )
        except DuplicateKeyError:
            return None  # Another run is active in this room; this one's turn comes after it.
        return decode(Run, raw) if raw is not None else None

    def _begin(self, run: Run) -> None:
        stop = asyncio.Event()
        if run.cancel_requested:
            stop.set()
        self._people[run.id] = run.owner_id
        self._stops[run.id] = stop
        task = asyncio.create_task(self._guarded(run, stop), name=f"run-{run.id}")
        self._running[run.id] = task
        task.add_done_callback(lambda _task: self._ended(run.id))

    def _ended(self, run_id: str) -> None:
        self._running.pop(run_id, None)
        self._people.pop(run_id, None)
        self._stops.pop(run_id, None)
        self._awake.set()

    async def _guarded(self, run: Run, stop: asyncio.Event) -> None:
        try:
            await self._work(run, self._name, stop)
        except LeaseLost:
            _log.warning("a run was taken over by another worker", extra={"run_id": run.id})
        except Exception:  # a task's top
            _log.exception("a run failed", extra={"run_id": run.id})

    async def _expire(self) -> None:
        """Close questions that nobody answered in time; their runs go on, and say so."""
        now = self._clock.now()
        due = {"status": ApprovalStatus.PENDING.value, "expires_at": {"$lte": now}}
        async for raw in Approval.rows().find(due, {"run_id": 1}).limit(_LOOKED_AT):
            closed = await Approval.rows().update_one(
                {"_id": raw["_id"], **due},
                {"$set": {"status": ApprovalStatus.EXPIRED.value, "decided_at": now}, "$inc": {"revision": 1}},
            )
            if closed.modified_count:
                await Run.rows().update_one(
                    {"_id": raw["run_id"], "status": RunStatus.WAITING.value},
                    {"$set": {"status": RunStatus.QUEUED.value}, "$inc": {"revision": 1}},
                )
                self._awake.set()


def _abandoned(now: object) -> dict[str, object]:
    """Runs whose worker has not given a sign of life in time."""
    return {"status": RunStatus.RUNNING.value, "lease_until": {"$lt": now}}
