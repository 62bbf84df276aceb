"""A message to a room: the hub's realtime server, stock python-socketio and Node, all without a database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bench.load.client import Client
from bench.load.crowd import dismiss, gather_crowd
from bench.messages import event
from bench.plan import Plan, turns
from bench.series import BURST, run_series
from bench.servers import HEARTBEAT_S, HUB, NODE, STOCK, Server, start_fanout, start_node, start_stock
from bench.tokens import token

PART = "fanout"
ROOM = "bench"
MANY = 64
STARTS: dict[str, Callable[[], Awaitable[Server]]] = {
    HUB: lambda: start_fanout(heartbeat_s=HEARTBEAT_S),
    STOCK: lambda: start_stock(heartbeat_s=HEARTBEAT_S),
    NODE: lambda: start_node(heartbeat_s=HEARTBEAT_S),
}


@dataclass(frozen=True, kw_only=True)
class Size:
    """A room and how much is sent to it: messages alone, bursts; stock, being slow, gets fewer."""

    readers: int
    alone: int
    bursts: int
    alone_stock: int
    bursts_stock: int
    offer: bool = False
    stock_rounds: int = 1000
    """For stock's bursts in the largest room, which take many seconds each: no goal rests on them."""

    def case(self, what: str) -> str:
        """The words for one case."""
        return f"room of {self.readers:,}{', compression offered' if self.offer else ''}, {what}"


FULL = (
    Size(readers=10, alone=100, bursts=40, alone_stock=100, bursts_stock=40),
    Size(readers=1000, alone=40, bursts=6, alone_stock=12, bursts_stock=1),
    Size(readers=1000, alone=20, bursts=4, alone_stock=5, bursts_stock=1, offer=True),
    Size(readers=5000, alone=6, bursts=1, alone_stock=2, bursts_stock=1, stock_rounds=2),
)
QUICK = (
    Size(readers=10, alone=40, bursts=10, alone_stock=40, bursts_stock=10),
    Size(readers=1000, alone=10, bursts=2, alone_stock=4, bursts_stock=1),
)


def lone_case(readers: int = 1000) -> str:
    """The case of one message at a time from one sender."""
    return Size(readers=readers, alone=0, bursts=0, alone_stock=0, bursts_stock=0).case("one message")


def burst_case(readers: int = 1000) -> str:
    """The case of bursts from one sender."""
    return Size(readers=readers, alone=0, bursts=0, alone_stock=0, bursts_stock=0).case("bursts of 10")


async def measure(plan: Plan) -> None:
    """Measure every size of room."""
    for size in QUICK if plan.quick else FULL:
        await _measure_size(plan, size)


@dataclass(frozen=True, kw_only=True)
class _Side:
    server: Server
    readers: list[Client]
    senders: list[Client]


async def _measure_size(plan: Plan, size: Size) -> None:
    sides: dict[str, _Side] = {}
    try:
        for name, start in STARTS.items():
            server = await start()
            sides[name] = _Side(server=server, readers=[], senders=[])
            tokens = [token(f"reader{n}", [ROOM]) for n in range(size.readers)]
            sides[name].readers.extend(await gather_crowd(server.port, tokens, offer_compression=size.offer))
            sides[name].senders.extend(await gather_crowd(server.port, [token(f"s{n}", []) for n in range(MANY)]))
        for name, side in sides.items():
            # V8 compiles what is hot on the way; Python does not.
            groups = 3 if name == STOCK else max(15, 5000 // size.readers)
            await _series(side, size, senders=1, groups=groups, burst=1)
        for round in range(plan.rounds):
            for senders in (1,) if size.offer else (1, MANY):
                for burst in (1, BURST):
                    for name in turns(list(sides), round):
                        if name == STOCK and burst > 1 and round >= size.stock_rounds:
                            continue
                        await _record(plan, size, name, sides[name], round, senders, burst)
    finally:
        for side in sides.values():
            await dismiss([*side.readers, *side.senders])
            await side.server.stop()
    await asyncio.sleep(0.2)


async def _record(plan: Plan, size: Size, name: str, side: _Side, round: int, senders: int, burst: int) -> None:
    groups = {
        (True, True): size.alone_stock,
        (True, False): size.bursts_stock,
        (False, True): size.alone,
        (False, False): size.bursts,
    }[name == STOCK, burst == 1]
    heard = await _series(side, size, senders=senders, groups=groups, burst=burst)
    what = ("one message" if burst == 1 else f"bursts of {burst}") + (f", {senders} senders" if senders > 1 else "")
    plan.records.add(
        PART, size.case(what), name, round, heard.figures(), last_ms=heard.last_ms, first_ms=heard.first_ms
    )


async def _series(side: _Side, size: Size, *, senders: int, groups: int, burst: int):
    def say(sender: Client) -> None:
        sender.emit("say", event(ROOM), _ignore)

    return await run_series(side.server, side.readers, side.senders[:senders], say, groups=groups, burst=burst)


def _ignore(_: bytes) -> None:
    """An ack that nobody needs, but that every server has to send."""
