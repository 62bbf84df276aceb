"""Twenty-five cycles of harm: a message that was acknowledged is there, everywhere, once and in order."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.campaign import Campaign
from tests.faults.kinds import HAND, HAND_OF_WORKERS

# The plan is the same each time; when the bytes fly is not. Another: FAULTS_SEED=…, or make faults SEED=…
SEED = os.environ.get("FAULTS_SEED")
LATEST_S = 900.0
TAKEN_UP_S = 60.0


@pytest.mark.parametrize(("cycles", "workers", "seed"), [(21, 0, 25), (4, 2, 45)])
async def test_nothing_acknowledged_is_lost_doubled_or_out_of_order(
    tmp_path: Path, cycles: int, workers: int, seed: int
) -> None:
    said: list[str] = []
    campaign = Campaign.on(tmp_path, int(SEED or seed), said.append, workers=workers)
    running = asyncio.create_task(campaign.run(cycles))
    if not (await asyncio.wait({running}, timeout=LATEST_S))[0]:
        stood = list(where(running.get_coro()))
        running.cancel()
        await asyncio.wait({running}, timeout=TAKEN_UP_S)
        pytest.fail("\n".join(["it stood still, after:", *said, "here:", *stood]))
    running.result()
    story = "\n".join([*said, json.dumps(campaign.report(), indent=2), campaign.summary()])
    assert not campaign.violations, story
    assert campaign.cycles.total() == cycles, story
    assert set(campaign.cycles) <= set(HAND_OF_WORKERS if workers else HAND), story
    assert campaign.acknowledged >= cycles * 20, story


def where(waiting: Any) -> Iterator[str]:
    """Where a coroutine waits: each line of ours, from the outermost to the innermost."""
    while (frame := getattr(waiting, "cr_frame", None)) is not None:
        yield f"{frame.f_code.co_filename}:{frame.f_lineno} in {frame.f_code.co_name}"
        waiting = waiting.cr_await


async def test_a_hang_is_told_with_its_place() -> None:
    async def hang() -> None:
        await asyncio.Event().wait()

    async def run() -> None:
        await hang()

    running = asyncio.create_task(run())
    await asyncio.sleep(0)
    told = [line.split(" in ")[1] for line in where(running.get_coro())]
    running.cancel()
    assert told == ["run", "hang", "wait"]
