"""Two hubs on one database of their own, with a bus between them."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import aiohttp

from tests.command import Panoramix
from tests.house import House, MovableClock, Person
from tests.several.redis import RedisServer, a_redis

SLOW_S = 60.0


@dataclass
class Pair:
    """Two hubs on one database of their own, and the Redis between them."""

    one: House
    other: House
    redis: RedisServer
    processes: dict[str, asyncio.subprocess.Process]

    def elsewhere(self, person: Person) -> Person:
        """The same person with the same sign-in, in the other process."""
        return replace(person, house=self.other)


@asynccontextmanager
async def two_hubs(house: House, folder: Path, database: str, **settings: str) -> AsyncIterator[Pair]:
    """The two, on a database of that name in the server of a third."""
    mongo = house.hub.mongo.url.replace("/?", f"/{database}?")
    assert f"/{database}?" in mongo
    http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
    installations: list[Panoramix] = []
    async with a_redis() as redis, http:
        for name in ("one", "other"):
            installations.append(Panoramix(data_dir=folder / name, port=free_port(), started=[]))
        processes: dict[str, asyncio.subprocess.Process] = {}
        houses: list[House] = []
        try:
            for installation in installations:
                process = await installation.serve(
                    **{
                        "MONGO_URL": mongo,
                        "BUS_URL": redis.url,
                        "SECRET": house.hub.settings.signing_secret,
                        "RATE_LIMITS": "off",
                        "REGISTRATION": "open",
                        "AGENT_PROVIDER": "none",
                        **settings,
                    }
                )
                base = f"http://127.0.0.1:{installation.port}"
                houses.append(House(hub=None, base=base, http=http, listening=None, clock=MovableClock()))
                processes[base] = process
            one, other = houses
            one.admin = other.admin = await one.person("admin")
            await until_joined(houses)
            yield Pair(one=one, other=other, redis=redis, processes=processes)
        finally:
            for installation in installations:
                for process in installation.started:
                    if process.returncode is None:
                        process.kill()
                        await process.communicate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def until_joined(houses: list[House]) -> None:
    """Until each process is on the bus and knows of the other."""
    async with asyncio.timeout(SLOW_S):
        for house in houses:
            while True:
                bus = (await house.request("GET", "/health/ready")).ok()["parts"]["bus"]
                if bus["up"] and bus["others"] == 1:
                    break
                await asyncio.sleep(0.05)
