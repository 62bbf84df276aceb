"""The schedule: rings once however many processes believe that it is theirs to ring."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymongo.errors import ServerSelectionTimeoutError

from hub.kernel.catalog import Catalog, CatalogError
from hub.kernel.context import SYSTEM, Actor, ActorKind, Call, Origin, Role
from hub.main import FEATURES
from hub.storage.documents import new_id
from hub.storage.lease import Lease
from hub.subscribers.scheduler import Scheduler
from tests.house import House, MovableClock, Person


def iso(moment: datetime) -> str:
    """A time as the wire has it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def an_alarm(person: Person, moment: datetime, **fields: Any) -> Any:
    """An alarm at that time."""
    body = {"title": "Tea", "next_trigger_at": iso(moment), **fields}
    return (await person("POST", "/api/alarms", body)).ok()


async def firings(person: Person, alarm: Any) -> int:
    """How often the record says that an alarm was fired."""
    query = f"/api/activity?operation=alarm.fire&entity={alarm['id']}"
    return len((await person("GET", query)).ok()["items"])


@asynccontextmanager
async def another(house: House, lease: Lease) -> AsyncIterator[Scheduler]:
    """A second schedule on the same database, as another process has one."""
    made = Scheduler(pipeline=house.hub.pipeline, database=house.hub.mongo.database, lease=lease)
    await made.start()
    try:
        yield made
    finally:
        await made.stop()


async def test_three_holders_ring_an_alarm_once(house: House, alice: Person) -> None:
    """Leases of different names let all three believe that they are the one; the stored time decides."""
    async with (
        another(house, Lease(f"one-{new_id()}")) as one,
        another(house, Lease(f"two-{new_id()}")) as two,
        alice.socket() as session,
    ):
        await asyncio.gather(one.holding.wait(), two.holding.wait(), house.hub.scheduler.holding.wait())
        soon = datetime.now(UTC) + timedelta(seconds=0.5)
        alarms = [await an_alarm(alice, soon, title=f"Tea {number}") for number in range(5)]
        for alarm in alarms:
            await session.hear("alarm.ringing", lambda told, id=alarm["id"]: told["alarm"]["id"] == id)
        await asyncio.gather(one.wake(), two.wake(), house.hub.scheduler.wake())
        assert [await firings(alice, alarm) for alarm in alarms] == [1] * 5
        assert len(session.all("alarm.ringing")) == 5


async def test_firing_at_the_same_moment_holds_once(house: House, alice: Person) -> None:
    await house.hub.scheduler.stop()
    try:
        alarm = await an_alarm(alice, datetime.now(UTC) - timedelta(seconds=1))
        payload = {"id": alarm["id"], "due_at": alarm["due_at"]}

        async def fire() -> None:
            call = Call(actor=SYSTEM, origin=Origin.SCHEDULE, request_id=new_id())
            await house.hub.pipeline.run("alarm.fire", payload, call)

        await asyncio.gather(*(fire() for _ in range(12)))
        assert await firings(alice, alarm) == 1
    finally:
        await house.hub.scheduler.start()


async def test_what_was_missed_rings_once_when_the_hub_is_back(house: House, alice: Person) -> None:
    async with alice.socket() as session:
        await house.hub.scheduler.stop()
        try:
            long_ago = datetime.now(UTC) - timedelta(days=20)
            missed = await an_alarm(alice, long_ago, rrule="FREQ=DAILY")
            answered = await an_alarm(alice, long_ago)
            (await alice("POST", f"/api/alarms/{answered['id']}/dismiss")).ok()
            off = await an_alarm(alice, long_ago, enabled=False)
            assert not session.all("alarm.ringing")
        finally:
            await house.hub.scheduler.start()
        await session.hear("alarm.ringing", lambda told: told["alarm"]["id"] == missed["id"])
        await house.hub.scheduler.wake()
        later = await an_alarm(alice, datetime.now(UTC))
        await session.hear("alarm.ringing", lambda told: told["alarm"]["id"] == later["id"])
        assert [told["alarm"]["id"] for told in session.all("alarm.ringing")] == [missed["id"], later["id"]]
        assert (await firings(alice, answered), await firings(alice, off)) == (0, 0)


