"""Where rooms stand: what nobody was told of is found soon after a start, or after something may have been missed."""

from __future__ import annotations

import asyncio

import pytest

from hub.kernel.events import Publish
from hub.subscribers import heads
from hub.subscribers.heads import Heads
from tests.house import Person

SLOW_S = 60.0


class Told:
    """What was told of one room."""

    def __init__(self, room_id: str) -> None:
        self._room_id = room_id
        self._seq = 0
        self._moved = asyncio.Event()

    async def publish(self, event: Publish) -> None:
        self._seq = event.payload["heads"][self._room_id]["seq"]
        self._moved.set()

    async def until(self, seq: int) -> None:
        async with asyncio.timeout(SLOW_S):
            while self._seq < seq:
                self._moved.clear()
                await self._moved.wait()


async def test_what_was_never_told_is_found_without_waiting_for_the_tick(
    alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heads, "EVERY_S", 3600.0)
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "quiet"})).ok()["id"]

    async def say() -> None:
        # To these heads this is what another process committed, and died before it could tell.
        (await alice("POST", f"/api/rooms/{room}/messages", {"content": "x"})).ok()

    told = Told(room)
    looking = Heads(told.publish, lambda: [f"room:{room}"])
    await say()
    looking.start()
    try:
        await told.until(1)
        await say()
        await told.until(2)  # by a later look of those that follow a start
        monkeypatch.setattr(heads, "SOON_S", ())
        looking.tell_now()
        await say()
        looking.tell_now()
        await told.until(3)
    finally:
        await looking.stop()
