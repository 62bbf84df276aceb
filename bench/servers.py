"""The servers side by side: each in a process of its own, started and ended by us."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import gettempdir

from bench.process import children, comm, cpu_s, rss_kb, until_ready
from bench.tokens import FANOUT_KEY
from hub.children import Child, ChildSpec

ROOT = Path(__file__).resolve().parent.parent
HUB, STOCK, NODE = "hub", "stock", "node"
APART = ("mongod", "redis-server")
HEARTBEAT_S = 300
"""Between heartbeats where they would be noise; the same for every server."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(kw_only=True)
class Server:
    """A server that is running.

    Attributes:
        output: What it says; removed when it is stopped.
        own: Its processes, whose cost is the server's.
        apart: Processes whose cost is shown apart, by name (`mongod`, `redis-server`).
    """

    name: str
    child: Child
    port: int
    output: Path
    own: list[int] = field(default_factory=list[int])
    apart: dict[str, int] = field(default_factory=dict[str, int])

    @classmethod
    async def start(
        cls, name: str, command: tuple[str, ...], environment: Mapping[str, str], *, port: int | None = None
    ) -> Server:
        """Start a server; returns once `/health/ready` answers 200.

        Args:
            name: What it is called in the results.
            command: How it is started.
            environment: Beside our own, without the hub's settings.
            port: Where it will listen; without it, it is told a free one as PORT.

        Raises:
            RuntimeError: It ended.
            TimeoutError: It was not ready within a minute.
        """
        port = port or free_port()
        plain = {key: value for key, value in os.environ.items() if not key.startswith("PANORAMIX_")}
        plain |= {"PYTHONPATH": str(ROOT), "NODE_ENV": "production", "PORT": str(port)}
        # It ends with us, so that a measurement that is broken off leaves nothing behind.
        output = Path(gettempdir()) / f"panoramix-bench-{port}.out"
        child = await Child.start(
            ChildSpec(name=name, command=command, environment=plain | dict(environment), output=output)
        )
        server = cls(name=name, child=child, port=port, output=output)
        try:
            if not await until_ready(child.process, port):
                said = output.read_text(encoding="utf-8", errors="replace")[-1000:]
                raise RuntimeError(f"{name} ended with status {child.returncode}: {said}")
        except BaseException:
            await child.stop()
            raise
        server.own.append(child.pid)
        for below in children(child.pid):
            program = comm(below)
            if program in APART:
                server.apart[program] = below
            else:
                server.own.append(below)
        return server

    @property
    def pid(self) -> int:
        """The server's own process."""
        return self.child.pid

    def cpu(self) -> float:
        """User and system time so far, in seconds."""
        return sum(cpu_s(pid) for pid in self.own)

    def cpu_apart(self) -> float:
        """The same of what is shown apart."""
        return sum(cpu_s(pid) for pid in self.apart.values())

    def rss_kb(self) -> int:
        """Resident memory."""
        return rss_kb(self.pid)

    async def stop(self) -> None:
        """End it."""
        await self.child.stop(10)
        self.output.unlink(missing_ok=True)


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


async def start_hub(data_dir: Path, *, workers: int | None = None) -> Server:
    """The hub itself, as `panoramix serve` runs it, with a database of its own in that folder."""
    port = free_port()
    settings = {
        "DATA_DIR": str(data_dir),
        "PORT": str(port),
        "RATE_LIMITS": "off",
        "AGENT_PROVIDER": "none",
        "LOG_LEVEL": "error",
    }
    return await Server.start(
        HUB if workers is None else f"{HUB} × {workers}",
        (
            *(sys.executable, "-c", "import sys; from hub.cli import main; sys.exit(main())", "serve"),
            *(() if workers is None else ("--workers", str(workers))),
        ),
        {f"PANORAMIX_{name}": value for name, value in settings.items()},
        port=port,
    )


async def start_fanout(*, heartbeat_s: float | None = None) -> Server:
    """The hub's realtime server alone."""
    environment = {} if heartbeat_s is None else {"PING_S": str(heartbeat_s)}
    return await Server.start(HUB, (sys.executable, "-m", "bench.fanout_server"), environment)
