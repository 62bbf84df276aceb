"""How late the event loop runs what is due: the first sign that something holds it up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

EVERY_S = 0.1


class LoopDelay:
    """One timer that says each time by how many seconds it was late."""

    def __init__(self, observe: Callable[[float], None]) -> None:
        self._observe = observe
        self._loop = asyncio.get_running_loop()
        self._due = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Start sampling, ten times a second."""
        self._due = self._loop.time() + EVERY_S
        self._timer = self._loop.call_at(self._due, self._sample)

    def stop(self) -> None:
        """Stop sampling."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _sample(self) -> None:
        # uvloop counts in whole milliseconds, so that a timer may seem early.
        self._observe(max(0.0, self._loop.time() - self._due))
        self.start()
