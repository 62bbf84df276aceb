"""One WebSocket connection: an asyncio protocol that is its own Engine.IO session, without any task.

What is sent to many is sent as the same bytes. A link whose client does not read keeps a queue of them,
at most 1 MB; then it is cut with "resync", and its client comes back and catches up.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from engineio.packet import Packet

from hub.realtime import frames, intake
from hub.realtime.frames import BINARY, CLOSE, PING, TEXT, FrameFault, FrameReader
from hub.realtime.outbox import Outbox
from hub.realtime.session import Stage, nothing

if TYPE_CHECKING:
    from hub.realtime.engine import Engine
    from hub.realtime.polling import PollingSession

CLOSE_S = 3.0
"""A client has so long to answer a close frame."""
PING_FRAME = frames.frame(b"2")
PROBED = frames.frame(b"3probe")


class Pause:
    """Why nothing more is read from a link: bits, as plain numbers because they are looked at with each packet."""

    HELD = 1
    BUSY = 2
    FAST = 4
    BACKED_UP = 8


class Link(Outbox, asyncio.Protocol):
    """One WebSocket; made when its handshake is done, forgotten when it is lost."""

    __slots__ = (
        "_came",
        "_closing",
        "_counted",
        "_deaf",
        "_engine",
        "_heard",
        "_pauses",
        "_pinged",
        "_reader",
        "_session",
        "_stopped",
        "_tokens",
        "_under_way",
        "_under_way_size",
        "_upgrades",
        "address",
        "attachments",
        "connection",
        "due_at",
        "member",
        "rooms",
        "sid",
        "stage",
        "user_agent",
    )

    connected = True
    upgraded = True
    upgrading = False
    heir = None

    def __init__(
        self,
        engine: Engine,
        sid: str,
        transport: asyncio.Transport,
        address: str,
        user_agent: str,
        upgrades: PollingSession | None = None,
    ) -> None:
        super().__init__(transport)
        self._engine = engine
        self._reader = FrameReader(intake.LARGEST_STRANGER if upgrades is None else upgrades.largest)
        self._pauses = 0
        self._closing = False
        self._heard = False
        self._pinged = False
        self._under_way = 0
        self._under_way_size = 0
        self._counted = 0
        self._deaf = False
        self._stopped = False
        self._tokens = intake.PACKETS_AT_ONCE
        self._came = 0.0
        self._session: dict[Any, Any] | None = None
        self._upgrades = upgrades
        """The polling session that this connection is to take over, until it has."""
        self.sid = sid
        self.address = address
        self.user_agent = user_agent
        self.member: str | None = None
        self.stage = Stage.STRANGER
        self.rooms: list[str] | None = None
        self.connection: Any = None
        self.due_at = 0
        self.attachments = 0

    # What comes in.

    def data_received(self, data: bytes) -> None:
        """Read what has come, message by message, unless reading is paused."""
        self._heard = True
        if self._deaf:
            return
        text = None if self._pauses or self._closing else self._reader.only(data)
        if text is None:
            self._reader.feed(data)
            if self._pauses:
                self._stop_reading()
            else:
                self._read()
            return
        try:
            self._text(text)
        except FrameFault as fault:
            self._fail(fault)

    def eof_received(self) -> None:
        """The client has closed its side: nothing is half open here."""

    def _read(self) -> None:
        try:
            while not self._pauses and not self.closed:
                message = self._reader.next()
                if message is None:
                    self._count()
                    return
                kind, payload = message
                if kind == TEXT:
                    self._text(payload)
                elif kind == PING:
                    self.put(frames.frame(bytes(payload), frames.PONG))
                elif kind == CLOSE:
                    self._closed_by_client(payload)
                elif kind == BINARY and self.attachments:
                    self.attachments -= 1
                elif kind == BINARY:
                    raise FrameFault(frames.POLICY, "binary is not understood here")
        except FrameFault as fault:
            self._fail(fault)
        if self._closing and self.transport is not None and not self._pauses:
            self._drop_rest()

    def _fail(self, fault: FrameFault) -> None:
        self._turn_deaf()
        self.shut(fault.code, fault.reason, self._engine.reason.TRANSPORT_ERROR)
        if self.transport is not None and self._queue is None and not self.transport.is_closing():
            self.transport.write_eof()

    def _count(self) -> None:
        """Have the bytes of a large message that is still coming counted with everybody's."""
        held = self._reader.held
        if held > intake.LARGEST_STRANGER or self._counted:
            counted, self._counted = self._counted, held if held > intake.LARGEST_STRANGER else 0
            self._engine.hold(self._counted - counted)
            if self._engine.held > intake.MOST_HELD and self._counted:
                raise FrameFault(frames.TRY_AGAIN, "too much at once")

    def _text(self, payload: bytearray) -> None:
        if self._engine.limits.rates:
            self._spend()
        kind = payload[0] if payload else 0
        if self._upgrades is not None:
            self._upgrade(payload)
        elif kind == 0x34:  # 4: message
            self._engine.incoming(self, payload)
        elif kind == 0x33:  # 3: pong; that something came is all that counts
            return
        elif kind == 0x32:  # 2: ping
            self.put(frames.frame(b"3" + payload[1:]))
        elif kind == 0x31:  # 1: close
            self.shut(frames.NORMAL, "", self._engine.reason.CLIENT_DISCONNECT)
        elif kind != 0x36:  # 6: noop
            raise FrameFault(frames.PROTOCOL_ERROR, "not an Engine.IO packet")

    def _upgrade(self, payload: bytearray) -> None:
        polling = self._upgrades
        assert polling is not None
        if payload == b"2probe" and not polling.upgrading and not polling.closed:
            polling.probed(self)
            self.put(PROBED)
        elif payload == b"5" and polling.upgrading and not polling.closed:
            self._upgrades = None
            self._engine.upgraded(polling, self)
        else:
            raise FrameFault(frames.PROTOCOL_ERROR, "not an upgrade")

    def _closed_by_client(self, payload: bytearray) -> None:
        code = frames.closing(payload)
        if not self._closing:
            self.uncork()
            self.put(frames.close_frame(code) if code != 1005 else frames.frame(b"", CLOSE))
            self._left(self._engine.reason.TRANSPORT_CLOSE)
        self._end()

    def _drop_rest(self) -> None:
        """After our close frame only the client's own matters."""
        try:
            while (message := self._reader.next()) is not None:
                if message[0] == CLOSE:
                    self._end()
                    return
        except FrameFault:
            self._turn_deaf()

    def _turn_deaf(self) -> None:
        """What follows a fault cannot be read; it is taken, for a reset could swallow our close frame."""
        self._deaf = True
        self._reader = FrameReader(0)
        self._engine.hold(-self._counted)
        self._counted = 0

    def _spend(self) -> None:
        now = self._engine.now()
        left = min(intake.PACKETS_AT_ONCE, self._tokens + (now - self._came) * intake.PACKETS_A_SECOND) - 1
        self._tokens, self._came = left, now
        if left < 0 and not self._pauses & Pause.FAST:
            self._pause(Pause.FAST)
            asyncio.get_running_loop().call_later((1 - left) / intake.PACKETS_A_SECOND, self._resume, Pause.FAST)

    def _pause(self, why: int) -> None:
        self._pauses |= why
        self._stop_reading()

    def _stop_reading(self) -> None:
        if not self._stopped and self.transport is not None and not self.transport.is_closing():
            self.transport.pause_reading()
            self._stopped = True

    def _resume(self, why: int) -> None:
        if not self._pauses & why:
            return
        self._pauses &= ~why
        if self._pauses or self.transport is None or self.transport.is_closing():
            return
        if self._stopped:
            self.transport.resume_reading()
            self._stopped = False
        self._read()

    def hold(self) -> None:
        """Keep what comes until `release`; the connection is read once more, for most send nothing before that."""
        self._pauses |= Pause.HELD

    def release(self) -> None:
        """Read on."""
        self._resume(Pause.HELD)

    def begin(self, size: int) -> None:
        """An operation is under way."""
        self._under_way += 1
        self._under_way_size += size
        self._engine.began(size)
        if self._under_way >= intake.MOST_UNDER_WAY or self._under_way_size > intake.LARGEST_PACKET:
            self._pause(Pause.BUSY)

    def end(self, size: int) -> None:
        """It was answered."""
        self._under_way -= 1
        self._under_way_size -= size
        self._engine.ended(size)
        if (
            self._pauses & Pause.BUSY
            and self._under_way <= intake.MOST_UNDER_WAY // 2
            and self._under_way_size <= intake.LARGEST_PACKET // 2
        ):
            self._resume(Pause.BUSY)

    def accepted(self) -> None:
        """From now on larger packets may come."""
        self._reader.largest = intake.LARGEST_PACKET
        self._engine.deadlines.set(self, self._engine.ping_interval)

    # What goes out is the outbox's.

    def _cork(self) -> None:
        self._engine.cork(self)

    def _full(self, full: bool) -> None:
        """No more is asked of a client that does not read the answers."""
        self._heard = True
        if full:
            self._pause(Pause.BACKED_UP)
        else:
            self._resume(Pause.BACKED_UP)

    def _evict(self) -> None:
        self._drop()
        self._engine.evicted(self)
        self.shut(frames.TRY_AGAIN, "resync", self._engine.reason.TRANSPORT_ERROR)

    # Its end.

    def shut(self, code: int, reason: str, why: str) -> None:
        """Say goodbye with a close frame; the connection is aborted if the client does not answer it in time."""
        if self._closing or self.transport is None:
            return
        self.uncork()  # what it was told comes before its goodbye
        self.put(frames.close_frame(code, reason))
        self._closing = True
        self._left(why)
        self._engine.deadlines.set(self, CLOSE_S)
        for why_paused in (Pause.HELD, Pause.BUSY, Pause.FAST):
            # To hear the client's own close frame.
            self._resume(why_paused)

    def abort(self) -> None:
        """End the connection without a word."""
        self._left(self._engine.reason.TRANSPORT_ERROR)
        if self.transport is not None:
            self.transport.abort()

    def due(self) -> None:
        """A deadline: its CONNECT did not come, a ping is due, or nothing came since the last one."""
        engine = self._engine
        if self._closing:
            if self.transport is not None:
                self.transport.abort()
        elif self.stage is Stage.STRANGER:
            self.shut(frames.POLICY, "connect timeout", engine.reason.TRANSPORT_ERROR)
        elif self._pinged and not self._heard and not self._pauses & ~Pause.BACKED_UP:
            self.shut(frames.GOING_AWAY, "ping timeout", engine.reason.PING_TIMEOUT)
        elif self._pinged and engine.ping_interval > engine.ping_timeout:
            self._pinged = False
            engine.deadlines.set(self, engine.ping_interval - engine.ping_timeout)
        else:
            self._pinged, self._heard = True, False
            engine.deadlines.set(self, engine.ping_timeout)
            self.put(PING_FRAME)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._left(self._engine.reason.TRANSPORT_CLOSE)
        self._engine.lost(self)
        self._turn_deaf()
        self._drop()
        self._pauses = 0
        self.transport = None

    def _left(self, why: str) -> None:
        """No session any more, though the connection may be open for a moment."""
        if self.closed:
            return
        self.closed = self._closing = True
        self.put = nothing
        if self._upgrades is not None:
            self._upgrades.forget(self)
            self._upgrades = None
        self._engine.parting.add(self)
        self._engine.left(self, why)

    def _end(self) -> None:
        if self.transport is not None:
            self.transport.close()

    # What python-engineio expects of a session.

    @property
    def closing(self) -> bool:
        """Whether it is being closed."""
        return self._closing

    @property
    def session(self) -> dict[Any, Any]:
        """python-socketio's place for an application's own notes on a client."""
        if self._session is None:
            self._session = {}
        return self._session

    async def send(self, packet: Packet) -> None:
        """Send one Engine.IO packet."""
        encoded: Any = packet.encode()
        if isinstance(encoded, str):
            self.put(frames.frame(encoded.encode()))
        else:
            self.put(frames.frame(bytes(encoded), BINARY))

    async def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """Close it, as python-engineio asks."""
        self.shut(frames.NORMAL, "", reason or self._engine.reason.SERVER_DISCONNECT)
