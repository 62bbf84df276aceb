"""`python -m bench`: start a hub of our own and measure it from outside; print the figures and keep them."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from bench.eko import echo_while_the_model_works, eko_room, understood_offline
from bench.hub_process import HubProcess
from bench.measures import Figures, as_fast_as_possible, one_after_the_other, tasks, to_many

RESULTS = Path(__file__).parent / "results"


async def measure(readers: int) -> dict[str, Figures]:
    """Measure everything once, on a fresh data folder."""
    found: dict[str, Figures] = {}

    def note(name: str, figures: Figures) -> None:
        found[name] = figures
        shown = "  ".join(f"{figure} {value:,.1f}" for figure, value in figures.items())
        print(f"{name:<44}{shown}", flush=True)

    with tempfile.TemporaryDirectory(prefix="panoramix-bench-", ignore_cleanup_errors=True) as folder:
        first = await HubProcess.start(Path(folder))
        note("first start", {"ready_ms": first.ready_s * 1000, "stop_ms": await first.stop() * 1000})
        hub = await HubProcess.start(Path(folder))
        try:
            async with aiohttp.ClientSession() as session:
                person = await hub.person(session, "alice")
                room = await person.post(session, "/api/rooms", {"kind": "private", "name": "bench"})
                note("a message, one after the other", await one_after_the_other(person, room["id"]))
                note("messages from one socket", await as_fast_as_possible(person, room["id"], sockets=1))
                note("messages from twenty sockets", await as_fast_as_possible(person, room["id"], sockets=20))
                note(f"a message to {readers} readers", await to_many(person, room["id"], readers))
                note("tasks over REST, eight callers", await tasks(person, session))
                note("memory of the hub at the end", {"megabytes": hub.memory_mb()})
        finally:
            stop_s = await hub.stop()
        note("second start", {"ready_ms": hub.ready_s * 1000, "stop_ms": stop_s * 1000})
        hub = await HubProcess.start(Path(folder), provider="embedded")
        try:
            async with aiohttp.ClientSession() as session:
                note("memory of the hub at rest", {"megabytes": hub.memory_mb()})
                person = await hub.person(session, "alice")
                room_id = await eko_room(person, session)
                note("a sentence that Eko understands offline", await understood_offline(person, room_id))
                echoes, answers = await echo_while_the_model_works(person, room_id)
                note("a sentence for the embedded model", answers)
                note("a small read while the model works", echoes)
        finally:
            await hub.stop()
    return found


def main() -> int:
    """Measure, print and keep the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--readers", type=int, default=100, help="connections that read one room (default 100)")
    given = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} processors, load {load:.1f} before; clients and hub share them\n")
    figures = asyncio.run(measure(given.readers))
    at = datetime.now(UTC)
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{at:%Y-%m-%dT%H%M%SZ}.json"
    about = {
        "at": at.isoformat(),
        "processors": os.cpu_count(),
        "load_before": load,
        "python": platform.python_version(),
    }
    file.write_text(json.dumps(about | {"figures": figures}, indent=2) + "\n", encoding="utf-8")
    print(f"\nKept in {file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
