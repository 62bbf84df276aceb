"""The agenda through its doors: events once and recurring, and what is no event."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.house import MovableClock, Person

LUNCH = {"summary": "Lunch", "start": "2026-11-25T11:30:00Z", "end": "2026-11-25T13:00:00Z"}
STANDUP = {
    "summary": "Stand-up",
    "start": "2026-10-19T07:00:00Z",
    "end": "2026-10-19T07:15:00Z",
    "rrule": "FREQ=WEEKLY;BYDAY=MO",
}


async def an_event(person: Person, **fields: Any) -> Any:
    """An event of that person's: a lunch, unless told otherwise."""
    return (await person("POST", "/api/agenda", {**LUNCH, **fields})).ok()


async def starts(person: Person, low: str, high: str, **more: str) -> list[str]:
    """When things happen between two times, as the list has it."""
    query = {"from": low, "to": high, **more}
    return [item["start"] for item in (await person("GET", "/api/agenda", params=query)).ok()["items"]]


async def test_an_event_is_made_found_changed_and_deleted(alice: Person) -> None:
    made = await an_event(
        alice,
        location="Chez Léon",
        alarms=[{"minutes_before": 15}],
        attendees=[{"email": "sophie@example.org", "name": "Sophie"}],
        color="#336699",
    )
    assert (made["start"], made["all_day"], made["time_zone"]) == ("2026-11-25T11:30:00.000Z", False, "Europe/Paris")
    assert (made["status"], made["source"], made["occurrence"]) == ("confirmed", "manual", None)
    assert made["attendees"][0]["response"] == "needs-action"
    found = (await alice("GET", "/api/agenda?q=LEON")).ok()["items"]
    assert [event["id"] for event in found] == [made["id"]]
    changed = (await alice("PATCH", f"/api/agenda/{made['id']}", {"start": "2026-11-26T12:00:00Z"})).ok()
    assert changed["end"] == "2026-11-26T13:30:00.000Z", "a new start moves the end along"
    assert (changed["revision"], changed["uid"]) == (2, made["uid"])
    assert (await alice("GET", f"/api/agenda/{made['id']}")).ok() == changed
    assert (await alice("DELETE", f"/api/agenda/{made['id']}")).ok() == {"id": made["id"], "deleted": True}
    (await alice("GET", f"/api/agenda/{made['id']}")).refused("not_found", 404)


async def test_without_an_end_it_lasts_an_hour_or_a_day(alice: Person) -> None:
    timed = (await alice("POST", "/api/agenda", {"summary": "x", "start": "2026-11-25T11:30:00+01:00"})).ok()
    assert (timed["start"], timed["end"]) == ("2026-11-25T10:30:00.000Z", "2026-11-25T11:30:00.000Z")
    whole = (await alice("POST", "/api/agenda", {"summary": "x", "start": "2026-12-03"})).ok()
    assert (whole["start"], whole["end"], whole["all_day"]) == ("2026-12-03", "2026-12-04", True)
    becomes = (await alice("PATCH", f"/api/agenda/{timed['id']}", {"start": "2026-11-27"})).ok()
    assert (becomes["start"], becomes["end"], becomes["all_day"]) == ("2026-11-27", "2026-11-28", True)


async def test_the_owner_hears_of_it_and_a_stranger_does_not(alice: Person, bob: Person) -> None:
    async with alice.socket() as hers, bob.socket() as his:
        made = await hers.ok("agenda.create", LUNCH)
        heard = await hers.hear("agenda.created", lambda told: told["entity"]["id"] == made["id"])
        assert heard["entity"] == made
        await his.refused("agenda.get", {"id": made["id"]}, "not_found")
        listed = await his.ok("agenda.list", {"from": "2026-11-01", "to": "2026-11-30"})
        assert listed == {"items": [], "next_cursor": None}
        assert not his.all("agenda.created")


async def test_a_range_holds_occurrences_in_order_and_at_their_time_on_the_wall(alice: Person) -> None:
    """Nine in Paris stays nine through the clock change of 25 October 2026."""
    await an_event(alice, **STANDUP)
    await an_event(alice)
    await an_event(alice, summary="Berlin", start="2026-11-24", end="2026-11-27")
    assert await starts(alice, "2026-10-19", "2026-10-31") == ["2026-10-19T07:00:00.000Z", "2026-10-26T08:00:00.000Z"]
    week = (await alice("GET", "/api/agenda?from=2026-11-23&to=2026-11-29")).ok()["items"]
    assert [(item["summary"], item["start"], item["occurrence"]) for item in week] == [
        ("Stand-up", "2026-11-23T08:00:00.000Z", "2026-11-23T08:00:00.000Z"),
        ("Berlin", "2026-11-24", "2026-11-24"),
        ("Lunch", "2026-11-25T11:30:00.000Z", "2026-11-25T11:30:00.000Z"),
    ]
    assert week[0]["end"] == "2026-11-23T08:15:00.000Z"
    assert len((await alice("GET", "/api/agenda")).ok()["items"]) == 3, "without a range, events as they are stored"


