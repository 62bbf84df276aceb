"""The live view: every commit, as an entry without private values, to the administrators who watch."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from hub.features.activity.operations import WATCHED
from hub.features.activity.schemas import ActivityOut
from hub.features.activity.sent import present_sent
from hub.features.activity.views import present_live
from hub.kernel.clock import Clock
from hub.kernel.context import Call
from hub.kernel.events import Publish
from hub.kernel.operation import Operation
from hub.kernel.pipeline import Committed
from hub.storage.activity import entry
from hub.storage.documents import Stored, encode
from hub.storage.message_log import Entry
from hub.subscribers.fanout import Carrier

log = logging.getLogger(__name__)


class LiveActivity:
    """A follower of the fan-out; add its `follow` to `Fanout.followers`.

    Args:
        carrier: Carries the event out.
        clock: For the entry's time; the stored one has been written a moment before.
        is_watched: Whether anyone has the live view open; what nobody sees is not made.
    """

    def __init__(self, carrier: Carrier, clock: Clock, is_watched: Callable[[str], bool]) -> None:
        self._carrier = carrier
        self._clock = clock
        self._is_watched = is_watched
        self._tasks: set[asyncio.Task[None]] = set()

    def follow(self, operation: Operation, call: Call, done: Committed) -> None:
        """Tell of one commit, if it was recorded and anyone watches."""
        if done.activity_id is None or not self._is_watched(WATCHED):
            return
        made, _ = entry(operation, call, at=self._clock.now(), id=done.activity_id, changes=done.changes)
        task = asyncio.create_task(self._tell(present_live(encode(made))), name="live-activity")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def sent(self, entries: Sequence[Entry], companions: Sequence[Stored]) -> None:
        """Tell who wrote where, without what, if anyone watches."""
        if self._is_watched(WATCHED):
            for message in entries:
                await self._tell(present_sent(message.row))

    async def stop(self) -> None:
        """Wait for what is on its way."""
        await asyncio.gather(*self._tasks)

    async def _tell(self, shown: ActivityOut) -> None:
        payload = {"activity": shown.model_dump(mode="json")}
        event = Publish(name="activity.created", audience=frozenset({WATCHED}), payload=payload)
        try:
            await self._carrier.carry([event])
        except Exception:
            log.exception("the live view could not be told")
