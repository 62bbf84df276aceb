"""Twenty-five cycles of harm: a message that was acknowledged is there, everywhere, once and in order."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.faults.campaign import Campaign
from tests.faults.kinds import HAND, HAND_OF_WORKERS

# The plan is the same each time; when the bytes fly is not. Another: FAULTS_SEED=…, or make faults SEED=…
SEED = os.environ.get("FAULTS_SEED")


@pytest.mark.parametrize(("cycles", "workers", "seed"), [(21, 0, 25), (4, 2, 45)])
async def test_nothing_acknowledged_is_lost_doubled_or_out_of_order(
    tmp_path: Path, cycles: int, workers: int, seed: int
) -> None:
    said: list[str] = []
    campaign = Campaign.on(tmp_path, int(SEED or seed), said.append, workers=workers)
    await campaign.run(cycles)
    story = "\n".join([*said, json.dumps(campaign.report(), indent=2), campaign.summary()])
    assert not campaign.violations, story
    assert campaign.cycles.total() == cycles, story
    assert set(campaign.cycles) <= set(HAND_OF_WORKERS if workers else HAND), story
    assert campaign.acknowledged >= cycles * 20, story
