"""Limits of connections and packets, and how everyone is sent away."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest

from hub.realtime import intake
from hub.realtime.intake import Limits
from tests.realtime.raw import Raw, hall


async def test_one_address_may_not_have_too_many_connections() -> None:
    async with hall(limits=Limits(connections=3, strangers=2)) as here, aiohttp.ClientSession() as http:
        strangers = [await Raw.open(here.port) for _ in range(2)]
        refused = await Raw.open(here.port)
        assert refused.head.startswith("HTTP/1.1 429 ") and "retry-after" in refused.head.lower()
        async with http.get(f"{here.base}/socket.io/?EIO=4&transport=polling") as answer:
            assert answer.status == 429 and (await answer.json(content_type=None))["code"] == "rate_limited"
        for raw in strangers:
            await raw.text()
            raw.send('40{"token":"known"}')
            assert (await raw.text()).startswith("40{")
        third = await Raw.connected(here)
        assert (await Raw.open(here.port)).head.startswith("HTTP/1.1 429 ")
        third.send(b"\x03\xe8", kind=8)
        assert await third.closed() == 1000
        await Raw.connected(here)
        assert here.measures.refused.labels("address")._value.get() == 3
        for raw in (*strangers, third, refused):
            raw.abort()


async def test_too_many_packets_are_read_later_not_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "PACKETS_AT_ONCE", 20.0)
    async with hall(limits=Limits()) as here:
        raw = await Raw.connected(here)
        raw.writer.write(b"")
        for n in range(60):
            raw.send(f'42{n}["echo",{n}]')
        await raw.writer.drain()
        assert (await raw.text()).startswith("430[")
        (link,) = here.realtime.io.eio.sockets.values()
        assert link._pauses and len(here.received) < 60
        for n in range(1, 60):
            assert (await raw.text()).startswith(f"43{n}[")
        raw.abort()


async def test_no_more_is_read_while_much_is_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MOST_UNDER_WAY", 10)
    async with hall() as here:
        raw = await Raw.connected(here)
        for n in range(40):
            raw.send(f'42{n}["slow",{n}]')
        while len(here.received) < 10:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        assert len(here.received) == 10 and here.realtime.io.eio.under_way == 10
        here.slow.set()
        answers = [await raw.text() for _ in range(40)]
        assert sorted(int(text[2 : text.index("[")]) for text in answers) == list(range(40))
        assert here.realtime.io.eio.under_way == here.realtime.io.eio.held == 0
        raw.abort()


async def test_what_many_send_at_once_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MOST_HELD", 1_000_000)
    async with hall() as here:
        head = bytes((0x81, 0xFF)) + (4_000_000).to_bytes(8, "big") + b"mask"
        greedy = [await Raw.connected(here, f"greedy{i}") for i in range(4)]
        for raw in greedy:
            raw.writer.write(head + b"x" * 400_000)
        async with asyncio.timeout(20):
            while len(here.realtime.connections) == 4:
                await asyncio.sleep(0.01)
        assert here.realtime.io.eio.held <= 1_000_000
        for raw in greedy:
            raw.abort()
        async with asyncio.timeout(20):
            while here.realtime.io.eio.held:
                await asyncio.sleep(0.01)


async def test_a_hub_that_stops_answers_first_and_sends_everyone_away_to_come_again() -> None:
    async with hall() as here, aiohttp.ClientSession() as http:
        raw = await Raw.connected(here)
        url = f"{here.base}/socket.io/?EIO=4&transport=polling"
        async with http.get(url) as answer:
            sid = json.loads((await answer.text())[1:])["sid"]
        raw.send('421["slow",1]')
        while not here.received:
            await asyncio.sleep(0.01)
        draining = asyncio.create_task(here.realtime.drain())
        await asyncio.sleep(0.05)
        late = await Raw.open(here.port)
        assert late.head.startswith("HTTP/1.1 503 ") and "retry-after" in late.head.lower()
        here.slow.set()
        assert await raw.text() == '431[{"ok":true,"data":1}]'
        kind, payload = await raw.next()
        assert kind == 8 and payload == (1012).to_bytes(2, "big") + b"restart"
        raw.send(payload, kind=8)
        assert await raw.gone()
        await draining
        async with http.get(f"{url}&sid={sid}") as answer:
            assert await answer.text() == "1"
        assert not here.realtime.connections and not here.realtime.io.eio.parting
        raw.abort()
        late.abort()
