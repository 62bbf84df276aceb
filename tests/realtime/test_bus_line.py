"""The line between processes over a real Redis: in order, nothing lost while it is away, gaps noticed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence

import pytest_asyncio

from hub.realtime.bus_line import MOST_WAITING, BusLine, answers
from tests.several.redis import RedisServer, a_redis


class End:
    """One process' end, and what it hears."""

    def __init__(self, url: str, name: str, channel: str = "test") -> None:
        self.heard: list[bytes] = []
        self.misses = 0
        self.counts: Counter[str] = Counter()
        self._moved = asyncio.Event()
        self.line = BusLine(url, channel, name, hear=self._hear, missed=self._missed, count=self._count)

    def _count(self, direction: str, amount: int) -> None:
        self.counts[direction] += amount

    def _missed(self) -> None:
        self.misses += 1
        self._moved.set()

    async def _hear(self, process: str, records: Sequence[bytes]) -> None:
        self.heard += records
        self._moved.set()

    async def until(self, condition: Callable[[End], object]) -> None:
        """Until a condition on this end holds, looked at whenever it hears something."""
        async with asyncio.timeout(60):
            while not condition(self):
                self._moved.clear()
                try:
                    async with asyncio.timeout(0.05):
                        await self._moved.wait()
                except TimeoutError:
                    continue


@pytest_asyncio.fixture(loop_scope="session")
async def redis() -> AsyncIterator[RedisServer]:
    async with a_redis() as server:
        yield server


@pytest_asyncio.fixture(loop_scope="session")
async def ends(redis: RedisServer) -> AsyncIterator[tuple[End, End]]:
    """Two processes that are on the line."""
    first, second = End(redis.url, "first"), End(redis.url, "second")
    for end in (first, second):
        end.line.start()
        await end.until(lambda end: end.line.up)
        end.line.expected = 2
    yield first, second
    for end in (first, second):
        await end.line.stop()


def numbered(amount: int) -> list[bytes]:
    return [b"%d" % number for number in range(amount)]


async def test_records_come_in_order_and_many_at_a_time(ends: tuple[End, End]) -> None:
    first, second = ends
    for record in numbered(5_000):
        first.line.send(record)
    await second.until(lambda end: len(end.heard) >= 5000)
    assert second.heard == numbered(5_000)
    assert first.heard == []
    assert first.counts == {"out": 5_000} and second.counts == {"in": 5_000}


async def test_what_was_sent_while_it_was_away_comes_when_it_is_back(
    redis: RedisServer, ends: tuple[End, End]
) -> None:
    first, second = ends
    first.line.send(b"before")
    await second.until(lambda end: end.heard == [b"before"])
    misses = second.misses
    await redis.kill()
    for end in ends:
        await end.until(lambda end: not end.line._listening)
    for record in numbered(10):
        first.line.send(record)
    await redis.start()
    await second.until(lambda end: len(end.heard) == 11)
    assert second.heard == [b"before", *numbered(10)]
    assert second.misses > misses, "it cannot know that it missed nothing"


async def test_too_much_is_dropped_and_the_others_look_for_themselves(
    redis: RedisServer, ends: tuple[End, End]
) -> None:
    first, second = ends
    first.line.send(b"before")
    await second.until(lambda end: end.heard == [b"before"])
    await redis.kill()
    for end in ends:
        await end.until(lambda end: not end.line._listening)
    for _ in range(MOST_WAITING + 1):
        first.line.send(b"x")
    assert first.line.waiting == 1
    await redis.start()
    await second.until(lambda end: len(end.heard) == 2)
    assert first.counts["lost"] == MOST_WAITING
    misses = second.misses
    first.line.send(b"after")
    await second.until(lambda end: end.heard[-1] == b"after")
    assert second.misses == misses, "after a gap the numbers go on"


async def test_one_that_was_killed_is_missed_long_before_it_is_taken_for_dead(
    redis: RedisServer, ends: tuple[End, End]
) -> None:
    first, second = ends
    third = End(redis.url, "third")
    third.line.start()
    await third.until(lambda end: end.line.up)
    third.line.send(b"I am here")
    for end in ends:
        await end.until(lambda end: end.heard)
        end.line.expected = 3
    misses = [end.misses for end in ends]
    await third.line.stop()  # without a word on the line, as the kernel closes what a killed process had open
    for end, before in zip(ends, misses, strict=True):
        await end.until(lambda end, before=before: end.misses > before)
    first.line.send(b"life goes on")
    await second.until(lambda end: end.heard[-1] == b"life goes on")


async def test_two_installations_share_a_redis(redis: RedisServer, ends: tuple[End, End]) -> None:
    first, second = ends
    stranger = End(redis.url, "stranger", channel="other")
    stranger.line.start()
    await stranger.until(lambda end: end.line.up)
    stranger.line.send(b"not for you")
    first.line.send(b"for you")
    await second.until(lambda end: end.heard)
    await stranger.line.stop()
    assert second.heard == [b"for you"]
    assert stranger.heard == []


async def test_what_is_wrong_with_it_is_said(redis: RedisServer) -> None:
    assert await answers(redis.url) is None
    await redis.kill()
    assert await answers(redis.url)
