"""Who is here: told in one go, to those who may know, and beyond a crowd only to those who care."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from hub.realtime import presence as how
from tests.house import House, Person, Socket


@pytest.fixture
def crowd(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A hub for which two people are a crowd."""
    monkeypatch.setattr(how, "WIDE", 1)
    monkeypatch.setattr(how, "NARROW", 1)
    yield


@pytest.fixture(autouse=True)
async def empty(house: House) -> None:
    """Nobody is left from the test before."""
    async with asyncio.timeout(30):
        while house.hub.presence.people():
            await asyncio.sleep(0.05)


async def people_told(socket: Socket, *ids: str) -> list[Any]:
    """Wait until `presence.people` told a socket of these; every state it was told of them."""
    await socket.hear("presence.people", lambda told: set(ids) <= {one["user_id"] for one in told["people"]})
    return [one for told in socket.all("presence.people") for one in told["people"] if one["user_id"] in ids]


async def test_who_comes_is_told_in_one_event_who_is_here(house: House, alice: Person, bob: Person) -> None:
    async with alice.socket() as hers:
        await hers.ok("presence.set", {"status": "busy", "text": "reading"})
        await people_told(hers, alice.id)
        async with bob.socket() as his:
            states = await people_told(his, alice.id, bob.id)
            assert {one["user_id"] for one in states} == {alice.id, bob.id} and len(states) == 2
            hers_now = next(one for one in states if one["user_id"] == alice.id)
            assert hers_now == {
                "user_id": alice.id,
                "status": "busy",
                "text": "reading",
                "until": None,
                "online": True,
            }
            assert his.all("presence.people")[0]["everyone"] is True


async def test_who_comes_back_at_once_changes_nothing(house: House, alice: Person, bob: Person) -> None:
    async with alice.socket() as hers:
        async with bob.socket():
            await hers.hear("presence", lambda told: told["user_id"] == bob.id and told["online"])
        hers.forget()
        async with bob.socket() as again:
            await people_told(again, alice.id, bob.id)
            await again.ok("presence.set", {"status": "away"})
            told = await hers.hear("presence", lambda told: told["user_id"] == bob.id)
            assert told["status"] == "away" and told["online"], "nothing was told of it before"


async def test_a_status_is_told_by_whatever_door_it_changes(house: House, alice: Person, bob: Person) -> None:
    async with alice.socket() as hers, bob.socket() as his:
        await people_told(his, alice.id, bob.id)
        (await bob("PATCH", "/api/auth/me", {"status": "away", "status_text": "for lunch"})).ok()
        told = await hers.hear("presence", lambda told: told["user_id"] == bob.id and told["status"] == "away")
        assert told["text"] == "for lunch" and told["online"]
        hers.forget()
        (await bob("PATCH", "/api/auth/me", {"time_zone": "Europe/Madrid"})).ok()
        await his.ok("presence.set", {"status": "busy"})
        await hers.hear("presence", lambda told: told["user_id"] == bob.id and told["status"] == "busy")
        assert len(hers.all("presence")) == 1, "what others need not know is not told"
        last = (await bob("GET", "/api/activity?operation=account.update&limit=1")).ok()["items"][0]
        (await bob("POST", f"/api/activity/{last['id']}/undo")).ok()
        await hers.hear("presence", lambda told: told["user_id"] == bob.id and told["status"] == "away")


async def test_many_who_come_at_once_are_told_together(house: House, alice: Person) -> None:
    people = [await house.person("many") for _ in range(how.FEW + 3)]
    async with alice.socket() as hers, AsyncExitStack() as stack:
        await people_told(hers, alice.id)
        await asyncio.gather(*(stack.enter_async_context(one.socket()) for one in people))

        def told_of() -> set[str]:
            together = {one["user_id"] for told in hers.all("presence.people") for one in told["people"]}
            return together | {told["user_id"] for told in hers.all("presence")}

        wanted = {one.id for one in people}
        async with asyncio.timeout(20):
            while not wanted <= told_of():
                await asyncio.sleep(0.02)
        assert len(hers.all("presence.people")) + len(hers.all("presence")) < 2 * len(people)