async def test_a_range_includes_what_overlaps_it_and_nothing_that_touches_it(alice: Person) -> None:
    await an_event(alice)
    assert await starts(alice, "2026-11-25T12:59:00Z", "2026-11-25T20:00:00Z")
    assert await starts(alice, "2026-11-25T10:00:00Z", "2026-11-25T11:31:00Z")
    assert not await starts(alice, "2026-11-25T13:00:00Z", "2026-11-25T20:00:00Z")
    assert not await starts(alice, "2026-11-25T10:00:00Z", "2026-11-25T11:30:00Z")


async def test_a_day_of_the_callers_is_a_day_in_their_zone(alice: Person) -> None:
    late = await an_event(alice, start="2026-11-25T22:30:00Z", end="2026-11-25T22:45:00Z")
    (found,) = (await alice("GET", "/api/agenda?from=2026-11-25&to=2026-11-25")).ok()["items"]
    assert found["id"] == late["id"]
    next_day = await an_event(alice, start="2026-11-25T23:30:00Z", end="2026-11-25T23:45:00Z")
    (found,) = (await alice("GET", "/api/agenda?from=2026-11-26&to=2026-11-26")).ok()["items"]
    assert found["id"] == next_day["id"]


async def test_occurrences_come_a_page_at_a_time(alice: Person) -> None:
    await an_event(alice, start="2026-01-01T07:00:00Z", end="2026-01-01T08:00:00Z", rrule="FREQ=DAILY")
    await an_event(alice, summary="Same time", start="2026-01-01T07:00:00Z", rrule="FREQ=DAILY;INTERVAL=2", end=None)
    await an_event(alice, summary="All day", start="2026-01-01", end="2026-01-02", rrule="FREQ=DAILY")
    query = {"from": "2026-03-01", "to": "2026-03-31"}
    whole = (await alice("GET", "/api/agenda", params={**query, "limit": "200"})).ok()
    assert len(whole["items"]) == 31 + 15 + 31 and whole["next_cursor"] is None
    paged: list[Any] = []
    cursor: str | None = None
    while True:
        more = {"cursor": cursor} if cursor else {}
        page = (await alice("GET", "/api/agenda", params={**query, "limit": "7", **more})).ok()
        paged += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert paged == whole["items"]
    for bad in ("nonsense", "WzEsMl0", "eyIkZ3QiOjF9"):
        (await alice("GET", "/api/agenda", params={**query, "cursor": bad})).refused("invalid", 422)


async def test_what_is_ahead_is_one_question(alice: Person, clock: MovableClock) -> None:
    clock.set(datetime(2026, 11, 21, 12, tzinfo=UTC))
    await an_event(alice, **STANDUP)
    await an_event(alice)
    ahead = (await alice("GET", "/api/agenda/upcoming")).ok()["items"]
    assert [item["summary"] for item in ahead] == ["Stand-up", "Lunch"]
    assert len((await alice("GET", "/api/agenda/upcoming?days=2")).ok()["items"]) == 1


