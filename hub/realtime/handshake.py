"""From an HTTP request to a bare connection: the checks of RFC 6455, and taking the transport from aiohttp."""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import hashlib
import socket
import sys
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import web
from aiohttp.abc import AbstractStreamWriter

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
UNSENT_IN_KERNEL = 128 * 1024
"""Without it the kernel takes megabytes for a client that does not read, before anyone notices."""


class Handed(web.StreamResponse):
    """The response of a handler that has given the connection away: aiohttp writes nothing."""

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Nothing to prepare."""
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        """Nothing to end."""

    @property
    def prepared(self) -> bool:
        """Whatever would be added to its headers comes too late."""
        return True


@dataclass(slots=True)
class Asked:
    """What a handshake asks for."""

    accept: str = ""
    """The answer to its key."""
    sid: str | None = None
    """The polling session that is to be upgraded."""
    origin: str = ""
    user_agent: str = ""
    refusal: web.Response | None = None


def read(request: web.Request) -> Asked:
    """Check a handshake (RFC 6455, 4.2.1)."""
    headers = request.headers
    connection = [part.strip().lower() for part in ",".join(headers.getall("Connection", ())).split(",")]
    if headers.get("Upgrade", "").strip().lower() != "websocket" or "upgrade" not in connection:
        return Asked(refusal=refused("Invalid websocket upgrade"))
    if headers.get("Sec-WebSocket-Version") != "13":
        answer = refused("Only version 13 of the WebSocket protocol is spoken here.", 426)
        answer.headers["Sec-WebSocket-Version"] = "13"
        return Asked(refusal=answer)
    accept = accept_of(headers.get("Sec-WebSocket-Key", ""))
    if accept is None or request.version < (1, 1):
        return Asked(refusal=refused("Invalid websocket upgrade"))
    return Asked(
        accept=accept,
        sid=request.query.get("sid"),
        origin=headers.get("Origin", ""),
        user_agent=headers.get("User-Agent", ""),
    )


def accept_of(key: str) -> str | None:
    """The answer to a handshake's key; None if it is not one."""
    try:
        if len(base64.b64decode(key, validate=True)) != 16:
            return None
    except (binascii.Error, ValueError):
        return None
    return base64.b64encode(hashlib.sha1(key.encode() + GUID, usedforsecurity=False).digest()).decode()


def switching(accept: str) -> bytes:
    """The answer 101. No extension and no compression, whatever was offered."""
    return (
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Accept: {accept}\r\n\r\n"
    ).encode()


def refused(message: str, status: int = 400) -> web.Response:
    """A refusal as python-engineio writes it."""
    return web.Response(body=orjson.dumps(message), status=status, content_type="text/plain")


def environ(request: web.Request) -> dict[str, Any]:
    """As much of a WSGI environment as python-engineio looks at to judge an origin."""
    found: dict[str, Any] = {
        "wsgi.url_scheme": request.headers.get("X-Forwarded-Proto", "http"),
        "REQUEST_METHOD": request.method,
    }
    for name in ("Origin", "Host", "X-Forwarded-Proto", "X-Forwarded-Host"):
        if name in request.headers:
            found["HTTP_" + name.upper().replace("-", "_")] = request.headers[name]
    return found


def shared(user_agent: str) -> str:
    """One string for all clients that say the same."""
    return sys.intern(user_agent[:300])


def take_over(request: web.Request) -> tuple[asyncio.Transport | None, bytes]:
    """Take the connection from aiohttp, which forgets it: its transport and what had come after the head.

    None if the client has gone meanwhile.
    """
    protocol = request.protocol
    transport = protocol.transport
    if transport is None or transport.is_closing():
        return None, b""
    tail = protocol._message_tail
    protocol._message_tail = b""
    # Without its transport, "the connection was lost" ends its task and its timers and closes nothing.
    protocol.transport = None
    protocol.connection_lost(None)
    return transport, bytes(tail)


def tune(transport: asyncio.Transport) -> None:
    """Let little wait in the kernel, where the platform can."""
    sock = transport.get_extra_info("socket")
    if sock is not None and hasattr(socket, "TCP_NOTSENT_LOWAT"):
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_IN_KERNEL)
