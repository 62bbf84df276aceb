"""What was said in rooms a moment ago, as it was stored: most of what a crowd has missed that lost its network.

Nothing has to be read to answer them, so that nobody waits for anybody. Only what this process stored itself is here,
one message after the other, and only until something in the room is changed.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from hub.features.messages.schemas import Message
from hub.storage.heads import Head
from hub.storage.log_entry import Entry

MOST_BYTES = 4 * 1024 * 1024
"""Of JSON, in all rooms; as objects it is some times that. The rooms in which nothing was said for longest go."""
MOST_IN_A_ROOM = 200
"""As many as a page has at most."""


@dataclass(slots=True)
class _Row:
    """Messages without a gap, none of which has been changed up to `rev`."""

    rev: int
    entries: deque[Entry] = field(default_factory=deque[Entry])
    size: int = 0
    """Bytes of JSON."""

    @property
    def last(self) -> int:
        """The seq of the last one."""
        return int(self.entries[-1].row["seq"])


class JustSaid:
    """The latest messages of the rooms in which something was said."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._rooms: OrderedDict[str, _Row] = OrderedDict()
        self._bytes = 0

    def heard(self, entry: Entry, head: Head | None) -> None:
        """A message was stored, and its room stands there now; None if that is not known."""
        room_id, seq = entry.room_id, int(entry.row["seq"])
        row = self._rooms.get(room_id)
        if row is not None and (head is None or row.rev != head[1] or row.last != seq - 1):
            self._forget(room_id)
            row = None
        if head is None or head[0] != seq:
            return
        if row is None:
            row = self._rooms[room_id] = _Row(head[1])
        row.entries.append(entry)
        self._count(row, len(entry.json))
        if len(row.entries) > MOST_IN_A_ROOM:
            self._count(row, -len(row.entries.popleft().json))
        self._rooms.move_to_end(room_id)
        while self._bytes > self._most_bytes:
            self._forget(next(iter(self._rooms)))

    def since(self, room_id: str, after_seq: int, head: Head) -> Sequence[Message] | None:
        """What was said in a room after a message, up to where it stands; None if it has to be read."""
        row = self._rooms.get(room_id)
        if row is None or row.rev != head[1] or row.last != head[0]:
            return None
        before = len(row.entries) - (head[0] - after_seq)
        if before < 0:
            return None
        said = [entry.public for entry in islice(row.entries, before, None)]
        return [one for one in said if isinstance(one, Message)]

    def _forget(self, room_id: str) -> None:
        self._bytes -= self._rooms.pop(room_id).size

    def _count(self, row: _Row, size: int) -> None:
        row.size += size
        self._bytes += size
