"""What is sent to one link: written at once while its client reads, queued for a while when it does not."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections import deque

from hub.realtime.session import Session

MOST_QUEUED = 1024 * 1024 - 64 * 1024
"""Bytes of events that wait for one reader; asyncio's own buffer of 64 KB comes on top."""
MOST_ANSWERS = 32 * 1024 * 1024
"""Bytes of acks that wait; while any do, nothing more is read, so this takes large answers to many questions."""


class Outbox(Session):
    """The sending half of a link.

    `put` is the transport's own `write` as long as the client reads, so that an event to a thousand clients
    is a thousand calls of it and nothing else; asyncio's flow control swaps it for a queue and back.
    """

    __slots__ = ("_answers", "_answers_size", "_corked", "_queue", "_queue_size", "closed", "put", "transport")

    def __init__(self, transport: asyncio.Transport) -> None:
        self.transport: asyncio.Transport | None = transport
        self.put = transport.write
        self.closed = False
        self._queue: deque[bytes] | None = None
        """Events that wait, while asyncio's buffer is full."""
        self._queue_size = 0
        self._answers: deque[bytes] | None = None
        self._answers_size = 0
        self._corked: list[bytes] | None = None
        """What is to be written together at the end of this turn of the loop."""

    @abstractmethod
    def _cork(self) -> None:
        """Have `uncork` called at the end of this turn."""

    @abstractmethod
    def _full(self, full: bool) -> None:
        """asyncio's buffer is full (again, after the client has read some), or no more."""

    @abstractmethod
    def _evict(self) -> None:
        """Too much waits."""

    def _drop(self) -> None:
        """Forget what waits."""
        self._queue = deque() if self._queue is not None else None
        self._answers = self._corked = None
        self._queue_size = self._answers_size = 0

    def answer(self, data: bytes) -> None:
        """Send an ack, at the end of this turn of the loop: what else is sent until then shares its write.

        Unlike events, acks do not count for the eviction: whoever asks waits for answers.
        """
        if self._corked is not None:
            self._corked.append(data)
        elif self.closed:
            return
        elif self._queue is None:
            self._corked = [data]
            self.put = self._corked.append
            self._cork()
        else:
            if self._answers is None:
                self._answers = deque()
            self._answers.append(data)
            self._answers_size += len(data)
            if self._answers_size > MOST_ANSWERS:
                self._evict()

    def gather(self) -> None:
        """Keep what is sent from now on, to write it together at `uncork`: not for long, for nothing limits it."""
        if self._corked is None and self._queue is None and not self.closed:
            self._corked = []
            self.put = self._corked.append

    def uncork(self) -> None:
        """The turn has ended, or what was gathered is complete: write."""
        corked, self._corked = self._corked, None
        transport = self.transport
        if corked is None or transport is None:
            return
        if not self.closed:
            self.put = transport.write
        if not corked:
            return
        transport.write(corked[0] if len(corked) == 1 else b"".join(corked))

    def _keep(self, data: bytes) -> None:
        """The `put` of a link whose client does not read as fast as it is told."""
        assert self._queue is not None
        self._queue.append(data)
        self._queue_size += len(data)
        if self._queue_size > MOST_QUEUED:
            self._evict()

    def pause_writing(self) -> None:
        """asyncio's buffer is full: keep what follows here, and take no more questions."""
        if self._queue is None:
            self._queue = deque()
        if not self.closed:
            self.put = self._keep
        self._full(True)

    def resume_writing(self) -> None:
        """There is room again: write on, in order, until there is none."""
        transport, queue, answers = self.transport, self._queue, self._answers
        if transport is None or queue is None:
            return
        # `write` may call `pause_writing`, which then finds the same queue.
        self._queue, self._answers = None, None
        for waiting in (queue, answers or ()):
            while waiting and self._queue is None:
                transport.write(waiting.popleft())
        if self._queue is not None:
            self._queue, self._answers = queue, answers
            self._queue_size = sum(map(len, queue))
            self._answers_size = sum(map(len, answers or ()))
            self._full(True)
            return
        self._queue_size = self._answers_size = 0
        if not self.closed:
            self.put = transport.write
        self._full(False)
