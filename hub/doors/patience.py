"""HTTP connections that take too long, hold too much or make no sense: how long the hub bears with each.

aiohttp ends a connection that is idle, and knows limits for lines, fields and bodies. It does not end one whose
request comes a byte a minute, nor one that never reads its answer. This adds that: one look a second at all
connections of a server. It leans on private state of aiohttp's protocol; a test fences what it uses.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from hub.addresses import Networks, within
from hub.log import get_log

log = get_log(__name__)
TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
TOO_MUCH = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"

Door = Callable[[Callable[[], asyncio.BaseProtocol]], asyncio.BaseProtocol]
"""Meets a new connection, and makes an HTTP connection of it unless it wants something else."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """What one connection may take. WebSockets have limits of their own, in `hub/realtime`."""

    head_s: float = 10.0
    """From the first byte of a request, or from the connection's start, to the end of its head."""
    body_s: float = 20.0
    """From the end of the head to the end of the body, and a second more for each `body_rate` bytes."""
    body_rate: int = 2048
    idle_s: float = 75.0
    """Between two requests; longer than a proxy keeps a connection (nginx: 60 s)."""
    stalled_s: float = 30.0
    """How long nothing at all of an answer may be taken."""
    head_bytes: int = 64 * 1024
    per_address: int = 256
    """Connections of one address that are no WebSockets; 0 for no limit."""
    look_s: float = 1.0
    """How often all connections are looked at."""
    exempt: Networks = ()
    """Addresses that speak for many: the trusted proxies."""


