"""A model server for tests that speaks OpenAI's and Ollama's HTTP protocols over a real socket.

A `Script` decides what each completion does; everything a real server can do to us is a `Move`:
stream text, call tools (in pieces), be slow, cut the stream, send what is not JSON, hang, never
end. `obey` is the worst model: it does whatever any text in its prompt tells it to.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web


@dataclass(frozen=True, kw_only=True)
class Call:
    """A tool call; `raw` sends these characters as its arguments instead."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    raw: str | None = None


@dataclass(frozen=True, kw_only=True)
class Move:
    """What one completion does.

    Attributes:
        ending: how it ends: properly, cut mid-stream, with what is not JSON, hanging, without
            end, or with one line that never ends.
        pause_s: the wait before every chunk.
        status: an HTTP status to refuse with.
    """

    text: str = ""
    calls: Sequence[Call] = ()
    ending: Literal["done", "length", "cut", "garbage", "wrong_shape", "hang", "endless", "long_line"] = "done"
    pause_s: float = 0.0
    status: int = 200


Script = Callable[[Mapping[str, Any]], Move]


def in_turn(*moves: Move) -> Script:
    """Play the moves one after the other, then the last for ever."""
    left = list(moves)
    return lambda _request: left.pop(0) if len(left) > 1 else left[0]


def obey(request: Mapping[str, Any]) -> Move:
    """Do what any text in the prompt says after `CALL name {json}`, once."""
    messages = request["messages"]
    done = {(call["function"]["name"]) for message in messages for call in message.get("tool_calls") or []}
    for message in reversed(messages):
        for name, raw in re.findall(r"CALL (\w+) (\{.*?\})", message.get("content") or ""):
            if name not in done:
                return Move(calls=[Call(name=name, raw=raw.replace('\\"', '"'))])
    return Move(text="Done.")


