"""Messages that are stored before they are acknowledged: the hub itself against the Node reference."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.load.client import Client
from bench.load.crowd import dismiss, gather_crowd
from bench.messages import command
from bench.people import settle
from bench.plan import Plan, turns
from bench.records import percentile
from bench.servers import HUB, NODE, Server, start_hub, start_node
from bench.tokens import token
from hub.storage.mongod import EmbeddedMongo

PART = "durable"
LISTENERS = 10
SENDERS = 64
LONE = "1 sender, one after the other"
ONE_ROOM = "64 senders, one room"
MANY_ROOMS = "64 senders, 64 rooms"
WARM_UP = 3000
"""Messages before the first round: V8 is three times slower before it has compiled what is hot."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """One server with its clients: all senders and listeners are in the first room, each sender has another one."""

    server: Server
    listeners: list[Client]
    senders: list[Client]
    rooms: list[str]

    async def close(self) -> None:
        """Cut the clients."""
        await dismiss([*self.listeners, *self.senders])


async def measure(plan: Plan) -> None:
    """Measure both servers, each with a MongoDB of its own of the same make."""
    with TemporaryDirectory(prefix="panoramix-bench-", ignore_cleanup_errors=True) as folder:
        async with _hub(Path(folder) / "hub") as hub, _node(Path(folder) / "node") as node:
            sides = {HUB: hub, NODE: node}
            for side in sides.values():
                await _many(side, plan.scaled(WARM_UP, 600), spread=True)
                await _lone(side, 50)
            for round in range(plan.rounds):
                for name in turns(list(sides), round):
                    await _lone_round(plan, name, sides[name], round)
                for case, spread in ((ONE_ROOM, False), (MANY_ROOMS, True)):
                    for name in turns(list(sides), round):
                        await _many_round(plan, name, sides[name], round, case, spread)


def membership() -> dict[str, list[int]]:
    """Who is in which room: people are the listeners, then the senders."""
    everyone = list(range(LISTENERS + SENDERS))
    listeners = everyone[:LISTENERS]
    return {"room0": everyone} | {f"room{n}": [*listeners, LISTENERS + n] for n in range(1, SENDERS)}


@asynccontextmanager
async def node_server(folder: Path) -> AsyncIterator[Server]:
    """The Node reference with a MongoDB of its own, the same program with the same options as the hub's."""
    mongo = await EmbeddedMongo.start(folder)
    try:
        server = await start_node(mongo_url=mongo.url.replace("/?", "/bench?"))
        server.apart["mongod"] = mongo.pid or 0
        try:
            yield server
        finally:
            await server.stop()
    finally:
        await mongo.stop()


@asynccontextmanager
async def _hub(folder: Path) -> AsyncIterator[Side]:
    server = await start_hub(folder)
    try:
        rooms = membership()
        town = await settle(server, folder, LISTENERS + SENDERS, rooms)
        yield await _side(server, town.tokens, list(town.rooms.values()))
    finally:
        await server.stop()


@asynccontextmanager
async def _node(folder: Path) -> AsyncIterator[Side]:
    rooms = membership()
    async with node_server(folder) as server:
        tokens = [
            token(f"person{place}", [room for room, members in rooms.items() if place in members])
            for place in range(LISTENERS + SENDERS)
        ]
        yield await _side(server, tokens, list(rooms))


async def _side(server: Server, tokens: list[str], rooms: list[str]) -> Side:
    people = await gather_crowd(server.port, tokens, at_once=1)
    return Side(server=server, listeners=people[:LISTENERS], senders=people[LISTENERS:], rooms=rooms)


async def _lone_round(plan: Plan, name: str, side: Side, round: int) -> None:
    count = plan.scaled(200, 60)
    cpu, apart = side.server.cpu(), side.server.cpu_apart()
    times = await _lone(side, count)
    figures = {
        "ack_p50_ms": percentile(times, 50),
        "ack_p99_ms": percentile(times, 99),
        "cpu_us_per_message": (side.server.cpu() - cpu) / count * 1e6,
        "mongod_us_per_message": (side.server.cpu_apart() - apart) / count * 1e6,
    }
    plan.records.add(PART, LONE, name, round, figures, ack_ms=times)


async def _many_round(plan: Plan, name: str, side: Side, round: int, case: str, spread: bool) -> None:
    count = plan.scaled(1500, 400)
    cpu, apart = side.server.cpu(), side.server.cpu_apart()
    began = time.perf_counter()
    times = await _many(side, count, spread=spread)
    wall = time.perf_counter() - began
    figures = {
        "acked_per_s": count / wall,
        "ack_p50_ms": percentile(times, 50),
        "ack_p99_ms": percentile(times, 99),
        "cpu_us_per_message": (side.server.cpu() - cpu) / count * 1e6,
        "mongod_us_per_message": (side.server.cpu_apart() - apart) / count * 1e6,
    }
    plan.records.add(PART, case, name, round, figures, ack_ms=times)
    await asyncio.sleep(0.3)


async def _lone(side: Side, count: int) -> list[float]:
    return [await _send(side.senders[0], side.rooms[0]) for _ in range(count)]


async def _many(side: Side, count: int, *, spread: bool) -> list[float]:
    """All senders at once, each with one message under way."""
    left = iter(range(count))
    times: list[float] = []

    async def sending(place: int) -> None:
        room = side.rooms[place if spread else 0]
        for _ in left:
            times.append(await _send(side.senders[place], room))

    await asyncio.gather(*(sending(place) for place in range(SENDERS)))
    return times


async def _send(client: Client, room_id: str) -> float:
    """Send a message; returns the milliseconds until it was acknowledged."""
    began = time.perf_counter()
    ack = await client.call("message.send", command(room_id))
    if not ack["ok"]:
        raise RuntimeError(f"message.send: {ack['error']}")
    return (time.perf_counter() - began) * 1000