async def test_a_change_in_another_process_moves_the_timer(house: House, alice: Person) -> None:
    """Written behind this process's back: only the change stream can tell the schedule."""
    alarm = await an_alarm(alice, datetime.now(UTC) + timedelta(days=2))
    sooner = datetime.now(UTC).replace(microsecond=0)
    async with alice.socket() as session:
        await house.hub.scheduler.holding.wait()
        rows = house.hub.mongo.database["alarms"]
        changes = {"next_trigger_at": sooner, "due_at": sooner}
        await rows.update_one({"_id": alarm["id"]}, {"$set": changes, "$inc": {"revision": 1}})
        await session.hear("alarm.ringing", lambda told: told["alarm"]["id"] == alarm["id"])


async def test_only_one_holds_a_lease_and_a_stopped_one_hands_it_on(house: House) -> None:
    name = f"shared-{new_id()}"
    async with another(house, Lease(name, seconds=10)) as first:
        await first.holding.wait()
        async with another(house, Lease(name, seconds=10)) as second:
            assert not await Lease(name, seconds=10).take()
            assert not second.holding.is_set()
            await first.stop()
            async with asyncio.timeout(60):
                await second.holding.wait()
            assert not first.holding.is_set()


async def test_a_holder_that_died_loses_its_lease(house: House) -> None:
    name = f"dead-{new_id()}"
    dead, heir = Lease(name, seconds=3), Lease(name, seconds=3)
    assert await dead.take() and await dead.take()
    assert not await heir.take()
    async with asyncio.timeout(60):
        while not await heir.take():
            await asyncio.sleep(0.05)
    assert not await dead.take()
    await dead.release()
    assert not await dead.take(), "what is not mine is not mine to release"


async def test_a_schedule_lives_through_a_database_that_is_away(
    house: House, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    lease = Lease(f"away-{new_id()}", seconds=0.3)
    async with another(house, lease) as made:
        await made.holding.wait()
        real = lease.take

        async def away() -> bool:
            raise ServerSelectionTimeoutError("no server")

        monkeypatch.setattr(lease, "take", away)
        async with asyncio.timeout(60):
            while made.holding.is_set():
                await asyncio.sleep(0.02)
        monkeypatch.setattr(lease, "take", real)
        async with asyncio.timeout(60):
            await made.holding.wait()


@settings(max_examples=15, deadline=None)
@given(
    days=st.integers(0, 700),
    hour=st.integers(0, 23),
    zone=st.sampled_from(["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
    data=st.data(),
)
async def test_a_daily_alarm_keeps_its_time_on_the_wall(
    house: House, days: int, hour: int, zone: str, data: st.DataObject
) -> None:
    """However late each ringing is answered, clock changes between: the next is the next day's, same wall time."""
    clock: MovableClock = house.clock
    here = ZoneInfo(zone)
    first = datetime(2026, 1, 1, hour, 30, tzinfo=here) + timedelta(days=days)
    try:
        clock.set(first - timedelta(hours=1))
        call = Call(actor=_owner(house.admin, zone), origin=Origin.REST, request_id=new_id())
        run = house.hub.pipeline.run
        body = {"title": "Up", "next_trigger_at": iso(first), "rrule": "FREQ=DAILY"}
        alarm: Any = (await run("alarm.create", body, call)).result
        for _ in range(4):
            clock.set(alarm.next_trigger_at + timedelta(minutes=data.draw(st.integers(1, 3 * 1440))))
            now = clock.now()
            alarm = (await run("alarm.dismiss", {"id": alarm.id}, call)).result
            following = alarm.next_trigger_at
            assert now < following <= now + timedelta(hours=26)
            shown = following.astimezone(here)
            meant = datetime(shown.year, shown.month, shown.day, hour, 30, tzinfo=here)
            exists = meant.astimezone(UTC).astimezone(here).replace(fold=0) == meant
            assert not exists or (shown.hour, shown.minute) == (hour, 30)
        await run("alarm.delete", {"id": alarm.id}, call)
    finally:
        clock.reset()


def _owner(person: Person, zone: str) -> Actor:
    return Actor(kind=ActorKind.USER, id=person.id, display_name="x", role=Role.MEMBER, time_zone=zone)


def test_a_job_is_claimed_once() -> None:
    alarms = next(feature for feature in FEATURES if feature.name == "alarms")
    assert "alarm.fire" in Catalog(FEATURES).jobs
    twin = replace(alarms, name="twins", operations=(), entities=())
    with pytest.raises(CatalogError, match="twins"):
        Catalog([alarms, twin])
