"""Lets the hostile client loose on a hub, for a few frames or for a hundred thousand."""

from __future__ import annotations

import asyncio

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.hostile.machine import Hostile
from tests.hostile.siege import Siege
from tests.house import House


async def attack(house: House, *, frames: int = 0, examples: int = 8, steps: int = 25, start: int = 0) -> int:
    """Attack until so many frames were sent, in rounds of some examples; one round at least.

    Args:
        house: The hub; its loop is the one that this runs in.
        frames: How many frames to send at least.
        examples: Attackers a round, one after the other.
        steps: What each does, at most.
        start: The first round's seed.

    Returns:
        How many frames it sent.

    Raises:
        AssertionError: Somebody was disturbed, something went wrong in the hub, or something stayed behind.
    """
    siege = await Siege.begin(house)
    loop = asyncio.get_running_loop()
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        # What fails is said as it came: to make it smaller takes minutes, and each step would log again.
        phases=[Phase.generate],
    )
    try:
        while True:
            machine = seed(start)(type("Hostile", (Hostile,), {"siege": siege, "loop": loop}))
            await asyncio.to_thread(run_state_machine_as_test, machine, settings=chosen)
            start += 1
            if siege.frames >= frames:
                break
    finally:
        await siege.end()
    return siege.frames
