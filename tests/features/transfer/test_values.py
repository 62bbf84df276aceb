"""What other programs write for days, instants, truths and amounts, and what is none of these."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.features.transfer.sources import values
from hub.features.transfer.sources.values import Unfit
from hub.storage import ranks

PARIS, NEW_YORK, NOWHERE = ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York"), ZoneInfo("UTC")
NINE = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2025-03-10T09:00:00.000Z", NINE),
        ("2025-03-10T09:00:00Z", NINE),
        ("2025-03-10 10:00:00+01", NINE),
        ("2025-03-10T10:00:00+0100", NINE),
        ("2025-03-10T10:00", NINE),
        ("2025-03-10 10:00:00", NINE),
        ({"$date": "2025-03-10T09:00:00Z"}, NINE),
        ({"$date": {"$numberLong": "1741597200000"}}, NINE),
        (1741597200000, NINE),
        (1741597200, NINE),
        ("1741597200000", NINE),
        ("2025-03-10", datetime(2025, 3, 9, 23, 0, tzinfo=UTC)),
        ("", None),
        (None, None),
    ],
)
def test_an_instant_in_many_shapes(written: Any, meant: datetime | None) -> None:
    assert values.instant(written, PARIS) == meant


@pytest.mark.parametrize(
    "written",
    [
        "yesterday",
        "2025-13-01T00:00:00.000Z",
        "2025-02-30",
        True,
        [],
        {"a": 1},
        1e300,
        "0001-01-01T00:00:00Z",
        "9" * 30,
    ],
)
def test_what_is_no_instant_says_so(written: Any) -> None:
    with pytest.raises(Unfit):
        values.instant(written, PARIS)


@pytest.mark.parametrize(
    ("written", "zone", "meant"),
    [
        ("2025-03-10", PARIS, date(2025, 3, 10)),
        ("10/03/2025", PARIS, date(2025, 3, 10)),
        ("2025-03-10T00:00:00.000Z", PARIS, date(2025, 3, 10)),
        ("2025-03-09T23:00:00.000Z", PARIS, date(2025, 3, 10)),
        ("2025-07-09T22:00:00.000Z", PARIS, date(2025, 7, 10)),
        ("2025-03-10T04:00:00.000Z", NEW_YORK, date(2025, 3, 10)),
        ("2025-03-10T00:00:00.000Z", NEW_YORK, date(2025, 3, 10)),
        ("2025-03-09T23:00:00.000Z", NOWHERE, date(2025, 3, 10)),
        ("2025-03-10T18:30:00.000Z", NOWHERE, date(2025, 3, 10)),
        ("2025-03-10T00:00:00+02:00", NEW_YORK, date(2025, 3, 10)),
        ("2025-03-10T23:30:00", PARIS, date(2025, 3, 10)),
        (1741561200000, PARIS, date(2025, 3, 10)),
    ],
)
def test_a_day_is_the_one_that_was_meant(written: Any, zone: ZoneInfo, meant: date) -> None:
    assert values.day(written, zone) == meant


@pytest.mark.parametrize(
    ("written", "meant"), [("19,99", 1999), (19.99, 1999), ("1 234.5", 123450), (-0.005, -1), (1.005, 101)]
)
def test_euros_become_cents(written: Any, meant: int) -> None:
    assert values.cents(written) == meant


@pytest.mark.parametrize("written", ["twelve", float("nan"), float("inf"), [], True, "1e400", "1" * 31])
def test_what_is_no_amount_says_so(written: Any) -> None:
    with pytest.raises(Unfit):
        values.cents(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [(True, True), (1, True), ("true", True), ("oui", True), ("0", False), (None, False), ("", False)],
)
def test_yes_and_no(written: Any, meant: bool) -> None:
    assert values.truth(written) is meant


def test_what_is_neither_yes_nor_no_says_so() -> None:
    with pytest.raises(Unfit):
        values.truth("perhaps")


def test_tags_from_text_and_from_lists() -> None:
    assert values.tags("home, été;home\n#work") == ["home", "été", "work"]
    assert values.tags(["a", {"name": "b"}, 3]) == ["a", "b", "3"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-(10**12), 10**12), min_size=2, max_size=6), st.text(max_size=5))
def test_ranks_sort_as_the_numbers_do_and_leave_room(places: list[int], id: str) -> None:
    ordered = sorted(set(places))
    made = [values.rank(place, id) for place in ordered]
    assert made == sorted(made) and len(set(made)) == len(made)
    for low, high in pairwise(made):
        assert low < ranks.between(low, high) < high
    assert ranks.before(made[0]) < made[0] and ranks.after(made[-1]) > made[-1]


@settings(max_examples=40, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_whatever_stands_there_is_read_or_refused(value: Any) -> None:
    for read in (
        lambda: values.instant(value, PARIS),
        lambda: values.day(value, PARIS),
        lambda: values.cents(value),
        lambda: values.truth(value),
        lambda: values.ident(value),
        lambda: values.text(value),
        lambda: values.tags(value),
    ):
        try:
            read()
        except Unfit as fault:
            assert str(fault)
