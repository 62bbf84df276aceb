"""Two hubs behind nginx, with the configuration that we ship: whoever comes finds a hub, and the same one again."""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
import socketio

from tests.house import PASSWORD, Answer, House, MovableClock, Person, Socket
from tests.several import nginx
from tests.several.nginx import Nginx, an_nginx
from tests.several.pair import SLOW_S, Pair, free_port, two_hubs

pytestmark = pytest.mark.skipif(nginx.PROGRAM is None, reason="nginx is not installed (apt-get install nginx-light)")
PLACES = [f"127.0.{place}.1" for place in range(1, 13)]
"""Addresses that callers come from. nginx's `ip_hash` looks at the first three numbers."""


@dataclass
class Behind:
    """The two hubs and what is in front of them."""

    pair: Pair
    nginx: Nginx

    @property
    def base(self) -> str:
        """Where callers come."""
        return f"https://127.0.0.1:{self.nginx.secure}"

    @asynccontextmanager
    async def caller(self, place: str) -> AsyncIterator[House]:
        """Both hubs as seen through nginx, from one address."""
        connector = aiohttp.TCPConnector(ssl=self.nginx.trust, local_addr=(place, 0))
        async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http:
            yield House(hub=None, base=self.base, http=http, listening=None, clock=MovableClock())

    async def connections(self) -> list[int]:
        """How many sockets each hub has."""
        found: list[int] = []
        for hub in (self.pair.one, self.pair.other):
            text = (await hub.request("GET", "/metrics")).ok()
            match = re.search(r"^panoramix_connections (\S+)$", text, re.MULTILINE)
            assert match is not None
            found.append(int(float(match[1])))
        return found


class Through(Socket):
    """A client that comes through nginx, by the transports that it is told."""

    def __init__(self, person: Person, *transports: str) -> None:
        super().__init__(person.house.base, person.token, patience_s=SLOW_S)
        self.io = socketio.AsyncClient(reconnection=False, http_session=person.house.http)
        self.io.on("*", self._hear)
        self._transports = list(transports)

    async def __aenter__(self) -> Through:
        await self.io.connect(
            self._base, wait_timeout=SLOW_S, auth={"token": self._token}, transports=self._transports
        )
        await self.hear("ready", timeout=SLOW_S)
        return self


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def behind(house: House, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Behind]:
    """All of it, started once for the tests of this file; the last of them kills a hub."""
    hubs = two_hubs(
        house, tmp_path_factory.mktemp("hubs"), "behind_nginx", TRUSTED_PROXIES="127.0.0.1", RATE_LIMITS="on"
    )
    async with hubs as pair:
        ports = [int(base.rpartition(":")[2]) for base in pair.processes]
        folder = tmp_path_factory.mktemp("nginx")
        async with an_nginx(folder, plain=free_port(), secure=free_port(), hubs=ports) as front:
            yield Behind(pair=pair, nginx=front)


async def test_plain_http_leads_to_https(behind: Behind) -> None:
    async with aiohttp.ClientSession() as http:
        url = f"http://127.0.0.1:{behind.nginx.plain}/rooms?x=1"
        async with http.get(url, allow_redirects=False) as response:
            assert response.status == 301
            assert response.headers["Location"] == "https://127.0.0.1/rooms?x=1"


async def test_a_caller_is_known_by_the_address_that_nginx_saw(behind: Behind) -> None:
    async with behind.caller(PLACES[0]) as house:
        claimed = {"X-Forwarded-For": "198.51.100.7", "X-Real-IP": "198.51.100.7"}
        registered = await house.request(
            "POST", "/api/auth/register", json={"username": "forwarded", "password": PASSWORD}, headers=claimed
        )
        token = registered.ok()["access_token"]
        (session,) = (await house.request("GET", "/api/auth/sessions", token=token)).ok()["items"]
        assert session["address"] == PLACES[0], "not nginx's own, and not what the caller says of itself"
        assert (await house.request("GET", "/metrics", token=token)).status == 403, "nobody reads these from outside"


