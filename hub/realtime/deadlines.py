"""One timer for all connections: pings, half-open ones, handshakes that don't come, closings that don't end."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from typing import Protocol

log = logging.getLogger(__name__)
STEP_S = 0.25
AT_ONCE = 500
"""So many are looked at before the loop gets a turn."""


class Timed(Protocol):
    """Something with one deadline at a time."""

    due_at: int

    def due(self) -> None:
        """Its deadline has come."""
        ...


class Deadlines:
    """A wheel of slots a quarter of a second wide; setting and clearing cost the same however many there are."""

    def __init__(self, ticked: Callable[[], None] | None = None) -> None:
        self._slots: dict[int, set[Timed]] = {}
        self._ready: deque[Timed] = deque()
        self._timer: asyncio.TimerHandle | asyncio.Handle | None = None
        self._done = 0
        self._ticked = ticked

    def __len__(self) -> int:
        return sum(len(slot) for slot in self._slots.values()) + len(self._ready)

    def set(self, one: Timed, seconds: float) -> None:
        """Call `one.due()` after so many seconds, a quarter more at the most, instead of what was set before."""
        loop = asyncio.get_running_loop()
        slot = int((loop.time() + seconds) / STEP_S) + 1
        if one.due_at == slot:
            return
        if one.due_at:
            self.clear(one)
        one.due_at = slot
        found = self._slots.get(slot)
        if found is None:
            self._slots[slot] = {one}
        else:
            found.add(one)
        if self._timer is None:
            self._done = int(loop.time() / STEP_S)
            self._timer = loop.call_later(STEP_S, self._tick)

    def clear(self, one: Timed) -> None:
        """Forget its deadline."""
        if not one.due_at:
            return
        slot = self._slots.get(one.due_at)
        if slot is not None:
            slot.discard(one)
            if not slot:
                del self._slots[one.due_at]
        one.due_at = 0

    def stop(self) -> None:
        """Forget everything."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._slots.clear()
        self._ready.clear()

    def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        now = int(loop.time() / STEP_S)
        for number in range(self._done + 1, now + 1):
            self._ready.extend(self._slots.get(number, ()))
        self._done = max(now, self._done)
        for _ in range(min(AT_ONCE, len(self._ready))):
            one = self._ready.popleft()
            if not 0 < one.due_at <= now:
                continue  # it was cleared, or set anew, meanwhile
            self.clear(one)
            try:
                one.due()
            except Exception:
                log.exception("a deadline failed")
        if self._ticked is not None:
            self._ticked()
        if self._ready:
            self._timer = loop.call_soon(self._tick)
        else:
            self._timer = loop.call_later(STEP_S, self._tick) if self._slots else None
