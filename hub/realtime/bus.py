"""Several processes as one: what one emits, orders or knows of people reaches the sockets of all.

One `Bus` a process. Its `fanout` is the client manager of the Socket.IO server; to `Presence` it is what is
elsewhere. Emissions, orders (`Subscribe`, `Unsubscribe`, `Disconnect`) and who is where travel on one line in
the order in which they happened, so a person who was taken out of a room gets nothing that is said there afterwards,
in whatever process. Everything here is a matter of memory and of one line: no sender ever waits for another process.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import secrets
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable, Sequence
from typing import Any

import orjson

from hub.kernel.events import Disconnect, Order, Subscribe, Unsubscribe
from hub.measures import Measures
from hub.realtime.bus_fanout import BusFanout
from hub.realtime.bus_line import BusLine
from hub.realtime.roster import Roster

log = logging.getLogger(__name__)
STATE_EVERY_S = 10.0
GRACE_S = 4.0
"""Whose process has ended comes back to another one."""


def channel_of(secret: str) -> str:
    """The channel of an installation: its processes share a secret, and several may share a Redis."""
    return "panoramix:" + hmac.new(secret.encode(), b"bus", hashlib.sha256).hexdigest()[:16]


class Bus:
    """This process among the others.

    Args:
        url: Of Redis.
        channel: See `channel_of`.
        measures: Counts what goes over the line.
        asked: The topics whose listeners in other processes are asked about (`is_heard`).
    """

    def __init__(self, url: str, channel: str, measures: Measures, *, asked: Iterable[str] = ()) -> None:
        self.process = secrets.token_hex(6)
        self.roster = Roster()
        self.line = BusLine(
            url,
            channel,
            self.process,
            hear=self._hear,
            missed=self._missed,
            count=lambda direction, amount: measures.bus.labels(direction).inc(amount),
        )
        self.fanout = BusFanout(
            self.line.send, self._others_listen, frozenset(asked), self._topic_moved, lambda: self.line.up
        )
        measures.watch("bus_up", "Whether this process is on the bus", lambda: float(self.line.up))
        measures.watch("bus_waiting", "Records that wait for the bus", lambda: float(self.line.waiting))
        measures.watch("bus_held", "Emissions that wait for their predecessors", lambda: float(self.fanout.held))
        self.follow: Callable[[Order], Awaitable[None]] | None = None
        """Carries out another process' order on the sockets here."""
        self.here: Callable[[], Collection[str]] = tuple
        """Who is connected to this process."""
        self.returned: list[Callable[[], None]] = []
        """Told when something may have been missed: look for yourselves."""
        self.vanished: Callable[[Sequence[str]], None] | None = None
        """Told of the people of a process that has ended who came to no other; in one of the others only."""
        self._ticking: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Join the others."""
        self.line.start()
        self._ticking = asyncio.create_task(self._tick(), name="bus roster")

    async def stop(self) -> None:
        """Take leave of the others."""
        self._say({"k": "bye"})
        if self._ticking is not None:
            self._ticking.cancel()
            await asyncio.gather(self._ticking, *self._tasks, return_exceptions=True)
        self.fanout.release()
        await self.line.stop()

    # What this process tells and asks.

    def tell(self, order: Order) -> None:
        """Have the others carry out an order, after what has been told before."""
        match order:
            case Subscribe():
                self._say({"k": "hear", "user": order.user_id, "topic": order.topic})
            case Unsubscribe():
                self._say({"k": "unhear", "user": order.user_id, "topic": order.topic})
            case Disconnect():
                sessions = None if order.session_ids is None else sorted(order.session_ids)
                self._say({"k": "cut", "user": order.user_id, "reason": order.reason, "sessions": sessions})

    def moved(self, came: Collection[str], left: Collection[str]) -> None:
        """Who has come to this process and who has left it, for the others to know."""
        self._say({"k": "moved", "came": list(came), "left": list(left)})

    def people(self) -> Collection[str]:
        """Who is connected to another process."""
        return self.roster.people()

    def is_heard_anywhere(self, topic: str) -> bool:
        """Whether a socket here or in another process hears a topic that is asked about."""
        return self.fanout.is_heard(topic) or self.roster.is_heard(topic)

    def state(self) -> dict[str, Any]:
        """For who watches over the hub."""
        return {"up": self.line.up, "others": len(self.roster.processes()), "waiting": self.line.waiting}

    # What the others tell.

    async def _hear(self, process: str, records: Sequence[bytes]) -> None:
        if self.roster.heard(process, asyncio.get_running_loop().time()):
            self._counted()
            self._tell_state()  # it does not know us either
        for record in records:
            head, _, text = record.partition(b"\t")
            try:
                await self._take(process, orjson.loads(head), text)
            except (ValueError, KeyError, TypeError):
                log.exception("a record of the bus is not understood")

    async def _take(self, process: str, told: dict[str, Any], text: bytes) -> None:
        match told["k"]:
            case "emit":
                self.fanout.receive(process, told, text)
            case "hear":
                await self._order(Subscribe(user_id=told["user"], topic=told["topic"]))
            case "unhear":
                await self._order(Unsubscribe(user_id=told["user"], topic=told["topic"]))
            case "cut":
                sessions = None if told["sessions"] is None else frozenset(told["sessions"])
                order = Disconnect(user_id=told["user"], reason=told["reason"], session_ids=sessions)
                # Nothing has to come after it, and closing sockets may take a moment.
                self._begin(self._order(order))
            case "moved":
                self.roster.moved(process, told["came"], told["left"])
            case "topic":
                self.roster.topic(process, told["topic"], told["heard"])
            case "state":
                self.roster.state(process, told["people"], told["topics"])
            case "bye":
                self._gone(process)
            case other:
                log.warning("another process tells something unknown: %s", other)

    async def _order(self, order: Order) -> None:
        if self.follow is not None:
            await self.follow(order)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name="order of another process")
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("another process' order could not be carried out", exc_info=fault)

    # Who is where.

    async def _tick(self) -> None:
        while True:
            self._tell_state()
            await asyncio.sleep(STATE_EVERY_S)
            for process in self.roster.silent(asyncio.get_running_loop().time()):
                log.warning("another process has not been heard of for long", extra={"process": process})
                self._gone(process)

    def _gone(self, process: str) -> None:
        # The first by name of those who are left speaks for them: people need to be told once.
        survivors = [name for name in self.roster.processes() if name != process]
        lost = self.roster.gone(process)
        self.line.forget(process)
        self.fanout.forget(process)
        self._counted()
        if lost and self.process == min([self.process, *survivors]):
            asyncio.get_running_loop().call_later(GRACE_S, self._look_for, lost)

    def _look_for(self, lost: Sequence[str]) -> None:
        here, elsewhere = self.here(), self.people()
        vanished = [user_id for user_id in lost if user_id not in here and user_id not in elsewhere]
        if vanished and self.vanished is not None:
            self.vanished(vanished)

    def _counted(self) -> None:
        self.line.expected = 1 + len(self.roster.processes())

    def _others_listen(self) -> bool:
        return bool(self.roster.processes())

    def _topic_moved(self, topic: str, heard: bool) -> None:
        self._say({"k": "topic", "topic": topic, "heard": heard})

    def _tell_state(self) -> None:
        self._say({"k": "state", "people": list(self.here()), "topics": self.fanout.heard_of_asked()})

    def _missed(self) -> None:
        self._tell_state()
        for told in self.returned:
            told()

    def _say(self, told: dict[str, Any]) -> None:
        self.line.send(orjson.dumps(told))
