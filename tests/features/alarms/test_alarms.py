"""Alarms through their doors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.house import MovableClock, Person


def iso(moment: datetime) -> str:
    """A time as the wire has it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def an_alarm(person: Person, **fields: Any) -> Any:
    """An alarm of that person's, far in the future unless told otherwise."""
    body = {"title": "Wake up", "next_trigger_at": "2100-01-04T07:00:00Z", **fields}
    return (await person("POST", "/api/alarms", body)).ok()


async def test_an_alarm_is_set_found_changed_and_deleted(alice: Person) -> None:
    made = await an_alarm(alice, title=" Wake up ", rrule="FREQ=WEEKLY;BYDAY=MO,FR")
    assert (made["title"], made["time_zone"], made["enabled"]) == ("Wake up", "Europe/Paris", True)
    assert (made["ringing"], made["done"], made["acknowledged"]) == (False, False, False)
    assert made["due_at"] == made["next_trigger_at"] == "2100-01-04T07:00:00.000Z"
    listed = (await alice("GET", "/api/alarms?q=wake&enabled=true&done=false")).ok()["items"]
    assert [alarm["id"] for alarm in listed] == [made["id"]]
    changed = (await alice("PATCH", f"/api/alarms/{made['id']}", {"rrule": None, "enabled": False})).ok()
    assert (changed["rrule"], changed["enabled"], changed["due_at"]) == (None, False, None)
    assert (await alice("GET", f"/api/alarms/{made['id']}")).ok() == changed
    assert (await alice("DELETE", f"/api/alarms/{made['id']}")).ok()["deleted"]
    (await alice("GET", f"/api/alarms/{made['id']}")).refused("not_found", 404)


async def test_what_comes_due_rings_at_every_session_and_stops_at_all(alice: Person, bob: Person) -> None:
    async with alice.socket() as laptop, alice.socket() as phone, bob.socket() as his:
        made = await an_alarm(alice, next_trigger_at=iso(datetime.now(UTC) + timedelta(seconds=0.3)))
        for session in (laptop, phone):
            heard = await session.hear("alarm.ringing", lambda told: told["alarm"]["id"] == made["id"])
            assert heard["alarm"]["ringing"] and heard["alarm"]["due_at"] is None
        (ringing,) = (await alice("GET", "/api/alarms?ringing=true")).ok()["items"]
        assert ringing["id"] == made["id"] and not ringing["acknowledged"]
        answered = await phone.ok("alarm.dismiss", {"id": made["id"]})
        assert (answered["done"], answered["ringing"], answered["acknowledged"]) == (True, False, True)
        stopped = await laptop.hear("alarm.stopped", lambda told: told["alarm"]["id"] == made["id"])
        assert not stopped["alarm"]["ringing"]
        assert len(laptop.all("alarm.ringing")) == len(phone.all("alarm.ringing")) == 1
        assert not his.all("alarm.ringing") and not his.all("alarm.stopped")
    entries = (await alice("GET", "/api/activity?operation=alarm.fire")).ok()["items"]
    fired = next(entry for entry in entries if entry["operation"] == "alarm.fire")
    assert (fired["origin"], fired["actor"]["kind"]) == ("schedule", "system")


async def test_a_snooze_counts_from_now_or_from_the_due_time_if_that_is_later(alice: Person) -> None:
    early = await an_alarm(alice)
    snoozed = (await alice("POST", f"/api/alarms/{early['id']}/snooze", {"minutes": 10})).ok()
    assert snoozed["snoozed_until"] == snoozed["due_at"] == "2100-01-04T07:10:00.000Z"
    again = (await alice("POST", f"/api/alarms/{early['id']}/snooze", {"minutes": 5})).ok()
    assert again["snoozed_until"] == "2100-01-04T07:15:00.000Z"
    async with alice.socket() as session:
        late = await an_alarm(alice, next_trigger_at=iso(datetime.now(UTC) - timedelta(hours=3)))
        await session.hear("alarm.ringing", lambda told: told["alarm"]["id"] == late["id"])
        before = datetime.now(UTC)
        snoozed = await session.ok("alarm.snooze", {"id": late["id"], "minutes": 10})
        until = datetime.fromisoformat(snoozed["snoozed_until"])
        assert timedelta(minutes=10, seconds=-1) < until - before < timedelta(minutes=10, seconds=5)
        assert not snoozed["ringing"]
        await session.hear("alarm.stopped", lambda told: told["alarm"]["id"] == late["id"])