async def test_a_guest_hears_only_of_whom_a_guest_may_see(house: House, alice: Person, bob: Person) -> None:
    (await house.admin("PATCH", f"/api/users/{bob.id}", {"role": "guest"})).ok()
    async with house.admin.socket() as boss, alice.socket() as hers:
        await people_told(boss, house.admin.id)
        async with bob.socket() as his:
            assert {one["user_id"] for one in await people_told(his, house.admin.id)} == {house.admin.id}
            await hers.ok("presence.set", {"status": "dnd"})
            await boss.hear("presence", lambda told: told["user_id"] == alice.id and told["status"] == "dnd")
            await boss.ok("presence.set", {"status": "busy"})
            await his.hear("presence", lambda told: told["user_id"] == house.admin.id and told["status"] == "busy")
            seen = (await his.ok("presence.watch", {"user_ids": [alice.id, house.admin.id]}))["people"]
            assert [one["user_id"] for one in seen] == [house.admin.id]
            assert alice.id not in str(his.all("presence")) + str(his.all("presence.people"))
            await boss.ok("presence.set", {"status": "available"})


async def test_in_a_crowd_those_hear_who_asked_or_talk_in_a_direct_room(
    house: House, crowd: None, alice: Person, bob: Person
) -> None:
    carol, dora = await house.person("carol"), await house.person("dora")
    (await bob("POST", "/api/rooms", {"kind": "direct", "user_id": carol.id})).ok()
    async with alice.socket() as hers, carol.socket() as talks, dora.socket() as cares_not:
        for socket in (hers, talks, cares_not):
            await socket.hear("presence.people", lambda told: not told["everyone"])
        asked = await hers.ok("presence.watch", {"user_ids": [bob.id, "0" * 24]})
        assert [(one["user_id"], one["online"]) for one in asked["people"]] == [(bob.id, False)]
        async with bob.socket() as his:
            for socket in (hers, talks):
                await socket.hear("presence", lambda told: told["user_id"] == bob.id and told["online"])
            await his.ok("presence.set", {"status": "dnd"})
            for socket in (hers, talks, his):
                await socket.hear("presence", lambda told: told["user_id"] == bob.id and told["status"] == "dnd")
            await hers.ok("presence.watch", {"user_ids": []})
            hers.forget()
            await his.ok("presence.set", {"status": "away"})
            await talks.hear("presence", lambda told: told["status"] == "away")
            await hers.ok("presence.watch", {"user_ids": [dora.id]})
            assert not hers.all("presence")
        await talks.hear("presence", lambda told: told["user_id"] == bob.id and not told["online"], timeout=20)
        assert not cares_not.all("presence")


async def test_when_the_crowd_has_gone_everyone_is_told_of_everyone_again(
    house: House, monkeypatch: pytest.MonkeyPatch, alice: Person, bob: Person
) -> None:
    monkeypatch.setattr(how, "WIDE", 1)
    monkeypatch.setattr(how, "NARROW", 2)
    async with alice.socket() as hers:
        async with bob.socket():
            await hers.hear("presence.people", lambda told: not told["everyone"])
        hers.forget()
        await hers.hear("presence.people", lambda told: told["everyone"], timeout=20)
        states = await people_told(hers, alice.id)
        assert [one["online"] for one in states] == [True]


async def test_what_is_watched_must_be_ids(alice: Person) -> None:
    async with alice.socket() as hers:
        for wrong in ({}, {"user_ids": "all"}, {"user_ids": [1]}, {"user_ids": ["x"]}, {"user_ids": [], "more": 1}):
            await hers.refused("presence.watch", wrong, "invalid")
        await hers.refused("presence.watch", {"user_ids": ["0" * 24] * 301}, "invalid")
