"""An installation to do harm to: one data folder, a hub on it as a process, and the database that the hub starts."""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from pymongo import AsyncMongoClient

from hub.children import Child, ChildSpec
from hub.storage.heads import rev_counter
from hub.storage.mongo import DATABASE
from hub.storage.mongod import url_of_running
from tests.command import Panoramix, servers_on
from tests.faults.journal import Stored, stored

PASSWORD = "a password for doing harm"
STARTED_S = 90.0
STOPPED_S = 20.0
WORKER, BUS = "hub.worker", "redis-server"
"""What the command lines of a hub's workers and of its bus say."""
_TROUBLE = re.compile(r"^\S+Z (error|critical) |^\S+(Error|Exception|Failure):|never retrieved|never awaited")


@dataclass
class Installation:
    """A hub that is started, killed and started again on one folder and one port.

    Attributes:
        workers: How many hub processes share the port; 0 is the one process that is the default.
        trouble: Lines that the hubs so far left in their logs and that tell of a fault, counted.
    """

    data_dir: Path
    workers: int = 0
    port: int = 0
    trouble: Counter[str] = field(default_factory=Counter[str])
    _hub: Child | None = None
    _http: aiohttp.ClientSession | None = None
    _mongo: AsyncMongoClient[dict[str, Any]] | None = None
    _url: str = ""
    _lives: int = 0

    def __post_init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    @property
    def base(self) -> str:
        """The hub's own address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The hub's process id."""
        assert self._hub is not None
        return self._hub.pid

    @property
    def log(self) -> Path:
        """What this hub prints."""
        return self.data_dir.with_name(f"hub-{self._lives}.log")

    @property
    def life(self) -> int:
        """How often the hub was started."""
        return self._lives

    @property
    def http(self) -> aiohttp.ClientSession:
        """For requests that are no part of what is tested."""
        if self._http is None:
            timeout = aiohttp.ClientTimeout(total=30)
            self._http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), timeout=timeout)
        return self._http

    async def start(self) -> float:
        """Start the hub and wait until it is ready; returns how long that took in seconds."""
        began = time.monotonic()
        self._lives += 1
        panoramix = Panoramix(data_dir=self.data_dir, port=self.port, started=[])
        settings = {"RATE_LIMITS": "off", "AGENT_PROVIDER": "none", "REGISTRATION": "open", "LOG_LEVEL": "info"}
        # As a child that ends with us: whatever becomes of the test, nothing of it keeps running.
        self._hub = await Child.start(
            ChildSpec(
                name="hub",
                command=(
                    *(sys.executable, "-c", "import sys; from hub.cli import main; sys.exit(main())"),
                    *("serve", *(("--workers", str(self.workers)) if self.workers else ())),
                ),
                environment=panoramix.environment(settings),
                output=self.log,
            )
        )
        await self.until_ready()
        if self.workers:
            # Until all of them serve, one that is killed ends the others: that is a failed start.
            assert await self.until(lambda: f"workers={self.workers}" in self._tail(), STARTED_S), self._tail()
        return time.monotonic() - began

    async def until_ready(self) -> float:
        """Wait until the hub has its database; returns how long that took in seconds."""
        began = time.monotonic()
        async with asyncio.timeout(STARTED_S):
            while not await self._is_ready():
                self._must_live()
                await asyncio.sleep(0.02)
        return time.monotonic() - began

    async def kill(self) -> None:
        """Kill the hub with -9."""
        assert self._hub is not None
        os.kill(self._hub.pid, signal.SIGKILL)
        await self._hub.wait()
        self._read_log()

    async def terminate(self) -> float:
        """Ask the hub to stop as a service manager does; returns how long that took in seconds."""
        assert self._hub is not None
        began = time.monotonic()
        os.kill(self._hub.pid, signal.SIGTERM)
        async with asyncio.timeout(STOPPED_S):
            status = await self._hub.wait()
        self._read_log()
        if status != 0:
            raise AssertionError(f"the hub ended with status {status}:\n{self._tail()}")
        return time.monotonic() - began

    def database_pid(self) -> int:
        """The process id of the database."""
        (pid,) = servers_on(self.data_dir)
        return pid

    async def kill_database(self) -> None:
        """Kill the database with -9 and wait until it is gone."""
        pid = self.database_pid()
        os.kill(pid, signal.SIGKILL)
        async with asyncio.timeout(STOPPED_S):
            while pid in servers_on(self.data_dir):
                await asyncio.sleep(0.01)

    async def kill_child(self, word: str, rng: random.Random) -> None:
        """Kill one of the hub's children with -9: any one whose command line has the word."""
        os.kill(rng.choice(self.children(word)), signal.SIGKILL)

    def children(self, word: str) -> list[int]:
        """The hub's child processes whose command line has the word, oldest first."""
        found: list[int] = []
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(entry.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
                command = entry.with_name("cmdline").read_text(encoding="utf-8")
            except (FileNotFoundError, ProcessLookupError):
                continue
            if parent == self.pid and word in command:
                found.append(int(entry.parent.name))
        return sorted(found)

    def open_files(self) -> dict[int, int]:
        """How many file descriptors each hub process holds."""
        pids = self.children(WORKER) if self.workers else [self.pid]
        return {pid: len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids}

    async def measure(self, name: str) -> int:
        """What the hub's metrics say, over all labels; of one process only."""
        async with self.http.get(f"{self.base}/metrics") as response:
            text = await response.text()
        found = re.findall(rf"^panoramix_{name}(?:{{.*}})? (\S+)$", text, re.MULTILINE)
        return int(sum(map(float, found)))

    async def rows(self, room_ids: Sequence[str]) -> list[Stored]:
        """Every stored message of these rooms."""
        found = (await self._database())["messages"].find({"room_id": {"$in": list(room_ids)}})
        return [stored(row) async for row in found]

    async def heads(self, room_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
        """Where the rooms stand in the database: room to (seq, rev)."""
        database = await self._database()
        said = database["messages"].find({"room_id": {"$in": list(room_ids)}}, {"room_id": 1, "seq": 1})
        last = dict.fromkeys(room_ids, 0)
        async for row in said:
            last[row["room_id"]] = max(last[row["room_id"]], int(row["seq"]))
        changed = database["counters"].find({"_id": {"$in": [rev_counter(room_id) for room_id in room_ids]}})
        revs = {row["_id"]: int(row["value"]) async for row in changed}
        return {room_id: (last[room_id], revs.get(rev_counter(room_id), 0)) for room_id in room_ids}

    async def register(self, username: str) -> tuple[str, str]:
        """Somebody with an account; returns their id and a token that does not expire."""
        body = {"username": username, "password": PASSWORD}
        account = await self.post("/api/auth/register", body, None)
        token = await self.post(
            "/api/tokens", {"name": "faults", "scopes": ["read", "write"]}, account["access_token"]
        )
        return account["user"]["id"], token["token"]

    async def post(self, path: str, body: Any, token: str | None) -> Any:
        """Send a request that has to succeed."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with self.http.post(self.base + path, json=body, headers=headers) as response:
            answer = await response.json()
            assert response.status < 300, (path, response.status, answer)
            return answer

    async def until(self, true: Callable[[], bool], seconds: float) -> bool:
        """Wait until something is true; returns whether it became so in time.

        Raises:
            AssertionError: The hub ended by itself, so that there is nothing to wait for.
        """
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                return False
            self._must_live()
            await asyncio.sleep(0.02)
        return True

    async def stop(self) -> None:
        """End everything."""
        if self._mongo is not None:
            await self._mongo.close()
        if self._http is not None:
            await self._http.close()
        if self._hub is not None and self._hub.returncode is None:
            for pid in servers_on(self.data_dir):
                os.kill(pid, signal.SIGCONT)
            await self._hub.stop(STOPPED_S)
            self._read_log()

    async def _database(self) -> Any:
        url = url_of_running(self.data_dir)
        assert url is not None
        if self._mongo is not None and url != self._url:
            # A hub that starts while its port is still taken moves its database to another one.
            await self._mongo.close()
            self._mongo = None
        if self._mongo is None:
            self._url = url
            self._mongo = AsyncMongoClient(url, serverSelectionTimeoutMS=30_000)
        return self._mongo[DATABASE]

    async def _is_ready(self) -> bool:
        try:
            async with self.http.get(f"{self.base}/health/ready") as response:
                return response.status == 200
        except (aiohttp.ClientConnectionError, TimeoutError):
            return False

    def _read_log(self) -> None:
        """Count what a calm night's log would not have, by its first words."""
        for line in self.log.read_text(encoding="utf-8", errors="replace").splitlines():
            if _TROUBLE.search(line):
                self.trouble[re.sub(r"[0-9a-f]{6,}|\d+", "N", line)[:160]] += 1

    def _must_live(self) -> None:
        if self._hub is None or self._hub.returncode is not None:
            raise AssertionError(f"the hub ended by itself:\n{self._tail()}")

    def _tail(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-3000:]
