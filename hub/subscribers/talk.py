"""What follows a message: its broadcast, the runs it triggered, and now and then where rooms stand."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

import orjson

from hub.kernel.context import Call
from hub.kernel.events import Publish
from hub.kernel.operation import Operation
from hub.kernel.pipeline import Committed
from hub.storage.activity import Change
from hub.storage.documents import Stored
from hub.storage.ending import end
from hub.storage.message_log import Entry, LogEntry, heads

log = logging.getLogger(__name__)
HEADS_EVERY_S = 30.0

Publisher = Callable[[Publish], Awaitable[None]]
Started = Callable[[Sequence[Stored]], None]


class Talk:
    """Broadcasts new messages in the order of their seq, and heals rooms whose last broadcast was lost."""

    def __init__(self, publish: Publisher) -> None:
        self._publish = publish
        self._moved: set[str] = set()
        self._ticking: asyncio.Task[None] | None = None
        self.started: Started | None = None
        """Told of the companions of new messages (runs), once they are stored."""

    def start(self) -> None:
        """Start telling heads."""
        self._ticking = asyncio.create_task(self._tick(), name="room heads")

    async def stop(self) -> None:
        """Stop telling heads."""
        if self._ticking is not None:
            await end(self._ticking)

    async def committed(self, entries: Sequence[Entry], companions: Sequence[Stored]) -> None:
        """Broadcast new messages, then let what they triggered begin."""
        for entry in entries:
            self._moved.add(entry.room_id)
            await self._publish(
                Publish(
                    name="message.created",
                    audience=frozenset({f"room:{entry.room_id}"}),
                    payload={"room_id": entry.room_id, "message": orjson.Fragment(entry.json)},
                )
            )
        if companions and self.started is not None:
            self.started(companions)

    def follow(self, operation: Operation, call: Call, done: Committed) -> None:
        """Note the rooms in which messages changed."""
        for change in done.changes:
            if isinstance(change, Change) and issubclass(change.document, LogEntry):
                self._moved.add(str(change.stored["room_id"]))

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(HEADS_EVERY_S)
            moved, self._moved = sorted(self._moved), set()
            try:
                for room_id, (seq, rev) in (await heads(moved)).items() if moved else ():
                    payload = {"heads": {room_id: {"seq": seq, "rev": rev}}}
                    await self._publish(
                        Publish(name="room.heads", audience=frozenset({f"room:{room_id}"}), payload=payload)
                    )
            except Exception:
                self._moved.update(moved)
                log.exception("room heads could not be told")
