"""A Redis server of our own, for the hub's processes on one machine to talk through: a child that ends with us.

It keeps nothing and listens on nothing but a Unix socket that only this user can open, so it needs no password.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path
from urllib.parse import quote

from hub.cannot_start import CannotStart
from hub.children import Child, ChildSpec, Keeper
from hub.log import get_log
from hub.private_files import private_folder

log = get_log(__name__)

PROGRAM = "redis-server"
LONGEST_START_S = 20.0
LONGEST_SOCKET_PATH = 100
"""A Unix socket's path has at most 107 bytes (unix(7)); Redis' own clients want a little less."""
WAITING_FOR_A_READER = "pubsub 64mb 16mb 30"
"""What a process may leave unread before Redis cuts it off, as `client-output-buffer-limit` takes it."""


class BusServer:
    """The child, kept running."""

    def __init__(self, program: str, folder: Path, output: Path) -> None:
        self._program = program
        self._socket = folder / "bus.sock"
        self._output = output
        self._keeper = Keeper(PROGRAM, self._launch)

    @classmethod
    async def start(cls, data_dir: Path) -> BusServer:
        """Start the server and return once it answers. The caller holds the data folder's lock.

        Raises:
            CannotStart: there is no `redis-server`, or it does not run; the text says what to do.
        """
        server = cls(find_program(), _folder(data_dir), data_dir / "bus.log")
        await server._keeper.start()
        log.info("bus.ready", pid=server.pid)
        return server

    @property
    def url(self) -> str:
        """How clients reach it; it stays the same through restarts."""
        return f"unix://{quote(str(self._socket))}"

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs."""
        return self._keeper.child.pid if self._keeper.child else None

    async def watch(self) -> None:
        """Start the server again whenever it ends; runs until `stop` or cancellation."""
        await self._keeper.watch()

    async def stop(self) -> None:
        """Stop the server."""
        await self._keeper.stop()
        self._socket.unlink(missing_ok=True)
        if self._socket.parent != self._output.parent:
            self._socket.parent.rmdir()

    async def _launch(self) -> Child:
        child = await Child.start(self._spec())
        try:
            async with asyncio.timeout(LONGEST_START_S):
                await self._until_it_answers(child)
        except TimeoutError:
            await child.stop()
            raise CannotStart("redis-server does not answer.", f"Its log is {self._output}") from None
        except BaseException:
            await child.stop()
            raise
        return child

    def _spec(self) -> ChildSpec:
        options = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "save": "",
            "appendonly": "no",
            "daemonize": "no",
            "client-output-buffer-limit": WAITING_FOR_A_READER,
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        return ChildSpec(
            name=PROGRAM,
            command=(self._program, *arguments),
            environment={},  # none of our settings, some of which are secrets
            output=self._output,
        )

    async def _until_it_answers(self, child: Child) -> None:
        while not await self._answers():
            if child.returncode is not None:
                raise CannotStart("redis-server does not run here.", f"Its log is {self._output}")
            await asyncio.sleep(0.01)

    async def _answers(self) -> bool:
        try:
            reader, writer = await asyncio.open_unix_connection(str(self._socket))
        except OSError:
            return False
        writer.write(b"PING\r\n")
        said = await reader.readline()
        writer.close()
        return said == b"+PONG\r\n"


def find_program() -> str:
    """Where the server's program is.

    Raises:
        CannotStart: there is none; the text says what to do.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise CannotStart(
            "Several workers need Redis between them, and there is no redis-server on the PATH.",
            "Install it (Debian, Ubuntu: apt install redis-server), or name one with PANORAMIX_BUS_URL=redis://…",
        )
    return program


def _folder(data_dir: Path) -> Path:
    """Where the socket goes: the data folder, unless its path is too long for one."""
    if len(bytes(data_dir / "bus.sock")) <= LONGEST_SOCKET_PATH:
        return private_folder(data_dir)
    return Path(tempfile.mkdtemp(prefix="panoramix-"))
