"""The room fan-out: everyone once, in order, whoever joins, leaves, stalls or polls meanwhile."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest

from hub.kernel.events import Disconnect, Subscribe, Unsubscribe
from hub.realtime import emissions, link
from tests.realtime.raw import Hall, Raw, hall


@pytest.fixture
async def here() -> AsyncIterator[Hall]:
    """A realtime server of the test's own."""
    async with hall() as opened:
        yield opened


async def numbers(client: Raw, until: int) -> list[int]:
    """The numbers of what it is told, up to one."""
    told: list[int] = []
    while until not in told:
        told.append((await client.event())["n"])
    return told


async def test_every_client_sees_emission_order_over_rooms_that_overlap(
    monkeypatch: pytest.MonkeyPatch, here: Hall
) -> None:
    monkeypatch.setattr(emissions, "AT_ONCE", 3)
    clients = [await Raw.connected(here, f"person{i}") for i in range(8)]
    for i, client in enumerate(clients):
        if i % 2:
            await here.realtime.io.enter_room(client.sid, "room:b")
    for n in range(300):
        await here.say("room:b" if n % 3 == 0 else "room:a", n)
        if n % 20 == 0:
            await asyncio.sleep(0)
    await here.say("room:a", 1000)
    for i, client in enumerate(clients):
        expected = [n for n in range(300) if i % 2 or n % 3]
        assert (await numbers(client, 1000))[:-1] == expected
        client.abort()


async def test_what_is_emitted_together_shares_a_write_and_an_event_alone_does_not_wait(here: Hall) -> None:
    client = await Raw.connected(here)
    before = here.measures.writes._value.get(), here.measures.deliveries._value.get()
    await here.say("room:a", 0)
    await numbers(client, 0)
    assert here.measures.writes._value.get() - before[0] == 1
    for n in range(1, 11):
        await here.say("room:a", n)
    assert await numbers(client, 10) == list(range(1, 11))
    assert here.measures.writes._value.get() - before[0] == 2
    assert here.measures.deliveries._value.get() - before[1] == 11
    client.abort()


async def test_a_list_of_rooms_reaches_each_client_once_and_skips_whom_it_should(here: Hall) -> None:
    one, two = await Raw.connected(here, "one"), await Raw.connected(here, "two")
    io = here.realtime.io
    await io.enter_room(one.sid, "room:b")
    await io.emit("said", {"n": 1}, room=["room:a", "room:b", one.sid, "room:nobody"])
    await io.emit("said", {"n": 2}, room="room:a", skip_sid=two.sid)
    await io.emit("said", {"n": 3}, skip_sid=[one.sid])
    await io.emit("said", ("several", "arguments"), to=two.sid)
    await io.emit("said", {"n": 4})
    assert await numbers(one, 4) == [1, 2, 4]
    assert [await two.event() for _ in range(4)] == [{"n": 1}, {"n": 3}, "several", {"n": 4}]
    one.abort()
    two.abort()


async def test_leaving_and_joining_draw_a_line_through_what_is_emitted(here: Hall) -> None:
    stays, leaves, joins = [await Raw.connected(here, name) for name in ("stays", "leaves", "joins")]
    for client in (stays, leaves):
        await here.realtime.io.enter_room(client.sid, "room:b")
    await here.say("room:b", 1)
    await here.realtime.carry(
        [
            Unsubscribe(user_id="leaves".ljust(24, "0"), topic="room:b"),
            Subscribe(user_id="joins".ljust(24, "0"), topic="room:b"),
        ]
    )
    await here.say("room:b", 2)
    await here.say("room:a", 3)
    assert await numbers(stays, 3) == [1, 2, 3]
    assert await numbers(leaves, 3) == [1, 3]
    assert await numbers(joins, 3) == [2, 3]
    for client in (stays, leaves, joins):
        client.abort()


async def test_whoever_is_cut_hears_why_and_what_came_before(monkeypatch: pytest.MonkeyPatch, here: Hall) -> None:
    monkeypatch.setattr(emissions, "AT_ONCE", 1)
    clients = [await Raw.connected(here, name) for name in ("a", "b", "cut")]
    await here.say("room:a", 1)
    await asyncio.sleep(0)
    await here.realtime.cut(Disconnect(user_id="cut".ljust(24, "0"), reason="signed_out"))
    await here.say("room:a", 2)
    told = [await clients[2].text() for _ in range(3)]
    assert json.loads(told[0][2:])[1]["n"] == 1
    assert told[1:] == ['42["session.revoked",{"reason":"signed_out"}]', "41"]
    assert await clients[2].closed() == 1000
    for client in clients[:2]:
        assert await numbers(client, 2) == [1, 2]
        client.abort()
    assert len(here.realtime.connections) == 2