@pytest.mark.parametrize("transports", [("polling",), ("websocket",), ("polling", "websocket")])
async def test_everyone_comes_to_a_hub_and_stays_there(behind: Behind, transports: tuple[str, ...]) -> None:
    before = await behind.connections()
    async with AsyncExitStack() as stack:
        people = [
            await (await stack.enter_async_context(behind.caller(place))).person(f"via_{transports[0]}")
            for place in PLACES
        ]
        body = {"kind": "private", "name": "r", "member_ids": [person.id for person in people[1:]]}
        room = (await people[0]("POST", "/api/rooms", body)).ok()["id"]
        sockets = [await stack.enter_async_context(Through(person, *transports)) for person in people]
        came = [now - then for now, then in zip(await behind.connections(), before, strict=True)]
        assert sum(came) == len(people) and min(came) > 0, f"nginx spreads them: {came}"
        for number, speaker in enumerate(sockets):
            # A poll that came to the other hub would be refused: that hub knows no such session.
            await speaker.ok("message.send", {"room_id": room, "content": f"{number}", "client_msg_id": f"{number}"})
        for listener in sockets:
            await listener.hear(
                "message.created", lambda told: told["message"]["seq"] == len(sockets), timeout=SLOW_S
            )
            assert listener.io.transport() == transports[-1]


async def test_what_is_large_comes_through(behind: Behind) -> None:
    """As much as the hub itself takes: what is too much is refused by the hub, which says so, not by nginx."""
    async with behind.caller(PLACES[1]) as house:
        person = await house.person("large")

        async def note(content: int) -> Answer:
            body = io.BytesIO(json.dumps({"title": "long", "content": "x" * content}).encode())
            return await person("POST", "/api/notes", data=body, headers={"Content-Type": "application/json"})

        assert len((await note(900_000)).ok()["content"]) == 900_000
        assert "1 MB of text" in (await note(6_000_000)).refused("too_large", 413)["detail"]
        (await note(50_000_000)).refused("too_large", 413)
        beyond = await note(60_000_000)
        assert beyond.status == 413 and isinstance(beyond.body, str), "nginx keeps this from the hub"
        async with Through(person, "websocket") as socket:
            huge = {"room_id": "0" * 24, "content": "x" * 6_000_000, "client_msg_id": "huge"}
            await socket.refused("message.send", huge, "invalid")
        async with Through(person, "polling") as socket:
            # What python-socketio's client would send at once is too much for aiohttp's: by hand, then.
            url = f"{behind.base}/socket.io/?EIO=4&transport=polling&sid={socket.io.eio.sid}"
            packet = '42["message.send",' + json.dumps({**huge, "client_msg_id": "by hand"}) + "]"
            async with person.house.http.post(url, data=io.BytesIO(packet.encode())) as response:
                assert response.status == 200, await response.text()
            assert await socket.ok("account.get", {})


async def test_when_a_hub_is_killed_its_people_come_to_the_other(behind: Behind) -> None:
    async with AsyncExitStack() as stack:
        people = [
            await (await stack.enter_async_context(behind.caller(place))).person("survivor") for place in PLACES
        ]
        body = {"kind": "private", "name": "r", "member_ids": [person.id for person in people[1:]]}
        room = (await people[0]("POST", "/api/rooms", body)).ok()["id"]
        before = await behind.connections()
        sockets = [await stack.enter_async_context(Through(person, "websocket")) for person in people]
        came = [now - then for now, then in zip(await behind.connections(), before, strict=True)]
        assert min(came) > 0
        process = behind.pair.processes[behind.pair.other.base]
        process.kill()
        await process.wait()
        cut: list[Person] = []
        async with asyncio.timeout(SLOW_S):
            while len(cut) < came[1]:
                cut = [person for person, socket in zip(people, sockets, strict=True) if not socket.io.connected]
                await asyncio.sleep(0.02)
        for person in cut:
            (await person("GET", "/api/auth/me")).ok()
        again = [await stack.enter_async_context(Through(person, "websocket")) for person in cut]
        polls = await stack.enter_async_context(Through(cut[0], "polling"))
        stayed = next(socket for socket in sockets if socket.io.connected)
        await again[0].ok("message.send", {"room_id": room, "content": "back", "client_msg_id": "back"})

        def is_back(told: Any) -> bool:
            return told["message"]["content"] == "back"

        for listener in (*again, polls, stayed):
            await listener.hear("message.created", is_back, timeout=SLOW_S)
