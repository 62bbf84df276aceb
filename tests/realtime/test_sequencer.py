"""The laws of the sequencer: whatever order things arrive in, they leave in the order in which they happened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from hub.realtime.sequencer import Place, Sequencer

LANES = ("here", "there", "elsewhere")
ROWS = ("lobby", "kitchen")
PATIENCE_S = 0.15


@dataclass(frozen=True)
class Said:
    """One thing that a process emitted."""

    lane: str
    index: int
    place: Place | None


@st.composite
def happened(draw: st.DrawFn) -> dict[str, list[Said]]:
    """What each process emitted, in its order; numbers of a row in the order in which all of it happened."""
    emitted: dict[str, list[Said]] = {lane: [] for lane in LANES}
    numbers: Counter[str] = Counter()
    for lane, row in draw(st.lists(st.tuples(st.sampled_from(LANES), st.sampled_from((*ROWS, None))), max_size=40)):
        if row is not None:
            numbers[row] += 1
        place = None if row is None else (row, numbers[row])
        emitted[lane].append(Said(lane, len(emitted[lane]), place))
    return emitted


def arrivals(draw: st.DrawFn, emitted: dict[str, list[Said]]) -> list[Said]:
    """The emissions in an order in which they may arrive: each process' own stay in order."""
    queues = {lane: list(said) for lane, said in emitted.items()}
    arrived: list[Said] = []
    while any(queues.values()):
        lane = draw(st.sampled_from([lane for lane, said in queues.items() if said]))
        arrived.append(queues[lane].pop(0))
    return arrived


def told_the_beginnings(sequencer: Sequencer[Said]) -> None:
    """A row starts with the first number that is seen; here nobody missed its beginning."""
    for row in ROWS:
        sequencer.offer("before", Said("before", 0, (row, 0)), (row, 0), 0.0)


def in_order(said: list[Said]) -> bool:
    """Whether each process' emissions are in the order in which it made them."""
    return all(
        [one.index for one in said if one.lane == lane] == sorted(one.index for one in said if one.lane == lane)
        for lane in LANES
    )


def numbers_of(said: list[Said], row: str) -> list[int]:
    return [one.place[1] for one in said if one.place is not None and one.place[0] == row]


@given(st.data())
def test_all_of_it_leaves_in_order_and_nothing_waits_for_time(data: st.DataObject) -> None:
    arrived = arrivals(data.draw, data.draw(happened()))
    sequencer = Sequencer[Said](PATIENCE_S)
    told_the_beginnings(sequencer)
    left: list[Said] = []
    for said in arrived:
        left += sequencer.offer(said.lane, said, said.place, 0.0)
    assert Counter(left) == Counter(arrived)
    assert sequencer.held == 0 and sequencer.deadline is None
    assert in_order(left)
    for row in ROWS:
        assert numbers_of(left, row) == list(range(1, len(numbers_of(left, row)) + 1))


@given(st.data())
def test_what_is_lost_holds_up_nobody_beyond_the_patience(data: st.DataObject) -> None:
    arrived = arrivals(data.draw, data.draw(happened()))
    lost = data.draw(st.sets(st.integers(0, len(arrived))))
    sequencer = Sequencer[Said](PATIENCE_S)
    told_the_beginnings(sequencer)
    left: list[Said] = []
    came_at: dict[Said, float] = {}
    now = 0.0
    for number, said in enumerate(arrived):
        now += data.draw(st.sampled_from((0.0, 0.01, 0.1)))
        for one in sequencer.due(now):
            left.append(one)
        assert all(now < at + PATIENCE_S for one, at in came_at.items() if one not in left)
        if number not in lost:
            came_at[said] = now
            left += sequencer.offer(said.lane, said, said.place, now)
    while sequencer.deadline is not None:
        now = sequencer.deadline
        left += sequencer.due(now)
    assert Counter(left) == Counter(list(came_at))
    assert in_order(left)


@given(st.data())
def test_memory_is_bounded(data: st.DataObject) -> None:
    arrived = arrivals(data.draw, data.draw(happened()))
    sequencer = Sequencer[Said](PATIENCE_S, most_rows=1, most_held=3)
    left: list[Said] = []
    for said in arrived:
        left += sequencer.offer(said.lane, said, said.place, 0.0)
        assert sequencer.held <= 3
    left += sequencer.due(PATIENCE_S)
    assert Counter(left) == Counter(arrived)
    assert in_order(left)


def test_without_patience_nothing_is_held() -> None:
    sequencer = Sequencer[str](0.0)
    assert sequencer.offer("here", "seven", ("lobby", 7), 0.0) == ["seven"]
    assert sequencer.offer("there", "nine", ("lobby", 9), 0.0) == ["nine"]
    assert sequencer.offer("here", "eight", ("lobby", 8), 0.0) == ["eight"]


def test_what_a_process_left_behind_is_delivered_when_it_goes() -> None:
    sequencer = Sequencer[str](PATIENCE_S)
    sequencer.offer("here", "one", ("lobby", 1), 0.0)
    assert sequencer.offer("there", "three", ("lobby", 3), 0.0) == []
    assert sequencer.offer("there", "done", None, 0.0) == []
    assert sequencer.forget("there") == ["three", "done"]
    assert sequencer.held == 0