async def test_binary_goes_out_too(here: Hall) -> None:
    client = await Raw.connected(here)
    await here.realtime.io.emit("said", {"n": 1, "blob": b"\x00\x01"}, room="room:a")
    await here.say("room:a", 2)
    assert (await client.text()).startswith('451-["said"')
    assert await client.next() == (2, b"\x00\x01")
    assert (await client.event())["n"] == 2
    client.abort()


async def test_an_event_can_be_acknowledged_by_the_client(here: Hall) -> None:
    client = await Raw.connected(here)
    asked = asyncio.create_task(here.realtime.io.call("question", {"n": 1}, to=client.sid, timeout=20))
    text = await client.text()
    assert text.startswith("421[")
    client.send('431["yes"]')
    assert await asked == "yes"
    client.send('431["again"]')
    client.send('43999999["unknown"]')
    assert (await client.ask(1, "echo", 1))["ok"]
    client.abort()


async def test_a_reader_that_stalls_is_cut_with_resync_and_nobody_else_is_harmed(
    monkeypatch: pytest.MonkeyPatch, here: Hall
) -> None:
    monkeypatch.setattr(link, "CLOSE_S", 0.5)
    stalled, reads = await Raw.connected(here, "stalled"), await Raw.connected(here, "reads")
    (held,) = [one for one in here.realtime.io.eio.sockets.values() if one.member == stalled.sid]
    stalled.reader._transport.pause_reading()  # type: ignore[attr-defined]
    most, sent = 0, 0

    async def listen() -> list[int]:
        return await numbers(reads, -1)

    listening = asyncio.create_task(listen())
    while stalled.sid in here.realtime.connections:
        await here.say("room:a", sent, "x" * 50_000)
        sent += 1
        await asyncio.sleep(0.005)
        buffered = held.transport.get_write_buffer_size() if held.transport else 0
        most = max(most, held._queue_size + buffered)
        assert sent < 2_000
    await here.say("room:a", -1)
    assert await listening == [*range(sent), -1]
    assert most <= 1024 * 1024 + 2 * 50_100
    assert here.measures.evicted.labels("resync")._value.get() == 1
    while held.transport is not None:
        await asyncio.sleep(0.05)
    assert not here.realtime.io.eio.parting
    stalled.abort()
    reads.abort()


async def test_large_answers_do_not_cut_whoever_asked_for_them(here: Hall) -> None:
    client = await Raw.connected(here)
    size = 1_500_000
    for n in range(8):
        client.send(f'42{n}["large",{{"size":{size}}}]')
    await asyncio.sleep(0.3)
    await here.say("room:a", 1)
    heard = set()
    while len(heard) < 9:
        heard.add((await client.text())[:3])
    assert heard == {*(f"43{n}" for n in range(8)), "42["}
    client.abort()


async def test_a_mass_disconnect_leaves_nothing_behind(here: Hall) -> None:
    clients = [await Raw.connected(here, f"p{i % 7}") for i in range(60)]
    for i, client in enumerate(clients):
        await here.realtime.io.enter_room(client.sid, f"room:{i % 5}")
    manager = here.realtime.manager
    assert manager.is_heard("room:3") and len(manager.get_rooms(clients[0].sid, "/")) == 6
    for client in clients:
        client.abort()
    async with asyncio.timeout(20):
        while here.realtime.io.eio.sockets:
            await asyncio.sleep(0.01)
    await here.realtime.io.settled()
    assert not manager._rooms and not manager._members and not here.realtime.by_person
    assert not len(here.realtime.io.eio.deadlines)
    addresses = here.realtime.io.eio.addresses
    assert not addresses._open and not addresses._strangers


async def test_acks_of_one_turn_share_a_write(here: Hall) -> None:
    client = await Raw.connected(here)
    client.writer.write(b"")
    for n in range(50):
        client.send(f'42{n}["slow",{n}]')
    while len(here.received) < 50:
        await asyncio.sleep(0.01)
    here.slow.set()
    answers = [await client.text() for _ in range(50)]
    assert sorted(int(text[2 : text.index("[")]) for text in answers) == list(range(50))
    assert all(a != b for a, b in pairwise(answers))
    client.abort()
