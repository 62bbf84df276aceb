"""From an HTTP request to a bare connection: the checks of RFC 6455, and taking the transport from aiohttp."""

from __future__ import annotations

import asyncio
import binascii
import contextlib
import hashlib
import re
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import web
from aiohttp.abc import AbstractStreamWriter

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
START = b"GET /socket.io/?"
PLAIN = re.compile(r"[A-Za-z0-9_.~=&-]*")
"""A query in which nothing is escaped."""
FIELD = re.compile(r"\r\n([A-Za-z0-9!#$%&'*+.^_`|~-]+):[ \t]*([^\r\n]*)")
"""A line of a head, with its end before it."""
WITH_A_BODY = frozenset({"content-length", "transfer-encoding", "expect"})
LONGEST_HEAD = 8 * 1024
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


Headers = Mapping[str, str]
"""Names in lower case; what came several times is joined by commas."""


@dataclass(slots=True)
class Asked:
    """A handshake that is as it should be (RFC 6455, 4.2.1)."""

    accept: str
    """The answer to its key."""
    sid: str | None
    """The polling session that is to be upgraded."""
    headers: Headers


class NotAHandshake(Exception):
    """What came does not ask for a WebSocket as it should; with the answer for whoever sent it."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status

    def answer(self) -> web.Response:
        """The refusal, as python-engineio writes it."""
        answer = web.Response(body=orjson.dumps(str(self)), status=self.status, content_type="text/plain")
        if self.status == 426:
            answer.headers["Sec-WebSocket-Version"] = "13"
        return answer


def read(query: Mapping[str, str], headers: Headers) -> Asked:
    """Check a handshake.

    Raises:
        NotAHandshake: It is not good.
    """
    connection = [part.strip().lower() for part in headers.get("connection", "").split(",")]
    if headers.get("upgrade", "").lower() != "websocket" or "upgrade" not in connection:
        raise NotAHandshake("Invalid websocket upgrade")
    if headers.get("sec-websocket-version") != "13":
        raise NotAHandshake("Only version 13 of the WebSocket protocol is spoken here.", 426)
    accept = accept_of(headers.get("sec-websocket-key", ""))
    if accept is None:
        raise NotAHandshake("Invalid websocket upgrade")
    sid = query.get("sid")
    if sid is None and query.get("EIO") != "4":
        raise NotAHandshake("This version of the Engine.IO protocol is not understood here.")
    return Asked(accept=accept, sid=sid, headers=headers)


def headers_of(request: web.Request) -> dict[str, str]:
    """The headers of a request."""
    found: dict[str, str] = {}
    for name, value in request.headers.items():
        name = name.lower()
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


def glance(data: bytes) -> tuple[dict[str, str], dict[str, str], bytes] | None:
    """A handshake in the plainest form, which nearly all have: its query, its headers and what came after it.

    None for anything else, which is aiohttp's to read.
    """
    end = data.find(b"\r\n\r\n")
    if end < 0 or end > LONGEST_HEAD or not data.startswith(START):
        return None
    head = data[:end].decode("latin-1")
    request, _, _ = head.partition("\r\n")
    asked, _, version = request[len(START) :].partition(" ")
    if version != "HTTP/1.1" or not PLAIN.fullmatch(asked):
        return None
    query = dict(part.split("=", 1) for part in asked.split("&") if "=" in part)
    if query.get("transport") != "websocket":
        return None
    fields = FIELD.findall(head, len(request))
    headers = {name.lower(): value.rstrip(" \t") for name, value in fields}
    # Every line is a field, and each comes once.
    if not len(headers) == len(fields) == head.count("\r") == head.count("\n"):
        return None
    if not WITH_A_BODY.isdisjoint(headers):
        return None
    return query, headers, data[end + 4 :]


def accept_of(key: str) -> str | None:
    """The answer to a handshake's key; None if it is not one."""
    try:
        if len(binascii.a2b_base64(key, strict_mode=True)) != 16:
            return None
    except ValueError:
        return None
    digest = hashlib.sha1(key.encode() + GUID, usedforsecurity=False).digest()
    return binascii.b2a_base64(digest, newline=False).decode()


def switching(accept: str) -> bytes:
    """The answer 101. No extension and no compression, whatever was offered."""
    return (
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Accept: {accept}\r\n\r\n"
    ).encode()


def environ(method: str, headers: Headers) -> dict[str, Any]:
    """As much of a WSGI environment as python-engineio looks at to judge an origin and to answer it."""
    found: dict[str, Any] = {
        "wsgi.url_scheme": headers.get("x-forwarded-proto", "http"),
        "REQUEST_METHOD": method,
    }
    for name in ("origin", "host", "x-forwarded-proto", "x-forwarded-host"):
        if name in headers:
            found["HTTP_" + name.upper().replace("-", "_")] = headers[name]
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


def tune(transport: asyncio.BaseTransport) -> None:
    """Let little wait in the kernel for a client that does not read, where the platform can."""
    sock = transport.get_extra_info("socket")
    if sock is not None:
        tune_socket(sock)


def tune_socket(sock: Any) -> None:
    """The same for a bare socket. Connections inherit it from the socket that listens (Linux)."""
    if hasattr(socket, "TCP_NOTSENT_LOWAT"):
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_IN_KERNEL)
