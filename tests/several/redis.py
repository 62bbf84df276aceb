"""A real Redis of the tests' own, which can be killed and started again."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from hub.realtime.bus_line import answers


class RedisServer:
    """A server on a Unix socket, without persistence."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "bus.sock"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """Where it is, or will be again."""
        return f"unix://{self._socket}"

    async def start(self) -> None:
        """Start it, and return once it answers."""
        self._process = await asyncio.create_subprocess_exec(
            *("redis-server", "--port", "0", "--unixsocket", str(self._socket), "--save", "", "--appendonly", "no"),
            stdout=asyncio.subprocess.DEVNULL,
        )
        async with asyncio.timeout(60):
            while await answers(self.url) is not None:
                assert self._process.returncode is None
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """Kill it as a crash would."""
        if self._process is not None:
            self._process.kill()
            await self._process.wait()
            self._process = None


@asynccontextmanager
async def a_redis() -> AsyncIterator[RedisServer]:
    """A server for as long as the block takes; a short path, since a Unix socket's is limited."""
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        server = RedisServer(Path(folder))
        await server.start()
        try:
            yield server
        finally:
            await server.kill()
