"""The room fan-out: an event is encoded and framed once, and the same bytes go to everyone in the room.

Emissions are queued and written a little later, in order. The first after a quiet moment is written at
the end of the same turn of the event loop; those that follow within 3 ms are gathered and written
together, one write a client. Large rooms are worked off in parts, with turns for everyone else between.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from socketio import AsyncManager
from socketio.packet import EVENT, Packet

from hub.realtime import frames
from hub.realtime.emissions import Emissions
from hub.realtime.json_codec import encode
from hub.realtime.sequencer import Place
from hub.realtime.session import Session, Stage

NAMESPACE = "/"
PASSING = frozenset({"typing"})
"""Events that are never stored: whoever comes later has missed nothing."""


class RoomFanout(AsyncManager):
    """python-socketio's client manager, with rooms of sessions and an index by client.

    Only the namespace `/` exists. It can stand under python-socketio's Redis manager.
    """

    def __init__(self) -> None:
        super().__init__()
        self.server: Any = None
        self._rooms: dict[Any, set[Session]] = {}
        self._members: dict[str, Session] = {}
        """Every session by its Socket.IO id, also those that are being admitted or are leaving."""
        self.emissions = Emissions(self._audience)
        self.telling: Callable[[Any, Place | None], None] = _nothing_to_note
        """Told whom an event is for (a room, several, None for everyone), and its place in the room's order if it has
        one, before it is emitted, if only to nobody; not of passing ones."""

    # Emitting.

    async def emit(
        self,
        event: str,
        data: Any,
        namespace: str | None = None,
        room: Any = None,
        skip_sid: Any = None,
        callback: Callable[..., Any] | None = None,
        to: Any = None,
        place: Place | None = None,
        **kwargs: Any,
    ) -> None:
        """Queue an event for everyone in a room, several rooms or everywhere, each client once.

        Returns once it is queued, unless very much waits already.
        """
        room = to or room
        if event not in PASSING:
            self.telling(room, place)
        if not self._anyone(room):
            return  # whoever joins later does not get what was emitted before
        arguments = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        skip = () if skip_sid is None else (skip_sid,) if isinstance(skip_sid, str) else tuple(skip_sid)
        if callback is not None:
            await self._ask(room, skip, [event, *arguments], callback)
            return
        self.post(room, skip, event_frames([event, *arguments]))
        await self._breathe()

    def post(self, room: Any, skip: Sequence[str], data: bytes) -> None:
        """Queue an event that is framed already."""
        self.emissions.post(room, skip, data)

    async def _breathe(self) -> None:
        """Wait, if very much waits already."""
        if self.emissions.overfull:
            await self.emissions.room_again()

    async def _ask(self, room: Any, skip: Sequence[str], event: list[Any], callback: Callable[..., Any]) -> None:
        """An event whose ack is wanted: each client gets its own bytes."""
        for session in list(self._audience(room, skip)):
            member = session.member
            if member is not None:
                number = self._generate_ack_id(member, callback)
                self.post(member, (), event_frames(event, number))

    def _audience(self, room: Any, skip: Sequence[str]) -> Iterable[Session]:
        if room is None:
            found: Iterable[Session] = [one for one in self._members.values() if one.stage is Stage.CONNECTED]
        elif isinstance(room, str):
            found = self._of(room)
        else:
            found = set[Session]().union(*(self._of(one) for one in room))
        if skip:
            return [one for one in found if one.member not in skip]
        return found

    def _anyone(self, room: Any) -> bool:
        if room is None:
            return bool(self._members)
        if isinstance(room, str):
            return room in self._rooms or room in self._members
        return any(one in self._rooms or one in self._members for one in room)

    def _of(self, room: Any) -> Iterable[Session]:
        found = self._rooms.get(room)
        if found is not None:
            return found
        alone = self._members.get(room)
        return (alone,) if alone is not None and alone.stage is Stage.CONNECTED else ()

    # Who is here.

    def session(self, sid: str | None) -> Session | None:
        """The session of a Socket.IO id."""
        return self._members.get(sid) if sid is not None else None

    def is_heard(self, room: str) -> bool:
        """Whether anyone here is in a room."""
        return room in self._rooms

    def topics(self) -> Collection[str]:
        """The rooms that anyone here is in."""
        return self._rooms.keys()

    def listeners(self, room: str) -> int:
        """How many here are in a room."""
        return len(self._rooms.get(room, ()))

    def expect(self, session: Session) -> str:
        """Give a session its Socket.IO id while its CONNECT is being looked at."""
        sid = self.server.eio.generate_id()
        session.member, session.stage = sid, Stage.ADMITTING
        self._members[sid] = session
        return sid

    def enter(self, session: Session, rooms: Sequence[str]) -> None:
        """Put a session into some rooms."""
        self.emissions.before(rooms)
        entered: list[str] = []
        for room in map(sys.intern, rooms):  # one string for everyone who is in it
            found = self._rooms.get(room)
            if found is None:
                self._rooms[room] = {session}
            elif session in found:
                continue
            else:
                found.add(session)
            entered.append(room)
        session.rooms = entered if session.rooms is None else session.rooms + entered

    def replace(self, old: Session, new: Session) -> None:
        """A link has taken the place of a polling session."""
        self.emissions.replace(old, new)
        for room in new.rooms or ():
            self._rooms[room].discard(old)
            self._rooms[room].add(new)
        if new.member is not None:
            self._members[new.member] = new

    # What python-socketio asks of a manager.

    def get_namespaces(self) -> Any:
        """There is only one."""
        return (NAMESPACE,)

    def get_participants(self, namespace: str, room: Any) -> Any:
        """Pairs of Socket.IO and Engine.IO ids."""
        for session in list(self._audience(room, ())):
            if session.member is not None:
                yield session.member, session.sid

    async def pre_connect(self, eio_sid: str, namespace: str) -> str | None:
        """Give a session its Socket.IO id; None if it has one already, or the namespace does not exist."""
        session = self.server.eio.sockets.get(eio_sid)
        if namespace != NAMESPACE or session is None or session.stage is not Stage.STRANGER:
            return None
        return self.expect(session)

    def admitted(self, session: Session) -> None:
        """From now on it hears what is emitted to everyone."""
        self.emissions.before(())
        session.stage = Stage.CONNECTED

    async def connect(self, sid: str, namespace: str) -> str:
        """It has been admitted."""
        session = self._members.get(sid)
        if session is not None:
            self.admitted(session)
        return sid

    def is_pre_connected(self, sid: str, namespace: str) -> bool:
        """Whether its CONNECT is being looked at."""
        session = self._members.get(sid)
        return session is not None and session.stage is Stage.ADMITTING

    def is_connected(self, sid: str | None, namespace: str) -> bool:
        """Whether it has been admitted and is not leaving."""
        session = self.session(sid)
        return session is not None and session.stage is Stage.CONNECTED

    def sid_from_eio_sid(self, eio_sid: str, namespace: str) -> str | None:
        """The Socket.IO id of an Engine.IO session."""
        session = self.server.eio.sockets.get(eio_sid)
        return session.member if session is not None else None

    def eio_sid_from_sid(self, sid: str, namespace: str) -> str | None:
        """The Engine.IO id of a Socket.IO id."""
        session = self._members.get(sid)
        return session.sid if session is not None else None

    def pre_disconnect(self, sid: str, namespace: str) -> str | None:
        """It is leaving: its place is kept while that is told."""
        session = self._members.get(sid)
        if session is None:
            return None
        session.stage = Stage.LEAVING
        return session.sid

    def basic_disconnect(self, sid: str, namespace: str, **kwargs: Any) -> None:
        """Forget it: as much work as it has rooms."""
        session = self._members.pop(sid, None)
        self.callbacks.pop(sid, None)
        if session is None:
            return
        for room in session.rooms or ():
            found = self._rooms.get(room)
            if found is not None:
                found.discard(session)
                if not found:
                    del self._rooms[room]
        session.rooms = session.member = None
        session.stage = Stage.STRANGER

    def is_sid_room(self, namespace: str, room: Any) -> bool:
        """Whether a room is the one of a single client, named after its id."""
        return room in self._members

    def basic_enter_room(self, sid: str, namespace: str, room: Any, eio_sid: str | None = None) -> None:
        """Put a client into a room.

        Raises:
            ValueError: It is not connected, or the room is some client's own.
        """
        session = self._members.get(sid)
        if session is None:
            raise ValueError("sid is not connected to requested namespace")
        if room in self._members:
            raise ValueError("cannot enter a sid room")
        self.enter(session, (room,))

    def basic_leave_room(self, sid: str, namespace: str, room: Any) -> None:
        """Take a client out of a room: it gets what was emitted before, and nothing after."""
        session = self._members.get(sid)
        if session is None or not session.rooms or room not in session.rooms:
            return
        self.emissions.before((room,))
        session.rooms.remove(room)
        self._out(session, room)

    def basic_close_room(self, room: Any, namespace: str) -> None:
        """Take everyone out of a room.

        Raises:
            ValueError: It is some client's own.
        """
        if room in self._members:
            raise ValueError("cannot close a sid room")
        self.emissions.before((room,))
        for session in self._rooms.pop(room, ()):
            if session.rooms is not None:
                session.rooms.remove(room)

    def get_rooms(self, sid: str, namespace: str) -> list[str]:
        """The rooms a client is in, its own among them."""
        session = self._members.get(sid)
        return [] if session is None else [*(session.rooms or ()), sid]

    def _out(self, session: Session, room: Any) -> None:
        found = self._rooms.get(room)
        if found is not None:
            found.discard(session)
            if not found:
                del self._rooms[room]


def _nothing_to_note(_room: Any, _place: Any) -> None:
    return None


def event_frames(event: list[Any], number: int | None = None) -> bytes:
    """An event as the frames that carry it: one, and one more for each binary part."""
    try:
        head = b"42" if number is None else b"42%d" % number
        return frames.frame(head + encode(event))
    except TypeError:
        packet: Any = Packet(EVENT, data=event, namespace=NAMESPACE, id=number)
        encoded: Any = packet.encode()
        if isinstance(encoded, str):
            raise
    text, *attachments = encoded
    return frames.frame(b"4" + text.encode()) + b"".join(
        frames.frame(bytes(part), frames.BINARY) for part in attachments
    )
