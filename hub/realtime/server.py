"""The Socket.IO server: connections, topics, and the carrying of signals to them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import socketio
from socketio.exceptions import ConnectionRefusedError as Refused

from hub.kernel.context import Actor
from hub.kernel.errors import OperationError
from hub.kernel.events import Disconnect, Publish, Signal, Subscribe, Unsubscribe

log = logging.getLogger(__name__)
NAMESPACE = "/"
EVERYONE = "everyone"
LARGEST_PACKET = 8 * 1024 * 1024

HEARD_WITH = {
    "room": ("room", "message"),
    "role": ("user", "room"),
    EVERYONE: ("user", "room"),
    "activity": ("activity",),
}
"""The scopes that a token needs to hear a topic; for one's own, where everything is told, all of `read`."""

Authenticate = Callable[[str], Awaitable[Actor]]
Greeting = Callable[[Actor], Awaitable[tuple[Sequence[str], Mapping[str, Any]]]]
"""What a new connection hears (topics) and is told (`ready`)."""
Receive = Callable[["Connection", str, Any], Awaitable[Mapping[str, Any]]]
"""`(connection, event, data)` to the ack."""


@dataclass
class Connection:
    """One socket of one actor."""

    sid: str
    actor: Actor
    address: str
    user_agent: str
    lane: asyncio.Future[None] | None = None
    """Done when the operation before has been admitted."""
    waiting: int = 0
    """Operations that have come and are not answered."""
    greeted: bool = False
    lost: set[str] = field(default_factory=set[str])
    """Topics that were taken away while it was being greeted."""

    def may_hear(self, topic: str) -> bool:
        """Whether the token it came with, if it did, covers what is told under a topic."""
        return self.actor.may_read(*HEARD_WITH.get(topic.partition(":")[0], ()))


class Server(socketio.AsyncServer):
    """python-socketio's server, with a word after the CONNECT packet and quiet logs."""

    after_connect: Callable[[str], Awaitable[None]] | None = None

    async def _handle_connect(self, eio_sid: str, namespace: str | None, data: Any) -> None:
        # An event emitted inside the connect handler would precede the CONNECT packet.
        await super()._handle_connect(eio_sid, namespace, data)
        sid = self.manager.sid_from_eio_sid(eio_sid, namespace or NAMESPACE)
        if sid and self.after_connect is not None and self.manager.is_connected(sid, namespace or NAMESPACE):
            await self.after_connect(sid)


