"""Who has heard what: counted, not parsed."""

from __future__ import annotations

import asyncio
import time
from array import array


class Tally:
    """Follows one series of messages to the same readers.

    A room's messages reach each reader in the order in which the server emitted them, so the n-th that a reader
    hears is the n-th of the series, and nobody has to look inside. With several senders two messages that were sent
    half a millisecond apart may change places, which moves a latency by as much.

    Attributes:
        arrived: How many readers have heard the n-th message.
        first_at: When the first reader heard the n-th message, on the clock `time.perf_counter`; 0 if none has.
        last_at: When the last one did.
        each: Every arrival: `[n, time, n, time, …]`; only if asked for.
    """

    def __init__(self, readers: int, messages: int, *, keep_each: bool = False) -> None:
        self.readers = readers
        self.messages = messages
        self.arrived = [0] * messages
        self.first_at = array("d", bytes(8 * messages))
        self.last_at = array("d", bytes(8 * messages))
        self.each: array[float] | None = array("d") if keep_each else None
        self.complete = 0
        self.excess = 0
        """Deliveries beyond the series: somebody heard a message twice."""
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []

    def heard(self, n: int) -> None:
        """A reader has heard its n-th message (from 0)."""
        if n >= self.messages:
            self.excess += 1
            return
        if self.each is not None:
            self.each.extend((n, time.perf_counter()))
        count = self.arrived[n] + 1
        self.arrived[n] = count
        if count == 1:
            self.first_at[n] = time.perf_counter()
        if count == self.readers:
            self.last_at[n] = time.perf_counter()
            self.complete += 1
            for wanted, future in self._waiting:
                if wanted <= self.complete and not future.done():
                    future.set_result(None)

    async def until(self, complete: int, timeout_s: float = 60) -> None:
        """Wait until so many messages have reached every reader.

        Raises:
            TimeoutError: They have not, in that time.
        """
        if self.complete >= complete:
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((complete, future))
        try:
            async with asyncio.timeout(timeout_s):
                await future
        except TimeoutError:
            missing = sum(self.readers - count for count in self.arrived[:complete])
            raise TimeoutError(f"{missing} of {complete * self.readers} deliveries are missing") from None
        finally:
            self._waiting.remove((complete, future))
