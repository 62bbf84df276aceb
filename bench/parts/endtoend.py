"""A stored message to a room of 1,000 people: one hub, two workers of a hub, the Node reference."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.load.client import Client
from bench.load.crowd import dismiss, gather_crowd
from bench.messages import command
from bench.parts.durable import node_server
from bench.people import settle
from bench.plan import Plan, turns
from bench.series import BURST, run_series
from bench.servers import HUB, NODE, Server, start_hub
from bench.tokens import token

PART = "endtoend"
TWO = f"{HUB} × 2"
ROOM = "crowd"
ALONE = "stored, room of 1,000, one message"
BURSTS = "stored, room of 1,000, bursts of 10"


@dataclass(frozen=True, kw_only=True)
class _Side:
    server: Server
    people: list[Client]
    room_id: str


async def measure(plan: Plan) -> None:
    """Measure all three, each with a MongoDB of its own."""
    people = plan.scaled(1000, 300)
    with TemporaryDirectory(prefix="panoramix-bench-", ignore_cleanup_errors=True) as folder:
        async with AsyncExitStack() as stops:
            sides: dict[str, _Side] = {}
            for name, workers in ((HUB, None), (TWO, 2)):
                data_dir = Path(folder) / name.replace(" ", "")
                server = await start_hub(data_dir, workers=workers)
                stops.push_async_callback(server.stop)
                town = await settle(server, data_dir, people, {ROOM: range(people)})
                sides[name] = await _gathered(server, town.tokens, town.rooms[ROOM], stops)
            server = await stops.enter_async_context(node_server(Path(folder) / NODE))
            sides[NODE] = await _gathered(server, [token(f"p{n}", [ROOM]) for n in range(people)], ROOM, stops)
            for side in sides.values():
                await _series(side, plan.scaled(100, 30), 1)
                await _series(side, plan.scaled(10, 3), BURST)
            for round in range(plan.rounds):
                for case, groups, burst in ((ALONE, plan.scaled(40, 15), 1), (BURSTS, plan.scaled(6, 3), BURST)):
                    for name in turns(list(sides), round):
                        heard = await _series(sides[name], groups, burst)
                        plan.records.add(PART, case, name, round, heard.figures(), last_ms=heard.last_ms)


async def _gathered(server: Server, tokens: list[str], room_id: str, stops: AsyncExitStack) -> _Side:
    side = _Side(server=server, people=await gather_crowd(server.port, tokens), room_id=room_id)
    stops.push_async_callback(dismiss, side.people)
    return side


async def _series(side: _Side, groups: int, burst: int):
    def say(sender: Client) -> None:
        sender.emit("message.send", command(side.room_id), _stored)

    # Ten senders take turns: a burst of one person is kept in order by every server, which is another question.
    return await run_series(side.server, side.people, side.people[:10], say, groups=groups, burst=burst)


def _stored(ack: bytes) -> None:
    if not ack.startswith(b'[{"ok":true'):
        raise RuntimeError(ack[:300].decode(errors="replace"))
