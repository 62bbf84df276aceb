"""How well the embedded model picks calls, by confidence, and what that costs: `python -m agents.evals.embedded`.

It is measured alone, without the grammar before it, on the sentences for writing (never on the measuring half):
what is right, what is wrong, what it would propose for sentences that must change nothing.
"""

import asyncio
import os
import statistics
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from agents.providers.base import Limits, ModelMessage, ModelRequest, Proposal, Role, ToolCall
from agents.providers.embedded import EmbeddedProvider
from agents.runtime.mood import mood_of
from agents.runtime.spoken import read_date
from agents.tools.offer import words_of
from agents.tools.plain import PlainCalls, plain_specs
from hub.kernel.catalog import Catalog
from hub.kernel.operation import Door
from hub.main import FEATURES

FOLDER = Path(__file__).parent / "sentences" / "work"
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
STEPS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Picked:
    """What came of one sentence."""

    wanted: Mapping[str, Any]
    call: tuple[str, dict[str, Any]] | None
    confidence: float
    seconds: float

    @property
    def must_do_nothing(self) -> bool:
        return "nothing" in self.wanted

    @property
    def right(self) -> bool:
        """The operation is the wanted one and its name has the wanted words."""
        changes = self.wanted.get("changes") or []
        if self.call is None or len(changes) != 1 or "created" not in changes[0]:
            return False
        fields = changes[0].get("fields") or {}
        name = next(
            (str(fields[key]) for key in ("title", "name", "summary", "vendor", "label") if key in fields), ""
        )
        said = " ".join(str(value) for value in self.call[1].values())
        return self.call[0] == f"{changes[0]['created']}.create" and words_of(name) <= words_of(said)


async def main() -> None:
    allowed = list(Catalog(FEATURES).through(Door.AGENT))
    provider = EmbeddedProvider()
    found = await provider.available()
    if not found.ok:
        print(found.reason)
        return
    picked: list[Picked] = []
    loaded = 0.0
    for path in sorted(FOLDER.glob("*.yaml")):
        for wanted in yaml.safe_load(path.read_text(encoding="utf-8")):
            one = await pick(provider, allowed, wanted)
            loaded = loaded or one.seconds
            picked.append(one)
    memory = peak_memory_mb(provider.pid)
    await provider.close()
    report(picked, loaded, memory)


async def pick(provider: EmbeddedProvider, allowed: list[Any], wanted: Mapping[str, Any]) -> Picked:
    sentence = wanted["say"]
    mood = mood_of(sentence)
    plain = PlainCalls(allowed, sentence, NOW, "Europe/Paris", read_date=read_date, reads_only=not mood.may_change)
    request = ModelRequest(
        messages=(ModelMessage(role=Role.USER, content=sentence),),
        tools=plain_specs(),
        sentence=sentence,
        date_fact=plain.date_fact,
        limits=Limits(total_s=300),
    )
    started = processor_seconds(provider.pid)
    call, confidence = None, 0.0
    async for event in provider.complete(request):
        if isinstance(event, ToolCall) and call is None:
            call, confidence = plain.restored(event.name, event.arguments), 1.0
        if isinstance(event, Proposal) and call is None:
            call, confidence = plain.restored(event.call.name, event.call.arguments), event.confidence
    return Picked(wanted, call, confidence, processor_seconds(provider.pid) - started)


def processor_seconds(pid: int | None) -> float:
    """What the worker has used of the processor: on a busy machine the clock on the wall measures the others."""
    if pid is None:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_memory_mb(pid: int | None) -> int:
    """The worker's highest resident memory."""
    if pid is None:
        return 0
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def report(picked: list[Picked], loaded: float, memory: int) -> None:
    seconds = sorted(one.seconds for one in picked[1:])
    print(
        f"{len(picked)} sentences; "
        f"processor time: first {loaded:.2f} s (start and load), then median {statistics.median(seconds):.2f} s, "
        f"p95 {seconds[int(len(seconds) * 0.95)]:.2f} s; worker at most {memory} MB"
    )
    print("from confidence: right, wrong, unwanted (must do nothing); writes only")
    for step in STEPS:
        counts: Counter[str] = Counter()
        for one in picked:
            if one.call is None or one.confidence < step or one.call[0].endswith(".list"):
                continue
            counts["unwanted" if one.must_do_nothing else "right" if one.right else "wrong"] += 1
        print(f"  {step:.1f}: {counts['right']:4d} {counts['wrong']:4d} {counts['unwanted']:4d}")


if __name__ == "__main__":
    asyncio.run(main())
