"""The schedule: runs what features want done at a time, in the one process that holds the lease.

What is due is asked of the database and never remembered, so a missed alarm rings once when the hub is back.
Each job has one timer, for its nearest due time. A change stream moves it when something changes, in whatever
process that happened. Once a minute all timers are set again, because a machine that slept has slow timers.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger
from pymongo.errors import PyMongoError

from hub.kernel.context import SYSTEM, Call, Origin
from hub.kernel.errors import OperationError
from hub.kernel.jobs import Job
from hub.kernel.pipeline import Pipeline
from hub.storage.database import Database
from hub.storage.documents import new_id
from hub.storage.ending import end
from hub.storage.following import of_collection
from hub.storage.lease import Lease

log = logging.getLogger(__name__)
EVERY_MINUTE = 60
SETTLED = timedelta(milliseconds=30)
AGAIN = timedelta(seconds=5)
"""How soon a job is tried again that could not do what was due."""
RELEASE_S = 1.0
"""How long a stop waits for a database that may be gone."""
FURTHEST = timedelta(days=30)
"""No timer is set further ahead; by then it has been set again many times over."""


class Scheduler:
    """Takes the lease when it is free, and runs the catalog's jobs while it has it."""

    def __init__(
        self,
        *,
        pipeline: Pipeline,
        database: Database,
        lease: Lease | None = None,
        late: Callable[[float], None] = lambda _seconds: None,
    ) -> None:
        self._pipeline = pipeline
        self._database = database
        self._lease = lease or Lease("schedule")
        self._late = late
        """Told by how many seconds each job was begun after its time."""
        self._jobs = pipeline.catalog.jobs
        self._keeper: asyncio.Task[None] | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._timers: AsyncIOScheduler | None = None
        self._running: dict[str, asyncio.Lock] = {name: asyncio.Lock() for name in self._jobs}
        self.holding = asyncio.Event()
        """Set while this process has the lease."""

    async def start(self) -> None:
        """Begin to compete for the lease."""
        self._keeper = asyncio.create_task(self._keep(), name="schedule")

    async def stop(self) -> None:
        """Stop the jobs and give the lease back."""
        if self._keeper:
            await end(self._keeper)
        await self._put_down()
        try:
            async with asyncio.timeout(RELEASE_S):
                await self._lease.release()
        except (PyMongoError, TimeoutError) as fault:
            log.warning("the schedule's lease could not be given back; it will run out: %s", fault)

    async def wake(self, *, only: Job | None = None) -> None:
        """Look again at what is due next, for one job or for all."""
        for job in [only] if only else list(self._jobs.values()):
            try:
                await self._set_timer(job)
            except PyMongoError as fault:
                log.warning("the schedule cannot see what is due: %s", fault, extra={"job": job.operation})

    async def _keep(self) -> None:
        """Take the lease and renew it, three times within its life."""
        while True:
            try:
                held = await self._lease.take()
                if held and self._timers is None:
                    await self._take_up()
                elif not held:
                    await self._put_down()
            except PyMongoError as fault:
                log.warning("the schedule's lease is out of reach: %s", fault)
                await self._put_down()
            await asyncio.sleep(self._lease.seconds / 3)

    async def _take_up(self) -> None:
        log.info("this process holds the schedule", extra={"jobs": sorted(self._jobs)})
        self._timers = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
        self._timers.start()
        self._timers.add_job(self.wake, IntervalTrigger(seconds=EVERY_MINUTE, timezone=UTC), id="wake")
        self._watcher = asyncio.create_task(self._watch(), name="schedule-watch")
        self.holding.set()

    async def _put_down(self) -> None:
        self.holding.clear()
        if self._watcher is not None:
            await end(self._watcher)
            self._watcher = None
        if self._timers is not None:
            self._timers.shutdown(wait=False)
            self._timers = None
            await asyncio.sleep(0)  # APScheduler shuts down in a callback of its own

    async def _watch(self) -> None:
        """Follow the changes that may move a job's next time. State is read after the stream stands."""
        woken: dict[str, list[Job]] = {}
        for job in self._jobs.values():
            for document in job.woken_by:
                woken.setdefault(document.get_collection_name(), []).append(job)
        pipeline = [{"$match": of_collection(self._database.name, *sorted(woken))}, {"$project": {"ns": 1}}]
        while True:
            try:
                async with await self._database.watch(pipeline) as changes:
                    await self.wake()
                    async for change in changes:
                        for job in woken[change["ns"]["coll"]]:
                            self._wake_soon(job)
            except PyMongoError as fault:
                log.warning("the schedule lost sight of changes: %s", fault)
            await asyncio.sleep(AGAIN.total_seconds())

    def _wake_soon(self, job: Job) -> None:
        """Look once for however many changes come at a time (an import has hundreds)."""
        id = f"wake {job.operation}"
        if self._timers is not None and not self._timers.get_job(id):
            soon = DateTrigger(datetime.now(UTC) + SETTLED, timezone=UTC)
            self._timers.add_job(self.wake, soon, kwargs={"only": job}, id=id)

    async def _set_timer(self, job: Job, *, not_before: timedelta = timedelta(0)) -> None:
        """One timer a job, at its nearest due time; none while nothing is due."""
        at = await job.next_at()
        if self._timers is None:
            return
        if at is None:
            if self._timers.get_job(job.operation):
                self._timers.remove_job(job.operation)
            return
        # The clock that is handed in says how long it is until then; the timer itself can only use the machine's.
        wait = min(max(at - self._pipeline.clock.now(), not_before), FURTHEST)
        self._timers.add_job(
            self._run,
            DateTrigger(datetime.now(UTC) + wait, timezone=UTC),
            args=[job, at],
            id=job.operation,
            replace_existing=True,
        )

    async def _run(self, job: Job, at: datetime) -> None:
        """Do all that is due, then set the next timer."""
        self._late(max(0.0, (self._pipeline.clock.now() - at).total_seconds()))
        async with self._running[job.operation]:
            failed = False
            try:
                for payload in await job.due(self._pipeline.clock.now()):
                    failed = not await self._done(job, payload) or failed
            except PyMongoError as fault:
                log.warning("the schedule cannot see what is due: %s", fault, extra={"job": job.operation})
                failed = True
            with suppress(PyMongoError):  # the minute's turn will set it
                await self._set_timer(job, not_before=AGAIN if failed else timedelta(0))

    async def _done(self, job: Job, payload: Mapping[str, Any]) -> bool:
        call = Call(actor=SYSTEM, origin=Origin.SCHEDULE, request_id=new_id())
        try:
            await self._pipeline.run(job.operation, payload, call)
        except OperationError as refusal:
            log.warning("a scheduled operation was refused: %s", refusal.detail, extra={"operation": job.operation})
            return False
        return True
