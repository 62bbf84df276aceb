"""Public holidays, and when nothing is in the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.features.agenda.free import gaps, joined
from hub.features.agenda.holidays import country_of
from tests.features.agenda.test_agenda import STANDUP, an_event
from tests.house import House, MovableClock, Person


async def test_holidays_are_those_of_where_one_lives_in_ones_language(house: House) -> None:
    camille = await house.person("camille", locale="fr", time_zone="Europe/Paris")
    found = (await camille("GET", "/api/agenda/holidays?from=2026-07-01&to=2026-08-31")).ok()
    assert found["country"] == "FR"
    assert found["items"] == [
        {"date": "2026-07-14", "name": "Fête nationale"},
        {"date": "2026-08-15", "name": "Assomption"},
    ]
    german = (await camille("GET", "/api/agenda/holidays?country=DE&from=2026-10-01&to=2026-10-31")).ok()
    assert [holiday["date"] for holiday in german["items"]] == ["2026-10-03"]
    bavarian = "/api/agenda/holidays?country=DE&subdivision=BY&from=2026-11-01&to=2026-11-01"
    assert len((await camille("GET", bavarian)).ok()["items"]) == 1


async def test_an_english_speaker_in_france_reads_english(alice: Person, clock: MovableClock) -> None:
    clock.set(datetime(2026, 11, 21, 12, tzinfo=UTC))
    found = (await alice("GET", "/api/agenda/holidays")).ok()
    names = {holiday["date"]: holiday["name"] for holiday in found["items"]}
    assert names["2026-12-25"] == names["2027-12-25"] == "Christmas Day" and min(names) == "2026-01-01"


@pytest.mark.parametrize(
    ("zone", "locale", "country"),
    [
        ("Europe/Paris", "en-US", "FR"),
        ("America/Chicago", "fr", "US"),
        ("UTC", "en-GB", "GB"),
        ("UTC", "fr_CA", "CA"),
        ("UTC", "fr", "FR"),
        ("UTC", "en", None),
    ],
)
def test_the_country_is_told_by_the_clock_then_by_the_language(zone: str, locale: str, country: str | None) -> None:
    assert country_of(zone, locale) == country


@pytest.mark.parametrize(
    "query",
    [
        "country=XX",
        "country=france",
        "country=FR&subdivision=NOWHERE",
        "from=2026-02-01&to=2026-01-01",
        "from=1990-01-01&to=2026-01-01",
        "from=0001-01-01&to=0002-01-01",
        "from=2026-01-01T10:00:00Z",
        "country[$ne]=FR",
    ],
)
async def test_what_is_no_question_about_holidays_is_refused(alice: Person, query: str) -> None:
    (await alice("GET", f"/api/agenda/holidays?{query}")).refused("invalid", 422)


async def test_free_is_what_the_events_leave_of_the_day(alice: Person, clock: MovableClock) -> None:
    clock.set(datetime(2026, 11, 20, 12, tzinfo=UTC))
    series = await an_event(alice, **STANDUP)
    await an_event(alice, start="2026-11-23T08:10:00Z", end="2026-11-23T09:00:00Z")
    await an_event(alice, start="2026-11-23T12:00:00Z", end="2026-11-23T18:45:00Z")
    await an_event(alice, start="2026-11-23T10:00:00Z", end="2026-11-23T11:00:00Z", status="cancelled")
    await an_event(alice, start="2026-11-23", end="2026-11-24")
    question = "/api/agenda/free?from=2026-11-23T00:00:00Z&to=2026-11-24T08:00:00Z"
    found = (await alice("GET", question)).ok()
    assert [(one["start"][5:16], one["end"][5:16]) for one in found["busy"]] == [
        ("11-23T08:00", "11-23T09:00"),
        ("11-23T12:00", "11-23T18:45"),
    ]
    assert [(one["start"][5:16], one["end"][5:16]) for one in found["free"]] == [
        ("11-23T07:00", "11-23T08:00"),
        ("11-23T09:00", "11-23T12:00"),
        ("11-24T07:00", "11-24T08:00"),
    ]
    body = {"occurrence": "2026-11-23T08:00:00Z", "status": "cancelled"}
    (await alice("PATCH", f"/api/agenda/{series['id']}", body)).ok()
    assert (await alice("GET", question)).ok()["busy"][0]["start"] == "2026-11-23T08:10:00.000Z"


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-11-23T00:00:00Z",
        "from=2026-11-23T00:00:00Z&to=2026-11-22T00:00:00Z",
        "from=2026-11-23T00:00:00Z&to=2027-11-22T00:00:00Z",
        "from=2026-11-23&to=2026-11-24",
        "from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z&minutes=0",
        "from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z&day_begins=12&day_ends=12",
    ],
)
async def test_what_is_no_question_about_free_time_is_refused(alice: Person, query: str) -> None:
    (await alice("GET", f"/api/agenda/free?{query}")).refused("invalid", 422)


MINUTES = st.integers(0, 1440)
SPANS = st.lists(st.tuples(MINUTES, MINUTES).filter(lambda pair: pair[0] < pair[1]), max_size=12)


@given(spans=SPANS, bounds=st.tuples(MINUTES, MINUTES).filter(lambda pair: pair[0] < pair[1]))
def test_every_minute_is_either_busy_or_free(spans: list[tuple[int, int]], bounds: tuple[int, int]) -> None:
    zero = datetime(2026, 1, 1, tzinfo=UTC)
    busy = list(joined((zero + timedelta(minutes=start), zero + timedelta(minutes=end)) for start, end in spans))
    assert all(first[1] < second[0] for first, second in pairwise(busy))
    low, high = (zero + timedelta(minutes=bound) for bound in bounds)
    free = list(gaps(busy, low, high))
    for minute in range(*bounds):
        at = zero + timedelta(minutes=minute)
        is_free = any(start <= at < end for start, end in free)
        assert is_free is not any(start <= minute < end for start, end in spans)