class Connection(web.RequestHandler):
    """One HTTP connection, which remembers since when it has kept the hub waiting."""

    __slots__ = ("_address", "_came", "_counted", "_in_head", "_patience", "_since", "_tcp", "_unsent")

    def __init__(self, server: PatientServer, **options: Any) -> None:
        super().__init__(server, **options)
        self._patience = server.patience
        self._counted = server
        self._address = ""
        self._tcp: asyncio.Transport | None = None
        self._since = 0.0
        """When the head or the body began that is awaited."""
        self._in_head = True
        """Whether it is a head: false from its end on, until the next one begins."""
        self._came = 0
        """Bytes since it began."""
        self._unsent = (0, 0.0)
        """How many bytes wait to be taken, and since when it has been as many."""

    @property
    def address(self) -> str:
        """The peer's address."""
        return self._address

    @property
    def is_websocket(self) -> bool:
        """Whether it has become a WebSocket: read by a parser of frames, or by another protocol."""
        return self._payload_parser is not None or (self._tcp is not None and self._tcp.get_protocol() is not self)

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for (the rest of) a request."""
        return self._waiter is not None and not self._waiter.done()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; the first request is awaited from now on."""
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        # uvloop's transports are none of asyncio's classes, and behave like them.
        self._tcp = cast("asyncio.Transport", transport)
        self._address = str(peer[0]) if isinstance(peer, tuple) and peer else ""
        self._since = self._loop.time()
        self._counted.came(self, self._address)

    def connection_lost(self, exc: BaseException | None) -> None:
        """End."""
        super().connection_lost(exc)
        self._counted.went(self, self._address)

    def data_received(self, data: bytes) -> None:
        """Count what comes until a head is whole, and from there until the body is."""
        if self._upgraded or not data:
            super().data_received(data)
            return
        if self.is_waiting and not self._in_head:
            self._in_head, self._since, self._came = True, self._loop.time(), 0
        self._came += len(data)
        before = self._request_count
        super().data_received(data)
        if self._request_count != before:
            # The first bytes of a body may have come with its head.
            self._in_head, self._since, self._came = False, self._loop.time(), len(data)
        elif self._in_head and self._came > self._patience.head_bytes:
            self._end("head too large", TOO_MUCH)

    def look(self, now: float) -> None:
        """End this connection if it is overdue."""
        if self._tcp is None:
            return
        if self._stalls(now):
            self._abort("answer not read")
        elif self.is_waiting:
            if self._in_head and now - self._since > self._patience.head_s:
                self._end("head too slow", TOO_SLOW if self._came else b"")
        elif self._current_request is not None and not self._current_request.content.is_eof():
            if self._reading_paused:
                # Its turn has not come: what is there has not been looked at yet.
                self._since, self._came = now, 0
            elif now - self._since > self._patience.body_s + self._came / self._patience.body_rate:
                self._abort("body too slow")

    def _stalls(self, now: float) -> bool:
        """Whether the other side has taken nothing for long, also of what a closed connection still owes."""
        assert self._tcp is not None
        unsent = self._tcp.get_write_buffer_size()
        before, since = self._unsent
        if unsent == 0 or unsent != before:
            self._unsent = (unsent, now)
            return False
        return now - since > self._patience.stalled_s

    def _end(self, why: str, farewell: bytes) -> None:
        if self.transport is not None and farewell:
            self.transport.write(farewell)
        self.force_close()
        self._counted.ended(why, self._address)

    def _abort(self, why: str) -> None:
        assert self._tcp is not None
        self._tcp.abort()
        self._counted.ended(why, self._address)

    def refuse(self) -> None:
        """End it at once, without a word."""
        self.force_close()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what is no HTTP with 400, and take leave of who is gone: both are no faults of ours."""
        if isinstance(exc, HttpProcessingError):
            self._counted.ended("not HTTP", self._address)
            answer = web.Response(status=400, text="This is not a request that can be understood.\n")
            answer.force_close()
            return answer
        if isinstance(exc, ConnectionError):
            # Raised once more, so that aiohttp ends the connection as it does when an answer cannot be written.
            raise exc
        return super().handle_error(request, status, exc, message)

    def log_exception(self, *args: Any, **kw: Any) -> None:
        """Say nothing of a body that made no sense: its sender has been told."""
        if not isinstance(kw.get("exc_info"), web.RequestPayloadError):
            super().log_exception(*args, **kw)


class PatientServer(web.Server):
    """aiohttp's server, whose connections are looked at once a second."""

    def __init__(
        self,
        server: web.Server,
        patience: Patience,
        cut: Callable[[str], None],
        door: Door | None = None,
        **options: Any,
    ) -> None:
        super().__init__(server.request_handler, request_factory=server.request_factory, **options)
        self.patience = patience
        self._cut = cut
        self._door = door
        self._options = {**options, "keepalive_timeout": patience.idle_s}
        self._open: dict[Connection, None] = {}
        """Those that are no WebSockets, in the order they came."""
        self._by_address: dict[str, dict[Connection, None]] = {}
        self._timer = self._loop.call_later(self.patience.look_s, self._look)

    def __call__(self) -> Any:
        """Make the protocol of a new connection."""
        return self._door(self._http) if self._door is not None else self._http()

    def _http(self) -> Connection:
        return Connection(self, loop=self._loop, **self._options)

    def came(self, connection: Connection, address: str) -> None:
        """Take note of a connection. Where its address has too many, the one that has idled longest must go."""
        self._open[connection] = None
        theirs = self._by_address.setdefault(address, {})
        theirs[connection] = None
        if (
            not self.patience.per_address
            or len(theirs) <= self.patience.per_address
            or within(address, self.patience.exempt)
        ):
            return
        idle = next((one for one in theirs if one is not connection and one.is_waiting), connection)
        idle.refuse()
        self.ended("too many connections", address)
        self.went(idle, address)

    def went(self, connection: Connection, address: str) -> None:
        """Forget a connection that has ended, or has become a WebSocket."""
        self._open.pop(connection, None)
        theirs = self._by_address.get(address)
        if theirs is not None:
            theirs.pop(connection, None)
            if not theirs:
                del self._by_address[address]

    def ended(self, why: str, address: str) -> None:
        """Count a connection that was ended before its time."""
        self._cut(why)
        log.debug("http.cut", why=why, address=address)

    async def shutdown(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - aiohttp's signature
        """Stop looking, and end all connections."""
        self._timer.cancel()
        await super().shutdown(timeout)

    def _look(self) -> None:
        now = self._loop.time()
        for connection in list(self._open):
            if connection.is_websocket:
                self.went(connection, connection.address)
            else:
                connection.look(now)
        self._timer = self._loop.call_later(self.patience.look_s, self._look)
