"""Where rooms stand: the last `seq` of their log, and the last `rev` of a change in it."""

from __future__ import annotations

from collections.abc import Sequence

from hub.storage.counters import values
from hub.storage.gather import Gathering, lasting_rows
from hub.storage.log_commit import last_places
from hub.storage.log_entry import LogEntry

Head = tuple[int, int]
"""seq, rev."""


def rev_counter(room_id: str) -> str:
    """The name of the counter of a room's changes to messages."""
    return f"{room_id}/rev"


async def heads(room_ids: Sequence[str]) -> dict[str, Head]:
    """Where rooms stand for good, by room id; (0, 0) for one in which nothing was ever said."""
    return await _heads.get_many(room_ids)


async def _read(room_ids: Sequence[str]) -> dict[str, Head]:
    # Changes first: of a message that comes between the two readings the change is then read once more, not missed.
    revs = await values([rev_counter(room_id) for room_id in room_ids])
    last = dict.fromkeys(room_ids, 0)
    for kind in LogEntry.__subclasses__():
        found = await lasting_rows(kind).aggregate(last_places(room_ids), batchSize=len(room_ids) + 1)
        last.update((row["_id"], int(row["seq"])) for row in await found.to_list(None))
    return {room_id: (last[room_id], revs[rev_counter(room_id)]) for room_id in room_ids}


_heads: Gathering[str, Head] = Gathering(_read, lambda: (0, 0))
