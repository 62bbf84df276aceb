"""Events of which only the latest matters: told a moment later, once, and never as a storm.

How far somebody has read changes with each message, and in a crowd for everyone at once: told one by one to
everyone that is the square of the crowd. So of such events (`Publish.settles`) the latest is told after a
moment; and what would be too many to a topic that too many hear is told to the others in its audience only
(one's own sockets), for the rest is there to be fetched.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from hub.kernel.events import Publish, Signal
from hub.subscribers.fanout import Carrier

log = logging.getLogger(__name__)
WINDOW_S = 0.2
MOST_DELIVERIES = 2_500
"""To one topic, of one moment's events."""


class Settling:
    """A carrier that holds back, for a moment, what may yet change; everything else it passes on.

    Args:
        carrier: Carries the signals out.
        listeners: How many sockets here hear a topic.
    """

    def __init__(self, carrier: Carrier, listeners: Callable[[str], int]) -> None:
        self._carrier = carrier
        self._listeners = listeners
        self._held: dict[tuple[str, str], Publish] = {}
        self._telling: asyncio.Task[None] | None = None

    async def carry(self, signals: Sequence[Signal]) -> None:
        """Carry signals out, in order, but for those that wait until they have settled."""
        now: list[Signal] = []
        for signal in signals:
            if isinstance(signal, Publish) and signal.settles is not None:
                self._held[signal.name, signal.settles] = signal
            else:
                now.append(signal)
        if self._held and self._telling is None:
            self._telling = asyncio.create_task(self._tell_soon(), name="settling")
        if now:
            await self._carrier.carry(now)

    async def stop(self) -> None:
        """Tell what is held back."""
        if self._telling is not None:
            self._telling.cancel()
            await asyncio.gather(self._telling, return_exceptions=True)
        await self._tell()

    async def _tell_soon(self) -> None:
        try:
            while self._held:
                await asyncio.sleep(WINDOW_S)
                await self._tell()
        finally:
            self._telling = None

    async def _tell(self) -> None:
        held, self._held = list(self._held.values()), {}
        if not held:
            return
        asked = Counter(topic for event in held for topic in event.audience)
        storms = {topic for topic, times in asked.items() if times * self._listeners(topic) > MOST_DELIVERIES}
        try:
            await self._carrier.carry([replace(event, audience=event.audience - storms) for event in held])
        except Exception:
            log.exception("what had settled could not be told")
