"""`python -m tests.faults --cycles 200`: as much harm as you like, and whether a message was lost."""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.campaign import Campaign
from tests.faults.kinds import FaultKind


def main() -> int:
    """Run a campaign; exit status 1 if the promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--cycles", type=int, default=25, help="how many (25)")
    parser.add_argument("--seed", type=int, default=None, help="the same seed plans the same faults (random)")
    parser.add_argument("--workers", type=int, default=0, help="so many hub processes on one port (one, alone)")
    parser.add_argument("--only", type=FaultKind, choices=[*FaultKind], help="one kind of fault (all)")
    parser.add_argument("--keep", type=Path, default=None, help="a folder for the data and the logs, which stay")
    given = parser.parse_args()
    seed = random.SystemRandom().randrange(1_000_000) if given.seed is None else given.seed
    with tempfile.TemporaryDirectory(prefix="faults-") as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        campaign = Campaign.on(folder, seed, _say, workers=given.workers)
        _say(f"seed {seed}, {given.cycles} cycles")
        began = time.monotonic()
        asyncio.run(campaign.run(given.cycles, given.only))
    _say(json.dumps({**campaign.report(), "minutes": round((time.monotonic() - began) / 60, 1)}, indent=2))
    _say(campaign.summary())
    return 1 if campaign.violations else 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