async def test_a_dismissed_recurring_alarm_moves_to_its_first_time_after_now(
    alice: Person, clock: MovableClock
) -> None:
    """Across the clock change of 25 October 2026, eight in Paris stays eight."""
    clock.set(datetime(2026, 10, 24, 6, 30, tzinfo=UTC))
    made = await an_alarm(alice, next_trigger_at="2026-10-22T06:00:00Z", rrule="FREQ=DAILY")
    moved = (await alice("POST", f"/api/alarms/{made['id']}/dismiss")).ok()
    assert (moved["next_trigger_at"], moved["done"]) == ("2026-10-25T07:00:00.000Z", False)
    clock.set(datetime(2026, 10, 25, 7, 1, tzinfo=UTC))
    moved = (await alice("POST", f"/api/alarms/{made['id']}/dismiss")).ok()
    assert moved["next_trigger_at"] == "2026-10-26T07:00:00.000Z"


async def test_a_time_that_a_clock_change_skips_does_not_move_the_days_after(
    alice: Person, clock: MovableClock
) -> None:
    clock.set(datetime(2026, 3, 28, 2, 0, tzinfo=UTC))
    made = await an_alarm(alice, next_trigger_at="2026-03-28T01:30:00Z", rrule="FREQ=DAILY")
    times: list[str] = []
    for _ in range(3):
        moved = (await alice("POST", f"/api/alarms/{made['id']}/dismiss")).ok()
        times.append(moved["next_trigger_at"])
        clock.set(datetime.fromisoformat(times[-1]) + timedelta(minutes=1))
    assert times == ["2026-03-29T01:30:00.000Z", "2026-03-30T00:30:00.000Z", "2026-03-31T00:30:00.000Z"]


async def test_undoing_an_answer_makes_it_ring_again(alice: Person) -> None:
    async with alice.socket() as session:
        made = await an_alarm(alice, next_trigger_at=iso(datetime.now(UTC) - timedelta(minutes=1)))
        await session.hear("alarm.ringing", lambda told: told["alarm"]["id"] == made["id"])
        answer = await alice("POST", f"/api/alarms/{made['id']}/dismiss")
        assert answer.ok()["done"]
        session.forget()
        (await alice("POST", f"/api/activity/{answer.headers['X-Activity-Id']}/undo")).ok()
        heard = await session.hear("alarm.ringing")
        assert heard["alarm"]["id"] == made["id"] and not heard["alarm"]["acknowledged"]
        created = next(
            entry
            for entry in (await alice("GET", "/api/activity")).ok()["items"]
            if entry["operation"] == "alarm.create"
        )
        (await alice("POST", f"/api/activity/{created['id']}/undo")).ok()
        await session.hear("alarm.stopped", lambda told: told["alarm"]["id"] == made["id"])
        await session.hear("alarm.deleted", lambda told: told["entity"]["id"] == made["id"])


async def test_a_new_time_arms_a_done_alarm_again(alice: Person) -> None:
    made = await an_alarm(alice)
    assert (await alice("POST", f"/api/alarms/{made['id']}/dismiss")).ok()["done"]
    (await alice("POST", f"/api/alarms/{made['id']}/snooze", {"minutes": 5})).refused("conflict", 409)
    armed = (await alice("PATCH", f"/api/alarms/{made['id']}", {"next_trigger_at": "2101-01-01T00:00:00Z"})).ok()
    assert (armed["done"], armed["due_at"]) == (False, "2101-01-01T00:00:00.000Z")


async def test_turning_a_recurring_alarm_on_again_does_not_ring_for_the_past(
    alice: Person, clock: MovableClock
) -> None:
    made = await an_alarm(alice, next_trigger_at="2026-01-05T07:00:00Z", rrule="FREQ=WEEKLY;BYDAY=MO", enabled=False)
    clock.set(datetime(2026, 6, 3, 12, tzinfo=UTC))
    on = (await alice("PATCH", f"/api/alarms/{made['id']}", {"enabled": True})).ok()
    assert (on["next_trigger_at"], on["ringing"]) == ("2026-06-08T06:00:00.000Z", False)


