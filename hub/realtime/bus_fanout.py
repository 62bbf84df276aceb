"""The room fan-out of one process among several."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from hub.realtime.fanout import PASSING, RoomFanout
from hub.realtime.frames import frame
from hub.realtime.json_codec import encode
from hub.realtime.sequencer import Place, Sequencer

PATIENCE_S = 0.5
"""How long an emission waits for its predecessor from another process. It is there within milliseconds, unless a
machine is busy; only one that was lost is waited for in vain, and it is lost with its process or with Redis."""
LOOK_AGAIN_S = 0.02
"""After a busy moment a timer comes before what waits in the socket: that is read first."""
HERE = ""
"""The lane of what this process emits."""


@dataclass(frozen=True, slots=True)
class _Framed:
    """An event as the bytes that everyone gets, and who they are for."""

    room: Any
    skip: Sequence[str]
    data: bytes


class BusFanout(RoomFanout):
    """Emits here and in the other processes; each process encodes and frames an event once.

    python-socketio's own Redis manager would publish each emission by itself and have its sender wait for it, lose
    it at the second failure, and decode and encode it once more in every process (docs/adr/0013).

    Args:
        send: Sends a record to the others.
        others_listen: Whether there are any.
        asked: The topics whose listeners the others ask about.
        topic_moved: Told when somebody begins to hear one of these here, or nobody does any more.
        is_up: Whether the others' emissions come: what would wait for them must not while they do not.
    """

    def __init__(
        self,
        send: Callable[[bytes], None],
        others_listen: Callable[[], bool],
        asked: frozenset[str],
        topic_moved: Callable[[str, bool], None],
        is_up: Callable[[], bool],
    ) -> None:
        super().__init__()
        self._send = send
        self._others_listen = others_listen
        self._asked = asked
        self._topic_moved = topic_moved
        self._is_up = is_up
        self._heard_asked: set[str] = set()
        self._sequencer = Sequencer[_Framed](PATIENCE_S)
        self._patience: asyncio.TimerHandle | None = None

    @property
    def held(self) -> int:
        """How many emissions wait for their predecessors."""
        return self._sequencer.held

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
        ignore_queue: bool = False,
        **kwargs: Any,
    ) -> None:
        """Queue an event for everyone in some rooms, here and elsewhere.

        Args:
            event: Its name.
            data: What it carries; ready-made JSON may be in it as fragments.
            namespace: `/`.
            room: A room, several, or None for everyone.
            skip_sid: Who does not get it.
            callback: For acks; then it stays in this process, as does what is for one client.
            to: The same as room.
            place: Its place in an order that all processes share; its predecessor is delivered first.
            ignore_queue: Only here.
            kwargs: As python-socketio's own managers ignore them.
        """
        room = to or room
        here_only = ignore_queue or callback is not None or self._is_somebody_here(room)
        if here_only or not (self._sequencer.held or self._others_listen()):
            options = {"skip_sid": skip_sid, "callback": callback, "place": place, **kwargs}
            await super().emit(event, data, namespace, room=room, **options)
            return
        if event not in PASSING:
            self.telling(room, place)
        arguments = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        text = b"42" + encode([event, *arguments])
        skip = () if skip_sid is None else (skip_sid,) if isinstance(skip_sid, str) else tuple(skip_sid)
        # Told before it is delivered here: two emissions leave for the others in the order of their calls.
        self._send(orjson.dumps({"k": "emit", "to": room, "not": skip, "place": place}) + b"\t" + text)
        self._offer(HERE, _Framed(room, skip, frame(text)), place)
        await self._breathe()

    def receive(self, process: str, told: dict[str, Any], text: bytes) -> None:
        """Take what another process emitted."""
        place = None if told["place"] is None else (told["place"][0], told["place"][1])
        self.telling(told["to"], place)
        self._offer(process, _Framed(told["to"], tuple(told["not"]), frame(text)), place)

    def forget(self, process: str) -> None:
        """A process has gone: what waits of it is delivered."""
        self._deliver(self._sequencer.forget(process))

    def release(self) -> None:
        """Deliver what waits."""
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
        self._deliver(self._sequencer.due(float("inf")))

    def _is_somebody_here(self, room: Any) -> bool:
        """Whether an emission is for certain clients, who are all of this process."""
        one = room if isinstance(room, str) or not room else room[0]
        return one is not None and self.is_sid_room("/", one)

    def heard_of_asked(self) -> list[str]:
        """The topics among those asked about that somebody hears here."""
        return sorted(topic for topic in self._asked if self.is_heard(topic))

    def basic_enter_room(self, sid: str, namespace: str, room: Any, eio_sid: str | None = None) -> None:
        """As in a fan-out of one process."""
        super().basic_enter_room(sid, namespace, room, eio_sid)
        self._look_at(room)

    def basic_leave_room(self, sid: str, namespace: str, room: Any) -> None:
        """As in a fan-out of one process."""
        super().basic_leave_room(sid, namespace, room)
        self._look_at(room)

    def basic_disconnect(self, sid: str, namespace: str, **kwargs: Any) -> None:
        """As in a fan-out of one process."""
        super().basic_disconnect(sid, namespace, **kwargs)
        for topic in list(self._heard_asked):
            self._look_at(topic)

    def _look_at(self, topic: Any) -> None:
        if topic in self._asked and self.is_heard(topic) != (topic in self._heard_asked):
            heard = self.is_heard(topic)
            (self._heard_asked.add if heard else self._heard_asked.discard)(topic)
            self._topic_moved(topic, heard)

    def _offer(self, lane: str, framed: _Framed, place: Place | None) -> None:
        self._sequencer.patience = PATIENCE_S if self._is_up() else 0.0
        self._deliver(self._sequencer.offer(lane, framed, place, asyncio.get_running_loop().time()))

    def _deliver(self, released: Sequence[_Framed]) -> None:
        for one in released:
            if self._anyone(one.room):
                self.post(one.room, one.skip, one.data)
        deadline = self._sequencer.deadline
        if deadline is not None and self._patience is None:
            self._patience = asyncio.get_running_loop().call_at(deadline, self._lose_patience)

    def _lose_patience(self) -> None:
        self._patience = asyncio.get_running_loop().call_later(LOOK_AGAIN_S, self._give_up)

    def _give_up(self) -> None:
        self._patience = None
        self._deliver(self._sequencer.due(asyncio.get_running_loop().time()))
