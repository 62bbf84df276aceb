"""python-engineio's server with links in place of its WebSockets and one wheel of deadlines for all sessions."""

from __future__ import annotations

import asyncio
import os
import time
from binascii import b2a_base64
from collections.abc import Callable, Mapping
from typing import Any

import engineio
import orjson
from aiohttp import web
from engineio.packet import OPEN, Packet

from hub.addresses import Networks, caller
from hub.kernel.errors import Code, OperationError
from hub.measures import Measures
from hub.realtime import frames, handshake, intake
from hub.realtime.deadlines import Deadlines
from hub.realtime.doorstep import Doorstep
from hub.realtime.handshake import Asked, NotAHandshake
from hub.realtime.intake import Addresses, Limits
from hub.realtime.link import Link
from hub.realtime.polling import PollingSession
from hub.realtime.session import Session, Stage

URL_SAFE = bytes.maketrans(b"+/", b"-_")
ID_BYTES, ID_LETTERS = 15, 20
IDS_AT_ONCE = 64
RETRY_AFTER_S = 2.0
FAREWELL_S = 5.0
"""A polling client between two polls comes back within this time and learns why it was closed."""


class Engine(engineio.AsyncServer):
    """Opens sessions, finds the half-open ones, counts what they hold; knows nothing of Socket.IO."""

    def __init__(self, *, limits: Limits, measures: Measures, trusted: Networks = (), **options: Any) -> None:
        # Its own monitor scans all sessions; ours are on the wheel.
        super().__init__(monitor_clients=False, **options)
        self.limits = limits
        self.measures = measures
        self.trusted = trusted
        self.addresses = Addresses(limits)
        self.deadlines = Deadlines(self._tell)
        self.now = time.monotonic
        self.draining = False
        self.counted = 0
        """Packets since they were last added to the measures."""
        self.opened = 0
        """WebSockets, likewise."""
        self._ids: list[str] = []
        """Drawn, and given to nobody yet."""
        self.held = 0
        """Bytes that came and are not dealt with."""
        self.under_way = 0
        self._same_for_all = orjson.dumps(self._opening([]))[1:]
        self._corked: list[Link] = []
        self.parting: set[Link] = set()
        """Links that were told to go and are still open."""
        self.incoming: Callable[[Session, bytearray], None] = _unheard
        """Told of each message: `4` and the Socket.IO packet."""
        self.gone: Callable[[Session, str], None] = _unheard
        """Told of each session that ended, and why."""
        self.moved: Callable[[Session, Session], None] = _unheard
        """Told that a link has taken the place of a polling session."""
        self.farewells: dict[str, PollingSession] = {}
        """Polling sessions that have ended and have not fetched their last packets."""
        self.at_door: set[Doorstep] = set()
        """Connections that have not said anything."""
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._empty = asyncio.Event()

    # Coming.

    async def handle_request(self, request: web.Request) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Answer an HTTP request under `/socket.io/`.

        Raises:
            OperationError: `rate_limited`, `unavailable` while draining.
        """
        query = request.query
        if request.method == "GET" and query.get("transport") == "websocket":
            return self._websocket(request)
        if request.method == "GET" and "sid" not in query:
            try:
                self._admit(self._address(request.remote or "", handshake.headers_of(request)))
            except OperationError as refusal:
                self._refused(refusal)
                raise
        farewell = self.farewells.pop(query.get("sid", ""), None)
        if farewell is not None and request.method == "GET" and not farewell.queue.empty():
            return await self._make_response(
                self._ok(await farewell.poll()), handshake.environ("GET", handshake.headers_of(request))
            )
        return await super().handle_request(request)

    def _websocket(self, request: web.Request) -> web.StreamResponse:
        headers = handshake.headers_of(request)
        try:
            asked, polling = self._judge(request.query, headers, request.remote or "")
        except NotAHandshake as refusal:
            return refusal.answer()
        except OperationError as refusal:
            self._refused(refusal)
            raise
        transport, tail = handshake.take_over(request)
        if transport is not None:
            handshake.tune(transport)
            self.open(transport, asked, polling, request.remote or "", tail)
        return handshake.Handed()

    def at_the_door(self, transport: asyncio.Transport, data: bytes) -> bool:
        """Make a link of a connection at once if its first bytes are a good handshake; whether they were."""
        seen = handshake.glance(data)
        if seen is None or transport.is_closing():
            return False
        query, headers, tail = seen
        peer = transport.get_extra_info("peername")
        address = str(peer[0]) if isinstance(peer, tuple) else ""
        try:
            asked, polling = self._judge(query, headers, address)
        except (NotAHandshake, OperationError):
            return False  # it is refused in full
        self.open(transport, asked, polling, address, tail)
        return True

    def _judge(
        self, query: Mapping[str, str], headers: handshake.Headers, peer: str
    ) -> tuple[Asked, PollingSession | None]:
        if "websocket" not in self.transports:
            raise NotAHandshake("Invalid transport")
        asked = handshake.read(query, headers)
        if not self._may_come_from(headers):
            raise NotAHandshake(f"{headers['origin']} is not an accepted origin.")
        if asked.sid is None:
            self._admit(self._address(peer, headers))
            return asked, None
        polling = self.sockets.get(asked.sid)
        if not isinstance(polling, PollingSession) or polling.upgrading or polling.closed:
            raise NotAHandshake("Invalid session")
        return asked, polling

    def open(
        self, transport: asyncio.Transport, asked: Asked, polling: PollingSession | None, peer: str, tail: bytes
    ) -> None:
        """Make a link of a connection whose handshake is good, and answer the handshake."""
        if polling is None:
            sid = self.generate_id()
            address = self.addresses.came(self._address(peer, asked.headers))
            link = Link(self, sid, transport, address, handshake.shared(asked.headers.get("user-agent", "")))
            self.sockets[sid] = link
            first = frames.frame(b'0{"sid":"%b",%b' % (sid.encode(), self._same_for_all))
        else:
            link = Link(self, polling.sid, transport, polling.address, polling.user_agent, polling)
            first = b""
        transport.set_protocol(link)
        transport.write(handshake.switching(asked.accept) + first)
        self.deadlines.set(link, intake.CONNECT_S)
        self.opened += 1
        if tail:
            link.data_received(tail)

    def _opening(self, upgrades: list[str]) -> dict[str, Any]:
        return {
            "upgrades": upgrades,
            "pingTimeout": int(self.ping_timeout * 1000),
            "pingInterval": int(self.ping_interval * 1000),
            "maxPayload": intake.LARGEST_PACKET,
        }

    async def _handle_connect(self, environ: Any, transport: str, jsonp_index: int | None = None) -> Any:
        """A polling client's first request."""
        request: web.Request = environ["aiohttp.request"]
        sid = self.generate_id()
        address = self.addresses.came(self._address(request.remote or "", handshake.headers_of(request)))
        session = PollingSession(self, sid, address, handshake.shared(environ.get("HTTP_USER_AGENT", "")))
        self.measures.connected.labels("polling").inc()
        session.connected = True
        self.sockets[sid] = session
        self.deadlines.set(session, intake.CONNECT_S)
        await session.send(Packet(OPEN, {"sid": sid, **self._opening(["websocket"])}))
        return self._ok(await session.poll(), jsonp_index=jsonp_index)

    def _address(self, peer: str, headers: handshake.Headers) -> str:
        return caller(peer, (headers.get("x-forwarded-for", ""),), self.trusted) if self.trusted else peer

    def _may_come_from(self, headers: handshake.Headers) -> bool:
        if "origin" not in headers or self.cors_allowed_origins == []:
            return True
        allowed = self._cors_allowed_origins(handshake.environ("GET", headers))
        return allowed is None or headers["origin"] in allowed

    def _admit(self, address: str) -> None:
        if self.draining:
            raise OperationError(Code.UNAVAILABLE, "The hub is stopping. Come again.", retry_after=RETRY_AFTER_S)
        if self.addresses.full(address):
            raise OperationError(
                Code.RATE_LIMITED, "Too many connections from this address.", retry_after=RETRY_AFTER_S
            )

    def _refused(self, refusal: OperationError) -> None:
        self.measures.refused.labels("draining" if refusal.code is Code.UNAVAILABLE else "address").inc()

    # Staying.

    def upgraded(self, polling: PollingSession, link: Link) -> None:
        """A link takes the place of a polling session: what waited comes first."""
        link.member, link.stage, link.rooms = polling.member, polling.stage, polling.rooms
        link.connection, link.attachments = polling.connection, polling.attachments
        self.sockets[link.sid] = link
        for data in polling.hand_over(link):
            link.put(data)
        self.moved(polling, link)
        if link.stage is Stage.CONNECTED:
            link.accepted()
        else:
            self.deadlines.set(link, intake.CONNECT_S)
        if link.stage is Stage.ADMITTING:
            link.hold()

    def cork(self, link: Link) -> None:
        """Have a link write what it gathers at the end of this turn of the loop."""
        if not self._corked:
            asyncio.get_running_loop().call_soon(self._uncork)
        self._corked.append(link)

    def _uncork(self) -> None:
        corked, self._corked = self._corked, []
        for link in corked:
            link.uncork()

    def generate_id(self) -> str:
        """An id that nobody can guess."""
        if not self._ids:
            # Asked for one by one, the kernel's randomness takes longer than everything else about them.
            text = b2a_base64(os.urandom(ID_BYTES * IDS_AT_ONCE), newline=False).translate(URL_SAFE).decode()
            self._ids = [text[at : at + ID_LETTERS] for at in range(0, len(text), ID_LETTERS)]
        return self._ids.pop()

    def hold(self, size: int) -> None:
        """So many bytes more, or less, have come and are not dealt with."""
        self.held += size

    def began(self, size: int) -> None:
        """An operation is under way."""
        self.held += size
        self.under_way += 1

    def ended(self, size: int) -> None:
        """It was answered."""
        self.held -= size
        self.under_way -= 1
        if not self.under_way:
            self._quiet.set()

    def evicted(self, session: Session) -> None:
        """A reader that does not read is being cut."""
        self.measures.evicted.labels("resync").inc()

    # Going.

    def left(self, session: Session, why: str) -> None:
        """A session has ended."""
        found = self.sockets.get(session.sid)
        if found is not session:
            return  # an upgrade that was not finished: its polling session goes on
        del self.sockets[session.sid]
        if isinstance(session, PollingSession):
            self.farewells[session.sid] = session
            self.deadlines.set(session, FAREWELL_S)
        self.addresses.went(session.address, stranger=session.connection is None)
        self.gone(session, why)

    async def quiet(self, seconds: float) -> None:
        """Wait until no operation is under way, so long at most."""
        if not self.under_way:
            return
        self._quiet.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._quiet.wait()
        except TimeoutError:
            return

    async def parted(self, seconds: float) -> None:
        """Wait until the links that were told to go are gone, so long at most."""
        if self.parting:
            self._empty.clear()
            try:
                async with asyncio.timeout(seconds):
                    await self._empty.wait()
            except TimeoutError:
                return

    def lost(self, link: Link) -> None:
        """A link's connection is no more."""
        self.deadlines.clear(link)
        self.parting.discard(link)
        if not self.parting:
            self._empty.set()

    def end(self) -> None:
        """Abort what is still open, and the timer."""
        for link in list(self.parting):
            link.abort()
        for waiting in list(self.at_door):
            waiting.abort()
        self.farewells.clear()
        self.deadlines.stop()
        self._tell()

    def _log_error_once(self, message: str, message_key: str) -> None:
        """What strangers get wrong is no error of ours, and what they say has no place in the log."""
        self.measures.refused.labels(message_key).inc()

    def _tell(self) -> None:
        if self.counted:
            self.measures.received.inc(self.counted)
            self.counted = 0
        if self.opened:
            self.measures.connected.labels("websocket").inc(self.opened)
            self.opened = 0


def _unheard(*_: Any) -> None:
    return None
