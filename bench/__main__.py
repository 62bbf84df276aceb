"""`python -m bench`: measure the hub beside stock python-socketio and a lean Node hub; print and keep the figures."""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import uvloop

from bench import plots, report
from bench.goals import judge
from bench.load.crowd import allow_sockets
from bench.parts import durable, endtoend, fanout, files, hub_alone, leaving, lists, memory, search, stalled, transfer
from bench.plan import Plan
from bench.process import load
from bench.records import Records

RESULTS = Path(__file__).parent / "results"
PARTS: dict[str, Callable[[Plan], Awaitable[None]]] = {
    "fanout": fanout.measure,
    "durable": durable.measure,
    "endtoend": endtoend.measure,
    "leaving": leaving.measure,
    "stalled": stalled.measure,
    "memory": memory.measure,
    "files": files.measure,
    "lists": lists.measure,
    "search": search.measure,
    "transfer": transfer.measure,
}
ALONE: dict[str, Callable[[Plan], Awaitable[None]]] = {"alone": hub_alone.measure, "eko": hub_alone.measure_eko}
SOCKETS = 16_000
LONGEST_PART_S = 1200
"""Then a part is given up, so that a run nobody watches comes to its end."""


async def measure(plan: Plan, parts: list[str]) -> None:
    """Measure part after part; one that fails is noted and the others go on."""
    for name in parts:
        print(f"\n{name}", flush=True)
        began = time.perf_counter()
        try:
            async with asyncio.timeout(LONGEST_PART_S):
                await (PARTS | ALONE)[name](plan)
        except Exception as fault:  # top of a part: the others are worth having without it
            plan.records.fail(name, fault)
        gc.collect()
        print(f"  {time.perf_counter() - began:.0f} s", flush=True)


def main() -> int:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    known = ", ".join([*PARTS, *ALONE])
    parser.add_argument("--only", help=f"parts, with commas between: {known} (default: all but the last two)")
    parser.add_argument("--rounds", type=int, help="how often everything is measured (default 5; quick 2)")
    parser.add_argument("--quick", action="store_true", help="smaller crowds: to see that everything works")
    given = parser.parse_args()
    parts = given.only.split(",") if given.only else list(PARTS)
    unknown = [part for part in parts if part not in PARTS | ALONE]
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}; there are {known}")
    if allow_sockets() < SOCKETS:
        print(f"Warning: at most {allow_sockets()} open files; rooms of 5,000 need {SOCKETS}: ulimit -n {SOCKETS}")
    load_before = load()
    plan = Plan(rounds=given.rounds or (2 if given.quick else 5), quick=given.quick, records=Records())
    print(f"{plan.rounds} rounds; load {load_before:.1f} before", flush=True)
    # A collection would stop our clients in the middle of a measurement; there is one after each part.
    gc.disable()
    uvloop.run(measure(plan, parts))
    return _keep(plan, load_before)


def _keep(plan: Plan, load_before: float) -> int:
    folder = RESULTS / f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"
    folder.mkdir(parents=True)
    try:
        drawn = plots.draw(folder, plan.records)
    except ImportError:
        drawn = []
        print("No plots: matplotlib is not installed (the extra `bench`).")
    facts = report.about(plan.rounds, plan.quick, load_before)
    file = report.write(folder, plan.records, facts, drawn)
    print(f"\n{report.goals_table(plan.records)}\n")
    for failure in plan.records.failures:
        print(f"Could not be measured: {failure}")
    missed = sum(one.word == "MISS" for one in judge(plan.records))
    print(f"{missed} missed. The report is {file}")
    return 1 if plan.records.failures else 0


if __name__ == "__main__":
    sys.exit(main())
