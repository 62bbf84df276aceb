"""Measure the understanding: `python -m agents.evals.run`.

Prints totals only for the measure part; `--show` lists what failed in the work part.
"""

import argparse
import asyncio
import statistics
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from agents.evals.expectations import Change, Judge, Sentence, fixture, sentences
from agents.evals.kinds import kind_of
from agents.evals.memory import Memory
from agents.language.outcome import Asks, Call, NotUnderstood, Recent, Speaker, Understood
from agents.language.understanding import Understanding

ROOT = Path(__file__).resolve().parents[2]


class World(Protocol):
    """Where sentences are said: entities, operations on them, and what changed."""

    @property
    def ids(self) -> Mapping[str, str]: ...

    @property
    def asker(self) -> str: ...

    @property
    def whole(self) -> bool: ...

    async def reset(self) -> None: ...
    async def lookup(self, operation: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]: ...
    async def run(self, calls: tuple[Call, ...]) -> Sequence[Mapping[str, Any]]: ...
    async def changes(self) -> Sequence[Change]: ...


@dataclass(frozen=True)
class Result:
    sentence: Sentence
    problems: Sequence[str]
    changed: bool
    milliseconds: float
    outcome: object
    answer: str


async def measure(
    grammar: Understanding, world: World, judge: Judge, sentence: Sentence, now: datetime, zone: str
) -> Result:
    """Say one sentence and compare what changes."""
    await world.reset()
    recent: list[Recent] = []
    if sentence.recent:
        recent.append(Recent(kind=kind_of(sentence.recent), id=world.ids[sentence.recent], label=sentence.recent))
    speaker = Speaker(
        locale=sentence.language,
        time_zone=zone,
        now=now,
        user_id=world.asker,
        room_id=world.ids["m_design"],
        reply_to=world.ids["x_bob"],
        recent=recent,
    )
    waiting = 0.0

    async def lookup(operation: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        nonlocal waiting
        started = time.thread_time()
        answer = await world.lookup(operation, arguments)
        waiting += time.thread_time() - started
        return answer

    # Processor time: on a busy machine the clock on the wall measures the others.
    started = time.thread_time()
    slash = sentence.say.startswith("/")
    outcome = await (grammar.slash if slash else grammar.understand)(sentence.say, speaker, lookup)
    spent = (time.thread_time() - started - waiting) * 1000
    calls = outcome.calls if isinstance(outcome, Understood) else ()
    # Calls that are only to be planned reach others, or a model.
    results = [] if "calls" in sentence.expected else await world.run(calls)
    answer = grammar.reply(outcome, results, speaker) if world.whole else ""
    changes = await world.changes()
    problems = await _problems(sentence, outcome, changes, world, judge)
    return Result(sentence, problems, bool(changes) and sentence.changes_nothing, spent, outcome, answer)


async def _problems(
    sentence: Sentence, outcome: object, changes: Sequence[Change], world: World, judge: Judge
) -> list[str]:
    expected = sentence.expected
    if "changes" in expected:
        return judge.changes(expected["changes"], changes)
    problems = judge.changes([], changes)
    if "calls" in expected:
        planned = [(c.operation, c.arguments) for c in outcome.calls] if isinstance(outcome, Understood) else []
        return problems + judge.reads(expected["calls"], planned)
    reads = [(c.operation, c.arguments) for c in outcome.calls if c.reads] if isinstance(outcome, Understood) else []
    if "reads" in expected:
        return problems + judge.reads(expected["reads"], reads)
    if "asks" in expected:
        if not isinstance(outcome, Asks):
            # Saying that nothing by that name exists is as good as asking which.
            told = (
                getattr(outcome, "reason", "") == "not_found"
                and "alternatives" not in expected
                and "proposal" not in expected
            )
            return problems + ([] if told else ["did not ask"])
        if "alternatives" in expected:
            offered = {call.arguments.get("id") for one in outcome.alternatives for call in one.calls}
            if offered != {world.ids[key] for key in expected["alternatives"]}:
                problems.append(f"offers {[one.label for one in outcome.alternatives]}")
        if "proposal" in expected:
            await world.run(outcome.proposal)
            problems += judge.changes(expected["proposal"], await world.changes())
        return problems
    return problems + (["proposes something"] if isinstance(outcome, Asks) or reads else [])


def report(part: str, results: Sequence[Result]) -> None:
    """Totals by language, module and kind of sentence."""
    right = sum(not result.problems for result in results)
    print(f"\n{part}: {right}/{len(results)} right ({right / len(results):.1%})")
    for title, key in (
        ("language", lambda r: r.sentence.language),
        ("module", lambda r: r.sentence.module),
        ("action", lambda r: r.sentence.action),
        ("layer", _layer),
    ):
        groups: dict[str, list[Result]] = defaultdict(list)
        for result in results:
            groups[key(result)].append(result)
        cells = [
            f"{name} {sum(not r.problems for r in group)}/{len(group)}" for name, group in sorted(groups.items())
        ]
        print(f"  by {title}: " + ", ".join(cells))
    still = [result for result in results if result.sentence.changes_nothing]
    unwanted = sum(result.changed for result in still)
    print(f"  must change nothing: {len(still)} sentences, {unwanted} unwanted changes")
    times = sorted(result.milliseconds for result in results)
    print(
        f"  understanding: median {statistics.median(times):.1f} ms, "
        f"p95 {times[int(len(times) * 0.95)]:.1f} ms, most {times[-1]:.1f} ms"
    )


def _layer(result: Result) -> str:
    """Which layer answered; a model is not asked here, so what is left to it counts as unanswered."""
    if result.sentence.say.startswith("/"):
        return "slash"
    return "left to a model" if isinstance(result.outcome, NotUnderstood) else "grammar"


def phrase_directories() -> list[Path]:
    return sorted((ROOT / "hub" / "features").glob("*/phrases"))


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("work", "measure", "slash", "all"), default="all")
    parser.add_argument("--show", action="store_true", help="list the failures of the work part")
    parser.add_argument("--answers", action="store_true", help="print every answer of the work part")
    parser.add_argument("--world", choices=("memory", "hub"), default="hub", help="in memory, or the real pipeline")
    arguments = parser.parse_args()
    given = fixture()
    grammar = Understanding(phrase_directories())
    started = time.perf_counter()
    grammar.warm_through()
    print(f"warmed in {time.perf_counter() - started:.2f} s")
    zone = given["time_zone"]
    now = datetime.fromisoformat(given["now"]).replace(tzinfo=ZoneInfo(zone))
    async with AsyncExitStack() as stack:
        world: World = await _world(arguments.world, given, stack)
        judge = Judge(world.ids, zone)
        await _measure(arguments, grammar, world, judge, now, zone)


async def _world(which: str, given: Mapping[str, Any], stack: AsyncExitStack) -> World:
    if which == "memory":
        return Memory(given)
    from agents.evals.house import HouseWorld

    house = await HouseWorld.open(given)
    stack.push_async_callback(house.close)
    return house


async def _measure(
    arguments: argparse.Namespace, grammar: Understanding, world: World, judge: Judge, now: datetime, zone: str
) -> None:
    for part in ("work", "measure", "slash") if arguments.part == "all" else (arguments.part,):
        results = [await measure(grammar, world, judge, sentence, now, zone) for sentence in sentences(part)]
        if part != "measure" and arguments.show:
            for result in results:
                if result.problems:
                    print(
                        f"{result.sentence.id} {result.sentence.say!r}\n    {'; '.join(result.problems)}\n"
                        f"    {result.outcome}"
                    )
        if part != "measure" and arguments.answers:
            for result in results:
                print(f"{result.sentence.say}\n    → {result.answer}")
        report(part, results)


if __name__ == "__main__":
    asyncio.run(main())
