"""Series of messages to a room, and what each cost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.load.client import Client
from bench.load.crowd import count_together
from bench.records import percentile
from bench.servers import Server

BURST = 10
BURST_S = 0.005
PAUSE_S = 0.004
"""Between two messages that are each alone: whatever the server does afterwards is done."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What a series cost the server and when its messages arrived.

    Attributes:
        cpu_s: The server's processor time.
        wall_s: From the first send to the last arrival, pauses left out.
        last_ms: For each message, from sending until the last reader had it.
        first_ms: The same until the first reader had it.
    """

    deliveries: int
    cpu_s: float
    wall_s: float
    last_ms: list[float]
    first_ms: list[float]

    def figures(self) -> dict[str, float]:
        """By name, with units."""
        return {
            "cpu_us_per_delivery": self.cpu_s / self.deliveries * 1e6,
            "deliveries_per_s": self.deliveries / self.wall_s,
            "last_p50_ms": percentile(self.last_ms, 50),
            "last_p99_ms": percentile(self.last_ms, 99),
            "first_p50_ms": percentile(self.first_ms, 50),
        }


async def run_series(
    server: Server,
    readers: Sequence[Client],
    senders: Sequence[Client],
    say: Callable[[Client], None],
    *,
    groups: int,
    burst: int = 1,
) -> Heard:
    """Send messages one at a time or in bursts; each group is over before the next begins.

    Args:
        server: Whose cost is taken.
        readers: All who hear the room.
        senders: Who sends, taking turns.
        say: Sends one message from one of them.
        groups: How many messages or bursts.
        burst: Messages in one group, evenly over 5 ms.
    """
    tally = count_together(readers, groups * burst)
    sent: list[float] = []
    wall = 0.0
    cpu = server.cpu()
    for group in range(groups):
        began = time.perf_counter()
        for place in range(burst):
            # The loop goes on reading meanwhile: the clients have a processor of their own.
            while time.perf_counter() - began < place * BURST_S / burst:
                await asyncio.sleep(0)
            sent.append(time.perf_counter())
            say(senders[(group * burst + place) % len(senders)])
        try:
            await tally.until((group + 1) * burst)
        except TimeoutError as fault:
            raise TimeoutError(f"{server.name}: {fault}") from None
        wall += max(tally.last_at[group * burst : (group + 1) * burst]) - began
        await asyncio.sleep(PAUSE_S)
    cpu = server.cpu() - cpu
    for reader in readers:
        reader.count_for(None)
    if tally.excess:
        raise RuntimeError(f"{tally.excess} deliveries too many")
    return Heard(
        deliveries=len(readers) * groups * burst,
        cpu_s=cpu,
        wall_s=wall,
        last_ms=[(at - began) * 1000 for at, began in zip(tally.last_at, sent, strict=True)],
        first_ms=[(at - began) * 1000 for at, began in zip(tally.first_at, sent, strict=True)],
    )
