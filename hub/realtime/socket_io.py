"""python-socketio's server over links: packets are read without it where they are many, and by its rules.

Events are decoded at once and answered by one task each. Nothing a client sends raises: what cannot be
understood is refused in the ack if it has one, and closes the connection otherwise.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping
from typing import Any

import socketio

from hub.kernel.errors import Code, OperationError, invalid
from hub.measures import Measures
from hub.realtime import frames, intake, json_codec
from hub.realtime.at_once import begin
from hub.realtime.engine import Engine, Networks
from hub.realtime.fanout import NAMESPACE, RoomFanout
from hub.realtime.intake import Limits
from hub.realtime.json_codec import encode
from hub.realtime.session import Session, Stage

log = logging.getLogger(__name__)
CONNECT, DISCONNECT, EVENT, ACK, BINARY_EVENT, BINARY_ACK = (ord(digit) for digit in "012356")
LONGEST_ID = 19
MOST_PARTS = 64
WRONG = "Something went wrong here. It has been logged."

Admit = Callable[[Session, Any], Awaitable[Any]]
Receive = Callable[[Any, str, Any], Awaitable[Mapping[str, Any]]]


class Server(socketio.AsyncServer):
    """Speaks Socket.IO on the namespace `/`; who may come and what is answered is up to its hooks."""

    eio: Engine
    manager: RoomFanout

    def __init__(
        self, *, manager: RoomFanout, limits: Limits, measures: Measures, trusted: Networks, **options: Any
    ) -> None:
        super().__init__(
            client_manager=manager,
            async_mode="aiohttp",
            json=json_codec,
            max_http_buffer_size=intake.LARGEST_PACKET,
            http_compression=False,
            logger=False,
            engineio_logger=False,
            limits=limits,
            measures=measures,
            trusted=trusted,
            **options,
        )
        self.measures = manager.emissions.measures = measures
        self.eio.incoming = self._incoming
        self.eio.gone = self._gone
        self.eio.moved = manager.replace
        self.admit: Admit = _admit_nobody
        """The connection of a session that may come, given what it sent with its CONNECT; raises OperationError."""
        self.greet: Callable[[str], Awaitable[None]] | None = None
        """Told of a socket whose CONNECT was answered, before anything else that it sends is read."""
        self.parted: Callable[[str, str], None] = lambda sid, why: None
        """Told of a socket that is gone."""
        self.receive: Receive | None = None
        self.at_once: Collection[str] = ()
        """Events that are answered without a task if nothing has to be waited for: what a crowd asks that comes back.
        What answers them must bear being begun outside of one (see `at_once.begin`)."""
        self._tasks: set[asyncio.Task[None]] = set()

    def _engineio_server_class(self) -> type[Engine]:
        return Engine

    async def disconnect(self, sid: str, namespace: str | None = None, ignore_queue: bool = False) -> None:
        """Disconnect a socket, here or in another process: it gets what was emitted before, and is closed."""
        session = self.manager.session(sid)
        if session is not None:
            self.manager.emissions.settle(session)
        await super().disconnect(sid, namespace, ignore_queue)
        if session is not None:
            self._parted(session, sid, self.reason.SERVER_DISCONNECT)
            session.shut(frames.NORMAL, "", self.reason.SERVER_DISCONNECT)

    async def settled(self) -> None:
        """Wait for what connections that are gone have started."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    # What comes in.

    def _incoming(self, session: Session, payload: bytearray) -> None:
        self.eio.counted += 1
        kind = payload[1] if len(payload) > 1 else 0
        if kind == EVENT:
            self._event(session, payload)
        elif kind == CONNECT:
            self._connect(session, payload)
        elif kind == DISCONNECT:
            if session.stage is Stage.CONNECTED and payload[2:3] != b"/":
                assert session.member is not None
                self._parted(session, session.member, self.reason.CLIENT_DISCONNECT)
                self.eio.deadlines.set(session, intake.CONNECT_S)
        elif kind == ACK:
            self._ack(session, payload)
        elif kind in (BINARY_EVENT, BINARY_ACK):
            self._binary(session, payload)
        else:
            self._shut(session, frames.PROTOCOL_ERROR, "not a Socket.IO packet")

    def _event(self, session: Session, payload: bytearray) -> None:
        if session.stage is not Stage.CONNECTED:
            self._shut(session, frames.POLICY, "connect first")
            return
        read = self._body(session, payload)
        if read is None:
            return
        number, event = read
        if not isinstance(event, list) or not event or not isinstance(event[0], str):
            self._refuse(session, number, "An event is a list: its name and one object.")
            return
        size = len(payload)
        session.begin(size)
        data = event[1] if len(event) > 1 else None
        self.start(self._operate(session, number, event[0], data, size), at_once=event[0] in self.at_once)

    def _body(self, session: Session, payload: bytearray) -> tuple[bytes, Any] | None:
        """The packet id (or nothing) and the JSON of an event or ack; None if it was refused."""
        start = payload.find(b"[", 2, 3 + LONGEST_ID)
        number = bytes(payload[2:start]) if start > 1 else b"?"
        if number and not number.isdigit():
            self._shut(session, frames.PROTOCOL_ERROR, "not a Socket.IO packet")
            return None
        try:
            return number, json_codec.loads(memoryview(payload)[start:])
        except ValueError:
            pass
        try:
            payload.decode()
        except UnicodeDecodeError:
            self._shut(session, frames.NOT_TEXT, "not UTF-8")
        else:
            self._refuse(session, number, "The event is not JSON.")
        return None

    async def _operate(self, session: Session, number: bytes, event: str, data: Any, size: int) -> None:
        try:
            if self.receive is None:
                raise OperationError(Code.UNAVAILABLE, "The hub is starting.", retry_after=1)
            answer = encode([await self.receive(session.connection, event, data)])
        except OperationError as refusal:
            answer = _refusal(refusal)
        except Exception:
            log.exception("an event could not be answered")
            answer = _refusal(OperationError(Code.INTERNAL, WRONG))
        finally:
            session.end(size)
        if number:
            session.answer(frames.frame(b"43" + number + answer))

    def _refuse(self, session: Session, number: bytes, detail: str) -> None:
        if number:
            session.answer(frames.frame(b"43" + number + _refusal(invalid(detail))))

    def _binary(self, session: Session, payload: bytearray) -> None:
        """Nothing here takes binary: the event is refused, and its parts are passed over as they come."""
        parts, dash, rest = payload[2:].partition(b"-")
        if session.attachments or not dash or not parts.isdigit() or len(parts) > 3 or int(parts) > MOST_PARTS:
            self._shut(session, frames.POLICY, "binary is not understood here")
            return
        session.attachments = int(parts)
        number = rest[: rest.find(b"[")]
        if payload[1] == BINARY_EVENT and number.isdigit() and len(number) <= LONGEST_ID:
            self._refuse(session, bytes(number), "Nothing here takes binary.")

    def _ack(self, session: Session, payload: bytearray) -> None:
        if session.member not in self.manager.callbacks:
            return
        read = self._body(session, payload)
        if read is not None and read[0] and isinstance(read[1], list):
            self.start(self.manager.trigger_callback(session.member, int(read[0]), read[1]))

    # Coming and going.

    def _connect(self, session: Session, payload: bytearray) -> None:
        namespace, start = NAMESPACE, 2
        try:
            if payload[2:3] == b"/":
                start = payload.find(b",") + 1 or len(payload)
                namespace = payload[2:start].rstrip(b",").decode().partition("?")[0]
            auth = json_codec.loads(memoryview(payload)[start:]) if start < len(payload) else None
        except ValueError:
            self._shut(session, frames.PROTOCOL_ERROR, "not a Socket.IO packet")
            return
        if namespace != NAMESPACE:
            session.put(frames.frame(f"44{namespace[:100]},".encode() + encode({"message": "Invalid namespace"})))
        elif session.stage is not Stage.STRANGER:
            self._shut(session, frames.PROTOCOL_ERROR, "connected already")
        else:
            session.stage = Stage.ADMITTING
            if not self.start(self._admit(session, auth), at_once=True):
                (session.heir or session).hold()

    async def _admit(self, session: Session, auth: Any) -> None:
        if not self.manager_initialized:
            self.manager_initialized = True
            self.manager.initialize()
        sid = self.manager.expect(session)
        try:
            connection, refused = await self.admit(session, auth), None
        except OperationError as refusal:
            connection, refused = None, refusal
        except Exception:
            log.exception("a connection could not be admitted")
            connection, refused = (
                None,
                OperationError(Code.INTERNAL, "Something went wrong here. It has been logged."),
            )
        session = session.heir or session
        try:
            if session.closed or refused is not None:
                self.manager.basic_disconnect(sid, NAMESPACE)
                if refused is not None:
                    self.measures.refused.labels(refused.code.value).inc()
                    shown = {"code": refused.code.value, "detail": refused.detail}
                    session.put(frames.frame(b"44" + encode({"message": refused.code.value, "data": shown})))
                return
            if session.connection is None:
                self.eio.addresses.accepted(session.address)
            session.connection = connection
            session.gather()  # its answer, its greeting and whatever it hears meanwhile are one write
            session.answer(frames.frame(b'40{"sid":"%b"}' % sid.encode()))
            self.manager.admitted(session)
            session.accepted()
            if self.greet is not None:
                await self.greet(sid)
        finally:
            session = session.heir or session
            session.uncork()
            session.release()

    def _gone(self, session: Session, why: str) -> None:
        if session.stage is Stage.CONNECTED and session.member is not None:
            self._parted(session, session.member, why)

    def _parted(self, session: Session, sid: str, why: str) -> None:
        self.manager.basic_disconnect(sid, NAMESPACE)
        self.parted(sid, why)

    def _shut(self, session: Session, code: int, reason: str) -> None:
        self.measures.refused.labels(reason).inc()
        session.shut(code, reason, self.reason.TRANSPORT_ERROR)

    def start(self, work: Coroutine[Any, Any, None], *, at_once: bool = False) -> bool:
        """Run something that nobody waits for, but `settled`; with `at_once` as far as it goes without waiting.

        Returns:
            Whether it is done already.
        """
        loop = asyncio.get_running_loop()
        task = begin(loop, work) if at_once else loop.create_task(work)
        if task is None:
            return True
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return False


def _refusal(refusal: OperationError) -> bytes:
    return encode([{"ok": False, "error": refusal.envelope(secrets.token_hex(8))}])


async def _admit_nobody(session: Session, auth: Any) -> Any:
    raise OperationError(Code.UNAVAILABLE, "The hub is starting.")
