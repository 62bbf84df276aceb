"""A hub in a process and a data folder of its own, for measuring."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import socketio

from bench.process import until_ready
from hub.children import Child, ChildSpec

PASSWORD = "a password for measuring"
ROOT = Path(__file__).resolve().parent.parent


@dataclass(kw_only=True)
class HubProcess:
    """A hub that is running.

    Attributes:
        ready_s: From the start of the process to the first answer 200 of `/health/ready`.
    """

    process: asyncio.subprocess.Process
    port: int
    ready_s: float

    @classmethod
    async def start(cls, data_dir: Path, *, provider: str = "none") -> HubProcess:
        """Start a hub on the folder with rate limits off, and that model; return once it is ready."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        ours = {
            "DATA_DIR": data_dir,
            "PORT": port,
            "RATE_LIMITS": "off",
            "AGENT_PROVIDER": provider,
            "LOG_LEVEL": "error",
        }
        plain = {name: value for name, value in os.environ.items() if not name.startswith("PANORAMIX_")}
        began = time.perf_counter()
        # Ends with us, so that a measurement that is broken off leaves nothing behind.
        child = await Child.start(
            ChildSpec(
                name="hub",
                command=(sys.executable, "-c", "import sys; from hub.cli import main; sys.exit(main())", "serve"),
                environment=plain
                | {"PYTHONPATH": str(ROOT)}
                | {f"PANORAMIX_{name}": str(value) for name, value in ours.items()},
            )
        )
        hub = cls(process=child.process, port=port, ready_s=0)
        if not await until_ready(child.process, port):
            raise RuntimeError(f"the hub ended with status {child.returncode}")
        hub.ready_s = time.perf_counter() - began
        return hub

    @property
    def base(self) -> str:
        """The hub's address."""
        return f"http://127.0.0.1:{self.port}"

    async def stop(self) -> float:
        """Stop the hub as Ctrl-C does; return how long that took in seconds."""
        began = time.perf_counter()
        self.process.send_signal(signal.SIGINT)
        await self.process.wait()
        return time.perf_counter() - began

    def memory_mb(self) -> float:
        """Resident memory of the hub itself, without its children."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("the hub has ended")

    async def person(self, session: aiohttp.ClientSession, username: str) -> Person:
        """Register or sign in; the first one invites the others."""
        account = {"username": username, "password": PASSWORD}
        answer = await self._post(session, "/api/auth/login", account)
        if "access_token" not in answer:
            answer = await self._post(session, "/api/auth/register", account)
        return Person(hub=self, token=answer["access_token"])

    async def _post(self, session: aiohttp.ClientSession, path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with session.post(self.base + path, json=body) as response:
            return await response.json(content_type=None)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who is signed in."""

    hub: HubProcess
    token: str

    async def connect(self) -> socketio.AsyncClient:
        """Open a WebSocket; return once the hub has said `ready`."""
        client = socketio.AsyncClient(reconnection=False)
        ready = asyncio.Event()
        client.on("ready", lambda _: ready.set())
        await client.connect(self.hub.base, auth={"token": self.token}, transports=["websocket"])
        await asyncio.wait_for(ready.wait(), 30)
        return client

    async def get(self, session: aiohttp.ClientSession, path: str) -> dict[str, Any]:
        """Send a reading request that has to succeed."""
        async with session.get(self.hub.base + path, headers={"Authorization": f"Bearer {self.token}"}) as response:
            response.raise_for_status()
            return await response.json()

    async def post(self, session: aiohttp.ClientSession, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send a request that has to succeed."""
        headers = {"Authorization": f"Bearer {self.token}"}
        async with session.post(self.hub.base + path, json=body, headers=headers) as response:
            answer = await response.json()
            if response.status >= 300:
                raise RuntimeError(f"{path}: {response.status} {answer}")
            return answer
