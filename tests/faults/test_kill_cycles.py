"""Twenty-five cycles of harm: a message that was acknowledged is there, everywhere, once and in order."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tests.faults.campaign import Campaign
from tests.faults.kinds import HAND, FaultKind

CYCLES = 25


async def test_nothing_acknowledged_is_lost_doubled_or_out_of_order(tmp_path: Path) -> None:
    # The plan is the same each time; when the bytes fly is not. Another: FAULTS_SEED=…, or make faults SEED=…
    seed = int(os.environ.get("FAULTS_SEED", "25"))
    said: list[str] = []
    campaign = Campaign.on(tmp_path, seed, said.append)
    await campaign.run(CYCLES)
    story = "\n".join([*said, json.dumps(campaign.report(), indent=2), campaign.summary()])
    assert not campaign.violations, story
    assert campaign.acknowledged >= CYCLES * 20, story
    assert set(campaign.cycles) == set(FaultKind) == set(HAND), story