class Realtime:
    """Keeps connections by person and topic; carries signals out."""

    def __init__(
        self,
        *,
        allowed_origins: Sequence[str],
        authenticate: Authenticate,
        transports: Sequence[str] = ("polling", "websocket"),
    ) -> None:
        self.io = Server(
            async_mode="aiohttp",
            cors_allowed_origins=list(allowed_origins) if allowed_origins else None,
            async_handlers=True,
            transports=list(transports),
            max_http_buffer_size=LARGEST_PACKET,
            http_compression=False,
            ping_interval=20,
            ping_timeout=20,
            logger=False,
            engineio_logger=False,
        )
        self._authenticate = authenticate
        self.connections: dict[str, Connection] = {}
        self.by_person: dict[str, set[str]] = {}
        self._stopped = False
        self.greeting: Greeting | None = None
        self.receive: Receive | None = None
        self.came: list[Callable[[Connection, bool], Awaitable[None]]] = []
        """Told of each connection that came (True) or went (False)."""
        self.io.after_connect = self._greet
        self.io.on("connect", self._connect)
        self.io.on("disconnect", self._disconnect)
        self.io.on("*", self._event)

    async def carry(self, signals: Sequence[Signal]) -> None:
        """Carry signals out, in order."""
        for signal in signals:
            match signal:
                case Publish():
                    await self.publish(signal)
                case Subscribe():
                    for sid in list(self.by_person.get(signal.user_id, ())):
                        connection = self.connections.get(sid)
                        if connection is not None and connection.may_hear(signal.topic):
                            await self.io.enter_room(sid, signal.topic)
                case Unsubscribe():
                    for sid in list(self.by_person.get(signal.user_id, ())):
                        connection = self.connections.get(sid)
                        if connection is not None and not connection.greeted:
                            connection.lost.add(signal.topic)
                        await self.io.leave_room(sid, signal.topic)
                case Disconnect():
                    await self.cut(signal)

    async def publish(self, event: Publish) -> None:
        """Send one event to every socket in its audience, once each."""
        if event.audience:
            await self.io.emit(event.name, dict(event.payload), room=sorted(event.audience))

    async def cut(self, signal: Disconnect) -> None:
        """Say why, then close a person's sockets."""
        for sid in list(self.by_person.get(signal.user_id, ())):
            connection = self.connections[sid]
            if signal.session_ids is None or connection.actor.session_id in signal.session_ids:
                await self.io.emit("session.revoked", {"reason": signal.reason}, to=sid)
                await self.io.disconnect(sid)

    async def cut_session(self, session_id: str, reason: str) -> None:
        """Cut the sockets of one session or token, whoever it is."""
        for person in {
            one.actor.person_id for one in self.connections.values() if one.actor.session_id == session_id
        }:
            await self.cut(Disconnect(user_id=person, reason=reason, session_ids=frozenset({session_id})))

    async def cut_person(self, user_id: str, reason: str) -> None:
        """Cut every socket of a person."""
        await self.cut(Disconnect(user_id=user_id, reason=reason))

    def online(self, user_id: str) -> bool:
        """Whether a person has a socket here."""
        return bool(self.by_person.get(user_id))

    def is_heard(self, topic: str) -> bool:
        """Whether any socket here hears a topic."""
        return bool(self.io.manager.rooms.get(NAMESPACE, {}).get(topic))

    async def stop(self) -> None:
        """Close every connection and the server's own tasks; stopping twice does nothing more."""
        if self._stopped:
            return
        self._stopped = True
        for sid in list(self.connections):
            await self.io.disconnect(sid)
        await self.io.shutdown()

    async def _connect(self, sid: str, environ: Mapping[str, Any], auth: Any) -> None:
        token = auth.get("token") if isinstance(auth, dict) else None
        try:
            actor = await self._authenticate(token if isinstance(token, str) else "")
        except OperationError as refusal:
            shown = {"code": refusal.code.value, "detail": refusal.detail}
            raise Refused(refusal.code.value, shown) from None
        self.connections[sid] = Connection(
            sid=sid,
            actor=actor,
            address=str(environ.get("REMOTE_ADDR", "")),
            user_agent=str(environ.get("HTTP_USER_AGENT", ""))[:300],
        )
        self.by_person.setdefault(actor.person_id, set()).add(sid)

    async def _greet(self, sid: str) -> None:
        connection = self.connections.get(sid)
        if connection is None or self.greeting is None:
            return
        try:
            topics, ready = await self.greeting(connection.actor)
        except OperationError as refusal:
            log.warning("no greeting: %s", refusal.detail)
            await self.io.disconnect(sid)
            return
        person = connection.actor.person_id
        for topic in (EVERYONE, f"user:{person}", f"role:{connection.actor.role}", *topics):
            # What was read for the greeting may have been taken away since.
            if connection.may_hear(topic) and topic not in connection.lost:
                await self.io.enter_room(sid, topic)
        connection.greeted = True
        connection.lost.clear()
        await self.io.emit("ready", dict(ready), to=sid)
        for told in self.came:
            await told(connection, True)

    async def _disconnect(self, sid: str, reason: str | None = None) -> None:
        connection = self.connections.pop(sid, None)
        if connection is None:
            return
        sids = self.by_person.get(connection.actor.person_id, set())
        sids.discard(sid)
        if not sids:
            self.by_person.pop(connection.actor.person_id, None)
        for told in self.came:
            await told(connection, False)

    async def _event(self, event: str, sid: str, *data: Any) -> Mapping[str, Any] | None:
        connection = self.connections.get(sid)
        if connection is None or self.receive is None:
            return None
        return await self.receive(connection, event, data[0] if data else None)
