"""Who is elsewhere, as the other processes tell, and as they fall silent."""

from __future__ import annotations

from hub.realtime.roster import GONE_AFTER_S, Roster


def two_processes() -> Roster:
    roster = Roster()
    assert roster.heard("first", 0.0)
    assert roster.heard("second", 0.0)
    roster.state("first", ["ann", "ben"], ["watch"])
    roster.state("second", ["ben", "cid"], [])
    return roster


def test_a_person_is_elsewhere_as_long_as_one_process_has_them() -> None:
    roster = two_processes()
    assert set(roster.people()) == {"ann", "ben", "cid"}
    roster.moved("first", (), ["ben"])
    assert "ben" in roster.people()
    roster.moved("second", (), ["ben"])
    assert "ben" not in roster.people()
    roster.moved("second", (), ["ben"])
    roster.moved("second", ["ben"], ())
    roster.moved("second", ["ben"], ())
    roster.moved("second", (), ["ben"])
    assert "ben" not in roster.people(), "told twice counts once"


def test_a_state_replaces_what_was_told_before() -> None:
    roster = two_processes()
    roster.state("first", ["dan"], [])
    assert set(roster.people()) == {"dan", "ben", "cid"}
    assert not roster.is_heard("watch")


def test_a_silent_process_takes_its_people_with_it() -> None:
    roster = two_processes()
    assert not roster.heard("second", GONE_AFTER_S)
    assert roster.silent(GONE_AFTER_S + 1) == ["first"]
    assert roster.gone("first") == ["ann"], "the others are somewhere else"
    assert set(roster.people()) == {"ben", "cid"}
    assert roster.processes() == ["second"]
    assert roster.gone("first") == []
    assert roster.heard("first", 100.0), "it has to introduce itself again"


def test_a_topic_is_heard_while_a_process_says_so() -> None:
    roster = two_processes()
    assert roster.is_heard("watch")
    roster.topic("second", "watch", True)
    roster.topic("first", "watch", False)
    assert roster.is_heard("watch")
    roster.gone("second")
    assert not roster.is_heard("watch")
