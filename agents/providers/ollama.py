"""Ollama. The only module that imports the `ollama` SDK (late)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
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
    ToolCall,
    ToolSpec,
    Usage,
    paced,
)
from agents.providers.measured import Measure, bounded, too_many_bytes

if TYPE_CHECKING:
    from ollama import AsyncClient

_PROBE_S = 3.0
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_ASKED_ABOUT_TOOLS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class OllamaSettings:
    """How to reach Ollama. Without a model, the first that can call tools is used."""

    url: str = "http://127.0.0.1:11434"
    model: str | None = None


class OllamaProvider:
    """Completions from an Ollama server."""

    name = "ollama"
    converses = True

    def __init__(self, settings: OllamaSettings, *, response_bytes: int = 8_000_000) -> None:
        self._settings = settings
        self._client: AsyncClient | None = None
        self._model = settings.model
        self._response_bytes = response_bytes

    async def available(self) -> Availability:
        """Look for a model that can call tools."""
        try:
            async with asyncio.timeout(_PROBE_S):
                return await self._look()
        except TimeoutError:
            return Availability(ok=False, reason=f"{self._settings.url} did not answer in {_PROBE_S:.0f} s")
        except ModelFailure as failure:
            return Availability(ok=False, reason=f"{self._settings.url} {failure.code}: {failure.detail}")

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
            raise ModelFailure(FailureCode.NONSENSE, f"unreadable stream: {error!r}") from error

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def _look(self) -> Availability:
        client = await self._connected()
        try:
            listed = await client.list()
            names = [model.model for model in listed.models if model.model]
            wanted = self._settings.model
            if wanted is not None:
                if wanted in names or f"{wanted}:latest" in names:
                    return Availability(ok=True, reason="configured and pulled", model=wanted)
                return Availability(ok=False, reason=f"the model {wanted} is not pulled: ollama pull {wanted}")
            for name in names[:_ASKED_ABOUT_TOOLS]:
                shown = await client.show(name)
                if "tools" in (shown.capabilities or []):
                    self._model = name
                    return Availability(ok=True, reason="reachable, with a model that calls tools", model=name)
        except Exception as error:
            raise _failure(error) from error
        return Availability(ok=False, reason="reachable, but no pulled model can call tools")

    async def _events(self, request: ModelRequest, model: str) -> AsyncGenerator[ModelEvent, None]:
        measure = Measure(request.limits)
        calls = 0
        async with aclosing(self._parts(request, model)) as parts:
            async for part in parts:
                message = part.message
                if message.content:
                    yield TextDelta(text=measure.text(message.content))
                for call in message.tool_calls or []:
                    measure.call()
                    arguments = dict(call.function.arguments)
                    measure.arguments(str(arguments))
                    calls += 1
                    yield ToolCall(id=f"call_{calls}", name=call.function.name[:100], arguments=arguments)
                if part.done:
                    yield Usage(
                        tokens_in=max(0, part.prompt_eval_count or 0), tokens_out=max(0, part.eval_count or 0)
                    )
                    yield Stop(reason=StopReason.LENGTH if part.done_reason == "length" else StopReason.DONE)
                    return
        raise ModelFailure(FailureCode.CUT, "the stream ended before the model had finished")

    async def _parts(self, request: ModelRequest, model: str) -> AsyncGenerator[Any, None]:
        try:
            client = await self._connected()
            stream: Any = await client.chat(
                model=model,
                messages=[_message(message) for message in request.messages],
                tools=[_tool(tool) for tool in request.tools] or None,
                stream=True,
                options={"num_predict": request.max_output_tokens},
            )
            async with aclosing(stream) as parts:
                async for part in parts:
                    yield part
        except ModelFailure:
            raise
        except Exception as error:
            raise _failure(error) from error

    async def _connected(self) -> AsyncClient:
        if self._client is None:
            # In a thread: importing the SDK and its HTTP client takes a while.
            self._client = await asyncio.to_thread(self._connect)
        return self._client

    def _connect(self) -> AsyncClient:
        import httpx
        from ollama import AsyncClient

        limit = self._response_bytes

        class BoundedStream(httpx.AsyncByteStream):
            def __init__(self, stream: Any) -> None:
                self._stream = stream

            async def __aiter__(self) -> AsyncIterator[bytes]:
                async for chunk in bounded(aiter(self._stream), limit, too_many_bytes):
                    yield chunk

            async def aclose(self) -> None:
                await self._stream.aclose()

        async def bound(response: Any) -> None:
            response.stream = BoundedStream(response.stream)

        return AsyncClient(
            host=self._settings.url,
            follow_redirects=False,
            trust_env=urlsplit(self._settings.url).hostname not in _LOOPBACK,
            event_hooks={"response": [bound]},
        )


def _message(message: ModelMessage) -> dict[str, Any]:
    body: dict[str, Any] = {"role": message.role.value, "content": message.content}
    if message.role is Role.TOOL:
        body["tool_name"] = message.tool_name
    if message.tool_calls:
        body["tool_calls"] = [
            {"function": {"name": call.name, "arguments": dict(call.arguments)}} for call in message.tool_calls
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


def _failure(error: Exception) -> ModelFailure:
    """Turn what the SDK or its HTTP client raised into ours.

    Raises:
        Exception: what is not understood here is a fault of ours and stays what it is.
    """
    import httpx
    import ollama

    if isinstance(error, ModelFailure):
        return error
    detail = type(error).__name__
    if isinstance(error, ollama.ResponseError):
        if error.status_code == 429:
            return ModelFailure(FailureCode.BUSY, "HTTP 429")
        if 400 <= error.status_code < 500:
            return ModelFailure(FailureCode.REFUSED, f"HTTP {error.status_code}")
        return ModelFailure(FailureCode.UNREACHABLE, f"HTTP {error.status_code}")
    if isinstance(error, httpx.TimeoutException):
        return ModelFailure(FailureCode.TIMED_OUT, detail)
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError):
        return ModelFailure(FailureCode.CUT, detail)
    if isinstance(error, ConnectionError | httpx.TransportError):
        return ModelFailure(FailureCode.UNREACHABLE, detail)
    if isinstance(error, ValueError | TypeError | AttributeError | KeyError | RecursionError):
        return ModelFailure(FailureCode.NONSENSE, f"unreadable answer: {detail}")
    raise error