async def test_a_stale_revision_is_a_conflict_that_shows_what_is(alice: Person) -> None:
    made = await an_alarm(alice)
    (await alice("PATCH", f"/api/alarms/{made['id']}", {"title": "Two", "revision": 1})).ok()
    stale = (await alice("PATCH", f"/api/alarms/{made['id']}", {"title": "Three", "revision": 1})).refused("conflict")
    assert stale["current"]["title"] == "Two"


SOME = {"title": "x", "next_trigger_at": "2100-01-01T00:00:00Z"}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {**SOME, "title": ""},
        {**SOME, "title": "x" * 301},
        {**SOME, "title": {"$gt": ""}},
        {**SOME, "next_trigger_at": "tomorrow"},
        {**SOME, "next_trigger_at": "2100-01-01"},
        {**SOME, "next_trigger_at": "2100-01-01T00:00:00"},
        {**SOME, "next_trigger_at": 4102444800},
        {**SOME, "next_trigger_at": None},
        {**SOME, "next_trigger_at": "9999-12-31T23:59:59Z"},
        {**SOME, "next_trigger_at": "0001-01-01T00:00:00+14:00"},
        {**SOME, "next_trigger_at": {"$gt": ""}},
        {**SOME, "rrule": "FREQ=SECONDLY"},
        {**SOME, "rrule": "every day"},
        {**SOME, "rrule": "FREQ=DAILY;" + "X" * 500},
        {**SOME, "time_zone": "Mars/Olympus"},
        {**SOME, "time_zone": "../../etc/passwd"},
        {**SOME, "owner_id": "0" * 24},
        {**SOME, "ringing": True},
        {**SOME, "fired_for": "2100-01-01T00:00:00Z"},
    ],
)
async def test_what_is_no_alarm_is_refused(alice: Person, body: dict[str, Any]) -> None:
    (await alice("POST", "/api/alarms", body)).refused("invalid", 422)


@pytest.mark.parametrize("minutes", [0, -5, 10_081, 1.5, "10", None, {"$gt": 0}])
async def test_a_snooze_is_a_minute_to_a_week(alice: Person, minutes: Any) -> None:
    made = await an_alarm(alice)
    (await alice("POST", f"/api/alarms/{made['id']}/snooze", {"minutes": minutes})).refused("invalid", 422)
    (await alice("POST", f"/api/alarms/{made['id']}/snooze", {"minutes": 10_080})).ok()


async def test_an_alarm_needs_its_time(alice: Person) -> None:
    made = await an_alarm(alice)
    (await alice("PATCH", f"/api/alarms/{made['id']}", {"next_trigger_at": None})).refused("invalid", 422)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/alarms/{id}", None),
        ("PATCH", "/api/alarms/{id}", {"title": "Mine"}),
        ("POST", "/api/alarms/{id}/snooze", {"minutes": 5}),
        ("POST", "/api/alarms/{id}/dismiss", {}),
        ("DELETE", "/api/alarms/{id}", None),
    ],
)
async def test_an_alarm_is_its_owners_alone(
    alice: Person, bob: Person, method: str, path: str, body: dict[str, Any] | None
) -> None:
    made = await an_alarm(alice)
    (await bob(method, path.format(id=made["id"]), body)).refused("not_found", 404)
    (await alice(method, path.format(id="0" * 24), body)).refused("not_found", 404)
    (await alice(method, path.format(id="nope"), body)).refused("invalid", 422)
    answer = await alice.house.request(method, path.format(id=made["id"]), json=body)
    answer.refused("unauthenticated", 401)
    assert not (await bob("GET", "/api/alarms")).ok()["items"]


async def test_nobody_fires_an_alarm_by_hand(alice: Person) -> None:
    made = await an_alarm(alice, next_trigger_at=iso(datetime.now(UTC) + timedelta(hours=1)))
    async with alice.socket() as session:
        await session.refused("alarm.fire", {"id": made["id"], "due_at": made["due_at"]}, "not_found")
