"""`python -m tests.hostile`: the hostile client and the fuzzing of the REST API, for as long as one likes."""

from __future__ import annotations

import argparse
import asyncio
import socket
import tempfile
import time
import warnings
from pathlib import Path

import uvloop
from hypothesis.errors import HypothesisWarning

from hub.log import configure_logging
from hub.main import build
from hub.settings import Settings
from tests.command import Panoramix
from tests.hostile.attack import attack
from tests.hostile.rest import fuzz
from tests.house import House, MovableClock


async def rest(examples: int, seed: int) -> None:
    """Fuzz the REST API of a hub of its own."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        installation = Panoramix(data_dir=Path(folder) / "data", port=port, started=[])
        began = time.monotonic()
        await fuzz(installation, Path(folder), examples=examples, phases="coverage,fuzzing", seed=seed)
        print(f"every REST operation, three callers, in {time.monotonic() - began:.0f} s: answered as described")


async def frames(count: int, start: int) -> None:
    """Attack a hub of its own with so many frames."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            _env_file=None,
            data_dir=Path(folder),
            port=0,
            registration="open",
            rate_limits="off",
            agent_provider="none",
        )
        clock = MovableClock()
        house = await House.open(await build(settings, clock=clock), clock)
        try:
            began = time.monotonic()
            sent = await attack(house, frames=count, examples=20, steps=40, start=start)
            print(f"{sent} frames in {time.monotonic() - began:.0f} s: nobody disturbed, nothing left behind")
        finally:
            await house.close()


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--frames", type=int, default=100_000, help="frames of the hostile client; 0 for none")
    parser.add_argument("--examples", type=int, default=20, help="inputs for each REST operation; 0 for none")
    parser.add_argument("--seed", type=int, default=0, help="of the first round")
    given = parser.parse_args()
    warnings.simplefilter("ignore", HypothesisWarning)
    configure_logging(level="warning")
    if given.frames:
        uvloop.run(frames(given.frames, given.seed))
    if given.examples:
        asyncio.run(rest(given.examples, given.seed))


if __name__ == "__main__":
    main()
