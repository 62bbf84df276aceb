"""What is measured. Each measure returns its figures by name, times in milliseconds."""

from __future__ import annotations

import asyncio
import itertools
import os
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp
import socketio

from bench.hub_process import Person

Figures = dict[str, float]
_ids = itertools.count()


def spread(times_s: Sequence[float]) -> Figures:
    """The middle and the slow end of some durations, in milliseconds."""
    cuts = statistics.quantiles(times_s, n=100)
    return {"p50_ms": cuts[49] * 1000, "p95_ms": cuts[94] * 1000, "p99_ms": cuts[98] * 1000}


async def one_after_the_other(person: Person, room_id: str, count: int = 300) -> Figures:
    """How long a person waits until a message is durable, when nothing else goes on."""
    client = await person.connect()
    try:
        return spread([await _timed(send(client, room_id)) for _ in range(count)])
    finally:
        await client.disconnect()


async def as_fast_as_possible(person: Person, room_id: str, sockets: int, count: int = 4000) -> Figures:
    """How many durable messages a second several sockets get acknowledged, each with 100 in flight."""
    clients = [await person.connect() for _ in range(sockets)]
    try:
        began = time.perf_counter()
        await asyncio.gather(*(in_flight(lambda c=c: send(c, room_id), 100, count // sockets) for c in clients))
        return {"per_second": count // sockets * sockets / (time.perf_counter() - began)}
    finally:
        await asyncio.gather(*(client.disconnect() for client in clients))


async def to_many(person: Person, room_id: str, readers: int, count: int = 40) -> Figures:
    """From sending to the arrival at each of many readers, ten messages a second.

    The readers live in this one process, which reads them one after the other: what it takes is included.
    """
    arrived: list[float] = []
    sent_at: dict[str, float] = {}

    def hear(event: dict[str, Any]) -> None:
        began = sent_at.get(event["message"]["client_msg_id"])
        if began is not None:
            arrived.append(time.perf_counter() - began)

    clients: list[socketio.AsyncClient] = []
    memory_before = person.hub.memory_mb()
    try:
        for _ in range(readers):
            client = await person.connect()
            client.on("message.created", hear)
            clients.append(client)
        memory = (person.hub.memory_mb() - memory_before) / readers * 1024
        for _ in range(count):
            id = _id()
            sent_at[id] = time.perf_counter()
            await send(clients[0], room_id, id)
            await asyncio.sleep(0.1)
        async with asyncio.timeout(30):
            while len(arrived) < readers * count:
                await asyncio.sleep(0.05)
        return spread(arrived) | {"kilobytes_per_connection": memory}
    finally:
        await asyncio.gather(*(client.disconnect() for client in clients))


async def tasks(person: Person, session: aiohttp.ClientSession, count: int = 400) -> Figures:
    """How many tasks a second are made over REST by eight callers, activity entry included."""
    times: list[float] = []

    async def make() -> None:
        times.append(await _timed(person.post(session, "/api/tasks", {"title": "Measure"})))

    began = time.perf_counter()
    await in_flight(make, 8, count)
    return {"per_second": count / (time.perf_counter() - began)} | spread(times)


async def send(client: socketio.AsyncClient, room_id: str, id: str | None = None) -> None:
    """Send a message and wait for its acknowledgement."""
    ack = await client.call(
        "message.send",
        {"room_id": room_id, "content": "How many of these are there in a second?", "client_msg_id": id or _id()},
        timeout=30,
    )
    assert ack is not None
    if not ack["ok"]:
        raise RuntimeError(f"message.send: {ack['error']}")


async def in_flight(do: Callable[[], Awaitable[None]], width: int, count: int) -> None:
    """Do something `count` times, `width` of them at once."""
    left = iter(range(count))

    async def worker() -> None:
        for _ in left:
            await do()

    await asyncio.gather(*(worker() for _ in range(width)))


async def _timed(what: Awaitable[Any]) -> float:
    began = time.perf_counter()
    await what
    return time.perf_counter() - began


def _id() -> str:
    return f"bench-{os.getpid()}-{next(_ids)}"
