"""A raw connection to the hub that needs no task: it writes what it is told and looks at what comes."""

from __future__ import annotations

import asyncio
import re
import struct
from collections.abc import Callable
from contextlib import suppress
from socket import SO_LINGER, SOL_SOCKET
from typing import cast

KEPT = 64 * 1024
SID = re.compile(rb'"sid":"([^"]+)"')
FAULT = re.compile(rb'HTTP/1\.[01] 5\d\d|"code": ?"internal"')
HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


class Wire(asyncio.Protocol):
    """One TCP connection."""

    def __init__(self, told: Callable[[str], None]) -> None:
        self._told = told
        self._moved = asyncio.Event()
        self._heard = b""
        self.transport: asyncio.Transport | None = None
        self.closed = False
        self._silent = False
        self.sid = ""
        """Of the Engine.IO session that was opened on it."""

    @classmethod
    async def open(cls, port: int, told: Callable[[str], None]) -> Wire:
        """Connect. `told` hears of every answer that no client may ever get."""
        loop = asyncio.get_running_loop()
        _, wire = await loop.create_connection(lambda: cls(told), "127.0.0.1", port)
        return wire

    @classmethod
    async def websocket(cls, port: int, told: Callable[[str], None], sid: str = "") -> Wire:
        """Shake hands; with a sid it is an upgrade."""
        wire = await cls.open(port, told)
        wire.write(HANDSHAKE.format(query=f"&sid={sid}" if sid else "").encode())
        await wire.hears(b"\r\n\r\n" if sid else b'"sid"')
        return wire

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connected."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Keep a little of what comes, and look for faults of the hub in it."""
        heard = self._heard + data
        if fault := FAULT.search(heard, max(0, len(self._heard) - 40)):
            self._told(heard[max(0, fault.start() - 200) : fault.end() + 400].decode(errors="replace"))
        if not self.sid and (found := SID.search(heard)):
            self.sid = found[1].decode()
        self._heard = heard[-KEPT:]
        self._moved.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """Gone."""
        self.closed, self.transport = True, None
        self._moved.set()

    def write(self, data: bytes) -> bool:
        """Send, if it is still open; returns whether it is."""
        transport = self._open
        if transport is not None:
            transport.write(data)
        return transport is not None

    async def hears(self, part: bytes) -> bool:
        """Wait for bytes; False if the connection ends without them."""
        async with asyncio.timeout(60):
            while part not in self._heard and not self.closed:
                self._moved.clear()
                await self._moved.wait()
        return part in self._heard

    def forget(self) -> None:
        """Forget what was heard."""
        self._heard = b""

    def half_close(self) -> None:
        """Say that nothing more will come."""
        if (transport := self._open) is not None:
            self._silent = True
            # The hub may have gone at this very moment.
            with suppress(OSError):
                transport.write_eof()

    def be_deaf(self) -> None:
        """Read nothing more."""
        if self._open is not None:
            self._open.pause_reading()

    @property
    def _open(self) -> asyncio.Transport | None:
        transport = self.transport
        return None if transport is None or transport.is_closing() or self._silent else transport

    def abort(self, harshly: bool = False) -> None:
        """End it; harshly with a reset."""
        if self.transport is None:
            return
        if harshly:
            self.transport.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()