async def test_a_rule_that_never_ends_is_asked_about_cheaply(alice: Person) -> None:
    for rule in ("FREQ=DAILY", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8"):
        await an_event(alice, start="1950-01-01T07:00:00Z", end="1950-01-01T07:30:00Z", rrule=rule)
    began = datetime.now(UTC)
    assert len(await starts(alice, "2026-01-01", "2027-12-31", limit="200")) == 200
    assert (datetime.now(UTC) - began).total_seconds() < 1.5


async def test_a_series_of_old_with_many_exceptions_is_asked_about_cheaply(alice: Person) -> None:
    """A COUNT is not counted anew for each exception, nor for each question."""
    made = await an_event(
        alice, start="2000-01-01T07:00:00Z", end="2000-01-01T07:30:00Z", rrule="FREQ=DAILY;COUNT=9900"
    )
    left_out = [f"20{year:02}-{month:02}-02T07:00:00Z" for year in range(10) for month in (1, 2, 3, 11, 12)]
    began = datetime.now(UTC)
    changed = (await alice("PATCH", f"/api/agenda/{made['id']}", {"exdates": left_out})).ok()
    moved = (await alice("PATCH", f"/api/agenda/{made['id']}", {"start": "2000-01-01T08:00:00Z"})).ok()
    assert len(changed["exdates"]) == len(moved["exdates"]) == len(left_out)
    assert await starts(alice, "2027-02-06", "2027-12-31") == ["2027-02-06T08:00:00.000Z", "2027-02-07T08:00:00.000Z"]
    assert (datetime.now(UTC) - began).total_seconds() < 3


async def test_a_stale_revision_is_a_conflict_that_shows_what_is(alice: Person) -> None:
    made = await an_event(alice)
    (await alice("PATCH", f"/api/agenda/{made['id']}", {"summary": "Two", "revision": 1})).ok()
    stale = (await alice("PATCH", f"/api/agenda/{made['id']}", {"summary": "3", "revision": 1})).refused("conflict")
    assert stale["current"]["summary"] == "Two"


@pytest.mark.parametrize(
    "change",
    [
        {"summary": ""},
        {"summary": "x" * 301},
        {"summary": {"$gt": ""}},
        {"description": "x" * 20_001},
        {"location": "x" * 1001},
        {"start": None},
        {"start": "tomorrow"},
        {"start": "2026-11-25T11:30:00"},
        {"start": 1_800_000_000},
        {"start": {"$gt": ""}},
        {"start": "2026-02-30"},
        {"start": "2026-11-25"},
        {"end": "2026-11-26"},
        {"start": "2026-11-25", "end": "2026-11-26", "all_day": False},
        {"all_day": True},
        {"end": LUNCH["start"]},
        {"end": "2026-11-25T10:00:00Z"},
        {"start": "2026-11-25", "end": "2026-11-25"},
        {"start": "9999-12-31T00:00:00Z", "end": "9999-12-31T23:00:00Z"},
        {"start": "0001-01-01T00:00:00+14:00"},
        {"rrule": "FREQ=HOURLY"},
        {"rrule": "FREQ=DAILY;BYDAY=1MO"},
        {"rrule": "FREQ=DAILY;COUNT=2;UNTIL=20270101"},
        {"rrule": "x" * 501},
        {"rrule": "FREQ=DAILY;COUNT=10001"},
        {"rrule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=2"},
        {"end": "2040-01-01T00:00:00Z"},
        {"exdates": ["2026-11-25"]},
        {"exdates": ["2026-11-25T11:30:00Z"] * 1001},
        {"time_zone": "Europe/Atlantis"},
        {"color": "red"},
        {"status": "maybe"},
        {"alarms": [{"minutes_before": "15"}]},
        {"alarms": [{"minutes_before": 15, "$set": 1}]},
        {"attendees": [{"email": "nobody"}]},
        {"source": "google"},
        {"uid": "mine"},
        {"owner_id": "0" * 24},
        {"overrides": []},
    ],
)
async def test_what_is_no_event_is_refused(alice: Person, change: dict[str, Any]) -> None:
    (await alice("POST", "/api/agenda", LUNCH)).ok()
    (await alice("POST", "/api/agenda", {**LUNCH, **change})).refused("invalid", 422)


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-11-01"},
        {"to": "2026-11-01"},
        {"from": "2026-11-02", "to": "2026-11-01"},
        {"from": "2026-01-01", "to": "2029-01-01"},
        {"from": "yesterday", "to": "2026-01-01"},
        {"from": "2026-01-01T00:00:00", "to": "2026-01-02"},
        {"limit": "0"},
        {"limit": "201"},
        {"from[$gt]": "2026-01-01"},
    ],
)
async def test_what_is_no_range_is_refused(alice: Person, query: dict[str, str]) -> None:
    (await alice("GET", "/api/agenda", params=query)).refused("invalid", 422)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/agenda/{id}", None),
        ("PATCH", "/api/agenda/{id}", {"summary": "Mine"}),
        ("DELETE", "/api/agenda/{id}", None),
    ],
)
async def test_an_event_is_its_owners_alone(
    alice: Person, bob: Person, method: str, path: str, body: dict[str, Any] | None
) -> None:
    made = await an_event(alice)
    (await bob(method, path.format(id=made["id"]), body)).refused("not_found", 404)
    (await alice(method, path.format(id="0" * 24), body)).refused("not_found", 404)
    (await alice(method, path.format(id="nope"), body)).refused("invalid", 422)
    (await alice.house.request(method, path.format(id=made["id"]), json=body)).refused("unauthenticated", 401)
