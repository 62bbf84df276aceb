"""Heads are kept until something is told in the room, and for a moment only."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from hub.storage.heads import Head
from hub.storage.known_heads import ALONE_S, KnownHeads

ROOM, OTHER = "0" * 24, "1" * 24


@dataclass
class Rooms:
    """Where rooms stand, and how often that was asked; an answer waits for `go`, if there is one."""

    stand: dict[str, Head] = field(default_factory=lambda: {ROOM: (1, 0), OTHER: (5, 2)})
    asked: list[list[str]] = field(default_factory=list[list[str]])
    go: asyncio.Event | None = None
    time: float = 100.0

    async def read(self, room_ids: Sequence[str]) -> dict[str, Head]:
        self.asked.append(list(room_ids))
        found = {room_id: self.stand[room_id] for room_id in room_ids}
        if self.go is not None:
            await self.go.wait()
        return found

    def known(self) -> KnownHeads:
        return KnownHeads(self.read, now=lambda: self.time, lasts=1.0)


async def test_a_head_is_read_once_for_all_who_ask_while_nothing_is_told() -> None:
    rooms = Rooms()
    known = rooms.known()
    assert await known.of([ROOM]) == {ROOM: (1, 0)}
    assert await known.of([ROOM, OTHER]) == {ROOM: (1, 0), OTHER: (5, 2)}
    assert await known.of([OTHER, ROOM]) == {OTHER: (5, 2), ROOM: (1, 0)}
    assert rooms.asked == [[ROOM], [OTHER]]


async def test_what_was_told_is_covered_by_whatever_is_asked_afterwards() -> None:
    rooms = Rooms()
    known = rooms.known()
    await known.of([ROOM, OTHER])
    rooms.stand[ROOM] = (2, 0)
    known.telling(["user:somebody", f"room:{ROOM}"])
    assert await known.of([ROOM, OTHER]) == {ROOM: (2, 0), OTHER: (5, 2)}
    rooms.stand[ROOM] = (2, 1)
    known.telling(f"room:{ROOM}")
    assert await known.of([ROOM]) == {ROOM: (2, 1)}
    known.telling(None)
    assert rooms.asked == [[ROOM, OTHER], [ROOM], [ROOM]]


async def test_what_was_being_read_when_something_was_told_is_not_kept() -> None:
    rooms = Rooms(go=asyncio.Event())
    known = rooms.known()
    before = asyncio.create_task(known.of([ROOM]))
    while not rooms.asked:
        await asyncio.sleep(0)
    rooms.stand[ROOM] = (2, 0)
    known.telling(f"room:{ROOM}")
    after = asyncio.create_task(known.of([ROOM]))
    assert rooms.go is not None
    rooms.go.set()
    assert await before == {ROOM: (1, 0)}
    assert await after == {ROOM: (2, 0)}
    assert await known.of([ROOM]) == {ROOM: (2, 0)}


async def test_a_head_is_not_believed_for_long() -> None:
    rooms = Rooms()
    known = rooms.known()
    await known.of([ROOM])
    rooms.stand[ROOM] = (9, 0)
    rooms.time += 0.9
    assert await known.of([ROOM]) == {ROOM: (1, 0)}
    rooms.time += 0.2
    assert await known.of([ROOM]) == {ROOM: (9, 0)}


async def test_a_process_that_is_alone_believes_a_head_for_longer() -> None:
    rooms = Rooms()
    known = rooms.known()
    await known.of([ROOM])
    known.start_anew(alone=True)
    await known.of([ROOM])
    rooms.time += ALONE_S - 0.1
    await known.of([ROOM])
    assert len(rooms.asked) == 2
    rooms.time += 0.2
    await known.of([ROOM])
    assert len(rooms.asked) == 3
    known.start_anew(alone=False)
    await known.of([ROOM])
    rooms.time += 1.1
    await known.of([ROOM])
    assert len(rooms.asked) == 5


async def test_a_message_moves_the_head_of_its_room_on_without_a_reading() -> None:
    rooms = Rooms()
    known = rooms.known()
    await known.of([ROOM, OTHER])
    known.telling(f"room:{ROOM}", (ROOM, 2))
    known.reached((ROOM, 3))
    known.reached((ROOM, 1))
    assert await known.of([ROOM, OTHER]) == {ROOM: (3, 0), OTHER: (5, 2)}
    assert known.at_hand(ROOM) == (3, 0)
    assert rooms.asked == [[ROOM, OTHER]]
    rooms.time += 1.1
    assert known.at_hand(ROOM) is None, "it is believed no longer than what it goes on from"


async def test_a_message_says_nothing_of_other_rooms_that_hear_of_it() -> None:
    rooms = Rooms()
    known = rooms.known()
    await known.of([ROOM, OTHER])
    known.telling([f"room:{ROOM}", f"room:{OTHER}"], (ROOM, 2))
    assert known.at_hand(ROOM) == (2, 0)
    assert known.at_hand(OTHER) is None


async def test_a_message_that_was_stored_while_the_head_was_being_read_is_in_what_is_kept() -> None:
    rooms = Rooms(go=asyncio.Event())
    known = rooms.known()
    before = asyncio.create_task(known.of([ROOM]))
    while not rooms.asked:
        await asyncio.sleep(0)
    known.reached((ROOM, 2))
    known.reached((ROOM, 3))
    assert rooms.go is not None
    rooms.go.set()
    assert await before == {ROOM: (1, 0)}, "who asked before hears of it"
    assert await known.of([ROOM]) == {ROOM: (3, 0)}
    assert rooms.asked == [[ROOM]]


async def test_what_is_read_anew_counts_from_then_on() -> None:
    rooms = Rooms()
    known = rooms.known()
    await known.of([ROOM])
    rooms.stand[ROOM] = (4, 1)
    rooms.time += 0.9
    assert await known.anew([ROOM]) == {ROOM: (4, 1)}
    rooms.time += 0.9
    assert await known.of([ROOM]) == {ROOM: (4, 1)}
    assert rooms.asked == [[ROOM], [ROOM]]
