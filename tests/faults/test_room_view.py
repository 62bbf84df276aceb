"""What a client makes of broadcasts and of `room.sync`: the rules of wire.md, without a wire."""

from __future__ import annotations

from typing import Any

from tests.faults.room_view import RoomView


def _message(seq: int, *, rev: int = 0, content: str = "") -> dict[str, Any]:
    return {
        "id": f"id {seq}",
        "seq": seq,
        "rev": rev,
        "content": content or f"message {seq}",
        "deleted_at": None,
        "reactions": [],
    }


def _answer(*items: dict[str, Any], seq: int, rev: int = 0, more: bool = False, changed: Any = ()) -> dict[str, Any]:
    return {"items": list(items), "changed": list(changed), "seq": seq, "rev": rev, "more": more}


def test_what_comes_in_order_is_known() -> None:
    view = RoomView()
    for seq in (1, 2, 3):
        view.created(_message(seq))
    assert (view.seq, view.behind, sorted(view.messages)) == (3, False, [1, 2, 3])


def test_a_hole_is_noticed_and_filled_by_a_late_broadcast() -> None:
    view = RoomView()
    view.created(_message(1))
    view.created(_message(3))
    assert (view.seq, view.behind) == (1, True)
    view.created(_message(2))
    assert (view.seq, view.behind) == (3, False)


def test_a_sync_fills_a_hole_or_says_that_there_is_nothing() -> None:
    view = RoomView()
    view.created(_message(4))
    assert view.synced(0, _answer(_message(1), _message(3), seq=4)) == [2, 4]
    assert (view.seq, view.behind) == (4, False)


def test_a_page_says_nothing_of_what_is_behind_it() -> None:
    view = RoomView()
    assert view.synced(0, _answer(_message(1), _message(2), seq=9, more=True)) == []
    assert view.seq == 2
    assert view.synced(2, _answer(seq=9, rev=3, more=True, changed=[_message(1, rev=3)])) == []
    assert (view.seq, view.rev, view.messages[1].rev) == (2, 0, 3)
    assert view.synced(2, _answer(*map(_message, range(3, 10)), seq=9, rev=4)) == []
    assert (view.seq, view.rev, view.behind) == (9, 4, False)


def test_where_a_room_stands_shows_what_is_missing() -> None:
    view = RoomView()
    view.stands_at(0, 0)
    assert not view.behind
    view.stands_at(0, 1)
    assert view.behind


def test_an_older_change_does_not_undo_a_newer_one() -> None:
    view = RoomView()
    view.created(_message(1))
    view.changed(_message(1, rev=2, content="second"))
    assert view.behind
    view.changed(_message(1, rev=1, content="first"))
    assert (view.messages[1].content, view.rev, view.behind) == ("second", 2, False)


def test_a_reaction_counts_in_its_place_only() -> None:
    view = RoomView()
    view.created(_message(1))
    view.reacted({"seq": 1, "rev": 2, "emoji": "👍", "user_id": "bob"}, added=True)
    assert (view.messages[1].reactions, view.behind) == ((), True)
    view.reacted({"seq": 1, "rev": 1, "emoji": "🎉", "user_id": "bob"}, added=True)
    assert (view.messages[1].reactions, view.rev, view.behind) == ((("🎉", ("bob",)),), 1, True)
    both = {**_message(1, rev=2), "reactions": [{"emoji": "👍", "user_ids": ["bob"]}]}
    view.synced(1, _answer(seq=1, rev=2, changed=[both]))
    assert (view.messages[1].reactions, view.behind) == ((("👍", ("bob",)),), False)


def test_a_reaction_that_a_sync_has_shown_already_changes_nothing() -> None:
    view = RoomView()
    view.synced(0, _answer({**_message(1, rev=1), "reactions": [{"emoji": "👍", "user_ids": ["bob"]}]}, seq=1, rev=1))
    view.reacted({"seq": 1, "rev": 1, "emoji": "👍", "user_id": "bob"}, added=False)
    assert view.messages[1].reactions == (("👍", ("bob",)),)


def test_a_reaction_beyond_what_an_answer_showed_is_asked_for() -> None:
    view = RoomView()
    view.synced(0, _answer(seq=0, rev=1))
    view.created(_message(1))
    view.reacted({"seq": 1, "rev": 1, "emoji": "👍", "user_id": "bob"}, added=True)
    assert (view.rev, view.behind) == (0, True)
