"""What was measured, round by round, and how it is summed up: medians, spread and ratios within a round."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Record:
    """One measurement of one server in one round.

    Attributes:
        part: Which part of the bench.
        case: What was done, the same words for every server.
        figures: Name (with its unit) to value.
        samples: Name to the single values behind figures that need all rounds together (percentiles).
    """

    part: str
    case: str
    server: str
    round: int
    figures: Mapping[str, float]
    samples: Mapping[str, Sequence[float]] = field(default_factory=dict[str, Sequence[float]])


@dataclass(frozen=True, kw_only=True)
class Spread:
    """A median over the rounds, with the least and the most."""

    median: float
    low: float
    high: float
    rounds: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread | None:
        """Of these values; None if there are none."""
        if not values:
            return None
        return cls(median=statistics.median(values), low=min(values), high=max(values), rounds=len(values))


class Records:
    """Everything that was measured in one run."""

    def __init__(self) -> None:
        self.all: list[Record] = []
        self.failures: list[str] = []

    def add(
        self,
        part: str,
        case: str,
        server: str,
        round: int,
        figures: Mapping[str, float],
        **samples: Sequence[float],
    ) -> None:
        """Note a measurement, and print it."""
        self.all.append(Record(part=part, case=case, server=server, round=round, figures=figures, samples=samples))
        shown = "  ".join(f"{name} {_short(value)}" for name, value in figures.items())
        print(f"  {round + 1}  {case:<46} {server:<9} {shown}", flush=True)

    def fail(self, what: str, fault: BaseException) -> None:
        """Note that something could not be measured."""
        said = f"{what}: {type(fault).__name__}: {fault}"
        self.failures.append(said)
        print(f"  FAILED {said}", flush=True)

    def values(self, part: str, case: str, server: str, figure: str) -> dict[int, float]:
        """A figure by round."""
        return {
            one.round: one.figures[figure]
            for one in self.all
            if (one.part, one.case, one.server) == (part, case, server) and figure in one.figures
        }

    def spread(self, part: str, case: str, server: str, figure: str) -> Spread | None:
        """A figure over the rounds."""
        return Spread.of(list(self.values(part, case, server, figure).values()))

    def ratio(
        self, part: str, case: str, figure: str, over: str, under: str, *, under_case: str | None = None
    ) -> Spread | None:
        """One server's figure over another's, round by round: what disturbed the machine disturbed both."""
        first = self.values(part, case, over, figure)
        second = self.values(part, under_case or case, under, figure)
        return Spread.of([first[at] / second[at] for at in first if second.get(at)])

    def samples(self, part: str, case: str, server: str, name: str) -> list[float]:
        """The single values of all rounds together."""
        return [
            value
            for one in self.all
            if (one.part, one.case, one.server) == (part, case, server)
            for value in one.samples.get(name, ())
        ]

    def percentile(self, part: str, case: str, server: str, name: str, percent: float) -> float | None:
        """A percentile of all rounds together."""
        values = self.samples(part, case, server, name)
        return percentile(values, percent) if values else None

    def cases(self) -> list[tuple[str, str]]:
        """What was measured, in order: part and case."""
        return list(dict.fromkeys((one.part, one.case) for one in self.all))

    def of(self, part: str, case: str) -> list[Record]:
        """The measurements of one case."""
        return [one for one in self.all if (one.part, one.case) == (part, case)]

    def plain(self) -> list[dict[str, Any]]:
        """As JSON, without the single values."""
        return [{name: value for name, value in asdict(one).items() if name != "samples"} for one in self.all]


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that this share of the values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
