"""What follows a message: its broadcast, and the runs it triggered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import orjson

from hub.kernel.events import Publish
from hub.storage.documents import Stored
from hub.storage.message_log import Entry

Publisher = Callable[[Publish], Awaitable[None]]
Started = Callable[[Sequence[Stored]], None]


class Talk:
    """Broadcasts new messages in the order of their seq."""

    def __init__(self, publish: Publisher) -> None:
        self._publish = publish
        self.started: Started | None = None
        """Told of the companions of new messages (runs), once they are stored."""

    async def committed(self, entries: Sequence[Entry], companions: Sequence[Stored]) -> None:
        """Broadcast new messages, then let what they triggered begin."""
        for entry in entries:
            await self._publish(
                Publish(
                    name="message.created",
                    audience=frozenset({f"room:{entry.room_id}"}),
                    payload={"room_id": entry.room_id, "message": orjson.Fragment(entry.json)},
                    place=(entry.room_id, entry.row["seq"]),
                )
            )
        if companions and self.started is not None:
            self.started(companions)
