"""What a feature wants done when its time comes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Job:
    """An operation that the schedule runs, as the system, with inputs that the database says are due.

    Nothing is remembered beside the database: after a crash the same question gives the same answer. Two
    schedules may ask it at once, so the operation checks that what it was told still holds and writes
    nothing where it does not.
    """

    operation: str
    """The operation's name; usually one without doors."""
    next_at: Callable[[], Awaitable[datetime | None]]
    """When something is due next, which may be in the past; None while nothing is."""
    due: Callable[[datetime], Awaitable[Sequence[Mapping[str, Any]]]]
    """An input for each thing that is due at that time, oldest first."""
    woken_by: frozenset[type[Any]] = frozenset()
    """The stored forms whose changes may move `next_at`."""
