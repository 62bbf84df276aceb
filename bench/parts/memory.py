"""What an idle connection costs in memory: fresh processes, 2,000 connections that say nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.load.crowd import dismiss, gather_crowd
from bench.people import settle
from bench.plan import Plan, turns
from bench.servers import HUB, NODE, STOCK, Server, start_hub, start_node, start_stock
from bench.tokens import token

PART = "memory"
WARM = 50
"""Clients that come first, so that what a server loads late is not counted as theirs."""
SETTLE_S = 2.0
PLAIN, OFFERED = "2,000 idle connections", "2,000 idle connections, compression offered"
FIGURE = "kb_per_connection"


async def measure(plan: Plan) -> None:
    """Measure each server with clients that offer compression and with clients that don't."""
    count = plan.scaled(2000, 600)
    with TemporaryDirectory(prefix="panoramix-bench-", ignore_cleanup_errors=True) as folder:
        data_dir = Path(folder) / "hub"
        hub = await start_hub(data_dir)
        try:
            town = await settle(hub, data_dir, count + WARM, {"team": range(count + WARM)})
        finally:
            await hub.stop()
        others = [token(f"p{n}", ["team"]) for n in range(count + WARM)]
        for round in range(plan.rounds):
            for offer, case in ((False, PLAIN), (True, OFFERED)):
                for name in turns([HUB, STOCK, NODE], round):
                    server = await _start(name, data_dir)
                    try:
                        kb = await _per_connection(server, town.tokens if name == HUB else others, offer)
                    finally:
                        await server.stop()
                    plan.records.add(PART, case, name, round, {FIGURE: kb})


async def _start(name: str, data_dir: Path) -> Server:
    if name == HUB:
        return await start_hub(data_dir)
    return await (start_stock() if name == STOCK else start_node())


async def _per_connection(server: Server, tokens: list[str], offer: bool) -> float:
    crowd = await gather_crowd(server.port, tokens[:WARM], offer_compression=offer)
    try:
        await asyncio.sleep(0.5)
        before = server.rss_kb()
        crowd += await gather_crowd(server.port, tokens[WARM:], offer_compression=offer)
        await asyncio.sleep(SETTLE_S)
        return (server.rss_kb() - before) / (len(tokens) - WARM)
    finally:
        await dismiss(crowd)
