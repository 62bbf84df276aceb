"""Pages of what was missed in a room: the same question at the same head has the same answer, made once.

After a cut thousands of clients ask a room the same thing at once. Where the room stands (seq, rev) is known
or read (`known_heads.py`); what lies between where a client stands and that head is put into JSON by the first who
asks, and read if it was not said just now (`just_said.py`). Nothing is kept that a crash of the database could take
back, so an answer stays right for ever: a head never comes again with other messages.
"""

from __future__ import annotations

import asyncio
import copy
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.features.messages.documents import MessageDocument
from hub.features.messages.just_said import JustSaid
from hub.features.messages.present import present
from hub.features.messages.recent import recent
from hub.features.messages.schemas import Message, Synced
from hub.storage.gather import lasting_rows
from hub.storage.known_heads import known_heads
from hub.storage.log_entry import Entry
from hub.storage.per_database import PerDatabase
from hub.storage.wire import as_json

PAGE_BYTES = 512 * 1024
"""A page of messages ends with the first that makes it larger, however many were asked for."""
MOST_BYTES = 8 * 1024 * 1024
"""Of JSON in the pages that are kept; as objects they are some times that."""
AT_ONCE = 8
"""Pages that are read from the database at a time."""


@dataclass(frozen=True, slots=True)
class Missed:
    """What somebody asks: what came after `after_seq` and what changed after `after_rev`, up to the head."""

    room_id: str
    after_seq: int
    after_rev: int
    limit: int
    seq: int
    rev: int


class CatchUp:
    """Answers and keeps the last answers."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Missed, Synced] = OrderedDict()
        self._bytes = 0
        self.just_said = JustSaid()
        self._making: dict[Missed, asyncio.Task[Synced]] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def page(
        self, room_id: str, *, after_seq: int, after_rev: int | None, limit: int, head: tuple[int, int]
    ) -> Synced:
        """The next page for somebody who has everything up to a seq and a rev.

        Args:
            room_id: The room; the caller may read it.
            after_seq: The last message that they have.
            after_rev: The last change that they have; None if they want no changes.
            limit: The most new messages, and the most changed ones, in the page.
            head: Where the room stands now.
        """
        seq, rev = head
        unchanged_since = rev if after_rev is None else min(after_rev, rev)
        asked = Missed(room_id, min(after_seq, seq), unchanged_since, limit, seq, rev)
        if asked.after_seq == seq and asked.after_rev == rev:
            return Synced(items=[], changed=[], seq=seq, rev=rev, more=False)
        found = self._pages.get(asked)
        if found is not None:
            self._pages.move_to_end(asked)
            return found
        said = self.just_said.since(room_id, asked.after_seq, head) if asked.after_rev == rev else None
        if said is not None:
            return self._keep(asked, _page(asked, said, ()))
        making = self._making.get(asked)
        if making is None:
            making = self._making[asked] = asyncio.create_task(self._make(asked), name="catch up")
            making.add_done_callback(lambda _: self._making.pop(asked, None))
        try:
            return await asyncio.shield(making)
        except Exception as fault:
            # One that is raised by many collects the tracebacks of all.
            raise copy.copy(fault) from fault

    async def _make(self, asked: Missed) -> Synced:
        async with self._turns:
            return self._keep(asked, await _read(asked))

    def _keep(self, asked: Missed, page: Synced) -> Synced:
        self._pages[asked] = page
        self._bytes += len(as_json(page))
        while self._bytes > MOST_BYTES and len(self._pages) > 1:
            _, gone = self._pages.popitem(last=False)
            self._bytes -= len(as_json(gone))
        return page


async def _read(asked: Missed) -> Synced:
    rows = lasting_rows(MessageDocument)
    new: Sequence[Mapping[str, Any]] = []
    touched: Sequence[Mapping[str, Any]] = []
    if asked.after_seq < asked.seq:
        between = {"room_id": asked.room_id, "seq": {"$gt": asked.after_seq, "$lte": asked.seq}}
        new = await rows.find(between).sort("seq", 1).limit(asked.limit + 1).to_list(None)
    if asked.after_rev < asked.rev:
        # What changed among the newer ones comes with them, as it is now.
        since = {
            "room_id": asked.room_id,
            "rev": {"$gt": asked.after_rev, "$lte": asked.rev},
            "seq": {"$lte": asked.after_seq},
        }
        touched = await rows.find(since).sort("rev", 1).limit(asked.limit + 1).to_list(None)
    return _page(asked, [present(row) for row in new], [present(row) for row in touched])


def _page(asked: Missed, new: Sequence[Message], touched: Sequence[Message]) -> Synced:
    items, changed = _fitting(new, asked.limit), _fitting(touched, asked.limit)
    cut = len(changed) < len(touched)
    return Synced(
        items=items,
        changed=changed,
        seq=asked.seq,
        rev=changed[-1].rev if cut else asked.rev,
        more=cut or len(items) < len(new),
    )


def _fitting(messages: Sequence[Message], limit: int) -> list[Message]:
    """The first of some messages that fit in a page; always one, if there is one."""
    page: list[Message] = []
    size = 0
    for message in messages[:limit]:
        page.append(message)
        size += len(as_json(page[-1]))
        if size > PAGE_BYTES:
            break
    return page


catch_up = PerDatabase(CatchUp)
"""The pages of the database that the documents are bound to."""


def note_saved(entries: Sequence[Entry]) -> None:
    """Know of new messages, by their seq, before anyone hears of them: where their rooms stand, and what they say."""
    facts, said = recent(), catch_up().just_said
    for entry in entries:
        room_id, seq = entry.room_id, int(entry.row["seq"])
        known_heads.reached((room_id, seq))
        facts.heard(entry.row)
        said.heard(entry, known_heads.at_hand(room_id))
