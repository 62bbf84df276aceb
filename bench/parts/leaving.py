"""Crowds that go and come back: 3,000 reconnect at once and catch up; 3,000 leave at once, against 1,000."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.load.client import Client
from bench.load.crowd import dismiss, gather_crowd
from bench.load.follower import Follower
from bench.messages import command
from bench.parts.durable import node_server
from bench.people import settle
from bench.plan import Plan, turns
from bench.servers import HUB, NODE, STOCK, Server, start_hub, start_stock
from bench.tokens import token

PART = "leaving"
RECONNECT = "3,000 reconnect at once"
LOOKED_UP = "3,000 reconnect at once, rooms from the database"
FEW_LEAVE, MANY_LEAVE = "1,000 leave at once", "3,000 leave at once"
MISSED = 5
"""Messages to the room of all while they are away."""
GRACE_S = 5.5
"""The hub says that people have gone after 4 seconds; what that costs is part of it."""
AT_ONCE = 200


async def measure(plan: Plan) -> None:
    """Measure reconnecting (hub, Node) and leaving (hub, Node, stock)."""
    many, few = plan.scaled(3000, 600), plan.scaled(1000, 200)
    teams = {f"team{n}": range(n * 50, min(n * 50 + 50, many)) for n in range(-(-many // 50))}
    with TemporaryDirectory(prefix="panoramix-bench-", ignore_cleanup_errors=True) as folder:
        async with AsyncExitStack() as stops:
            hub = await start_hub(Path(folder) / HUB)
            stops.push_async_callback(hub.stop)
            town = await settle(hub, Path(folder) / HUB, many + 1, {"all": range(many + 1), **teams})
            node = await stops.enter_async_context(node_server(Path(folder) / NODE))
            stock = await start_stock()
            stops.push_async_callback(stock.stop)
            plain = [token(f"p{n}", ["all", f"team{n // 50}"]) for n in range(many)]
            looked_up = [token(f"p{n}", None) for n in range(many)]
            # V8 takes its time: the first thousand cost twice what the later ones do.
            for _ in range(2):
                await dismiss(await gather_crowd(node.port, plain[: plan.scaled(1500, 300)]))
            for round in range(plan.rounds):
                for name in turns([HUB, NODE, STOCK], round):
                    if name == HUB:
                        await _leave(plan, hub, town.tokens[:few], round, FEW_LEAVE)
                        await _hub_round(plan, hub, town.tokens, town.rooms["all"], round)
                    elif name == NODE:
                        await _leave(plan, node, plain[:few], round, FEW_LEAVE)
                        await _node_round(plan, node, plain, round, RECONNECT)
                        await _node_round(plan, node, looked_up, round, LOOKED_UP)
                        await _leave(plan, node, plain, round, MANY_LEAVE)
                    else:
                        await _leave(plan, stock, plain[:few], round, FEW_LEAVE)
                        await _leave(plan, stock, plain, round, MANY_LEAVE)


async def _hub_round(plan: Plan, hub: Server, tokens: list[str], room_id: str, round: int) -> None:
    changed = asyncio.Event()
    followers = [Follower(hub.port, one, room_id, changed.set) for one in tokens[:-1]]
    keeper = (await gather_crowd(hub.port, tokens[-1:]))[0]
    try:
        await _connect(followers, AT_ONCE)
        head = await _say(keeper, room_id)
        await _until_all_know(followers, head, changed)
        await quiet(hub, 1)
        syncs, twice = sum(one.syncs for one in followers), sum(one.twice for one in followers)
        cpu, apart, began = hub.cpu(), hub.cpu_apart(), time.perf_counter()
        for one in followers:
            one.cut()
        saying = asyncio.gather(*(_say(keeper, room_id) for _ in range(MISSED)))
        await _connect(followers, len(followers))
        connected = time.perf_counter()
        await _until_all_know(followers, max(await saying), changed)
        converged = time.perf_counter()
        await quiet(hub, 1.5)
        figures = {
            "cpu_s": hub.cpu() - cpu,
            "cpu_us_per_client": (hub.cpu() - cpu) / len(followers) * 1e6,
            "mongod_us_per_client": (hub.cpu_apart() - apart) / len(followers) * 1e6,
            "connected_after_s": connected - began,
            "converged_after_s": converged - began,
            "not_converged": 0.0,
            "twice": float(sum(one.twice for one in followers) - twice),
            "syncs_per_client": (sum(one.syncs for one in followers) - syncs) / len(followers),
        }
        plan.records.add(PART, RECONNECT, HUB, round, figures)
        await _cut_and_count(plan, hub, [one.client for one in followers if one.client], round, MANY_LEAVE)
    finally:
        for one in followers:
            one.cut()
        await dismiss([keeper])


async def _connect(followers: list[Follower], at_once: int) -> None:
    left = iter(followers)

    async def some() -> None:
        for one in left:
            await one.connect()

    await asyncio.gather(*(some() for _ in range(at_once)))


async def _say(keeper: Client, room_id: str) -> int:
    ack = await keeper.call("message.send", command(room_id))
    return int(ack["data"]["seq"])


async def _until_all_know(followers: list[Follower], seq: int, changed: asyncio.Event) -> None:
    """Wait until everyone has every message up to this one.

    Raises:
        RuntimeError: After a minute some have not (the hub's own healing takes 30 s).
    """
    try:
        async with asyncio.timeout(60):
            while any(one.known < seq for one in followers):
                changed.clear()
                await changed.wait()
                await asyncio.sleep(0.02)
    except TimeoutError:
        behind = sum(one.known < seq for one in followers)
        raise RuntimeError(f"{behind} of {len(followers)} clients did not converge") from None


async def _node_round(plan: Plan, node: Server, tokens: list[str], round: int, case: str) -> None:
    crowd = await gather_crowd(node.port, tokens)
    await quiet(node, 1)
    cpu, apart, began = node.cpu(), node.cpu_apart(), time.perf_counter()
    for client in crowd:
        client.cut()
    crowd = await gather_crowd(node.port, tokens, at_once=len(tokens))
    connected = time.perf_counter()
    await quiet(node, 1.5)
    figures = {
        "cpu_s": node.cpu() - cpu,
        "cpu_us_per_client": (node.cpu() - cpu) / len(tokens) * 1e6,
        "mongod_us_per_client": (node.cpu_apart() - apart) / len(tokens) * 1e6,
        "connected_after_s": connected - began,
    }
    plan.records.add(PART, case, NODE, round, figures)
    await dismiss(crowd)
    await quiet(node, 0.5)


async def _leave(plan: Plan, server: Server, tokens: list[str], round: int, case: str) -> None:
    crowd = await gather_crowd(server.port, tokens)
    await quiet(server, 1)
    await _cut_and_count(plan, server, crowd, round, case)


async def _cut_and_count(plan: Plan, server: Server, crowd: list[Client], round: int, case: str) -> None:
    cpu = server.cpu()
    for client in crowd:
        client.cut()
    await quiet(server, GRACE_S if server.name == HUB else 1)
    spent = server.cpu() - cpu
    figures = {"cpu_s": spent, "cpu_us_per_client": spent / len(crowd) * 1e6}
    plan.records.add(PART, case, server.name, round, figures)


async def quiet(server: Server, at_least_s: float, at_most_s: float = 30) -> None:
    """Wait until a server does next to nothing (under 4 % of a processor for half a second)."""
    began = time.perf_counter()
    calm = 0
    while (passed := time.perf_counter() - began) < at_most_s and (calm < 2 or passed < at_least_s):
        before = server.cpu()
        await asyncio.sleep(0.25)
        calm = calm + 1 if server.cpu() - before < 0.01 else 0
