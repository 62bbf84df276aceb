"""Clients that poll, for ever or until they upgrade: nothing is lost, doubled or out of order."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
import socketio

from hub.realtime import intake
from tests.realtime.raw import Hall, Raw, hall


@pytest.fixture
async def here() -> AsyncIterator[Hall]:
    """A realtime server of the test's own."""
    async with hall() as opened:
        yield opened


class Poller:
    """A client that polls by hand."""

    def __init__(self, hall: Hall, http: aiohttp.ClientSession) -> None:
        self.http = http
        self.url = f"{hall.base}/socket.io/?EIO=4&transport=polling"
        self.sid = ""

    async def open(self) -> Poller:
        """Shake hands."""
        (opened,) = await self.poll()
        self.sid = json.loads(opened[1:])["sid"]
        self.url += f"&sid={self.sid}"
        return self

    async def poll(self) -> list[str]:
        """One poll's packets."""
        async with self.http.get(self.url) as answer:
            assert answer.status == 200, await answer.text()
            return (await answer.text()).split("\x1e")

    async def post(self, *packets: str, status: int = 200) -> None:
        """Send packets."""
        async with self.http.post(self.url, data="\x1e".join(packets).encode()) as answer:
            assert answer.status == status, await answer.text()

    async def connect(self) -> None:
        """Be let in."""
        await self.post('40{"token":"poller"}')
        seen = ""
        while "ready" not in seen:
            seen += "".join(await self.poll())


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """A client of HTTP."""
    async with aiohttp.ClientSession() as session:
        yield session


async def test_a_polling_client_is_told_everything(here: Hall, http: aiohttp.ClientSession) -> None:
    poller = await Poller(here, http).open()
    await poller.connect()
    await poller.post('421["echo",{"a":1}]', '42["echo",2]', '423["echo",3]')
    for n in range(20):
        await here.say("room:a", n)
    told: list[str] = []
    while len(told) < 22:
        told += await poller.poll()
    assert [json.loads(text[2:])[1]["n"] for text in told if text.startswith('42["said"')] == list(range(20))
    assert {text[:3] for text in told if text.startswith("43")} == {"431", "433"}
    assert [data for _, data in here.received] == [{"a": 1}, 2, 3]


async def test_two_polls_at_once_end_the_session(here: Hall, http: aiohttp.ClientSession) -> None:
    poller = await Poller(here, http).open()
    await poller.connect()
    waiting = asyncio.create_task(poller.poll())
    (session,) = here.realtime.io.eio.sockets.values()
    async with asyncio.timeout(60):
        while not session._asked:
            await asyncio.sleep(0.01)
        async with http.get(poller.url) as second:
            assert second.status == 400
        assert (await waiting)[-1] == "1"
    assert not here.realtime.io.eio.sockets and not here.realtime.connections


@pytest.mark.parametrize("polling_only", [True, False])
async def test_the_stock_client_works_by_polling(here: Hall, polling_only: bool) -> None:
    client = socketio.AsyncClient(reconnection=False)
    heard: asyncio.Queue[dict[str, int]] = asyncio.Queue()
    client.on("said", heard.put)
    transports = ["polling"] if polling_only else ["polling", "websocket"]
    await client.connect(here.base, auth={"token": "stock"}, transports=transports)
    assert client.transport() == ("polling" if polling_only else "websocket")
    assert await client.call("echo", {"a": "é"}, timeout=20) == {"ok": True, "data": {"a": "é"}}
    for n in range(5):
        await here.say("room:a", n)
    assert [(await heard.get())["n"] for _ in range(5)] == list(range(5))
    await client.disconnect()
    async with asyncio.timeout(20):
        while here.realtime.connections:
            await asyncio.sleep(0.01)


