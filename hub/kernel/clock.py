"""Time comes from a clock that is handed in, so that tests can set it."""

from __future__ import annotations

from datetime import UTC, datetime
from time import time_ns
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The current time, aware, in UTC, to the millisecond (what MongoDB keeps)."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The machine's time in UTC, cut to milliseconds."""
        return datetime.fromtimestamp(time_ns() // 1_000_000 / 1000, UTC)


class Moment:
    """The clock of one call: it tells the time at which it was first asked, and goes on telling that.

    What one call writes came about at one time, and so it says in every field and document: read anew, the
    machine's clock may have gone on by a millisecond in between.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._at: datetime | None = None

    def now(self) -> datetime:
        """The time of this call, aware, in UTC, to the millisecond."""
        if self._at is None:
            self._at = self._clock.now()
        return self._at
