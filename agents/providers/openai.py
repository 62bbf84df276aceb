"""Any server that speaks OpenAI's chat completions: OpenAI itself, llama.cpp, vLLM, LM Studio...

The only module that imports the `openai` SDK. It is imported late: it costs half a second.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from agents.providers.base import (
    Availability,
    FailureCode,
    ModelEvent,
    ModelFailure,
    ModelMessage,
    ModelRequest,
    Role,
    Stop,
    StopReason,
    TextDelta,
    ToolSpec,
    Usage,
    paced,
)
from agents.providers.measured import Measure, bounded, read_call, rough_tokens, too_many_bytes

if TYPE_CHECKING:
    from openai import AsyncOpenAI

OFFICIAL_BASE_URL = "https://api.openai.com/v1"
_PROBE_S = 3.0
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenAISettings:
    """How to reach the server. Without a model, the first the server lists is used."""

    base_url: str | None = None
    api_key: str | None = None
    model: str | None = None

    @property
    def configured(self) -> bool:
        """True when a person said anything that points to such a server."""
        return bool(self.base_url or self.api_key)


@dataclass(slots=True)
class _PartialCall:
    id: str = ""
    name: str = ""
    arguments: str = ""


class OpenAIProvider:
    """Completions from an OpenAI-compatible server."""

    name = "openai"
    converses = True

    def __init__(self, settings: OpenAISettings, *, response_bytes: int = 8_000_000) -> None:
        self._settings = settings
        self._client: AsyncOpenAI | None = None
        self._model = settings.model
        self._response_bytes = response_bytes

    async def available(self) -> Availability:
        """Ask the server which models it has."""
        if not self._settings.configured:
            return Availability(ok=False, reason="PANORAMIX_OPENAI_BASE_URL and PANORAMIX_OPENAI_API_KEY are not set")
        try:
            names = await self._model_names()
        except ModelFailure as failure:
            return Availability(ok=False, reason=f"{self._where()} {failure.code}: {failure.detail}")
        model = self._settings.model
        if model is None and self._settings.base_url and names:
            model = names[0]
        if model is None:
            return Availability(ok=False, reason="PANORAMIX_OPENAI_MODEL is not set")
        self._model = model
        return Availability(ok=True, reason=f"{self._where()} answers", model=model)

    async def complete(self, request: ModelRequest) -> AsyncGenerator[ModelEvent, None]:
        """Stream a completion; see `Provider.complete`."""
        if self._model is None:
            found = await self.available()
            if self._model is None:
                raise ModelFailure(FailureCode.UNREACHABLE, found.reason)
        try:
            async with aclosing(paced(self._events(request, self._model), request.limits)) as events:
                async for event in events:
                    yield event
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
            # The SDK hands over whatever JSON came, unchecked.
            raise ModelFailure(FailureCode.NONSENSE, f"unreadable stream: {error!r}") from error

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def _events(self, request: ModelRequest, model: str) -> AsyncGenerator[ModelEvent, None]:
        measure = Measure(request.limits)
        partial: dict[int, _PartialCall] = {}
        said = 0
        usage: Usage | None = None
        finish: str | None = None
        async with aclosing(self._chunks(request, model)) as chunks:
            async for chunk in chunks:
                if chunk.usage is not None:
                    usage = _usage(chunk.usage)
                for choice in (chunk.choices or [])[:1]:
                    finish = choice.finish_reason or finish
                    for piece in _pieces(choice.delta, partial, measure):
                        said += len(piece.text)
                        yield piece
        if finish is None:
            raise ModelFailure(FailureCode.CUT, "the stream ended before the model had finished")
        for index, call in sorted(partial.items()):
            if not call.name:
                raise ModelFailure(FailureCode.NONSENSE, "a tool call without a name")
            said += len(call.arguments)
            yield read_call(call.id or f"call_{index}", call.name, call.arguments)
        yield usage or _estimated(request, said)
        yield Stop(reason=StopReason.LENGTH if finish == "length" else StopReason.DONE)

    async def _chunks(self, request: ModelRequest, model: str) -> AsyncGenerator[Any, None]:
        arguments: dict[str, Any] = {
            "model": model,
            "messages": [_message(message) for message in request.messages],
            "stream": True,
            "stream_options": {"include_usage": True},
            # OpenAI's newer models refuse the old name; compatible servers know only that one.
            "max_tokens" if self._settings.base_url else "max_completion_tokens": request.max_output_tokens,
        }
        if request.tools:
            arguments["tools"] = [_tool(tool) for tool in request.tools]
        client = await self._connected()
        import openai

        started = False
        try:
            stream = await client.chat.completions.create(**arguments)
            try:
                async for chunk in stream:
                    started = True
                    yield chunk
            finally:
                await stream.close()
        except openai.OpenAIError as error:
            raise _failure(error, started=started) from error

    async def _model_names(self) -> list[str]:
        client = await self._connected()
        import openai

        try:
            page = await client.with_options(timeout=_PROBE_S).models.list()
            return [str(model.id) for model in page.data if model.id]
        except openai.NotFoundError:
            return []  # Some compatible servers have no list; a configured model may still work.
        except openai.OpenAIError as error:
            raise _failure(error) from error
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            raise ModelFailure(FailureCode.NONSENSE, f"unreadable list of models: {error}") from error

    async def _connected(self) -> AsyncOpenAI:
        if self._client is None:
            # In a thread: the SDK takes half a second to import, TLS roots some more to load.
            self._client = await asyncio.to_thread(self._connect)
        return self._client

    def _connect(self) -> AsyncOpenAI:
        import httpx2
        from openai import AsyncOpenAI, DefaultAsyncHttpxClient

        limit = self._response_bytes

        class BoundedStream(httpx2.AsyncByteStream):
            def __init__(self, stream: Any) -> None:
                self._stream = stream

            async def __aiter__(self) -> AsyncIterator[bytes]:
                async for chunk in bounded(aiter(self._stream), limit, too_many_bytes):
                    yield chunk

            async def aclose(self) -> None:
                await self._stream.aclose()

        async def bound(response: Any) -> None:
            response.stream = BoundedStream(response.stream)

        client = AsyncOpenAI(
            base_url=self._settings.base_url or OFFICIAL_BASE_URL,
            # Local servers need none, but the SDK does.
            api_key=self._settings.api_key or "none",
            max_retries=0,
            http_client=DefaultAsyncHttpxClient(
                follow_redirects=False,
                trust_env=not self._is_loopback(),
                event_hooks={"response": [bound]},
            ),
        )
        _ = client.chat.completions, client.models  # else imported on first use, on the loop
        return client

    def _is_loopback(self) -> bool:
        return urlsplit(self._settings.base_url or OFFICIAL_BASE_URL).hostname in _LOOPBACK

    def _where(self) -> str:
        # Without path or user info: a URL may carry a secret there.
        return urlsplit(self._settings.base_url or OFFICIAL_BASE_URL).hostname or "the server"


def _message(message: ModelMessage) -> dict[str, Any]:
    body: dict[str, Any] = {"role": message.role.value, "content": message.content}
    if message.role is Role.TOOL:
        body["tool_call_id"] = message.tool_call_id
    if message.tool_calls:
        body["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": json.dumps(dict(call.arguments))},
            }
            for call in message.tool_calls
        ]
    return body


def _tool(tool: ToolSpec) -> dict[str, Any]:
    return {
        "type": "function",
        "function": {
            "name": tool.name,
            "description": tool.description,
            "parameters": dict(tool.parameters),
        },
    }


def _pieces(delta: Any, partial: dict[int, _PartialCall], measure: Measure) -> Iterator[TextDelta]:
    """Give the text of one delta, and add its pieces of tool calls to `partial`."""
    if delta is None:
        return
    if delta.content:
        yield TextDelta(text=measure.text(delta.content))
    for piece in delta.tool_calls or []:
        if piece.index not in partial:
            measure.call()
            partial[piece.index] = _PartialCall()
        call = partial[piece.index]
        call.id = piece.id or call.id
        if piece.function is not None:
            # Some servers repeat the whole name with every piece.
            call.name = piece.function.name or call.name
            call.arguments += measure.arguments(piece.function.arguments or "")


def _usage(reported: Any) -> Usage:
    return Usage(
        tokens_in=max(0, int(reported.prompt_tokens or 0)),
        tokens_out=max(0, int(reported.completion_tokens or 0)),
    )


def _estimated(request: ModelRequest, said: int) -> Usage:
    asked = sum(rough_tokens(message.content) for message in request.messages)
    return Usage(tokens_in=asked, tokens_out=(said + 3) // 4, estimated=True)


def _failure(error: Exception, *, started: bool = False) -> ModelFailure:
    """Turn the SDK's error into ours; a `ModelFailure` from beneath the SDK stays what it is."""
    import openai

    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ModelFailure):
            return cause
        cause = cause.__cause__ or cause.__context__
    detail = type(error).__name__
    if isinstance(error, openai.APITimeoutError):
        return ModelFailure(FailureCode.TIMED_OUT, detail)
    if isinstance(error, openai.APIConnectionError):
        return ModelFailure(FailureCode.CUT if started else FailureCode.UNREACHABLE, detail)
    if isinstance(error, openai.RateLimitError):
        return ModelFailure(FailureCode.BUSY, "rate limited")
    if isinstance(error, openai.APIStatusError):
        code = FailureCode.UNREACHABLE if error.status_code >= 500 else FailureCode.REFUSED
        return ModelFailure(code, f"HTTP {error.status_code}")
    if isinstance(error, openai.APIResponseValidationError):
        return ModelFailure(FailureCode.NONSENSE, detail)
    return ModelFailure(FailureCode.CUT if started else FailureCode.REFUSED, detail)
