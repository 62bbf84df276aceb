"""A running hub for tests, and people who use it through its doors."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any

import aiohttp
import jwt
import socketio

from hub.doors.listening import Listening
from hub.features.accounts.setup import setup
from hub.main import Hub, patience

PASSWORD = "a good long password"
_numbers = itertools.count(1)


class MovableClock:
    """The machine's time, moved by what a test says."""

    def __init__(self) -> None:
        self.offset = timedelta()
        self.step = timedelta()
        """It goes on by so much more each time it is asked."""

    def now(self) -> datetime:
        """The moved time in UTC, to the millisecond."""
        self.offset += self.step
        now = datetime.now(UTC) + self.offset
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def set(self, moment: datetime) -> None:
        """Make it this time now."""
        self.offset = moment - datetime.now(UTC)

    def reset(self) -> None:
        """Back to the machine's time."""
        self.offset = self.step = timedelta()


@dataclass
class Answer:
    """A response, read."""

    status: int
    body: Any
    headers: Mapping[str, str]

    def ok(self) -> Any:
        """The body of a success."""
        assert self.status < 300, (self.status, self.body)
        return self.body

    def refused(self, code: str, status: int | None = None) -> dict[str, Any]:
        """The problem document of a refusal with this code."""
        assert self.status >= 400 and self.body["code"] == code, (self.status, self.body)
        assert status is None or self.status == status
        assert self.body["request_id"] and self.body["detail"]
        return self.body


class Socket:
    """A Socket.IO client that keeps what it hears."""

    def __init__(self, base: str, token: str, *, patience_s: float = 30) -> None:
        self._base, self._token, self._patience_s = base, token, patience_s
        self.io = socketio.AsyncClient(reconnection=False)
        self.heard: list[tuple[str, Any]] = []
        self._moved = asyncio.Event()
        self.io.on("*", self._hear)

    async def __aenter__(self) -> Socket:
        options: dict[str, Any] = {"auth": {"token": self._token}, "transports": ["websocket"]}
        await self.io.connect(self._base, wait_timeout=self._patience_s, **options)
        await self.hear("ready", timeout=self._patience_s)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
    ):
        await self.io.disconnect()

    async def _hear(self, event: str, *data: Any) -> None:
        self.heard.append((event, data[0] if data else None))
        self._moved.set()

    async def call(self, event: str, data: Any = None, *, timeout: float = 30) -> dict[str, Any]:
        """Send an event; returns its ack."""
        return await self.io.call(event, data, timeout=timeout)

    async def ok(self, event: str, data: Any = None) -> Any:
        """Send an event that succeeds; returns its data."""
        ack = await self.call(event, data)
        assert ack["ok"], ack
        return ack["data"]

    async def refused(self, event: str, data: Any, code: str) -> dict[str, Any]:
        """Send an event that is refused with this code."""
        ack = await self.call(event, data)
        assert not ack["ok"] and ack["error"]["code"] == code, ack
        return ack["error"]

    async def hear(self, event: str, matching: Callable[[Any], bool] = lambda _: True, timeout: float = 30) -> Any:
        """Wait until an event was heard; returns its payload."""
        async with asyncio.timeout(timeout):
            while True:
                self._moved.clear()
                for name, payload in self.heard:
                    if name == event and matching(payload):
                        return payload
                await self._moved.wait()

    def all(self, event: str) -> list[Any]:
        """The payloads of every event of that name heard so far."""
        return [payload for name, payload in self.heard if name == event]

    def forget(self) -> None:
        """Forget what was heard."""
        self.heard.clear()


@dataclass
class Person:
    """Somebody with an account."""

    house: House
    id: str
    username: str
    token: str
    user: dict[str, Any]
    cookies: dict[str, str] = field(default_factory=dict)

    async def __call__(self, method: str, path: str, json: Any = None, **options: Any) -> Answer:
        """Send a request as this person."""
        return await self.house.request(method, path, token=self.token, json=json, **options)

    async def until(self, path: str, found: Callable[[Any], bool]) -> Any:
        """Ask until the answer is as wanted: a view may show what the hub has not said yes to yet."""
        async with asyncio.timeout(30):
            while not found(body := (await self("GET", path)).ok()):
                await asyncio.sleep(0.05)
            return body

    def socket(self) -> Socket:
        """A socket of this person, to be used with `async with`."""
        return Socket(self.house.base, self.token)


@dataclass
class House:
    """A hub that is being served."""

    hub: Hub
    base: str
    http: aiohttp.ClientSession
    listening: Listening
    clock: MovableClock
    admin: Person = field(init=False)

    @classmethod
    async def open(cls, hub: Hub, clock: MovableClock) -> House:
        """Serve a hub on a free port; its first account becomes `admin`."""
        listening = Listening(hub.app, patience(hub.settings), door=hub.realtime.doorstep)
        await listening.open("127.0.0.1", 0)
        http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        house = cls(hub=hub, base=f"http://127.0.0.1:{listening.port}", http=http, listening=listening, clock=clock)
        house.admin = await house.person("admin")
        house.admin.token = for_the_whole_run(house.admin.token)
        return house

    async def close(self) -> None:
        """Stop serving and stop the hub."""
        await self.http.close()
        await self.hub.realtime.stop()
        await self.listening.close()
        await self.hub.stop()

    async def request(
        self, method: str, path: str, *, token: str | None = None, json: Any = None, **options: Any
    ) -> Answer:
        """Send a request; JSON comes back decoded."""
        headers = dict(options.pop("headers", {}))
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if json is not None:
            options["json"] = json
        async with self.http.request(method, self.base + path, headers=headers, **options) as response:
            is_json = "json" in response.content_type
            body = await response.json(content_type=None) if is_json else await response.text()
            return Answer(status=response.status, body=body, headers=response.headers)

    async def person(self, name: str = "person", **fields: Any) -> Person:
        """Register somebody; names are made unique."""
        username = f"{name}_{next(_numbers)}"[:30]
        body = {"username": username, "password": PASSWORD, "time_zone": "Europe/Paris", "locale": "en", **fields}
        found = (await self.request("POST", "/api/auth/register", json=body)).ok()
        return Person(
            house=self,
            id=found["user"]["id"],
            username=username,
            token=found["access_token"],
            user=found["user"],
        )


def for_the_whole_run(token: str) -> str:
    """The same access token, good for a day: on a slow machine the tests take longer than its 15 minutes."""
    claims = jwt.decode(token, options={"verify_signature": False})
    return jwt.encode({**claims, "exp": claims["exp"] + 24 * 3600}, setup().access_key, algorithm="HS256")