async def test_an_upgrade_in_the_middle_of_a_flood_loses_and_doubles_nothing(
    here: Hall, http: aiohttp.ClientSession
) -> None:
    done = asyncio.Event()

    async def flood() -> None:
        for n in range(400):
            await here.say("room:a", n)
            await asyncio.sleep(0.0005)
        done.set()

    for _ in range(3):
        poller = await Poller(here, http).open()
        await poller.connect()
        done.clear()
        flooding = asyncio.create_task(flood())
        told: list[str] = []
        while len(told) < 20:
            told += await poller.poll()
        raw = await Raw.open(here.port, query=f"EIO=4&transport=websocket&sid={poller.sid}")
        polling = asyncio.create_task(poller.poll())
        raw.send("2probe")
        assert await raw.text() == "3probe"
        told += await polling
        # As long as the upgrade is under way, polls end at once.
        assert await poller.poll() == ["6"]
        await asyncio.sleep(0.02)
        raw.send("5")
        while not told[-1].endswith('"n":399,"room":"room:a","text":""}]'):
            told.append(await raw.text())
        numbers = [json.loads(text[2:])[1]["n"] for text in told if text.startswith("42")]
        assert numbers == list(range(400))
        assert (await raw.ask(1, "echo", 1))["ok"]
        await poller.post('42["echo"]', status=400)
        await flooding
        assert done.is_set() and len(here.realtime.connections) == 1
        raw.abort()
        while here.realtime.connections:
            await asyncio.sleep(0.01)


async def test_an_upgrade_that_is_cut_leaves_polling_as_it_was(here: Hall, http: aiohttp.ClientSession) -> None:
    poller = await Poller(here, http).open()
    await poller.connect()
    for probe in ("2probe", None):
        raw = await Raw.open(here.port, query=f"EIO=4&transport=websocket&sid={poller.sid}")
        if probe:
            raw.send(probe)
            assert await raw.text() == "3probe"
            raw.abort()
        else:
            raw.send("nonsense")
            assert await raw.closed() == 1002
            raw.abort()
    session = here.realtime.io.eio.sockets[poller.sid]
    while session.upgrading:
        await asyncio.sleep(0.01)
    await here.say("room:a", 7)
    told: list[str] = []
    while not any('"n":7' in text for text in told):
        told += await poller.poll()
    await poller.post("1")
    assert not here.realtime.connections


async def test_answers_to_what_came_by_polling_come_over_the_websocket(
    here: Hall, http: aiohttp.ClientSession
) -> None:
    poller = await Poller(here, http).open()
    await poller.connect()
    await poller.post('429["slow",1]')
    raw = await Raw.open(here.port, query=f"EIO=4&transport=websocket&sid={poller.sid}")
    raw.send("2probe")
    assert await raw.text() == "3probe"
    raw.send("5")
    assert (await raw.ask(1, "echo", 1))["ok"]
    here.slow.set()
    assert await raw.text() == '439[{"ok":true,"data":1}]'
    raw.abort()


@pytest.mark.parametrize(
    "body", [b"", b"\xff", b"x", b"4", b"42", b"49", b"bnot base64!", b"bAAAA", b"0", b"40{", b'42x["a"]']
)
async def test_what_cannot_be_read_is_refused_and_logged_nowhere(
    here: Hall, http: aiohttp.ClientSession, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    poller = await Poller(here, http).open()
    await poller.connect()
    async with http.post(poller.url, data=body) as answer:
        assert answer.status in (200, 400)
    async with http.get(poller.url) as answer:
        assert answer.status in (200, 400)
    async with http.get(poller.url) as answer:
        assert answer.status == 400
    assert not here.realtime.connections
    assert not [record for record in caplog.records if record.exc_info]


async def test_a_stranger_may_not_post_much(here: Hall, http: aiohttp.ClientSession) -> None:
    poller = await Poller(here, http).open()
    await poller.post("40" + "x" * intake.LARGEST_STRANGER, status=400)


async def test_many_packets_may_come_in_one_post(here: Hall, http: aiohttp.ClientSession) -> None:
    poller = await Poller(here, http).open()
    await poller.connect()
    await poller.post(*(f'42{n}["echo",{n}]' for n in range(300)))
    told: list[str] = []
    while len(told) < 300:
        told += await poller.poll()
    assert [data for _, data in here.received] == list(range(300))


async def test_a_polling_client_that_is_away_is_told_why_it_was_cut(here: Hall, http: aiohttp.ClientSession) -> None:
    poller = await Poller(here, http).open()
    await poller.connect()
    await here.realtime.cut_person("poller".ljust(24, "0"), "signed_out")
    told: list[str] = []
    while "1" not in told:
        told += await poller.poll()
    assert told == ['42["session.revoked",{"reason":"signed_out"}]', "41", "1"]
