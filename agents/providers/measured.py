"""Size limits on what a model says, whatever the provider."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable

from agents.providers.base import FailureCode, Json, Limits, MalformedCall, ModelFailure, ToolCall

_SHOWN = 300


class Measure:
    """Counts what one completion has produced and refuses what is beyond its limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._text = 0
        self._arguments = 0
        self._calls = 0

    def text(self, piece: str) -> str:
        """Count a piece of text.

        Raises:
            ModelFailure: `too_large`.
        """
        self._text += len(piece)
        if self._text > self._limits.text_chars:
            raise ModelFailure(FailureCode.TOO_LARGE, f"more than {self._limits.text_chars} characters")
        return piece

    def arguments(self, piece: str) -> str:
        """Count a piece of a tool call's arguments.

        Raises:
            ModelFailure: `too_large`.
        """
        self._arguments += len(piece)
        if self._arguments > self._limits.argument_chars:
            raise ModelFailure(FailureCode.TOO_LARGE, "tool call arguments are too long")
        return piece

    def call(self) -> None:
        """Count a tool call.

        Raises:
            ModelFailure: `too_large`.
        """
        self._calls += 1
        if self._calls > self._limits.tool_calls:
            raise ModelFailure(FailureCode.TOO_LARGE, f"more than {self._limits.tool_calls} tool calls")


def read_call(call_id: str, name: str, raw: str) -> ToolCall | MalformedCall:
    """Read a call whose arguments came as text; empty text is an empty object."""
    name = name[:100]
    try:
        arguments: Json = json.loads(raw) if raw.strip() else {}
    except (ValueError, RecursionError):
        return MalformedCall(id=call_id, name=name, raw=raw[:_SHOWN])
    if not isinstance(arguments, dict):
        return MalformedCall(id=call_id, name=name, raw=raw[:_SHOWN])
    return ToolCall(id=call_id, name=name, arguments=arguments)


async def bounded(
    chunks: AsyncIterator[bytes], limit: int, refuse: Callable[[str], Exception]
) -> AsyncIterator[bytes]:
    """Pass bytes on until there are more than `limit`, then raise what `refuse` makes.

    SDKs read a line of any length into memory before they hand it over, so the limit has to
    be on the bytes beneath them.
    """
    seen = 0
    async for chunk in chunks:
        seen += len(chunk)
        if seen > limit:
            raise refuse(f"more than {limit} bytes")
        yield chunk


def too_many_bytes(detail: str) -> ModelFailure:
    """The failure for an answer that does not end."""
    return ModelFailure(FailureCode.TOO_LARGE, detail)


def rough_tokens(text: str) -> int:
    """A rough token count for servers that do not report usage: four characters a token."""
    return (len(text) + 3) // 4
