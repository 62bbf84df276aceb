"""One Socket.IO client on a raw socket: reads frame headers, writes ready-made frames."""

from __future__ import annotations

import asyncio
import socket
import zlib
from collections.abc import Callable
from typing import Any, cast

import orjson

from bench.load.frames import PONG, frame, handshake
from bench.load.tally import Tally

MARK = b'42["message.created"'
"""How a delivery begins: an Engine.IO message (4) that is a Socket.IO event (2)."""


class Refused(ConnectionError):
    """The server did not let the client in."""


class Client(asyncio.Protocol):
    """A client that goes straight to WebSocket and says who it is with `auth: {token}`.

    Attributes:
        ready: Done once the server has emitted `ready`.
        count: Deliveries heard since the tally was set.
        on_event: Told of the payload of every packet that is neither a delivery nor an ack nor Engine.IO's own.
        on_delivery: Told of the payload of every delivery; slow, for when its content matters.
        compressed: Whether the server agreed to permessage-deflate.
        receive_buffer: Bytes that the kernel keeps for us unread; set before connecting.
    """

    def __init__(self, host: str, port: int, token: str, *, offer_compression: bool = False) -> None:
        self._address = (host, port)
        self._token = token
        self._offer = offer_compression
        self._rest = b""
        self._upgraded = False
        self._inflate: Any = None
        self._acks: dict[int, Callable[[bytes], None]] = {}
        self._next_ack = 0
        self.transport: asyncio.Transport | None = None
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.tally: Tally | None = None
        self.count = 0
        self.on_event: Callable[[bytes], None] | None = None
        self.on_delivery: Callable[[bytes], None] | None = None
        self.on_lost: Callable[[], None] | None = None
        self.compressed = False
        self.receive_buffer: int | None = None

    async def connect(self, timeout_s: float = 120) -> Client:
        """Connect; returns once the server has said `ready`."""
        await asyncio.get_running_loop().create_connection(lambda: self, *self._address)
        async with asyncio.timeout(timeout_s):
            await self.ready
        return self

    def count_for(self, tally: Tally | None) -> None:
        """Count the deliveries from now on in this tally."""
        self.count = 0
        self.tally = tally

    def send(self, packet: bytes) -> None:
        """Write one Engine.IO packet."""
        assert self.transport is not None
        self.transport.write(frame(packet))

    def emit(self, event: str, data: bytes, on_ack: Callable[[bytes], None] | None = None) -> None:
        """Emit an event with one argument of ready-made JSON; `on_ack` gets the ack's JSON array."""
        if on_ack is None:
            self.send(b'42["' + event.encode() + b'",' + data + b"]")
            return
        self._next_ack += 1
        self._acks[self._next_ack] = on_ack
        self.send(b"42%d" % self._next_ack + b'["' + event.encode() + b'",' + data + b"]")

    async def call(self, event: str, data: bytes, timeout_s: float = 60) -> Any:
        """Emit an event; returns the first argument of its ack, parsed."""
        answered: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self.emit(event, data, lambda ack: None if answered.done() else answered.set_result(ack))
        async with asyncio.timeout(timeout_s):
            return orjson.loads(await answered)[0]

    def cut(self) -> None:
        """Close the connection without a word, as a lost network does."""
        if self.transport is not None:
            self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        # uvloop's is no subclass of asyncio's.
        self.transport = cast("asyncio.Transport", transport)
        if self.receive_buffer is not None:
            connection = transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.receive_buffer)
        self.transport.write(handshake(*self._address, offer_compression=self._offer))

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail what waits."""
        if not self.ready.done():
            self.ready.set_exception(Refused(f"closed during the handshake: {exc or 'end of file'}"))
        if self.on_lost is not None:
            self.on_lost()

    def data_received(self, data: bytes) -> None:
        """Walk over the frames in what came; most are deliveries, of which only the header is read."""
        if self._rest:
            data = self._rest + data
            self._rest = b""
        if not self._upgraded:
            rest = self._upgrade(data)
            if not rest:
                return
            data = rest
        position, end = 0, len(data)
        while end - position >= 2:
            size = data[position + 1]
            body = position + 2
            if size == 126:
                body += 2
                if body > end:
                    break
                size = data[position + 2] << 8 | data[position + 3]
            elif size == 127:
                body += 8
                if body > end:
                    break
                size = int.from_bytes(data[position + 2 : body], "big")
            stop = body + size
            if stop > end:
                break
            if data[position] == 0x81 and data.startswith(MARK, body):
                self._delivered(data, body, stop)
            else:
                self._other(data[position], data[body:stop])
            position = stop
        if position < end:
            self._rest = data[position:]

    def _delivered(self, data: bytes, body: int, stop: int) -> None:
        n = self.count
        self.count = n + 1
        if self.tally is not None:
            self.tally.heard(n)
        if self.on_delivery is not None:
            self.on_delivery(data[body:stop])

    def _upgrade(self, data: bytes) -> bytes:
        head, found, rest = data.partition(b"\r\n\r\n")
        if not found:
            self._rest = data
            return b""
        if not head.startswith(b"HTTP/1.1 101"):
            if not self.ready.done():
                self.ready.set_exception(Refused(head[:200].decode(errors="replace")))
            self.cut()
            return b""
        self._upgraded = True
        if b"permessage-deflate" in head.lower():
            self.compressed = True
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        return rest

    def _other(self, first: int, payload: bytes) -> None:
        """A frame that is not a plain delivery: compressed, an ack, a ping, the handshake, some other event."""
        if first & 0x40:
            payload = self._inflate.decompress(payload + b"\0\0\xff\xff")
            if payload.startswith(MARK):
                self._delivered(payload, 0, len(payload))
                return
        kind = first & 0x0F
        if kind == 0x8:
            self.cut()
        elif kind != 0x1:
            return
        elif payload == b"2":
            assert self.transport is not None
            self.transport.write(PONG)
        elif payload.startswith(b"43"):
            start = payload.index(b"[")
            done = self._acks.pop(int(payload[2:start]), None)
            if done is not None:
                done(payload[start:])
        elif payload.startswith(b"0"):
            self.send(b"40" + orjson.dumps({"token": self._token}))
        elif payload.startswith(b"44") and not self.ready.done():
            self.ready.set_exception(Refused(payload.decode(errors="replace")))
        else:
            if payload.startswith(b'42["ready"') and not self.ready.done():
                self.ready.set_result(None)
            if self.on_event is not None:
                self.on_event(payload)
