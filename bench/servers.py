"""The servers side by side: each in a process of its own, started and ended by us."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bench.process import cpu_s, rss_kb
from bench.tokens import FANOUT_KEY
from hub.children import Child, ChildSpec

ROOT = Path(__file__).resolve().parent.parent
HUB, STOCK, NODE = "hub", "stock", "node"
HEARTBEAT_S = 300
"""Between heartbeats where they would be noise; the same for every server."""
READY_S = 60


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(kw_only=True)
class Server:
    """A server that is running.

    Attributes:
        also: Processes whose cost is shown apart (its database).
    """

    name: str
    child: Child
    port: int
    also: dict[str, int] = field(default_factory=dict[str, int])

    @classmethod
    async def start(cls, name: str, command: tuple[str, ...], environment: Mapping[str, str]) -> Server:
        """Start a server; returns once `/health/ready` answers 200.

        Raises:
            RuntimeError: It ended or was not ready within a minute.
        """
        port = free_port()
        plain = {key: value for key, value in os.environ.items() if not key.startswith("PANORAMIX_")}
        plain |= {"PYTHONPATH": str(ROOT), "NODE_ENV": "production", "PORT": str(port)}
        # It ends with us, so that a measurement that is broken off leaves nothing behind.
        child = await Child.start(ChildSpec(name=name, command=command, environment=plain | dict(environment)))
        server = cls(name=name, child=child, port=port)
        try:
            await server._until_ready()
        except BaseException:
            await child.stop()
            raise
        return server

    @property
    def pid(self) -> int:
        """The server's own process."""
        return self.child.pid

    def cpu(self) -> float:
        """User and system time so far, in seconds."""
        return cpu_s(self.pid)

    def rss_kb(self) -> int:
        """Resident memory."""
        return rss_kb(self.pid)

    async def stop(self) -> None:
        """End it."""
        await self.child.stop(10)

    async def _until_ready(self) -> None:
        async with aiohttp.ClientSession() as session, asyncio.timeout(READY_S):
            while self.child.returncode is None:
                try:
                    async with session.get(f"http://127.0.0.1:{self.port}/health/ready") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientConnectionError:
                    pass
                await asyncio.sleep(0.02)
        raise RuntimeError(f"{self.name} ended with status {self.child.returncode}")


async def start_node(*, mongo_url: str | None = None, heartbeat_s: float | None = None, **more: str) -> Server:
    """The Node reference.

    Raises:
        FileNotFoundError: Node or the reference's packages are not there (`make bench` installs them).
    """
    node = shutil.which("node")
    folder = ROOT / "bench" / "node"
    if node is None or not (folder / "node_modules").is_dir():
        raise FileNotFoundError("the Node reference is not installed; `make bench` does it")
    environment = {"TOKEN_KEY": FANOUT_KEY, **more}
    if mongo_url is not None:
        environment["MONGO_URL"] = mongo_url
    if heartbeat_s is not None:
        environment["PING_MS"] = str(round(heartbeat_s * 1000))
    return await Server.start(NODE, (node, str(folder / "server.js")), environment)


async def start_stock(*, heartbeat_s: float | None = None) -> Server:
    """python-socketio as it comes."""
    environment = {} if heartbeat_s is None else {"PING_S": str(heartbeat_s)}
    return await Server.start(STOCK, (sys.executable, "-m", "bench.stock.server"), environment)


async def start_fanout(*, heartbeat_s: float | None = None) -> Server:
    """The hub's realtime server alone."""
    environment = {} if heartbeat_s is None else {"PING_S": str(heartbeat_s)}
    return await Server.start(HUB, (sys.executable, "-m", "bench.fanout_server"), environment)
