"""One room as a client of wire.md sees it: what broadcasts and `room.sync` make of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.faults.journal import Shown, listed, shown


class RoomView:
    """The messages of a room, how far they are known without a hole, and whether there is more to fetch.

    Attributes:
        seq: Every message up to this one is here, or will never exist.
        rev: Every change up to this one is in what is shown.
        messages: Seq to message; also those beyond a hole.
    """

    def __init__(self) -> None:
        self.seq = 0
        self.rev = 0
        self.messages: dict[int, Shown] = {}
        self._latest_seq = 0
        self._latest_rev = 0
        self._revs_ahead: set[int] = set()

    @property
    def behind(self) -> bool:
        """Whether something is known to be missing."""
        return self.seq < self._latest_seq or self.rev < self._latest_rev

    def created(self, message: Mapping[str, Any]) -> None:
        """A new message was told."""
        self._put(message)
        self.stands_at(int(message["seq"]), 0)
        self._close_up()

    def changed(self, message: Mapping[str, Any]) -> None:
        """A message was edited, deleted or pinned."""
        self._put(message)
        self.stands_at(int(message["seq"]), int(message["rev"]))
        self._revs_ahead.add(int(message["rev"]))
        self._close_up()

    def reacted(self, event: Mapping[str, Any], added: bool) -> None:
        """Somebody reacted; it says what moved and not what is there, so it only counts in its place."""
        seq, rev = int(event["seq"]), int(event["rev"])
        self.stands_at(0, rev)
        now = self.messages.get(seq)
        if now is not None and now.rev < rev <= self.rev:
            # An answer said that it knew of this, but not about a message that we had not yet: ask again.
            self.rev = rev - 1
            return
        if rev != self.rev + 1 or now is None:
            return
        if now.rev < rev:
            reactions = {emoji: set(people) for emoji, people in now.reactions}
            people = reactions.setdefault(event["emoji"], set())
            (people.add if added else people.discard)(event["user_id"])
            self.messages[seq] = now._replace(rev=rev, reactions=listed(reactions))
        self._revs_ahead.add(rev)
        self._close_up()

    def stands_at(self, seq: int, rev: int) -> None:
        """It was told how far the room has come (`ready`, `room.heads`)."""
        self._latest_seq = max(self._latest_seq, seq)
        self._latest_rev = max(self._latest_rev, rev)

    def synced(self, after_seq: int, answer: Mapping[str, Any]) -> Sequence[int]:
        """Take in an answer of `room.sync`; returns the seqs that it left out, which will never appear.

        Only the last page moves `rev`: what was told meanwhile is beyond a page, and not in its changes.
        """
        items: Sequence[Mapping[str, Any]] = answer["items"]
        for message in (*items, *answer["changed"]):
            self._put(message)
        reached = int(answer["seq"])
        if answer["more"]:
            reached = int(items[-1]["seq"]) if items else after_seq
        else:
            self.rev = max(self.rev, int(answer["rev"]))
        had = {int(message["seq"]) for message in items}
        self.seq = max(self.seq, reached)
        self.stands_at(int(answer["seq"]), int(answer["rev"]))
        self._close_up()
        return [seq for seq in range(after_seq + 1, reached + 1) if seq not in had]

    def _put(self, message: Mapping[str, Any]) -> None:
        seq, new = int(message["seq"]), shown(message)
        old = self.messages.get(seq)
        if old is None or old.rev < new.rev:
            self.messages[seq] = new

    def _close_up(self) -> None:
        while self.seq + 1 in self.messages:
            self.seq += 1
        while self.rev + 1 in self._revs_ahead:
            self.rev += 1
        self._revs_ahead = {rev for rev in self._revs_ahead if rev > self.rev}
