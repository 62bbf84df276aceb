"""The protocol every model provider speaks: ask whether it is there, ask it to complete.

Nothing in this module knows a vendor. A provider turns its vendor's dialect into the events
below and its vendor's failures into a `ModelFailure` with a code; whatever it cannot make
sense of is a failure too (`nonsense`), never a guess.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, TypeVar

Json = Any
"""A JSON value: what `json.loads` returns."""


class Role(StrEnum):
    """Who a message of the conversation with the model comes from."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolCall:
    """A call the model asks for; its arguments are a JSON object, not yet validated."""

    id: str
    name: str
    arguments: Mapping[str, Json]


@dataclass(frozen=True, kw_only=True, slots=True)
class MalformedCall:
    """A call whose arguments are not a JSON object. `raw` is cut to a readable length."""

    id: str
    name: str
    raw: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A call the model is not sure of. It is never run; it may be shown as a question."""

    call: ToolCall
    confidence: float


@dataclass(frozen=True, kw_only=True, slots=True)
class TextDelta:
    """The next piece of the answer's text."""

    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Usage:
    """What the call cost, in tokens. `estimated` when the server did not say."""

    tokens_in: int
    tokens_out: int
    estimated: bool = False


class StopReason(StrEnum):
    """Why the model stopped."""

    DONE = "done"
    LENGTH = "length"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stop:
    """The last event of every completion that did not fail."""

    reason: StopReason = StopReason.DONE


ModelEvent = TextDelta | ToolCall | MalformedCall | Proposal | Usage | Stop


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelMessage:
    """One message of the conversation with the model."""

    role: Role
    content: str
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None
    tool_name: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolSpec:
    """A tool as the model sees it; `parameters` is a JSON schema of type object."""

    name: str
    description: str
    parameters: Mapping[str, Json]


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one completion may take; beyond it is `timed_out` or `too_large`."""

    total_s: float = 90.0
    first_event_s: float = 60.0
    between_events_s: float = 20.0
    text_chars: int = 32_000
    argument_chars: int = 64_000
    tool_calls: int = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelRequest:
    """What the model is asked.

    `sentence` is the asker's own words and `date_fact` the asker's day (`date: 2026-11-21 Sat`),
    for providers that work on one sentence rather than on a conversation.
    """

    messages: tuple[ModelMessage, ...]
    tools: tuple[ToolSpec, ...] = ()
    sentence: str = ""
    date_fact: str = ""
    max_output_tokens: int = 1_000
    limits: Limits = field(default_factory=Limits)


class FailureCode(StrEnum):
    """Why a model call gave no usable answer."""

    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    BUSY = "busy"
    TIMED_OUT = "timed_out"
    TOO_LARGE = "too_large"
    NONSENSE = "nonsense"
    CUT = "cut"
    CRASHED = "crashed"


class ModelFailure(Exception):
    """A model call that failed, with its code; `detail` is for logs and admins."""

    def __init__(self, code: FailureCode, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail[:500]


@dataclass(frozen=True, kw_only=True, slots=True)
class Availability:
    """Whether a provider can be used now, and why (not).

    Attributes:
        ok: True when a completion is worth trying.
        reason: one line a person can act on.
        model: the model that would answer, when known.
    """

    ok: bool
    reason: str
    model: str | None = None


class Provider(Protocol):
    """A source of completions."""

    @property
    def name(self) -> str:
        """`openai`, `ollama`, `embedded` or `scripted`."""
        ...

    @property
    def converses(self) -> bool:
        """True when it writes text and reads tool results; False when it only picks calls."""
        ...

    async def available(self) -> Availability:
        """Say whether it can be used now. Never raises, never takes more than a few seconds."""
        ...

    def complete(self, request: ModelRequest) -> AsyncGenerator[ModelEvent, None]:
        """Stream the answer.

        Raises:
            ModelFailure: from the iterator, whatever went wrong.
        """
        ...

    async def close(self) -> None:
        """Give back connections and processes."""
        ...


T = TypeVar("T")


async def paced(stream: AsyncGenerator[T, None], limits: Limits) -> AsyncGenerator[T, None]:
    """Pass a stream's items on, holding it to the time limits.

    Only the wait for the next item counts, so a slow consumer is not blamed on the model.

    Raises:
        ModelFailure: `timed_out`, when an item does not come in time.
    """
    loop = asyncio.get_running_loop()
    waited = 0.0
    allowed = limits.first_event_s
    async with aclosing(stream):
        while True:
            before = loop.time()
            try:
                async with asyncio.timeout(min(allowed, limits.total_s - waited)):
                    item = await anext(stream)
            except StopAsyncIteration:
                return
            except TimeoutError as error:
                seconds = waited + loop.time() - before
                raise ModelFailure(FailureCode.TIMED_OUT, f"no answer after {seconds:.1f} s") from error
            waited += loop.time() - before
            allowed = limits.between_events_s
            yield item
