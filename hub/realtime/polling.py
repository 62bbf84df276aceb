"""A client that polls over HTTP, as far as it differs from python-engineio's own.

What it is sent waits in a queue until it asks; its deadlines are on the one wheel; its upgrade to a
WebSocket is done by the link that takes over.
"""

from __future__ import annotations

import asyncio
import binascii
from base64 import b64decode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web
from engineio.async_socket import AsyncSocket
from engineio.exceptions import ContentTooLongError, QueueEmpty, UnknownPacketError
from engineio.packet import CLOSE, MESSAGE, NOOP, PING, Packet

from hub.realtime import frames, intake
from hub.realtime.session import Session, Stage, nothing

if TYPE_CHECKING:
    from hub.realtime.engine import Engine
    from hub.realtime.link import Link

MOST_QUEUED = 1024 * 1024
SEPARATOR = "\x1e"


class PollingSession(AsyncSocket, Session):
    """A session whose client polls, until a link takes over."""

    server: Engine

    def __init__(self, server: Engine, sid: str, address: str, user_agent: str) -> None:
        super().__init__(server, sid)
        self.address = address
        self.user_agent = user_agent
        self.largest = intake.LARGEST_STRANGER
        self.member: str | None = None
        self.stage = Stage.STRANGER
        self.rooms: list[str] | None = None
        self.connection: Any = None
        self.due_at = 0
        self.attachments = 0
        self.put = self._put
        self.heir: Session | None = None
        """The link that has taken over."""
        self._prober: Link | None = None
        self._asked = False
        """A poll waits for an answer."""
        self._queued = 0
        self._heard = False
        self._pinged = False
        self._going = asyncio.Event()
        """Set unless what comes has to wait."""
        self._going.set()
        self._under_way = 0
        self._held = False

    # What goes out.

    def _put(self, data: bytes) -> None:
        for kind, payload in frames.split(data):
            if kind == frames.BINARY:
                self._enqueue(Packet(MESSAGE, payload))
            elif kind == frames.TEXT:
                self._enqueue(Packet(payload[0] - 0x30, payload[1:].decode()))

    def gather(self) -> None:
        """Everything is gathered until the next poll."""

    def uncork(self) -> None:
        """See `gather`."""

    def answer(self, data: bytes) -> None:
        """Send an ack."""
        self.put(data)

    def _enqueue(self, packet: Packet) -> None:
        self.queue.put_nowait(packet)
        self._queued += len(packet.data or "")
        if self._queued > MOST_QUEUED and not self.closed:
            self.server.evicted(self)
            self.shut(frames.TRY_AGAIN, "resync", self.server.reason.TRANSPORT_ERROR)

    async def send(self, pkt: Packet) -> None:
        """Queue one packet."""
        if not self.closed:
            self._enqueue(pkt)

    async def poll(self) -> list[Packet]:
        """What waits, once something does."""
        packets = await super().poll()
        self._queued = max(0, self._queued - sum(len(packet.data or "") for packet in packets))
        return packets

    # What comes in.

    async def handle_get_request(self, environ: Mapping[str, Any]) -> Any:
        """Answer a poll; `handle_request` has sent the upgrades elsewhere.

        Raises:
            QueueEmpty: There was nothing to tell for too long.
            UnknownPacketError: Another poll waits already; the session is closed and its client comes anew.
        """
        self._heard = True
        if self.upgrading or self.upgraded:
            return [Packet(NOOP)]
        if self._asked:
            # The first may be on a connection that nobody reads any more: what it takes would be lost.
            self.shut(frames.PROTOCOL_ERROR, "two polls at once", self.server.reason.TRANSPORT_ERROR)
            raise UnknownPacketError
        self._asked = True
        try:
            return await self.poll()
        except QueueEmpty:
            self.shut(frames.NORMAL, "", self.server.reason.TRANSPORT_ERROR)
            raise
        finally:
            self._asked = False

    async def handle_post_request(self, environ: Mapping[str, Any]) -> None:
        """Take packets, in order.

        Raises:
            ContentTooLongError: More than this client may send.
            UnknownPacketError: They cannot be read.
        """
        self._heard = True
        length = environ.get("CONTENT_LENGTH", "")
        if not length.isdecimal():
            raise UnknownPacketError
        if int(length) > self.largest:
            raise ContentTooLongError
        try:
            # `read` would stop at what has come so far.
            body = (await environ["wsgi.input"].readexactly(int(length))).decode()
        except (UnicodeDecodeError, asyncio.IncompleteReadError, ConnectionError, web.RequestPayloadError):
            if self.closed:
                return  # python-engineio trips over an error of a session that has ended meanwhile
            raise UnknownPacketError from None
        for text in body.split(SEPARATOR):
            await self._going.wait()
            if self.closed:
                return
            self._take(text)

    def _take(self, text: str) -> None:
        self.server.counted += 1
        kind = text[:1]
        if kind == "4":
            self.server.incoming(self, bytearray(text.encode()))
        elif kind == "b" and self.attachments:
            self.attachments -= 1
        elif kind == "b":
            try:
                b64decode(text[1:], validate=True)
            except binascii.Error:
                raise UnknownPacketError from None
            self.shut(frames.POLICY, "binary is not understood here", self.server.reason.TRANSPORT_ERROR)
        elif kind == "1":
            self.shut(frames.NORMAL, "", self.server.reason.CLIENT_DISCONNECT)
        elif kind not in ("3", "6"):
            raise UnknownPacketError

    def hold(self) -> None:
        """Keep what comes until `release`."""
        self._held = True
        self._going.clear()

    def release(self) -> None:
        """Go on."""
        self._held = False
        if self._under_way < intake.MOST_UNDER_WAY:
            self._going.set()

    def begin(self, size: int) -> None:
        """An operation is under way."""
        self._under_way += 1
        self.server.began(size)
        if self._under_way >= intake.MOST_UNDER_WAY:
            self._going.clear()

    def end(self, size: int) -> None:
        """It was answered."""
        self._under_way -= 1
        self.server.ended(size)
        if not self._held and self._under_way <= intake.MOST_UNDER_WAY // 2:
            self._going.set()

    def accepted(self) -> None:
        """From now on larger packets may come."""
        self.largest = intake.LARGEST_PACKET
        self.server.deadlines.set(self, self.server.ping_interval)

    # The upgrade.

    def probed(self, link: Link) -> None:
        """A link wants to take over: end the poll that waits, and let what follows wait for the link."""
        self._prober = link
        self.upgrading = True
        self.queue.put_nowait(Packet(NOOP))

    def forget(self, link: Link) -> None:
        """The link was lost before it took over: polling goes on."""
        if self._prober is link:
            self._prober = None
            self.upgrading = False

    def hand_over(self, link: Link) -> list[bytes]:
        """What waits, as frames; from now on this session is the link's."""
        self.heir = link
        self._prober, self.upgraded, self.upgrading = None, True, False
        waiting: list[bytes] = []
        while not self.queue.empty():
            packet = self.queue.get_nowait()
            if packet is not None and packet.packet_type != NOOP:
                encoded = packet.encode()
                text = isinstance(encoded, str)
                kind = frames.TEXT if text else frames.BINARY
                waiting.append(frames.frame(encoded.encode() if text else encoded, kind))
        self.server.deadlines.clear(self)
        # Operations that came by polling may still be answered.
        self.put = lambda data: link.put(data)
        self.closed = True
        # A poll that waits all the same is not left waiting.
        self.queue.put_nowait(None)
        self._going.set()
        return waiting

    # Its end.

    def schedule_ping(self) -> None:
        """Pings are on the wheel."""

    async def check_ping_timeout(self) -> bool:
        """So are their timeouts."""
        return not self.closed

    def due(self) -> None:
        """A deadline: its CONNECT did not come, a ping is due, or nothing came since the last one."""
        server = self.server
        if self.closed:
            server.farewells.pop(self.sid, None)
        elif self.stage is Stage.STRANGER:
            self.shut(frames.POLICY, "connect timeout", server.reason.TRANSPORT_ERROR)
        elif self._pinged and not self._heard:
            self.shut(frames.NORMAL, "", server.reason.PING_TIMEOUT)
        else:
            self._pinged, self._heard = True, False
            server.deadlines.set(self, server.ping_timeout)
            self._enqueue(Packet(PING))

    def shut(self, code: int, reason: str, why: str) -> None:
        """Close it; a poll that waits is told (HTTP has no place for a code)."""
        if self.closed:
            return
        self.closed = True
        self.put = nothing
        self.queue.put_nowait(Packet(CLOSE))
        self.queue.put_nowait(None)
        self._going.set()
        if self._prober is not None:
            self._prober.shut(code, reason, why)
        self.server.left(self, why)

    async def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """Close it, as python-engineio asks; nothing is waited for."""
        self.shut(frames.NORMAL, "", reason or self.server.reason.SERVER_DISCONNECT)
