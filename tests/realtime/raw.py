"""A hub's realtime part alone, and a client that writes WebSocket frames by hand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from hub.doors.listening import Listening
from hub.doors.rest import problems
from hub.kernel.context import Actor, ActorKind
from hub.kernel.errors import unauthenticated
from hub.kernel.events import Publish
from hub.measures import Measures
from hub.realtime.intake import Limits
from hub.realtime.server import Connection, Ready, Realtime

LATEST_S = 20.0
_opened: list[Raw] = []
"""Clients that are to be gone when their hall closes, whatever became of their test."""


@dataclass
class Hall:
    """A realtime server that lets everyone in whose token is not `bad`, and answers with what it was sent."""

    realtime: Realtime
    measures: Measures
    port: int
    received: list[tuple[str, Any]] = field(default_factory=list)
    slow: asyncio.Event = field(default_factory=asyncio.Event)
    """`slow` events are answered once this is set."""

    @property
    def base(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    async def say(self, room: str, number: int, text: str = "") -> None:
        """Emit a numbered event to a room."""
        await self.realtime.publish(
            Publish(name="said", audience=frozenset({room}), payload={"n": number, "room": room, "text": text})
        )


@asynccontextmanager
async def hall(*, at_the_door: bool = True, **options: Any) -> AsyncIterator[Hall]:
    """Serve a realtime part on a free port; WebSockets are met at the door, or come through aiohttp."""

    async def authenticate(token: str) -> Actor:
        if token == "bad":
            raise unauthenticated("No.")
        return Actor(kind=ActorKind.USER, id=token.ljust(24, "0"), display_name=token)

    async def receive(connection: Connection, event: str, data: Any) -> Mapping[str, Any]:
        opened.received.append((event, data))
        if event == "slow":
            await opened.slow.wait()
        if event == "large":
            return {"ok": True, "data": "x" * data["size"]}
        return {"ok": True, "data": data}

    async def ready() -> bytes:
        return b'{"rooms":[]}'

    async def greeting(actor: Actor) -> tuple[list[str], Ready]:
        return ["room:a"], ready

    measures = Measures()
    options.setdefault("limits", Limits(rates=False))
    realtime = Realtime(allowed_origins=(), authenticate=authenticate, measures=measures, **options)
    realtime.receive, realtime.greeting = receive, greeting
    app = web.Application(middlewares=[problems])
    realtime.io.attach(app)
    listening = Listening(app, door=realtime.doorstep if at_the_door else None)
    await listening.open("127.0.0.1", 0)
    opened = Hall(realtime=realtime, measures=measures, port=listening.port)
    try:
        yield opened
    finally:
        while _opened:
            _opened.pop().abort()
        await realtime.stop()
        await listening.close()


class Raw:
    """A WebSocket client that can do everything wrong."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.head = ""
        self.sid = ""
        _opened.append(self)
        self.frames: list[tuple[int, bytes]] = []
        """Kinds and payloads that came, controls too."""

    @classmethod
    async def open(cls, port: int, *, query: str = "EIO=4&transport=websocket", headers: str = "") -> Raw:
        """Shake hands."""
        raw = cls(*await asyncio.open_connection("127.0.0.1", port))
        raw.writer.write(
            f"GET /socket.io/?{query} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
            "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n".encode()
        )
        async with asyncio.timeout(LATEST_S):
            raw.head = (await raw.reader.readuntil(b"\r\n\r\n")).decode()
        return raw

    @classmethod
    async def connected(cls, hall: Hall, name: str = "somebody") -> Raw:
        """Shake hands and be let in."""
        raw = await cls.open(hall.port)
        assert (await raw.text()).startswith("0{")
        raw.send(f'40{{"token":"{name}"}}')
        answer = await raw.text()
        assert answer.startswith("40{"), answer
        raw.sid = json.loads(answer[2:])["sid"]
        assert (await raw.text()).startswith('42["ready"')
        return raw

    def send(
        self, text: str | bytes, *, kind: int = 1, last: bool = True, masked: bool = True, bits: int = 0
    ) -> None:
        """Write one frame."""
        payload = text.encode() if isinstance(text, str) else text
        self.writer.write(frame(payload, kind=kind, last=last, masked=masked, bits=bits))

    async def next(self) -> tuple[int, bytes]:
        """The next frame; the connection's end is (0, b"")."""
        async with asyncio.timeout(LATEST_S):
            try:
                first, second = await self.reader.readexactly(2)
                size = second & 127
                if size == 126:
                    size = int.from_bytes(await self.reader.readexactly(2), "big")
                elif size == 127:
                    size = int.from_bytes(await self.reader.readexactly(8), "big")
                payload = await self.reader.readexactly(size)
            except (asyncio.IncompleteReadError, ConnectionError):
                return 0, b""
        assert not second & 128, "a server does not mask"
        self.frames.append((first & 15, payload))
        assert first & 0xF0 == 0x80, "whole frames without extensions"
        return first & 15, payload

    async def text(self) -> str:
        """The next text frame; Engine.IO pings are answered."""
        while True:
            kind, payload = await self.next()
            assert kind == 1, (kind, payload)
            if payload != b"2":
                return payload.decode()
            self.send("3")

    async def event(self, name: str = "said") -> Any:
        """The payload of the next event of that name."""
        while True:
            text = await self.text()
            if text.startswith("42"):
                found, *data = json.loads(text[2:])
                if found == name:
                    return data[0] if data else None

    async def ask(self, number: int, name: str, data: Any = None) -> Any:
        """Send an event; returns its ack, passing over what else comes."""
        self.send(f"42{number}" + json.dumps([name, data]))
        while True:
            text = await self.text()
            if text.startswith(f"43{number}["):
                return json.loads(text[2 + len(str(number)) :])[0]

    async def closed(self) -> int:
        """The close code; other frames are passed over; 0 if it went without one."""
        while True:
            kind, payload = await self.next()
            if kind == 8:
                return int.from_bytes(payload[:2], "big")
            if kind == 0:
                return 0

    async def gone(self) -> bool:
        """Whether the server ends the connection."""
        while (await self.next())[0]:
            pass
        return True

    def abort(self) -> None:
        """Go without a word."""
        self.writer.transport.abort()


def frame(payload: bytes, *, kind: int = 1, last: bool = True, masked: bool = True, bits: int = 0) -> bytes:
    """A client's frame."""
    first = (0x80 if last else 0) | bits | kind
    size, flag = len(payload), 0x80 if masked else 0
    if size < 126:
        head = bytes((first, flag | size))
    elif size < 65536:
        head = bytes((first, flag | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((first, flag | 127)) + size.to_bytes(8, "big")
    if not masked:
        return head + payload
    mask = b"\x37\xfa\x21\x3d"
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
