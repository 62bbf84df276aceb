"""Reminders of events: each rings once as an alarm, at every session of its owner."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from hub.features.agenda.documents import EventDocument
from hub.features.agenda.occurrences import Series
from hub.features.agenda.reminders import next_reminder
from hub.kernel.context import SYSTEM, Call, Origin
from hub.storage.documents import new_id
from tests.features.agenda.test_agenda import an_event
from tests.house import House, Person


def iso(moment: datetime) -> str:
    """A time as the wire has it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def in_a_moment(person: Person, minutes: int = 15, **fields: Any) -> Any:
    """An event whose reminder comes due at once."""
    start = datetime.now(UTC) + timedelta(minutes=minutes, seconds=0.4)
    end = start + timedelta(hours=1)
    alarms = [{"minutes_before": minutes}]
    return await an_event(person, start=iso(start), end=iso(end), alarms=alarms, **fields)


async def test_an_event_rings_before_it_begins(alice: Person, bob: Person) -> None:
    async with alice.socket() as hers, bob.socket() as his:
        made = await in_a_moment(alice, summary="Dentist")
        heard = await hers.hear("alarm.ringing")
        assert (heard["alarm"]["title"], heard["alarm"]["event_id"]) == ("Dentist", made["id"])
        assert (await hers.ok("alarm.dismiss", {"id": heard["alarm"]["id"]}))["done"]
        assert not his.all("alarm.ringing")


async def test_two_schedules_remind_once(house: House, alice: Person) -> None:
    await house.hub.scheduler.stop()
    try:
        made = await in_a_moment(alice)
        due = (await house.hub.mongo.database["agenda"].find_one({"_id": made["id"]}) or {})["remind_at"]
        await asyncio.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()) + 0.01)

        async def remind() -> None:
            call = Call(actor=SYSTEM, origin=Origin.SCHEDULE, request_id=new_id())
            await house.hub.pipeline.run("agenda.remind", {"id": made["id"], "due_at": due.isoformat()}, call)

        await asyncio.gather(*(remind() for _ in range(8)))
        assert len((await alice("GET", "/api/alarms")).ok()["items"]) == 1
    finally:
        await house.hub.scheduler.start()


async def test_nobody_is_reminded_of_what_is_past_or_cancelled(alice: Person) -> None:
    async with alice.socket() as hers:
        await an_event(alice, start="2026-01-05T08:00:00Z", end=None, alarms=[{"minutes_before": 10}])
        await in_a_moment(alice, summary="Cancelled", status="cancelled")
        began = {"start": "2026-01-05T08:00:00Z", "end": "2026-01-05T09:00:00Z", "rrule": "FREQ=DAILY"}
        series = await an_event(alice, **began)
        (await alice("PATCH", f"/api/agenda/{series['id']}", {"alarms": [{"minutes_before": 0}]})).ok()
        changed = await in_a_moment(alice, summary="Moved")
        (await alice("PATCH", f"/api/agenda/{changed['id']}", {"start": "2100-01-01T08:00:00Z"})).ok()
        await in_a_moment(alice, summary="Rings", minutes=20)
        await hers.hear("alarm.ringing")
        assert [told["alarm"]["title"] for told in hers.all("alarm.ringing")] == ["Rings"]


async def test_a_series_reminds_of_each_occurrence_by_its_own_reminders(house: House, alice: Person) -> None:
    made = await an_event(
        alice,
        start="2100-01-04T08:00:00Z",
        end="2100-01-04T09:00:00Z",
        rrule="FREQ=DAILY;COUNT=4",
        alarms=[{"minutes_before": 10}, {"minutes_before": 1500}],
    )
    path = f"/api/agenda/{made['id']}"
    own = {"occurrence": "2100-01-05T08:00:00Z", "alarms": [{"minutes_before": 5}]}
    (await alice("PATCH", path, own)).ok()
    (await alice("PATCH", path, {"occurrence": "2100-01-06T08:00:00Z", "status": "cancelled"})).ok()

    event = await EventDocument.get(made["id"])
    assert event is not None
    rung: list[str] = []
    while (found := next_reminder(Series.of(event), event)) is not None:
        rung.append(f"{found[0]:%d %H:%M}")
        event.reminded_until = found[0]
    assert rung == ["03 07:00", "04 07:50", "05 07:55", "06 07:00", "07 07:50"]


async def test_an_undone_deletion_reminds_again(alice: Person) -> None:
    async with alice.socket() as hers:
        made = await in_a_moment(alice, summary="Back")
        gone = await alice("DELETE", f"/api/agenda/{made['id']}")
        (await alice("POST", f"/api/activity/{gone.headers['X-Activity-Id']}/undo")).ok()
        await hers.hear("alarm.ringing", lambda told: told["alarm"]["event_id"] == made["id"])
