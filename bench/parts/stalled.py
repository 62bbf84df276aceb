"""Twenty readers who do not read, in a room of 1,000: what each costs, and whether the others notice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

import orjson

from bench.load.client import Client
from bench.load.crowd import count_together, dismiss, gather_crowd
from bench.plan import Plan, turns
from bench.records import percentile
from bench.servers import HEARTBEAT_S, HUB, NODE, Server, start_fanout, start_node
from bench.tokens import token

PART = "stalled"
WITHOUT, WITH = "room of 1,000, all read", "room of 1,000, 20 do not read"
STALLED = 20
ROOM = "bench"
EVERY_S = 0.04
TEXT_KB = 16
CUT_WITHIN_S = 10
NODE_ROUNDS = 2
"""No goal rests on it: Node keeps everything for a reader who does not read."""


async def measure(plan: Plan) -> None:
    """Measure the hub's realtime server and Node, with and without the twenty."""
    readers = plan.scaled(1000, 300)
    for round in range(plan.rounds):
        for name in turns([HUB, NODE], round) if round < NODE_ROUNDS else [HUB]:
            start = start_fanout if name == HUB else start_node
            server = await start(heartbeat_s=HEARTBEAT_S)
            tokens = [token(f"reader{n}", [ROOM]) for n in range(readers - STALLED)]
            crowd: list[Client] = []
            try:
                crowd += await gather_crowd(server.port, tokens)
                speaker = (await gather_crowd(server.port, [token("speaker", [])]))[0]
                crowd.append(speaker)
                await _round(plan, name, server, crowd[:-1], speaker, round)
            finally:
                await dismiss(crowd)
                await server.stop()


async def _round(plan: Plan, name: str, server: Server, readers: list[Client], speaker: Client, round: int) -> None:
    count = plan.scaled(130, 60)
    calm = await gather_crowd(server.port, [token(f"calm{n}", [ROOM]) for n in range(STALLED)])
    await _talk(server, readers, speaker, 20)
    latencies, peak_without = await _talk(server, readers, speaker, count)
    figures = {"others_p50_ms": percentile(latencies, 50), "others_p99_ms": percentile(latencies, 99)}
    plan.records.add(PART, WITHOUT, name, round, figures)
    await dismiss(calm)
    stalled = await gather_crowd(
        server.port, [token(f"stalled{n}", [ROOM]) for n in range(STALLED)], prepare=_small_window
    )
    lost = [0]
    for client in stalled:
        client.on_lost = lambda: lost.__setitem__(0, lost[0] + 1)
        assert client.transport is not None
        client.transport.pause_reading()
    latencies, peak_with = await _talk(server, readers, speaker, count)
    for client in stalled:
        if client.transport is not None and not client.transport.is_closing():
            client.transport.resume_reading()
    until = time.perf_counter() + CUT_WITHIN_S
    while name == HUB and lost[0] < STALLED and time.perf_counter() < until:
        await asyncio.sleep(0.05)
    figures = {
        "others_p50_ms": percentile(latencies, 50),
        "others_p99_ms": percentile(latencies, 99),
        "kb_per_stalled_reader": max(0.0, (peak_with - peak_without) / STALLED),
        "cut": float(lost[0]),
        "kb_sent_to_each": count * TEXT_KB,
    }
    plan.records.add(PART, WITH, name, round, figures)
    await dismiss(stalled)


def _small_window(client: Client, _: int) -> None:
    client.receive_buffer = 16 * 1024


async def _talk(server: Server, readers: Sequence[Client], speaker: Client, count: int) -> tuple[list[float], int]:
    """Say something at a steady pace; returns every arrival's milliseconds, and the most memory in KB."""
    tally = count_together(readers, count, keep_each=True)
    text = "x" * (TEXT_KB * 1000)
    sent: list[float] = []
    peak = server.rss_kb()
    began = time.perf_counter()
    for number in range(count):
        await asyncio.sleep(max(0.0, began + number * EVERY_S - time.perf_counter()))
        sent.append(time.perf_counter())
        message = orjson.dumps({"room_id": ROOM, "message": {"seq": number, "content": text}})
        speaker.emit("say", message, lambda _: None)
        peak = max(peak, server.rss_kb())
    await tally.until(count)
    peak = max(peak, server.rss_kb())
    for reader in readers:
        reader.count_for(None)
    assert tally.each is not None
    pairs = zip(tally.each[0::2], tally.each[1::2], strict=True)
    return [(at - sent[int(number)]) * 1000 for number, at in pairs], peak
