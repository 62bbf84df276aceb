"""What became of what was in a file, collection by collection."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MOST_LINES = 100
"""Lines that are named for each collection; the rest is only counted."""

MOST_COLLECTIONS = 80
OTHERS = "?"
"""Where it is not known what a line is, and what there are too many of."""


@dataclass
class Count:
    """One collection."""

    read: int = 0
    written: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    skipped_count: int = 0
    noted: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """What was written, but not all of it."""
    noted_count: int = 0

    def as_dict(self) -> dict[str, Any]:
        """As it is stored."""
        return dict(vars(self))


class Report:
    """All collections of a file."""

    def __init__(self) -> None:
        self.counts: dict[str, Count] = {}

    def of(self, collection: str) -> Count:
        """The counts of one collection."""
        name = (collection or OTHERS)[:60]
        if name not in self.counts and len(self.counts) >= MOST_COLLECTIONS:
            name = OTHERS
        return self.counts.setdefault(name, Count())

    def skipped(self, collection: str, line: int, why: str) -> None:
        """A line was not taken."""
        count = self.of(collection)
        count.skipped_count += 1
        if len(count.skipped) < MOST_LINES:
            count.skipped.append({"line": line, "why": why[:300]})

    def noted(self, collection: str, line: int, why: str) -> None:
        """A line was taken, but not all of it."""
        count = self.of(collection)
        count.noted_count += 1
        if len(count.noted) < MOST_LINES:
            count.noted.append({"line": line, "why": why[:300]})

    def as_list(self) -> list[dict[str, Any]]:
        """As it is stored: a list, for a name with a dot in it is no key."""
        return [{"collection": name, **count.as_dict()} for name, count in self.counts.items()]
