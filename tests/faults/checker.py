"""Compares what clients went through with what is stored: the promise of the message log, as a program.

A message that was acknowledged is there for ever, reaches everyone exactly once and in order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.faults.journal import Acknowledged, Changed, Journal, Shown, Stored

Key = tuple[str, str, str]
"""Room, sender, client_msg_id: what makes a message the same message."""
Place = tuple[str, int]
"""Room and seq."""


class Kind(StrEnum):
    """How the promise can be broken."""

    LOST = "lost"
    DUPLICATED = "duplicated"
    OUT_OF_ORDER = "out of order"
    INVENTED = "invented"
    DIVERGED = "diverged"
    MISTAKEN = "mistaken"
    """An answer that the wire page does not allow."""


@dataclass(frozen=True, kw_only=True)
class Violation:
    """One broken promise, in words for who has to find out why."""

    kind: Kind
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.what}"


@dataclass(frozen=True)
class Log:
    """The stored messages, by what they are looked up with."""

    rows: Sequence[Stored]
    by_place: Mapping[Place, Stored]
    by_id: Mapping[str, Stored]
    by_key: Mapping[Key, Stored]
    rooms: Mapping[str, Mapping[int, Shown]]


def check(journal: Journal, rows: Sequence[Stored], *, ordered: bool = True) -> list[Violation]:
    """Every way in which a history breaks the promise; none if it keeps it.

    Args:
        journal: What the clients went through; their views as they are once they have caught up.
        rows: All messages of the rooms that they were in.
        ordered: Whether broadcasts have to reach a connection in the order of seq. With several hub processes
            one may be about to broadcast what another has overtaken: a client then orders them itself.
    """
    log = _read(rows)
    checks: tuple[Callable[[Journal, Log], Iterator[Violation]], ...] = (
        _stored_once,
        _acknowledged_is_stored,
        _admitted_in_order,
        _gone_for_good,
        _heard_is_stored,
        _everyone_has_everything,
        _changes_are_kept,
    )
    found = [violation for one in checks for violation in one(journal, log)]
    found.extend(_each_once(journal, ordered))
    found.extend(Violation(kind=Kind.MISTAKEN, what=complaint) for complaint in journal.complaints)
    return found


def _read(rows: Sequence[Stored]) -> Log:
    rooms: dict[str, dict[int, Shown]] = defaultdict(dict)
    for row in rows:
        rooms[row.room_id][row.seq] = row.shown
    return Log(
        rows=rows,
        by_place={(row.room_id, row.seq): row for row in rows},
        by_id={row.shown.id: row for row in rows},
        by_key={(row.room_id, row.sender_id, row.client_msg_id): row for row in rows},
        rooms=rooms,
    )


def _stored_once(journal: Journal, log: Log) -> Iterator[Violation]:
    for name, index in (("place", log.by_place), ("id", log.by_id), ("client_msg_id", log.by_key)):
        if len(index) < len(log.rows):
            found = f"{len(log.rows) - len(index)} stored messages share their {name} with another"
            yield Violation(kind=Kind.DUPLICATED, what=found)


def _acknowledged_is_stored(journal: Journal, log: Log) -> Iterator[Violation]:
    first: dict[Key, Acknowledged] = {}
    for ack in journal.acknowledged:
        key = (ack.room_id, journal.senders[ack.client], ack.client_msg_id)
        before = first.setdefault(key, ack)
        if (before.seq, before.id) != (ack.seq, ack.id):
            what = f"{ack.client_msg_id} was acknowledged as {before.seq} {before.id}, then as {ack.seq} {ack.id}"
            yield Violation(kind=Kind.DUPLICATED, what=what)
    for key, ack in first.items():
        row = log.by_key.get(key)
        if row is None:
            yield Violation(kind=Kind.LOST, what=f"{ack} is not stored")
        elif (row.seq, row.shown.id) != (ack.seq, ack.id):
            what = f"{ack} is stored as {row.seq} {row.shown.id}"
            yield Violation(kind=Kind.OUT_OF_ORDER, what=what)


def _admitted_in_order(journal: Journal, log: Log) -> Iterator[Violation]:
    """What one connection sent is stored in the order sent.

    Only messages that were sent once count: one that was refused, or whose answer was lost, may have been stored
    at any of its attempts, so those behind it may have overtaken it.
    """
    attempts: dict[tuple[str, str], int] = defaultdict(int)
    for sent in journal.sent:
        attempts[sent.client, sent.client_msg_id] += 1
    acked: dict[tuple[str, str], Acknowledged] = {}
    for ack in journal.acknowledged:
        acked.setdefault((ack.client, ack.client_msg_id), ack)
    last: dict[tuple[str, int, str], Acknowledged] = {}
    for sent in sorted(journal.sent, key=lambda one: (one.client, one.connection, one.order)):
        ack = acked.get((sent.client, sent.client_msg_id))
        if ack is None or attempts[sent.client, sent.client_msg_id] > 1 or ack.connection != sent.connection:
            continue
        before = last.get((sent.client, sent.connection, sent.room_id))
        if before is not None and before.seq >= ack.seq:
            what = f"{sent.client} sent {before.client_msg_id} first, but it has {before.seq} and {ack} comes before"
            yield Violation(kind=Kind.OUT_OF_ORDER, what=what)
        last[sent.client, sent.connection, sent.room_id] = ack


def _gone_for_good(journal: Journal, log: Log) -> Iterator[Violation]:
    for skipped in sorted(set(journal.skipped)):
        if (skipped.room_id, skipped.seq) in log.by_place:
            what = f"{skipped} was missing between others, then it appeared: who passed it never sees it"
            yield Violation(kind=Kind.OUT_OF_ORDER, what=what)


def _heard_is_stored(journal: Journal, log: Log) -> Iterator[Violation]:
    for heard in journal.heard:
        row = log.by_place.get((heard.room_id, heard.seq))
        if row is None or row.shown.id != heard.id:
            yield Violation(kind=Kind.INVENTED, what=f"{heard} is not what is stored there: {row}")


def _each_once(journal: Journal, ordered: bool) -> Iterator[Violation]:
    """On one connection no broadcast comes twice or late, and in one answer nothing does."""
    last: dict[tuple[str, int, int, str], int] = defaultdict(int)
    seen: set[tuple[str, int, int, str, int]] = set()
    for heard in journal.heard:
        stream = (heard.client, heard.connection, heard.answer, heard.room_id)
        if (*stream, heard.seq) in seen:
            yield Violation(kind=Kind.DUPLICATED, what=f"{heard} came twice")
        elif heard.seq < last[stream] and (ordered or heard.answer):
            yield Violation(kind=Kind.OUT_OF_ORDER, what=f"{heard} came after {last[stream]}")
        seen.add((*stream, heard.seq))
        last[stream] = max(last[stream], heard.seq)


def _everyone_has_everything(journal: Journal, log: Log) -> Iterator[Violation]:
    for client, rooms in journal.views.items():
        for room_id, view in rooms.items():
            truth = log.rooms.get(room_id, {})
            for seq in sorted(truth.keys() - view.keys()):
                yield Violation(kind=Kind.LOST, what=f"{client} never got {seq} of {room_id}")
            for seq in sorted(view.keys() - truth.keys()):
                what = f"{client} shows {view[seq]} as {seq} of {room_id}, where nothing is stored"
                yield Violation(kind=Kind.INVENTED, what=what)
            for seq in sorted(view.keys() & truth.keys()):
                if view[seq].id != truth[seq].id:
                    what = f"{client} shows {view[seq]} as {seq} of {room_id}, where {truth[seq]} is stored"
                    yield Violation(kind=Kind.INVENTED, what=what)
                elif view[seq] != truth[seq]:
                    what = f"{client} shows {view[seq]}, stored is {truth[seq]}"
                    yield Violation(kind=Kind.DIVERGED, what=what)


def _changes_are_kept(journal: Journal, log: Log) -> Iterator[Violation]:
    at_rev: dict[tuple[str, int], Changed] = {}
    by_target: dict[tuple[str, str], list[Changed]] = defaultdict(list)
    for change in journal.changed:
        by_target[change.message_id, _target(change)].append(change)
        if change.rev is None:
            continue
        row = log.by_id.get(change.message_id)
        if row is None or row.shown.rev < change.rev:
            yield Violation(kind=Kind.LOST, what=f"{change} was acknowledged; stored is {row}")
        other = at_rev.setdefault((change.room_id, change.rev), change)
        if other != change:
            yield Violation(kind=Kind.OUT_OF_ORDER, what=f"{change} has the rev of {other}")
    for changes in by_target.values():
        yield from _last_one_wins(changes, log)


def _target(change: Changed) -> str:
    return f"reaction {change.value}" if change.what in ("added", "removed") else change.what


def _last_one_wins(changes: Sequence[Changed], log: Log) -> Iterator[Violation]:
    """What is stored is what the last acknowledged change said, or one that was never answered."""
    acknowledged = [change for change in changes if change.rev is not None]
    row = log.by_id.get(changes[0].message_id)
    if not acknowledged or row is None:
        return
    answered = {(change.what, change.value) for change in acknowledged}
    last = max(acknowledged, key=lambda change: change.rev or 0)
    possible = [last, *(change for change in changes if (change.what, change.value) not in answered)]
    if not any(_holds(change, row.shown) for change in possible):
        yield Violation(kind=Kind.LOST, what=f"{last} was acknowledged; stored is {row.shown}")


def _holds(change: Changed, now: Shown) -> bool:
    if now.deleted:
        return True  # a tombstone shows nothing of what was before
    if change.what == "deleted":
        return False
    if change.what == "content":
        return now.content == change.value
    emoji, _, user_id = change.value.partition(" ")
    return (user_id in dict(now.reactions).get(emoji, ())) == (change.what == "added")
