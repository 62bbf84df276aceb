"""The checker finds what is wrong with a history: one that cannot fail would be worth nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.faults.checker import Kind, check
from tests.faults.journal import Acknowledged, Changed, Heard, Journal, Sent, Shown, Skipped, Stored

ROOM = "room"
ALICE = "alice's id"


def _row(
    seq: int, name: str, *, room_id: str = ROOM, content: str = "", rev: int = 0, deleted: bool = False
) -> Stored:
    now = Shown(id=f"id of {name}", rev=rev, content=content or name, deleted=deleted, reactions=())
    return Stored(room_id=room_id, seq=seq, sender_id=ALICE, client_msg_id=name, shown=now)


def _history(rows: list[Stored]) -> Journal:
    """What a faultless hub would have let happen: alice sent these one after the other, bob heard them."""
    journal = Journal(senders={"alice": ALICE})
    for order, row in enumerate(rows, start=1):
        journal.sent.append(Sent("alice", 1, order, row.room_id, row.client_msg_id))
        journal.acknowledged.append(Acknowledged("alice", 1, row.room_id, row.client_msg_id, row.seq, row.shown.id))
        journal.heard.append(Heard("bob", 1, 0, row.room_id, row.seq, row.shown.id))
    for client in ("alice", "bob"):
        journal.views[client] = {ROOM: {row.seq: row.shown for row in rows}}
    return journal


Spoil = Callable[[Journal, list[Stored]], object]


def _kinds(spoil: Spoil, *, ordered: bool = True) -> set[Kind]:
    """What is found in a history that has been spoilt."""
    rows = [_row(seq, f"message {seq}") for seq in (1, 2, 3)]
    journal = _history(rows)
    spoil(journal, rows)
    return {violation.kind for violation in check(journal, rows, ordered=ordered)}


def test_a_faultless_history_is_fine() -> None:
    assert _kinds(lambda journal, rows: None) == set()


def test_a_retry_with_the_first_answer_is_fine() -> None:
    def again(journal: Journal, rows: list[Stored]) -> None:
        journal.sent.append(Sent("alice", 2, 1, ROOM, "message 1"))
        journal.acknowledged.append(journal.acknowledged[0]._replace(connection=2))

    assert _kinds(again) == set()


def test_catching_up_may_repeat_what_was_told() -> None:
    assert _kinds(lambda journal, rows: journal.heard.append(Heard("bob", 1, 1, ROOM, 2, rows[1].shown.id))) == set()


def test_a_seq_that_never_came_is_fine() -> None:
    rows = [_row(1, "one"), _row(3, "three")]
    journal = _history(rows)
    journal.skipped.append(Skipped("bob", ROOM, 2))
    assert check(journal, rows) == []


def _lose_stored(journal: Journal, rows: list[Stored]) -> None:
    lost = rows.pop()
    journal.heard.pop()
    for view in journal.views.values():
        view[ROOM] = {seq: one for seq, one in view[ROOM].items() if seq != lost.seq}


def _lose_for_bob(journal: Journal, rows: list[Stored]) -> None:
    journal.views["bob"][ROOM] = {1: rows[0].shown, 3: rows[2].shown}


def _store_twice(journal: Journal, rows: list[Stored]) -> None:
    rows.append(rows[0]._replace(seq=4, shown=rows[0].shown._replace(id="another id")))
    for view in journal.views.values():
        view[ROOM] = {**view[ROOM], 4: rows[3].shown}


def _two_in_one_place(journal: Journal, rows: list[Stored]) -> None:
    rows.append(_row(3, "intruder"))
    for view in journal.views.values():
        view[ROOM] = {**view[ROOM], 3: rows[3].shown}


def _acknowledge_elsewhere(journal: Journal, rows: list[Stored]) -> None:
    journal.acknowledged[1] = journal.acknowledged[1]._replace(seq=7)


def _acknowledge_twice(journal: Journal, rows: list[Stored]) -> None:
    journal.acknowledged.append(journal.acknowledged[0]._replace(seq=9, id="another id"))


def _tell_twice(journal: Journal, rows: list[Stored]) -> None:
    journal.heard.append(journal.heard[-1])


def _tell_late(journal: Journal, rows: list[Stored]) -> None:
    journal.heard.reverse()


def _answer_out_of_order(journal: Journal, rows: list[Stored]) -> None:
    journal.heard += [Heard("bob", 2, 1, ROOM, 2, rows[1].shown.id), Heard("bob", 2, 1, ROOM, 1, rows[0].shown.id)]


def _answer_twice(journal: Journal, rows: list[Stored]) -> None:
    journal.heard += [Heard("bob", 2, 1, ROOM, 2, rows[1].shown.id)] * 2


def _fill_a_hole(journal: Journal, rows: list[Stored]) -> None:
    journal.skipped.append(Skipped("bob", ROOM, 2))


def _tell_what_is_not_stored(journal: Journal, rows: list[Stored]) -> None:
    journal.heard.append(Heard("bob", 1, 0, ROOM, 4, "never stored"))


def _tell_another(journal: Journal, rows: list[Stored]) -> None:
    journal.heard[1] = journal.heard[1]._replace(id="un-written and its place given away")


def _show_what_is_not_stored(journal: Journal, rows: list[Stored]) -> None:
    journal.views["bob"][ROOM] = {**journal.views["bob"][ROOM], 4: _row(4, "ghost").shown}


def _show_another(journal: Journal, rows: list[Stored]) -> None:
    journal.views["bob"][ROOM] = {**journal.views["bob"][ROOM], 2: _row(2, "ghost").shown}


def _miss_an_edit(journal: Journal, rows: list[Stored]) -> None:
    rows[0] = _row(1, "message 1", content="edited", rev=1)
    journal.views["alice"][ROOM] = {**journal.views["alice"][ROOM], 1: rows[0].shown}


def _overtake(journal: Journal, rows: list[Stored]) -> None:
    journal.sent = [sent._replace(order=4 - sent.order) for sent in journal.sent]


def _complain(journal: Journal, rows: list[Stored]) -> None:
    journal.complaints.append("alice: message.send: internal")


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (_lose_stored, {Kind.LOST}),
        (_lose_for_bob, {Kind.LOST}),
        (_store_twice, {Kind.DUPLICATED, Kind.OUT_OF_ORDER}),
        (_two_in_one_place, {Kind.DUPLICATED, Kind.INVENTED}),
        (_acknowledge_elsewhere, {Kind.OUT_OF_ORDER}),
        (_acknowledge_twice, {Kind.DUPLICATED}),
        (_tell_twice, {Kind.DUPLICATED}),
        (_tell_late, {Kind.OUT_OF_ORDER}),
        (_answer_out_of_order, {Kind.OUT_OF_ORDER}),
        (_answer_twice, {Kind.DUPLICATED}),
        (_fill_a_hole, {Kind.OUT_OF_ORDER}),
        (_tell_what_is_not_stored, {Kind.INVENTED}),
        (_tell_another, {Kind.INVENTED}),
        (_show_what_is_not_stored, {Kind.INVENTED}),
        (_show_another, {Kind.INVENTED}),
        (_miss_an_edit, {Kind.DIVERGED}),
        (_overtake, {Kind.OUT_OF_ORDER}),
        (_complain, {Kind.MISTAKEN}),
    ],
)
def test_a_broken_promise_is_found(spoil: Spoil, found: set[Kind]) -> None:
    assert _kinds(spoil) == found


def test_with_several_processes_a_broadcast_may_be_late_but_never_double() -> None:
    assert _kinds(_tell_late, ordered=False) == set()
    assert _kinds(_tell_twice, ordered=False) == {Kind.DUPLICATED}
    assert _kinds(_answer_out_of_order, ordered=False) == {Kind.OUT_OF_ORDER}


def test_what_was_sent_twice_may_be_overtaken() -> None:
    def retried(journal: Journal, rows: list[Stored]) -> None:
        _overtake(journal, rows)
        journal.sent += [Sent("alice", 2, order, ROOM, f"message {order}") for order in (1, 2, 3)]

    assert _kinds(retried) == set()


def _changed(*changes: tuple[str, str, int | None], now: Shown) -> set[Kind]:
    """What is found where alice made these changes to a message, of which this is stored."""
    row = Stored(room_id=ROOM, seq=1, sender_id=ALICE, client_msg_id="one", shown=now)
    journal = _history([row])
    for what, value, rev in changes:
        journal.changed.append(Changed("alice", ROOM, now.id, what, value, None))
        if rev is not None:
            journal.changed.append(Changed("alice", ROOM, now.id, what, value, rev))
    return {violation.kind for violation in check(journal, [row])}


def _now(content: str = "one", *, rev: int = 0, deleted: bool = False, liked: bool = False) -> Shown:
    return Shown(id="id", rev=rev, content=content, deleted=deleted, reactions=(("👍", (ALICE,)),) if liked else ())


def test_the_last_acknowledged_edit_is_what_is_stored() -> None:
    first, second = ("content", "first", 1), ("content", "second", 2)
    assert _changed(first, second, now=_now("second", rev=2)) == set()
    assert _changed(first, second, now=_now("first", rev=2)) == {Kind.LOST}
    assert _changed(first, second, now=_now("first", rev=1)) == {Kind.LOST}


def test_an_edit_without_an_answer_may_be_stored_or_not() -> None:
    first, second = ("content", "first", 1), ("content", "second", None)
    assert _changed(first, second, now=_now("first", rev=1)) == set()
    assert _changed(first, second, now=_now("second", rev=2)) == set()
    assert _changed(first, second, now=_now("neither", rev=2)) == {Kind.LOST}


def test_an_acknowledged_deletion_stays() -> None:
    assert _changed(("deleted", "", 1), now=_now("", rev=1, deleted=True)) == set()
    assert _changed(("deleted", "", 1), now=_now("one", rev=1)) == {Kind.LOST}


def test_an_acknowledged_reaction_stays_until_it_is_taken_back() -> None:
    put, taken = ("added", f"👍 {ALICE}", 1), ("removed", f"👍 {ALICE}", 2)
    assert _changed(put, now=_now(rev=1, liked=True)) == set()
    assert _changed(put, now=_now(rev=1)) == {Kind.LOST}
    assert _changed(put, taken, now=_now(rev=2)) == set()
    assert _changed(put, taken, now=_now(rev=2, liked=True)) == {Kind.LOST}


def test_two_changes_never_share_a_rev() -> None:
    assert _changed(("content", "first", 1), ("added", f"👍 {ALICE}", 1), now=_now("first", rev=1, liked=True)) == {
        Kind.OUT_OF_ORDER
    }