class FakeModelServer:
    """Starts on a free port of the loopback address; use as an async context manager.

    Attributes:
        requests: the body of every completion asked, oldest first.
        models: what it lists, each with its Ollama capabilities.
        hung: set while a completion hangs, so that a test can wait for it.
    """

    def __init__(self, script: Script, *, models: Mapping[str, Sequence[str]] | None = None) -> None:
        self.script = script
        self.requests: list[dict[str, Any]] = []
        self.models = dict(models if models is not None else {"fake": ["completion", "tools"]})
        self.hung = asyncio.Event()
        self.key: str | None = None
        self._ends = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> FakeModelServer:
        app = web.Application()
        app.router.add_get("/v1/models", self._openai_models)
        app.router.add_post("/v1/chat/completions", self._openai_chat)
        app.router.add_get("/api/tags", self._ollama_models)
        app.router.add_post("/api/show", self._ollama_show)
        app.router.add_post("/api/chat", self._ollama_chat)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._ends.set()
        assert self._runner is not None
        await self._runner.cleanup()

    async def _openai_models(self, request: web.Request) -> web.StreamResponse:
        if self.key is not None and request.headers.get("Authorization") != f"Bearer {self.key}":
            return web.json_response({"error": {"message": "bad key"}}, status=401)
        data = [{"id": name, "object": "model", "created": 0, "owned_by": "x"} for name in self.models]
        return web.json_response({"object": "list", "data": data})

    async def _openai_chat(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.requests.append(body)
        return await self._play(request, self.script(body), "text/event-stream", _openai_chunks, _sse)

    async def _ollama_models(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response({"models": [{"model": name, "name": name} for name in self.models]})

    async def _ollama_show(self, request: web.Request) -> web.StreamResponse:
        name = (await request.json())["model"]
        return web.json_response({"model_info": {}, "capabilities": list(self.models.get(name, ()))})

    async def _ollama_chat(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.requests.append(body)
        return await self._play(request, self.script(body), "application/x-ndjson", _ollama_chunks, _line)

    async def _play(
        self,
        request: web.Request,
        move: Move,
        content_type: str,
        chunks: Callable[[Move], list[Any]],
        frame: Callable[[Any], bytes],
    ) -> web.StreamResponse:
        if move.status != 200:
            return web.json_response({"error": {"message": "no"}}, status=move.status)
        response = web.StreamResponse(headers={"Content-Type": content_type})
        await response.prepare(request)
        for chunk in chunks(move):
            await asyncio.sleep(move.pause_s)
            await response.write(frame(chunk))
        await self._finish(response, move, frame, chunks)
        if frame is _sse and move.ending in ("done", "length"):
            await response.write(b"data: [DONE]\n\n")
        if move.ending not in ("cut",):
            await response.write_eof()
        return response

    async def _finish(
        self,
        response: web.StreamResponse,
        move: Move,
        frame: Callable[[Any], bytes],
        chunks: Callable[[Move], list[Any]],
    ) -> None:
        endings: dict[str, Callable[[], Awaitable[None]]] = {
            "garbage": lambda: response.write(frame("{not json").replace(b'"{not json"', b"{not json")),
            "wrong_shape": lambda: response.write(frame({"choices": "x", "message": 7})),
            "hang": self._hang,
            "endless": lambda: self._endless(response, frame, chunks),
            "long_line": lambda: self._long_line(response),
            "cut": lambda: self._cut(response),
        }
        if move.ending in endings:
            await endings[move.ending]()

    async def _hang(self) -> None:
        self.hung.set()
        await self._ends.wait()

    async def _endless(
        self, response: web.StreamResponse, frame: Callable[[Any], bytes], chunks: Callable[[Move], list[Any]]
    ) -> None:
        chunk = frame(chunks(Move(text="la " * 200, ending="endless"))[0])
        while not self._ends.is_set():
            try:
                await response.write(chunk)
            except ConnectionError:
                return

    async def _long_line(self, response: web.StreamResponse) -> None:
        while not self._ends.is_set():
            try:
                await response.write(b"x" * 65_536)
            except ConnectionError:
                return

    async def _cut(self, response: web.StreamResponse) -> None:
        request = response._req
        assert request is not None and request.transport is not None
        request.transport.abort()


def _sse(chunk: Any) -> bytes:
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def _line(chunk: Any) -> bytes:
    return json.dumps(chunk).encode() + b"\n"


def _openai_chunks(move: Move) -> list[Any]:
    def chunk(delta: Mapping[str, Any], finish: str | None = None) -> dict[str, Any]:
        return {
            "id": "c", "object": "chat.completion.chunk", "created": 0, "model": "fake",
            "choices": [{"index": 0, "delta": dict(delta), "finish_reason": finish}],
        }  # fmt: skip

    made = [chunk({"content": word}) for word in _words(move.text)]
    for index, call in enumerate(move.calls):
        raw = call.raw if call.raw is not None else json.dumps(dict(call.arguments))
        half = len(raw) // 2
        first = {"id": f"tc{index}", "type": "function", "function": {"name": call.name, "arguments": raw[:half]}}
        made.append(chunk({"tool_calls": [{"index": index, **first}]}))
        made.append(chunk({"tool_calls": [{"index": index, "function": {"arguments": raw[half:]}}]}))
    if move.ending in ("done", "length"):
        finish = "length" if move.ending == "length" else "tool_calls" if move.calls else "stop"
        made.append(chunk({}, finish))
        made.append(
            {
                "id": "c", "object": "chat.completion.chunk", "created": 0, "model": "fake", "choices": [],
                "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
            }
        )  # fmt: skip
    return made


def _ollama_chunks(move: Move) -> list[Any]:
    made: list[Any] = [
        {"model": "fake", "message": {"role": "assistant", "content": word}, "done": False}
        for word in _words(move.text)
    ]
    if move.calls:
        calls = [
            {"function": {"name": c.name, "arguments": c.raw if c.raw is not None else dict(c.arguments)}}
            for c in move.calls
        ]
        message = {"role": "assistant", "content": "", "tool_calls": calls}
        made.append({"model": "fake", "message": message, "done": False})
    if move.ending in ("done", "length"):
        last: dict[str, Any] = {"model": "fake", "message": {"role": "assistant", "content": ""}, "done": True}
        last |= {"done_reason": "length" if move.ending == "length" else "stop"}
        made.append(last | {"prompt_eval_count": 11, "eval_count": 7})
    return made


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)
