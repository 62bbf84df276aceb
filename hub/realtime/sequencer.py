"""Putting what several processes emit into the order in which it happened.

Each process tells its emissions in order, but the emissions of two processes meet in any order: the answer that one
committed as number 7 may be there before the question that another committed as number 6. So what has a place in
a shared order waits a moment for its predecessor, and what its process emitted after it waits behind it. Nobody
waits longer than the patience: a predecessor may have been lost with its process.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
Place = tuple[str, int]
"""A row and the number in it; numbers of a row follow each other without a gap."""
MOST_ROWS = 50_000
MOST_HELD = 10_000


@dataclass(slots=True)
class _Held(Generic[T]):
    item: T
    place: Place | None
    until: float


class Sequencer(Generic[T]):
    """What to deliver now, and what to hold. It keeps no time: the caller says what time it is.

    A row starts with the first number that is seen of it.

    Args:
        patience: Seconds that an item is held at most; 0 holds nothing more.
        most_rows: How many rows are remembered; one that was forgotten starts anew.
        most_held: How many items may wait.
    """

    def __init__(self, patience: float, *, most_rows: int = MOST_ROWS, most_held: int = MOST_HELD) -> None:
        self.patience = patience
        self.most_rows = most_rows
        self.most_held = most_held
        self._last: OrderedDict[str, int] = OrderedDict()
        self._lanes: dict[str, deque[_Held[T]]] = {}
        self._held = 0

    @property
    def held(self) -> int:
        """How many items wait."""
        return self._held

    @property
    def deadline(self) -> float | None:
        """When `due` has to be asked at the latest; None while nothing waits."""
        return min((lane[0].until for lane in self._lanes.values()), default=None)

    def offer(self, lane: str, item: T, place: Place | None, now: float) -> list[T]:
        """Take the next item of a lane.

        Returns:
            What is to be delivered now, in order; it may be other items than this one.
        """
        held = self._lanes.get(lane)
        if held is None and (self.patience <= 0 or self._may_pass(place)):
            # The usual case: nothing waits that this could have to wait for.
            self._pass(place)
            return [item, *self._released()] if self._lanes and place is not None else [item]
        if held is None:
            held = self._lanes[lane] = deque()
        held.append(_Held(item, place, now + self.patience))
        self._held += 1
        if self._held <= self.most_held:
            return []
        return [*self._forced(lane), *self._released()]

    def due(self, now: float) -> list[T]:
        """What is delivered because it has waited long enough, and what waited for that."""
        found: list[T] = []
        while True:
            late = [(held[0].until, lane) for lane, held in self._lanes.items() if held[0].until <= now]
            if not late:
                return found
            found += self._forced(min(late)[1])
            found += self._released()

    def forget(self, lane: str) -> list[T]:
        """A process has gone; what it emitted and is still held is delivered now."""
        found: list[T] = []
        while lane in self._lanes:
            found += self._forced(lane)
        return [*found, *self._released()]

    def _may_pass(self, place: Place | None) -> bool:
        if place is None:
            return True
        last = self._last.get(place[0])
        return last is None or place[1] <= last + 1

    def _pass(self, place: Place | None) -> None:
        if place is None:
            return
        row, number = place
        self._last[row] = max(number, self._last.get(row, number))
        self._last.move_to_end(row)
        if len(self._last) > self.most_rows:
            self._last.popitem(last=False)

    def _forced(self, lane: str) -> list[T]:
        """The first of a lane, whether it is its turn or not."""
        held = self._lanes[lane]
        first = held.popleft()
        if not held:
            del self._lanes[lane]
        self._held -= 1
        self._pass(first.place)
        return [first.item]

    def _released(self) -> list[T]:
        """All that need not wait any longer."""
        found: list[T] = []
        moved = True
        while moved:
            moved = False
            for lane in list(self._lanes):
                while lane in self._lanes and self._may_pass(self._lanes[lane][0].place):
                    found += self._forced(lane)
                    moved = True
        return found
