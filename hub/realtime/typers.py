"""Who is typing where: never stored, told to the others in the room, over after a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from hub.kernel.errors import invalid, not_found
from hub.realtime.server import Connection, Realtime

TYPING_S = 3.0


class Typers:
    """Follows who is typing, until they stop or say nothing more."""

    def __init__(self, realtime: Realtime) -> None:
        self._realtime = realtime
        self._until: dict[tuple[str, str], asyncio.TimerHandle] = {}
        self._telling: set[asyncio.Task[None]] = set()

    async def set(self, connection: Connection, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        """`typing.set {room_id, typing}`: told to the others in the room; ends by itself.

        Raises:
            OperationError: `invalid`, or `not_found` for a room that the caller is not in.
        """
        room_id, typing = fields.get("room_id"), fields.get("typing")
        if not isinstance(room_id, str) or not isinstance(typing, bool) or len(fields) != 2:
            raise invalid("The input is not valid.", typing="{room_id, typing: true or false} is expected")
        if f"room:{room_id}" not in self._realtime.io.rooms(connection.sid):
            raise not_found("The room")
        user_id = connection.actor.person_id
        running = self._until.pop((room_id, user_id), None)
        if running is not None:
            running.cancel()
        if typing:
            loop = asyncio.get_running_loop()
            self._until[room_id, user_id] = loop.call_later(TYPING_S, self._over, room_id, user_id)
        if typing or running is not None:
            await self._say(room_id, user_id, typing, skip=connection.sid)
        return {}

    async def stop(self) -> None:
        """End the timers."""
        for handle in self._until.values():
            handle.cancel()
        self._until.clear()
        for task in self._telling:
            task.cancel()
        await asyncio.gather(*self._telling, return_exceptions=True)

    def _over(self, room_id: str, user_id: str) -> None:
        self._until.pop((room_id, user_id), None)
        task = asyncio.ensure_future(self._say(room_id, user_id, False))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _say(self, room_id: str, user_id: str, typing: bool, skip: str | None = None) -> None:
        payload = {"room_id": room_id, "user_id": user_id, "typing": typing}
        await self._realtime.io.emit("typing", payload, room=f"room:{room_id}", skip_sid=skip)
