"""The line between processes: one Redis channel, one connection in and one out, everything in order.

Sending never waits: what comes while a publish is under way goes into the next one, so under load one publish
carries many records. While Redis is away records are kept, up to a limit, and told when it is back. Every payload
says whose it is and its number, so that a listener knows when it missed one.

Payload: lines, since JSON has no line break inside; the first is `{"from": process, "n": number}`, the others are
records whose meaning is the caller's.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, Protocol

import orjson
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

MOST_WAITING = 50_000
MOST_WAITING_BYTES = 64 * 1024 * 1024
LARGEST_PAYLOAD = 1024 * 1024
"""A payload takes records until it has this many bytes."""
ANSWER_S = 10.0
QUIET_S = 30.0
"""A process hears at least itself now and then; after so long without, the connection is taken for dead."""
DELAYS_S = (0.05, 0.1, 0.2, 0.5, 1.0)
COUNT_EVERY_S = 1.0
"""How often Redis is asked how many listen: one that was killed cannot say so, and what it had not told is lost."""
ALL_THERE_S = 3.0
"""How long a sender whose connection is new waits for the others to listen again."""
AWAY = (RedisError, OSError, TimeoutError, asyncio.IncompleteReadError)

Hear = Callable[[str, Sequence[bytes]], Awaitable[None]]
"""`(process, records)`: what another process told."""


class Counts(Protocol):
    """Counts what goes over the line."""

    def __call__(self, direction: str, amount: int) -> None:
        """Count records: `out`, `in` or `lost`."""
        ...


class BusLine:
    """One process' end of the line.

    Args:
        url: Of Redis; it may hold a password, so it is not for the log.
        channel: Shared by the processes of one installation, and by nobody else.
        process: This process' name on it.
        hear: Told of each payload of another process, one after the other.
        missed: Told when something may have been missed: a gap in a sender's numbers, a new connection, a process
            that has gone without a word.
        count: Counts records.
    """

    def __init__(
        self,
        url: str,
        channel: str,
        process: str,
        *,
        hear: Hear,
        missed: Callable[[], None],
        count: Counts,
    ) -> None:
        self._client = Redis.from_url(url, protocol=2, retry=Retry(NoBackoff(), 0), socket_timeout=ANSWER_S)
        self._channel = channel
        self._process = process
        self._hear = hear
        self._missed = missed
        self._count = count
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._number = 0
        self._numbers: dict[str, int] = {}
        self._work = asyncio.Event()
        self._idle = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._listening = False
        self._speaking = False
        self._told_away = False
        self._counted = (0, 0)
        """How many listened, of how many, when it was last asked."""
        self.expected = 1
        """How many processes should listen, this one included; set by who knows them."""

    @property
    def up(self) -> bool:
        """Whether both connections stand."""
        return self._listening and self._speaking

    @property
    def waiting(self) -> int:
        """How many records wait to be sent."""
        return len(self._waiting)

    def start(self) -> None:
        """Begin to listen and to send."""
        self._tasks = [
            asyncio.create_task(self._again_and_again(self._listen), name="bus in"),
            asyncio.create_task(self._again_and_again(self._speak), name="bus out"),
        ]

    async def stop(self, grace_s: float = 0.5) -> None:
        """Send what waits, if that goes at once, and close."""
        try:
            async with asyncio.timeout(grace_s):
                if self._speaking:
                    await self._idle.wait()
        except TimeoutError:
            log.info("the bus was closed with %d records unsent", len(self._waiting))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()

    def send(self, record: bytes) -> None:
        """Put a record on its way: one line, after all that was sent before."""
        if len(self._waiting) >= MOST_WAITING or self._bytes >= MOST_WAITING_BYTES:
            self._forget_waiting()
        self._waiting.append(record)
        self._bytes += len(record)
        self._idle.clear()
        self._work.set()

    def _forget_waiting(self) -> None:
        log.warning("too much waits for the bus: %d records are dropped", len(self._waiting))
        self._count("lost", len(self._waiting))
        self._waiting.clear()
        self._bytes = 0
        # The listeners see the gap and look for themselves; one number may be under way at this moment.
        self._number += 2

    async def _again_and_again(self, use: Callable[[Any], Awaitable[None]]) -> None:
        """Keep a connection in use, with a new one when it breaks."""
        failures = 0
        while True:
            connection = self._client.connection_pool.make_connection()
            try:
                await connection.connect()
                failures = 0
                await use(connection)
            except AWAY as fault:
                self._say_away(fault)
            except Exception:  # a task's top: the line must not end over one bad record
                log.exception("the bus failed")
            finally:
                await _close(connection)
            await asyncio.sleep(DELAYS_S[min(failures, len(DELAYS_S) - 1)] * random.uniform(0.7, 1.3))  # noqa: S311
            failures += 1

    async def _listen(self, connection: Any) -> None:
        try:
            await connection.send_command("SUBSCRIBE", self._channel)
            await connection.read_response(timeout=ANSWER_S)
            self._listening = True
            self._say_up()
            self._missed()
            while True:
                answer = await connection.read_response(timeout=QUIET_S)
                await self._take(answer[2])
        finally:
            self._listening = False

    async def _take(self, payload: bytes) -> None:
        head, *records = payload.split(b"\n")
        said = orjson.loads(head)
        process, number = said["from"], said["n"]
        if process == self._process:
            return
        last = self._numbers.get(process)
        if last is not None and number <= last:
            return  # sent again because its sender did not see it arrive
        self._numbers[process] = number
        self._count("in", len(records))
        await self._hear(process, records)
        if last is not None and number != last + 1:
            self._missed()

    def forget(self, process: str) -> None:
        """A process has gone: its name will not come back."""
        self._numbers.pop(process, None)

    async def _speak(self, connection: Any) -> None:
        loop = asyncio.get_running_loop()
        try:
            self._speaking = True
            self._say_up()
            if self._waiting:
                await self._until_others_listen(connection)
            count_at = 0.0
            while True:
                if loop.time() >= count_at:
                    await self._count_listeners(connection)
                    count_at = loop.time() + COUNT_EVERY_S
                if self._waiting:
                    await self._publish(connection)
                    continue
                self._work.clear()
                self._idle.set()
                with suppress(TimeoutError):
                    async with asyncio.timeout_at(count_at):
                        await self._work.wait()
        finally:
            self._speaking = False

    async def _count_listeners(self, connection: Any) -> None:
        """Notice at once that a process has vanished; that it is dead for certain is known much later."""
        counted = (await self._listeners(connection), self.expected)
        if counted[0] < counted[1] and counted != self._counted:
            self._missed()
        self._counted = counted

    async def _listeners(self, connection: Any) -> int:
        await connection.send_command("PUBSUB", "NUMSUB", self._channel)
        return int((await connection.read_response(timeout=ANSWER_S))[1])

    async def _publish(self, connection: Any) -> None:
        """Send as many records as fit into one payload; they count as sent once Redis says so."""
        records: list[bytes] = []
        size = 0
        for record in self._waiting:
            if size and size + len(record) > LARGEST_PAYLOAD:
                break
            records.append(record)
            size += len(record) + 1
        number = self._number + 1
        head = orjson.dumps({"from": self._process, "n": number})
        await connection.send_command("PUBLISH", self._channel, b"\n".join([head, *records]))
        await connection.read_response(timeout=ANSWER_S)
        if self._number != number - 1:
            return  # dropped meanwhile, these included
        self._number = number
        for record in records:
            self._waiting.popleft()
            self._bytes -= len(record)
        self._count("out", len(records))

    async def _until_others_listen(self, connection: Any) -> None:
        """After a restart of Redis everybody comes back in their own time; what waits is for all of them."""
        loop = asyncio.get_running_loop()
        latest = loop.time() + ALL_THERE_S
        while loop.time() < latest:
            if await self._listeners(connection) >= self.expected:
                return
            await asyncio.sleep(0.05)

    def _say_away(self, fault: BaseException) -> None:
        if not self._told_away:
            self._told_away = True
            log.warning("the bus is away; this process goes on by itself: %s", fault)

    def _say_up(self) -> None:
        if self.up and self._told_away:
            self._told_away = False
            log.info("the bus is back", extra={"waiting": len(self._waiting)})


async def _close(connection: Any) -> None:
    try:
        await connection.disconnect(nowait=True)
    except AWAY as fault:
        log.debug("a connection that was gone already: %s", fault)


async def answers(url: str, timeout_s: float = 2.0) -> str | None:
    """What is wrong with the Redis at that URL; None if it answers.

    Raises:
        ValueError: It is no URL of Redis.
    """
    client = Redis.from_url(url, protocol=2, retry=Retry(NoBackoff(), 0), socket_timeout=timeout_s)
    try:
        async with asyncio.timeout(timeout_s):
            await client.execute_command("PING")
    except AWAY as fault:
        return str(fault) or type(fault).__name__
    finally:
        await client.aclose()
    return None
