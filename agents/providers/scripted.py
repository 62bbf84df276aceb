"""A provider that says what it is told to, for tests and for trying the runtime without a model."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence

from agents.providers.base import (
    Availability,
    FailureCode,
    ModelEvent,
    ModelFailure,
    ModelRequest,
    Stop,
)

Turn = Sequence[ModelEvent | ModelFailure] | Callable[[ModelRequest], Sequence[ModelEvent | ModelFailure]]


class ScriptedProvider:
    """Plays one turn of its script per completion and keeps the requests it was asked.

    Attributes:
        requests: every request so far, oldest first.
        gate: while it is cleared, completions wait before their first event.
    """

    name = "scripted"

    def __init__(self, *turns: Turn, converses: bool = True, repeat_last: bool = False) -> None:
        self.converses = converses
        self.requests: list[ModelRequest] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self._turns = list(turns)
        self._repeat_last = repeat_last

    async def available(self) -> Availability:
        """It is always there."""
        return Availability(ok=True, reason="scripted", model="scripted")

    async def complete(self, request: ModelRequest) -> AsyncGenerator[ModelEvent, None]:
        """Play the next turn.

        Raises:
            ModelFailure: the script's own, or `nonsense` when the script is over.
        """
        self.requests.append(request)
        await self.gate.wait()
        turn = self._next()
        stopped = False
        for event in turn(request) if callable(turn) else turn:
            if isinstance(event, ModelFailure):
                raise event
            stopped = isinstance(event, Stop)
            yield event
        if not stopped:
            yield Stop()

    async def close(self) -> None:
        """Nothing to give back."""

    def _next(self) -> Turn:
        if not self._turns:
            raise ModelFailure(FailureCode.NONSENSE, "the script is over")
        if self._repeat_last and len(self._turns) == 1:
            return self._turns[0]
        return self._turns.pop(0)
