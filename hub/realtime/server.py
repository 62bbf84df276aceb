"""The Socket.IO server: connections, topics, and the carrying of signals to them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.addresses import Networks
from hub.kernel.context import Actor
from hub.kernel.errors import OperationError
from hub.kernel.events import Disconnect, Order, Publish, Signal, Subscribe, Unsubscribe
from hub.measures import Measures
from hub.realtime import frames
from hub.realtime.doorstep import Doorstep
from hub.realtime.fanout import RoomFanout
from hub.realtime.intake import Limits
from hub.realtime.session import Session
from hub.realtime.socket_io import Server

log = logging.getLogger(__name__)
EVERYONE = "everyone"
PING_S = 20.0
FINISH_S = 3.0
"""What is under way has so long to be answered when the hub stops."""
PART_S = 1.0
"""Clients have so long to answer that the hub stops."""

HEARD_WITH = {
    "room": ("room", "message"),
    "role": ("user", "room"),
    EVERYONE: ("user", "room"),
    "activity": ("activity",),
}
"""The scopes that a token needs to hear a topic; for one's own, where everything is told, all of `read`."""

Authenticate = Callable[[str], Awaitable[Actor]]
Ready = Callable[[], Awaitable[bytes]]
Greeting = Callable[[Actor], Awaitable[tuple[Sequence[str], Ready]]]
"""What a new connection hears (topics) and, read once it hears them, what it is told (`ready`), as JSON."""
Receive = Callable[["Connection", str, Any], Awaitable[Mapping[str, Any]]]
"""`(connection, event, data)` to the ack."""


class Turn:
    """A place in the order of one connection's operations; the next one waits until it is taken."""

    __slots__ = ("_next", "taken")

    def __init__(self) -> None:
        self.taken = False
        self._next: asyncio.Future[None] | None = None

    def take(self) -> None:
        """This operation is admitted: let the next one go on."""
        self.taken = True
        if self._next is not None and not self._next.done():
            self._next.set_result(None)

    async def wait(self) -> None:
        """Wait until it is taken; only the next operation does."""
        self._next = asyncio.get_running_loop().create_future()
        await self._next


@dataclass(slots=True)
class Connection:
    """One socket of one actor."""

    sid: str
    actor: Actor
    address: str
    user_agent: str
    lane: Turn | None = None
    """Taken when the operation before has been admitted."""
    waiting: int = 0
    """Operations that have come and are not answered."""
    greeted: bool = False
    lost: set[str] | None = None
    """Topics that were taken away while it was being greeted."""

    def may_hear(self, topic: str) -> bool:
        """Whether the token it came with, if it did, covers what is told under a topic."""
        if self.actor.scopes is None:
            return True
        return self.actor.may_read(*HEARD_WITH.get(topic.partition(":")[0], ()))


