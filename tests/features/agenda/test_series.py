"""Changing one occurrence of a series, it and all that follow, or all of it; and taking each back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.kernel.context import Actor, ActorKind, Call, Origin, Role
from hub.storage.documents import new_id
from tests.features.agenda.test_agenda import an_event
from tests.house import Answer, House, Person

YOGA = {
    "summary": "Yoga",
    "start": "2026-10-07T16:00:00Z",
    "end": "2026-10-07T17:00:00Z",
    "rrule": "FREQ=WEEKLY;BYDAY=WE;COUNT=6",
}
WEDNESDAYS = ["2026-10-07T16", "2026-10-14T16", "2026-10-21T16", "2026-10-28T17", "2026-11-04T17", "2026-11-11T17"]
"""Six in the evening in Paris, on both sides of the clock change."""
THIRD = "2026-10-21T16:00:00Z"


async def yoga(person: Person, **fields: Any) -> Any:
    """A series of six Wednesdays."""
    return await an_event(person, **{**YOGA, **fields})


async def shown(person: Person) -> list[tuple[str, str]]:
    """What happens that autumn: hour and summary of each."""
    query = "/api/agenda?from=2026-09-01&to=2026-12-31&limit=200"
    return [(item["start"][:13], item["summary"]) for item in (await person("GET", query)).ok()["items"]]


async def change(person: Person, event: Any, **fields: Any) -> Any:
    """Change an event."""
    return (await person("PATCH", f"/api/agenda/{event['id']}", fields)).ok()


async def undo(person: Person, answer: Answer) -> None:
    """Take back what a request did."""
    (await person("POST", f"/api/activity/{answer.headers['X-Activity-Id']}/undo")).ok()


async def test_one_occurrence_changes_alone(alice: Person) -> None:
    made = await yoga(alice)
    assert await shown(alice) == [(start, "Yoga") for start in WEDNESDAYS]
    moved = await change(alice, made, occurrence=THIRD, start="2026-10-22T18:00:00Z", summary="Late yoga")
    assert (moved["start"], moved["end"]) == ("2026-10-22T18:00:00.000Z", "2026-10-22T19:00:00.000Z")
    assert (moved["occurrence"], moved["id"]) == ("2026-10-21T16:00:00.000Z", made["id"])
    expected = [(start, "Yoga") for start in WEDNESDAYS]
    expected[2] = ("2026-10-22T18", "Late yoga")
    assert await shown(alice) == expected
    again = await change(alice, made, occurrence=THIRD, location="Park")
    assert (again["summary"], again["location"], again["start"]) == ("Late yoga", "Park", moved["start"])
    stored = (await alice("GET", f"/api/agenda/{made['id']}")).ok()
    assert stored["summary"] == "Yoga" and [one["location"] for one in stored["overrides"]] == ["Park"]


async def test_one_occurrence_moved_out_of_a_range_is_not_in_it(alice: Person) -> None:
    made = await yoga(alice)
    await change(alice, made, occurrence=THIRD, start="2026-12-24T16:00:00Z")
    week = (await alice("GET", "/api/agenda?from=2026-10-19&to=2026-10-25")).ok()["items"]
    christmas = (await alice("GET", "/api/agenda?from=2026-12-24&to=2026-12-24")).ok()["items"]
    assert (len(week), len(christmas)) == (0, 1)


async def test_an_occurrence_and_all_that_follow_become_a_series_of_their_own(alice: Person) -> None:
    made = await yoga(alice)
    await change(alice, made, occurrence="2026-11-04T17:00:00Z", summary="Special")
    following = await change(
        alice, made, occurrence=THIRD, scope="following", summary="Pilates", start="2026-10-21T17:00:00Z"
    )
    assert following["id"] != made["id"] and following["uid"] != made["uid"]
    assert following["rrule"] == "FREQ=WEEKLY;BYDAY=WE;COUNT=4"
    assert await shown(alice) == [
        ("2026-10-07T16", "Yoga"),
        ("2026-10-14T16", "Yoga"),
        ("2026-10-21T17", "Pilates"),
        ("2026-10-28T18", "Pilates"),
        ("2026-11-04T18", "Special"),
        ("2026-11-11T18", "Pilates"),
    ]
    first = (await alice("GET", f"/api/agenda/{made['id']}")).ok()
    assert first["rrule"] == "FREQ=WEEKLY;BYDAY=WE;UNTIL=20261021T155959Z"


async def test_all_of_a_series_moves_with_its_exceptions(alice: Person) -> None:
    made = await yoga(alice)
    await change(alice, made, occurrence=THIRD, summary="Special")
    (await alice("DELETE", f"/api/agenda/{made['id']}?occurrence=2026-10-28T17:00:00Z")).ok()
    await change(alice, made, start="2026-10-07T17:30:00Z")
    assert await shown(alice) == [
        ("2026-10-07T17", "Yoga"),
        ("2026-10-14T17", "Yoga"),
        ("2026-10-21T17", "Special"),
        ("2026-11-04T18", "Yoga"),
        ("2026-11-11T18", "Yoga"),
    ]
    await change(alice, made, rrule="FREQ=WEEKLY;BYDAY=WE;INTERVAL=2;COUNT=3")
    assert await shown(alice) == [("2026-10-07T17", "Yoga"), ("2026-10-21T17", "Special"), ("2026-11-04T18", "Yoga")]
    await change(alice, made, rrule=None)
    assert await shown(alice) == [("2026-10-07T17", "Yoga")]


async def test_deleting_takes_one_those_that_follow_or_all(alice: Person) -> None:
    made = await yoga(alice)
    path = f"/api/agenda/{made['id']}"
    one = await alice("DELETE", f"{path}?occurrence={THIRD}")
    assert one.ok()["deleted"] and len(await shown(alice)) == 5
    (await alice("DELETE", f"{path}?occurrence={THIRD}")).refused("not_found", 404)
    following = await alice("DELETE", f"{path}?occurrence=2026-11-04T17:00:00Z&scope=following")
    assert following.ok()["deleted"]
    assert [start for start, _ in await shown(alice)] == [WEDNESDAYS[0], WEDNESDAYS[1], WEDNESDAYS[3]]
    await undo(alice, following)
    assert len(await shown(alice)) == 5
    await undo(alice, one)
    assert [start for start, _ in await shown(alice)] == WEDNESDAYS
    whole = await alice("DELETE", f"{path}?occurrence=2026-10-07T16:00:00Z&scope=following")
    assert whole.ok()["deleted"] and await shown(alice) == []
    await undo(alice, whole)
    assert [start for start, _ in await shown(alice)] == WEDNESDAYS


@pytest.mark.parametrize(
    "fields",
    [
        {"occurrence": THIRD, "summary": "x", "start": "2026-10-22T18:00:00Z"},
        {"occurrence": THIRD, "scope": "following", "summary": "x"},
        {"start": "2026-10-07T10:00:00Z", "rrule": "FREQ=DAILY;COUNT=2"},
        {"start": "2026-10-07", "rrule": "FREQ=DAILY;COUNT=2"},
        {"time_zone": "America/New_York"},
    ],
)
async def test_every_change_can_be_taken_back(alice: Person, fields: dict[str, Any]) -> None:
    made = await yoga(alice)
    before = (await alice("GET", "/api/agenda?from=2026-09-01&to=2026-12-31")).ok()["items"]
    answer = await alice("PATCH", f"/api/agenda/{made['id']}", fields)
    answer.ok()
    await undo(alice, answer)
    after = (await alice("GET", "/api/agenda?from=2026-09-01&to=2026-12-31")).ok()["items"]
    bookkeeping = {"revision", "updated_at"}
    assert [{k: v for k, v in one.items() if k not in bookkeeping} for one in after] == [
        {k: v for k, v in one.items() if k not in bookkeeping} for one in before
    ]


async def test_all_day_series_are_named_by_their_days(alice: Person) -> None:
    made = await an_event(alice, summary="Rent", start="2026-10-01", end="2026-10-02", rrule="FREQ=MONTHLY;COUNT=3")
    await change(alice, made, occurrence="2026-11-01", start="2026-11-02")
    (await alice("DELETE", f"/api/agenda/{made['id']}?occurrence=2026-12-01&scope=following")).ok()
    assert await shown(alice) == [("2026-10-01", "Rent"), ("2026-11-02", "Rent")]
    stored = (await alice("GET", f"/api/agenda/{made['id']}")).ok()
    assert stored["rrule"] == "FREQ=MONTHLY;UNTIL=20261130"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"occurrence": "2026-10-22T16:00:00Z", "summary": "x"}, "not_found"),
        ({"occurrence": "2026-10-21", "summary": "x"}, "not_found"),
        ({"occurrence": "2199-10-21T16:00:00Z", "summary": "x"}, "not_found"),
        ({"occurrence": "2026-10-22T16:00:00Z", "scope": "following", "summary": "x"}, "not_found"),
        ({"occurrence": THIRD, "rrule": "FREQ=DAILY"}, "invalid"),
        ({"occurrence": THIRD, "time_zone": "UTC"}, "invalid"),
        ({"occurrence": THIRD, "start": "2026-10-21"}, "invalid"),
        ({"occurrence": THIRD, "end": "2026-10-21T15:00:00Z"}, "invalid"),
        ({"occurrence": THIRD, "scope": "past", "summary": "x"}, "invalid"),
        ({"occurrence": {"$gt": ""}, "summary": "x"}, "invalid"),
        ({"occurrence": THIRD, "scope": "following", "end": "2026-10-21T15:00:00Z"}, "invalid"),
    ],
)
async def test_what_is_no_occurrence_is_refused(alice: Person, fields: dict[str, Any], code: str) -> None:
    made = await yoga(alice)
    before = await shown(alice)
    (await alice("PATCH", f"/api/agenda/{made['id']}", fields)).refused(code)
    assert await shown(alice) == before


async def test_an_event_that_happens_once_is_its_one_occurrence(alice: Person) -> None:
    made = await an_event(alice)
    changed = await change(alice, made, occurrence=made["start"], summary="Brunch")
    assert (changed["summary"], changed["overrides"]) == ("Brunch", [])
    (await alice("DELETE", f"/api/agenda/{made['id']}?occurrence={made['start']}")).ok()
    (await alice("GET", f"/api/agenda/{made['id']}")).refused("not_found")


RULES = [
    "FREQ=DAILY",
    "FREQ=DAILY;COUNT=30",
    "FREQ=WEEKLY;BYDAY=MO,TH",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYDAY=2TU;COUNT=9",
    "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270301",
]


@settings(max_examples=40, deadline=None)
@given(
    rule=st.sampled_from(RULES),
    zone=st.sampled_from(["Europe/Paris", "America/New_York", "Pacific/Auckland"]),
    day=st.integers(0, 300),
    hour=st.integers(0, 23),
    all_day=st.booleans(),
    pick=st.integers(0, 12),
)
async def test_splitting_a_series_moves_nothing(
    house: House, rule: str, zone: str, day: int, hour: int, all_day: bool, pick: int
) -> None:
    """The law: ending a series before an occurrence and going on from there as it was shows the same times."""
    owner = new_id()
    actor = Actor(kind=ActorKind.USER, id=owner, display_name="x", role=Role.MEMBER, time_zone=zone)
    call = Call(actor=actor, origin=Origin.REST, request_id=new_id())
    run = house.hub.pipeline.run
    start = datetime.fromtimestamp(datetime(2026, 1, 1, hour, tzinfo=UTC).timestamp() + day * 86_400, UTC)
    written = f"{start:%Y-%m-%d}" if all_day else f"{start:%Y-%m-%dT%H:%M:%SZ}"
    made: Any = (await run("agenda.create", {"summary": "x", "start": written, "rrule": rule}, call)).result

    async def times() -> list[Any]:
        query = {"from": "2026-01-01", "to": "2027-12-31", "limit": 200}
        page: Any = (await run("agenda.list", query, call)).result
        return [(one.start, one.end) for one in page.items]

    before = await times()
    occurrence = before[min(pick, len(before) - 1)][0]
    key = occurrence.isoformat()
    payload = {"id": made.id, "occurrence": key, "scope": "following", "summary": "y"}
    await run("agenda.update", payload, call)
    assert await times() == before
