"""Who is here and who is typing: never stored, told as it changes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from hub.kernel.errors import invalid, not_found
from hub.kernel.events import Publish
from hub.realtime.server import EVERYONE, Connection, Realtime

GRACE_S = 4.0
"""A page that reloads is not a person who left."""
TYPING_S = 3.0

Statuses = Callable[[list[str]], Awaitable[Mapping[str, Mapping[str, Any]]]]
"""User ids to `{status, text, until}`."""
Left = Callable[[str], Awaitable[None]]


class Presence:
    """Follows connections as they come and go."""

    def __init__(self, realtime: Realtime, statuses: Statuses, left: Left) -> None:
        self._realtime = realtime
        self._statuses = statuses
        self._left = left
        self._leaving: dict[str, asyncio.Task[None]] = {}
        self._typing: dict[tuple[str, str], asyncio.TimerHandle] = {}
        realtime.came.append(self._moved)

    async def tell(self, user_id: str) -> None:
        """Tell everyone how somebody is now."""
        await self._realtime.publish(
            Publish(name="presence", audience=frozenset({EVERYONE}), payload=await self._state(user_id))
        )

    async def typing(self, connection: Connection, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        """`typing.set {room_id, typing}`: told to the others in the room; ends by itself.

        Raises:
            OperationError: `invalid`, or `not_found` for a room that the caller is not in.
        """
        room_id, typing = fields.get("room_id"), fields.get("typing")
        if not isinstance(room_id, str) or not isinstance(typing, bool) or len(fields) != 2:
            raise invalid("The input is not valid.", typing="{room_id, typing: true or false} is expected")
        topic = f"room:{room_id}"
        if topic not in self._realtime.io.rooms(connection.sid):
            raise not_found("The room")
        user_id = connection.actor.person_id
        running = self._typing.pop((room_id, user_id), None)
        if running is not None:
            running.cancel()
        if typing:
            loop = asyncio.get_running_loop()
            self._typing[room_id, user_id] = loop.call_later(TYPING_S, self._forget, room_id, user_id)
        if typing or running is not None:
            await self._say_typing(room_id, user_id, typing, skip=connection.sid)
        return {}

    async def stop(self) -> None:
        """End the timers."""
        for handle in self._typing.values():
            handle.cancel()
        for task in self._leaving.values():
            task.cancel()
        await asyncio.gather(*self._leaving.values(), return_exceptions=True)

    def _forget(self, room_id: str, user_id: str) -> None:
        self._typing.pop((room_id, user_id), None)
        task = asyncio.ensure_future(self._say_typing(room_id, user_id, False))
        self._leaving[f"{room_id}/{user_id}"] = task
        task.add_done_callback(lambda _: self._leaving.pop(f"{room_id}/{user_id}", None))

    async def _say_typing(self, room_id: str, user_id: str, typing: bool, skip: str | None = None) -> None:
        payload = {"room_id": room_id, "user_id": user_id, "typing": typing}
        await self._realtime.io.emit("typing", payload, room=f"room:{room_id}", skip_sid=skip)

    async def _moved(self, connection: Connection, came: bool) -> None:
        user_id = connection.actor.person_id
        if came:
            leaving = self._leaving.pop(user_id, None)
            if leaving is not None:
                leaving.cancel()
            elif len(self._realtime.by_person.get(user_id, ())) == 1:
                await self.tell(user_id)
            await self._introduce(connection)
        elif not self._realtime.online(user_id) and user_id not in self._leaving:
            task = asyncio.create_task(self._leave(user_id), name="presence")
            self._leaving[user_id] = task

    async def _introduce(self, connection: Connection) -> None:
        """Tell a new connection who is here."""
        if not connection.may_hear(EVERYONE):
            return
        here = list(self._realtime.by_person)[:500]
        states = await self._statuses(here)
        for user_id in here:
            payload = {"user_id": user_id, **states.get(user_id, _UNKNOWN), "online": True}
            await self._realtime.io.emit("presence", payload, to=connection.sid)

    async def _leave(self, user_id: str) -> None:
        await asyncio.sleep(GRACE_S)
        self._leaving.pop(user_id, None)
        if not self._realtime.online(user_id):
            await self._left(user_id)
            await self.tell(user_id)

    async def _state(self, user_id: str) -> dict[str, Any]:
        states = await self._statuses([user_id])
        return {
            "user_id": user_id,
            **states.get(user_id, _UNKNOWN),
            "online": self._realtime.online(user_id),
        }


_UNKNOWN: Mapping[str, Any] = {"status": "available", "text": "", "until": None}
