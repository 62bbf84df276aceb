"""Recurrence rules: the same answers as `dateutil` where it has one, at a bounded cost where it has not."""

from __future__ import annotations

import time as clock
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hub.kernel.errors import OperationError
from hub.storage.recurrence import check_rrule, instant, next_after, wall
from hub.storage.rrule import Rule

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ENDLESS = ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY"]
IMPOSSIBLE = [
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYSETPOS=9;BYDAY=1MO",
    "FREQ=YEARLY;BYWEEKNO=1;BYMONTH=6",
]


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules that calendars make, with combinations that they do not."""
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={freq}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 5))}")
    if draw(st.integers(0, 3)) == 0:
        months = draw(st.lists(st.integers(1, 12), min_size=1, max_size=6, unique=True))
        parts.append("BYMONTH=" + ",".join(map(str, months)))
    named = draw(st.sampled_from(["", "BYMONTHDAY", "BYDAY", "BYPLACED", "BYYEARDAY", "BYWEEKNO"]))
    if named == "BYMONTHDAY" and freq != "WEEKLY":
        days = draw(st.lists(st.integers(-31, 31).filter(bool), min_size=1, max_size=4, unique=True))
        parts.append("BYMONTHDAY=" + ",".join(map(str, days)))
    elif named == "BYDAY" or (named == "BYPLACED" and freq in ("DAILY", "WEEKLY")):
        parts.append("BYDAY=" + ",".join(draw(st.lists(st.sampled_from(DAYS), min_size=1, unique=True))))
    elif named == "BYPLACED":
        place = draw(st.integers(-5, 5).filter(bool))
        parts.append(f"BYDAY={place}{draw(st.sampled_from(DAYS))}")
    elif named == "BYYEARDAY" and freq == "YEARLY":
        parts.append("BYYEARDAY=" + ",".join(map(str, draw(st.sampled_from([[1], [-1], [60, 200], [366]])))))
    elif named == "BYWEEKNO" and freq == "YEARLY":
        parts.append(f"BYWEEKNO={draw(st.integers(1, 53))};BYDAY={draw(st.sampled_from(DAYS))}")
    if freq == "WEEKLY" and draw(st.booleans()):
        parts.append("WKST=" + draw(st.sampled_from(DAYS)))
    if draw(st.integers(0, 4)) == 0:
        parts.append(
            "BYHOUR=" + ",".join(map(str, sorted(draw(st.sets(st.integers(0, 23), min_size=1, max_size=3)))))
        )
    if freq in ("MONTHLY", "YEARLY") and len(parts) > 1 and draw(st.integers(0, 3)) == 0:
        parts.append(f"BYSETPOS={draw(st.sampled_from([1, -1, 2]))}")
    if draw(st.integers(0, 3)) == 0:
        parts.append(f"COUNT={draw(st.integers(1, 40))}")
    return ";".join(parts)


starts = st.datetimes(datetime(1999, 1, 1), datetime(2040, 12, 31)).map(lambda moment: moment.replace(microsecond=0))


@settings(max_examples=300, deadline=None)
@given(rule=rules(), start=starts, offset=st.integers(0, 3000), width=st.integers(0, 800))
def test_the_same_occurrences_as_dateutil(rule: str, start: datetime, offset: int, width: int) -> None:
    # A known first occurrence keeps dateutil from walking an impossible rule, and makes the start fit it.
    first = Rule.parse(rule).after(start, start)
    assume(first is not None and first.year < 2060)
    assert first is not None
    oracle = rrulestr(rule, dtstart=first)
    assume(next(iter(oracle), None) == first)
    low = first + timedelta(days=offset)
    high = low + timedelta(days=width)
    bounded = rrulestr(rule + ("" if "COUNT" in rule else f";UNTIL={high:%Y%m%dT%H%M%S}"), dtstart=first)
    expected = [moment for moment in islice(bounded, 20_000) if low <= moment <= high] if _ends(rule, first) else None
    assume(expected is not None)
    assert list(Rule.parse(rule).between(first, low, high)) == expected


@settings(max_examples=150, deadline=None)
@given(rule=rules().filter(lambda rule: "COUNT" in rule), start=starts)
def test_where_a_count_ends_is_its_last_occurrence(rule: str, start: datetime) -> None:
    read = Rule.parse(rule)
    last = read.last(start)
    assume(last is not None)
    assert last is not None
    assert list(read.between(start, start, last + timedelta(days=4000)))[-1] == last


def _ends(rule: str, first: datetime) -> bool:
    """Whether dateutil comes to an end with it soon: it has an occurrence past any window that is asked for."""
    return Rule.parse(rule.partition(";COUNT")[0]).after(first, first + timedelta(days=4000)) is not None


@pytest.mark.parametrize("rule", [*ENDLESS, *IMPOSSIBLE])
def test_a_rule_that_never_ends_costs_a_bounded_time(rule: str) -> None:
    began = clock.perf_counter()
    list(Rule.parse(rule).between(datetime(1901, 1, 1, 8), datetime(2026, 1, 1), datetime(2028, 1, 1)))
    Rule.parse(rule).after(datetime(1901, 1, 1, 8), datetime(2026, 1, 1))
    assert clock.perf_counter() - began < 30


@pytest.mark.parametrize("rule", IMPOSSIBLE)
def test_an_impossible_rule_has_its_start_and_nothing_else(rule: str) -> None:
    start = datetime(2026, 1, 1, 8)
    assert list(Rule.parse(rule).between(start, start, datetime(2028, 1, 1))) == [start]
    assert Rule.parse(rule).after(start, start) is None


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=HOURLY",
        "FREQ=SECONDLY;INTERVAL=1",
        "weekly",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;COUNT=2;UNTIL=20270101",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=9999999",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;UNTIL=20261301",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=DAILY;BYHOUR=24",
        "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=0,30",
        "FREQ=DAILY;BYEASTER=0",
        "FREQ=DAILY;INTERVAL=١",
        "FREQ=DAILY;X-WHAT=1",
        "BYDAY=MO",
    ],
)
def test_what_is_no_rule_is_refused(rule: str) -> None:
    with pytest.raises(OperationError) as refusal:
        check_rrule(rule)
    assert refusal.value.code == "invalid"
    assert "rrule" in refusal.value.errors


def test_until_in_utc_is_read_in_the_zone_and_a_date_includes_its_day() -> None:
    start = datetime(2026, 11, 2, 8)
    in_utc = Rule.parse("FREQ=DAILY;UNTIL=20261104T070000Z", ZoneInfo("Europe/Paris"))
    a_date = Rule.parse("FREQ=DAILY;UNTIL=20261104")
    for rule in (in_utc, a_date):
        assert list(rule.between(start, start, datetime(2027, 1, 1)))[-1] == datetime(2026, 11, 4, 8)


ZONES = ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo", "UTC"]


@settings(max_examples=200, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(datetime(2020, 1, 1).date(), datetime(2030, 12, 31).date()),
    hour=st.integers(0, 23),
    minute=st.sampled_from([0, 15, 30, 59]),
    rule=st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,SU", "FREQ=MONTHLY;BYMONTHDAY=1,15,-1"]),
)
def test_the_wall_clock_holds_through_clock_changes(
    zone: str, day: datetime, hour: int, minute: int, rule: str
) -> None:
    """The law: each next occurrence is later, and shows the same time on the wall, but where that time is skipped."""
    where = ZoneInfo(zone)
    local = datetime(day.year, day.month, day.day, hour, minute)
    start = instant(local, where)
    moment = start
    for _ in range(40):
        following = next_after(rule, start, where, moment)
        assert following is not None
        assert following > moment
        shown = wall(following, where)
        skipped = wall(instant(datetime.combine(shown.date(), local.time()), where), where).time() != local.time()
        assert shown.time() == wall(start, where).time() or shown.time() == local.time() or skipped
        moment = following


@pytest.mark.parametrize(
    ("day", "utc_hour"), [("2026-03-28", 7), ("2026-03-29", 6), ("2026-10-24", 6), ("2026-10-25", 7)]
)
def test_eight_in_paris_stays_eight(day: str, utc_hour: int) -> None:
    start = datetime(2026, 1, 5, 7, tzinfo=UTC)
    before = datetime.fromisoformat(day + "T00:00:00+00:00")
    assert next_after("FREQ=DAILY", start, ZoneInfo("Europe/Paris"), before) == before.replace(hour=utc_hour)
