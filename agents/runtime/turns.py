"""One turn of a model: asked, heard to its end, counted, and kept as a step of the run."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from agents.providers.base import (
    FailureCode,
    MalformedCall,
    ModelFailure,
    ModelRequest,
    Proposal,
    Provider,
    TextDelta,
    ToolCall,
    Usage,
)
from agents.providers.select import ProviderSelector
from agents.runtime.budget import Budget
from agents.runtime.documents import Run
from agents.runtime.journal import Journal
from agents.runtime.texts import Say

_log = logging.getLogger(__name__)
_RETRY_S = 1.0
_AGAIN = frozenset({FailureCode.UNREACHABLE, FailureCode.BUSY, FailureCode.CUT, FailureCode.CRASHED})
_TROUBLE = {
    FailureCode.TIMED_OUT: Say.MODEL_SLOW,
    FailureCode.NONSENSE: Say.MODEL_NONSENSE,
    FailureCode.TOO_LARGE: Say.MODEL_NONSENSE,
    FailureCode.CUT: Say.MODEL_NONSENSE,
}


class ModelTrouble(Exception):
    """The provider failed; carries what to tell the asker and what to log."""

    def __init__(self, failure: ModelFailure) -> None:
        super().__init__(str(failure))
        self.code = failure.code
        self.detail = failure.detail
        self.say = _TROUBLE.get(failure.code, Say.MODEL_AWAY)


@dataclass(slots=True)
class _Turn:
    """One answer of the model, taken apart."""

    text: str = ""
    calls: list[ToolCall | MalformedCall] = field(default_factory=list[ToolCall | MalformedCall])
    proposals: list[Proposal] = field(default_factory=list[Proposal])
    tokens_in: int = 0
    tokens_out: int = 0


class Turns:
    """Takes the turns of one run with its model.

    Args:
        journal: Where they are kept.
        selector: Told when the provider fails, so that it looks again.
        budget: What the run may use.
        delta: Told each piece of text as it comes.
    """

    def __init__(
        self,
        *,
        journal: Journal,
        selector: ProviderSelector,
        budget: Budget,
        delta: Callable[[str], Awaitable[None]],
    ) -> None:
        self._journal = journal
        self._selector = selector
        self._budget = budget
        self._delta = delta

    @property
    def _run(self) -> Run:
        return self._journal.run

    async def take(self, provider: Provider, request: ModelRequest) -> dict[str, Any]:
        """Ask, hear the answer to its end, and keep it; returns the step.

        Raises:
            OutOfBudget: It would be one turn, or some tokens, too many.
            ModelTrouble: The provider failed.
        """
        self._budget.turn()
        started = asyncio.get_running_loop().time()
        turn = await self._listen(provider, request)
        return await self._keep(turn, asyncio.get_running_loop().time() - started)

    async def _keep(self, turn: _Turn, seconds: float) -> dict[str, Any]:
        self._budget.tokens += turn.tokens_in + turn.tokens_out
        await self._journal.note(
            tokens_in=self._run.tokens_in + turn.tokens_in,
            tokens_out=self._run.tokens_out + turn.tokens_out,
            # What a server elsewhere charges is not known here; what runs here costs nothing.
            cost_microcents=None if str(self._run.model).startswith("openai:") else self._run.cost_microcents,
        )
        return await self._journal.add(
            "model",
            started_s=seconds,
            text=turn.text,
            calls=[_kept_call(call) for call in turn.calls],
            proposals=[
                {"name": guess.call.name, "arguments": dict(guess.call.arguments), "confidence": guess.confidence}
                for guess in turn.proposals
            ],
            tokens_in=turn.tokens_in,
            tokens_out=turn.tokens_out,
        )

    async def _listen(self, provider: Provider, request: ModelRequest) -> _Turn:
        """Hear one answer to its end; once more if the server failed before it had said anything."""
        for attempt in (1, 2):
            turn = _Turn()
            try:
                async with aclosing(provider.complete(request)) as events:
                    async for event in events:
                        await self._hear(event, turn)
                return turn
            except ModelFailure as failure:
                _log.warning(
                    "model call failed",
                    extra={"run_id": self._run.id, "code": failure.code, "detail": failure.detail},
                )
                self._selector.forget()
                if attempt == 2 or turn.text or failure.code not in _AGAIN:
                    raise ModelTrouble(failure) from failure
                await asyncio.sleep(_RETRY_S)
        raise AssertionError("unreachable")

    async def _hear(self, event: object, turn: _Turn) -> None:
        match event:
            case TextDelta():
                turn.text += event.text
                await self._delta(event.text)
            case ToolCall() | MalformedCall():
                turn.calls.append(event)
            case Proposal():
                turn.proposals.append(event)
            case Usage():
                turn.tokens_in += event.tokens_in
                turn.tokens_out += event.tokens_out
            case _:
                pass


def _kept_call(call: ToolCall | MalformedCall) -> dict[str, Any]:
    if isinstance(call, MalformedCall):
        return {"id": call.id, "name": call.name, "arguments": {}, "raw": call.raw}
    return {"id": call.id, "name": call.name, "arguments": dict(call.arguments)}