class Realtime:
    """Keeps connections by person and topic; carries signals out."""

    def __init__(
        self,
        *,
        allowed_origins: Sequence[str],
        authenticate: Authenticate,
        transports: Sequence[str] = ("polling", "websocket"),
        manager: RoomFanout | None = None,
        measures: Measures | None = None,
        limits: Limits | None = None,
        trusted_proxies: Networks = (),
        ping_interval: float = PING_S,
        ping_timeout: float = PING_S,
    ) -> None:
        """Make a server that answers once it is attached to an application.

        Args:
            allowed_origins: Exact origins that browsers may come from; none means the same origin only.
            authenticate: A token to its actor; raises `OperationError`.
            transports: How clients may come.
            manager: The rooms; another one where there are several processes.
            measures: What is counted.
            limits: How many connections and packets are too many.
            trusted_proxies: Whose `X-Forwarded-For` counts.
            ping_interval: Seconds between two pings of a connection.
            ping_timeout: Seconds in which something has to come after a ping.
        """
        self.manager = manager or RoomFanout()
        self.io = Server(
            manager=self.manager,
            measures=measures or Measures(),
            limits=limits or Limits(),
            trusted=trusted_proxies,
            cors_allowed_origins=list(allowed_origins) if allowed_origins else None,
            transports=list(transports),
            ping_interval=ping_interval,
            ping_timeout=ping_timeout,
        )
        self._authenticate = authenticate
        self.connections: dict[str, Connection] = {}
        self.by_person: dict[str, set[str]] = {}
        self._stopped = False
        self.greeting: Greeting | None = None
        self.came: list[Callable[[Connection, bool], None]] = []
        """Told of each connection that came (True) or went (False)."""
        self.others: Callable[[Order], None] | None = None
        """Has other processes carry out an order."""
        self.ordered: Callable[[str], None] | None = None
        """Told whose sockets an order concerns, before it is carried out."""
        self.io.admit = self._admit
        self.io.greet = self._greet
        self.io.parted = self._parted

    @property
    def receive(self) -> Receive | None:
        """What answers events."""
        return self.io.receive

    @receive.setter
    def receive(self, receive: Receive | None) -> None:
        self.io.receive = receive

    async def carry(self, signals: Sequence[Signal]) -> None:
        """Carry signals out, in order."""
        for signal in signals:
            match signal:
                case Publish():
                    await self.publish(signal)
                case Subscribe() | Unsubscribe() | Disconnect():
                    if self.others is not None:
                        self.others(signal)
                    await self.follow(signal)

    async def follow(self, order: Order) -> None:
        """Carry out an order on the sockets of this process."""
        if self.ordered is not None:
            self.ordered(order.user_id)
        match order:
            case Subscribe():
                for sid in list(self.by_person.get(order.user_id, ())):
                    connection = self.connections.get(sid)
                    if connection is not None and connection.may_hear(order.topic):
                        await self.io.enter_room(sid, order.topic)
            case Unsubscribe():
                for sid in list(self.by_person.get(order.user_id, ())):
                    connection = self.connections.get(sid)
                    if connection is not None:
                        await self.silence(connection, order.topic)
            case Disconnect():
                await self.cut(order)

    async def silence(self, connection: Connection, topic: str) -> None:
        """From now on a socket does not hear a topic, also if it is just being greeted."""
        if not connection.greeted:
            connection.lost = connection.lost or set()
            connection.lost.add(topic)
        await self.io.leave_room(connection.sid, topic)

    async def publish(self, event: Publish) -> None:
        """Send one event to every socket in its audience, once each, in whatever process it is."""
        if event.audience:
            room = sorted(event.audience)
            await self.manager.emit(event.name, dict(event.payload), room=room, place=event.place)

    async def publish_here(self, event: Publish) -> None:
        """Send one event to the sockets of this process only."""
        if event.audience:
            room = sorted(event.audience)
            await self.manager.emit(event.name, dict(event.payload), room=room, ignore_queue=True)

    def hand(self, sid: str, event: bytes) -> None:
        """Send an event, framed already, to one socket of this process, with what else it is sent in this turn."""
        session = self.manager.session(sid)
        if session is not None:
            session.answer(event)

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
        return self.manager.is_heard(topic)

    def doorstep(self, http: Callable[[], asyncio.BaseProtocol]) -> Doorstep:
        """The protocol of a new connection: a WebSocket stays here, anything else gets `http`'s."""
        return Doorstep(self.io.eio, http)

    def listeners(self, topic: str) -> int:
        """How many sockets here hear a topic."""
        return self.manager.listeners(topic)

    def topics(self) -> Collection[str]:
        """What is heard here."""
        return self.manager.topics()

    async def drain(self) -> None:
        """Take no new connection, let what is under way be answered, and send everyone away to come again.

        There is no Socket.IO DISCONNECT in it, after which stock clients would not come again.
        """
        self.io.eio.draining = True
        await self.io.eio.quiet(FINISH_S)
        for session in list(self.io.eio.sockets.values()):
            self.manager.emissions.settle(session)
            session.shut(frames.RESTART, "restart", self.io.reason.SERVER_DISCONNECT)
        await self.io.eio.parted(PART_S)

    async def stop(self) -> None:
        """Close every connection and the server's own tasks; stopping twice does nothing more."""
        if self._stopped:
            return
        self._stopped = True
        self.io.eio.draining = True
        for session in list(self.io.eio.sockets.values()):
            session.shut(frames.RESTART, "restart", self.io.reason.SERVER_DISCONNECT)
        await self.io.settled()
        await self.io.eio.parted(PART_S)
        self.manager.emissions.stop()
        self.io.eio.end()
        await self.io.shutdown()

    async def _admit(self, session: Session, auth: Any) -> Connection:
        token = auth.get("token") if isinstance(auth, dict) else None
        actor = await self._authenticate(token if isinstance(token, str) else "")
        session = session.heir or session
        assert session.member is not None
        connection = Connection(
            sid=session.member, actor=actor, address=session.address, user_agent=session.user_agent
        )
        if not session.closed:
            self.connections[connection.sid] = connection
            self.by_person.setdefault(actor.person_id, set()).add(connection.sid)
        return connection

    async def _greet(self, sid: str) -> None:
        connection = self.connections.get(sid)
        if connection is None or self.greeting is None:
            return
        try:
            topics, read_ready = await self.greeting(connection.actor)
            if not self._hears(connection, topics):
                return
            ready = await read_ready()
        except OperationError as refusal:
            log.warning("no greeting: %s", refusal.detail)
            await self.io.disconnect(sid)
            return
        if sid not in self.connections:
            return
        self.hand(sid, frames.frame(b'42["ready",%b]' % ready))
        for told in self.came:
            told(connection, True)

    def _hears(self, connection: Connection, topics: Sequence[str]) -> bool:
        """Have a new connection hear these topics and its own; False if it has gone meanwhile."""
        session = self.manager.session(connection.sid)
        if session is None:
            return False
        actor, lost = connection.actor, connection.lost
        heard = (EVERYONE, f"user:{actor.person_id}", f"role:{actor.role}", *topics)
        if lost is not None or actor.scopes is not None:
            # What was read for the greeting may have been taken away since.
            heard = tuple(one for one in heard if connection.may_hear(one) and one not in (lost or ()))
        self.manager.enter(session, heard)
        connection.greeted = True
        connection.lost = None
        return True

    def _parted(self, sid: str, why: str) -> None:
        connection = self.connections.pop(sid, None)
        if connection is None:
            return
        sids = self.by_person.get(connection.actor.person_id, set())
        sids.discard(sid)
        if not sids:
            self.by_person.pop(connection.actor.person_id, None)
        for told in self.came:
            told(connection, False)
