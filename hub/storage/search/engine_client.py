"""The search process as the hub sees it: started when it is first needed, and again when it has ended.

Whichever hub process of this machine needs it first, and can take the lock, starts it; the others use the same one.
It ends with who started it, whereupon the next to need it starts another.
"""

from __future__ import annotations

import asyncio
import fcntl
import importlib.util
import json
import os
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from hub.children import Child, ChildSpec
from hub.kernel.errors import unavailable
from hub.log import get_log
from hub.storage.ending import end
from hub.storage.search.embedding import Wish
from hub.storage.search.engine import Asked, Hit, Item, State
from hub.storage.search.frames import LARGEST, SOCKET, Nonsense, frame, read_frame

log = get_log(__name__)
OPTIONS = "PANORAMIX_SEARCH_PROCESS"
START_S = 40.0
QUESTION_S = 10.0
CHANGE_S = 120.0
REST_S = 30.0
"""How long a process that will not start is left alone."""


@dataclass(frozen=True, kw_only=True)
class SearchOptions:
    """What the search process is told when it starts."""

    folder: Path
    wish: Wish
    qdrant_url: str = ""
    qdrant_key: str = ""
    prefix: str = "panoramix-"


class SearchEngine:
    """The engine in its process; see `Engine`. Every call raises `unavailable` while it is away."""

    def __init__(self, options: SearchOptions) -> None:
        self._options = options
        self._child: Child | None = None
        self._mine: IO[str] | None = None
        """Held by the process that starts it."""
        self._writer: asyncio.StreamWriter | None = None
        self._reader: asyncio.Task[None] | None = None
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._asked = 0
        self._connecting = asyncio.Lock()
        self._resting_until = 0.0
        self._served = False
        """Whether the process that we started has ever answered."""
        self._closed = False
        self.has_model = False
        """Whether questions were understood by their meaning when it last answered."""
        self.fault: str | None = None
        """Why it is away, if it is."""

    @property
    def missing(self) -> str | None:
        """What would have to be installed, in one line."""
        if not self._options.qdrant_url and importlib.util.find_spec("qdrant_edge") is None:
            return "the package qdrant-edge-py is not installed (extra: embedded)"
        if importlib.util.find_spec("Stemmer") is None:
            return "the package PyStemmer is not installed"
        return None

    @property
    def up(self) -> bool:
        """Whether there is a connection to it now."""
        return self._writer is not None

    @property
    def pid(self) -> int | None:
        """The process, if it is ours and runs."""
        return self._child.pid if self._child is not None and self._child.returncode is None else None

    async def put(self, items: Sequence[Item], *, rebuilding: bool = False) -> None:
        """See `Engine.put`."""
        given = {"items": [asdict(item) for item in items], "rebuilding": rebuilding}
        await self._ask("put", given, CHANGE_S)

    async def remove(self, kind: str, ids: Sequence[str]) -> None:
        """See `Engine.remove`."""
        await self._ask("remove", {"kind": kind, "ids": list(ids)}, CHANGE_S)

    async def query(self, asked: Asked) -> Sequence[Hit]:
        """See `Engine.query`."""
        return [Hit(**one) for one in await self._ask("query", {"asked": asdict(asked)}, QUESTION_S)]

    async def like(self, kind: str, id: str, asked: Asked) -> Sequence[Hit]:
        """See `Engine.like`."""
        given = {"kind": kind, "id": id, "asked": asdict(asked)}
        return [Hit(**one) for one in await self._ask("like", given, QUESTION_S)]

    async def begin_rebuild(self) -> None:
        """See `Engine.begin_rebuild`."""
        await self._ask("begin_rebuild", {}, CHANGE_S)

    async def finish_rebuild(self) -> None:
        """See `Engine.finish_rebuild`."""
        await self._ask("finish_rebuild", {}, CHANGE_S)

    async def keep(self) -> None:
        """See `Engine.keep`."""
        await self._ask("keep", {}, CHANGE_S)

    async def state(self) -> State:
        """See `Engine.state`."""
        return State(**await self._ask("state", {}, QUESTION_S))

    async def close(self) -> None:
        """End the connection, and the process if it is ours."""
        self._closed = True
        async with self._connecting:
            await self._disconnect("shutting down")
            if self._child is not None:
                await self._child.stop()
            self._let_go()

    async def _ask(self, do: str, given: dict[str, Any], time_limit_s: float) -> Any:
        """One request.

        Raises:
            OperationError: `unavailable`.
        """
        try:
            async with asyncio.timeout(START_S):
                writer = await self._connected()
        except (OSError, TimeoutError) as fault:
            self.fault = str(fault) or "it does not start"
            raise unavailable(f"Search is away just now: {self.fault}.", retry_after=5) from fault
        self._asked += 1
        number = self._asked
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            writer.write(frame({"n": number, "do": do, "with": given}))
            async with asyncio.timeout(time_limit_s):
                await writer.drain()
                said = await answer
        except (OSError, TimeoutError) as fault:
            raise unavailable("Search does not answer just now.", retry_after=5) from fault
        finally:
            self._waiting.pop(number, None)
        if not said.get("ok"):
            log.warning("search.failed", request=do, why=said.get("why"))
            raise unavailable("Search could not do that; it is in the log.", retry_after=5)
        return said.get("said")

    async def _connected(self) -> asyncio.StreamWriter:
        if self._writer is not None:
            return self._writer
        async with self._connecting:
            if self._writer is not None:
                return self._writer
            if self._closed:
                raise OSError("shutting down")
            if self.missing:
                raise OSError(self.missing)
            reader, writer = await self._reach()
            self._writer = writer
            self._reader = asyncio.create_task(self._listen(reader), name="search answers")
            self.fault = None
            self._served = True
            return writer

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        loop = asyncio.get_running_loop()
        if loop.time() < self._resting_until:
            raise OSError(self.fault or "it did not start and is left alone for a moment")
        self._options.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        while True:
            with suppress(FileNotFoundError, ConnectionRefusedError):
                async with _short(self._options.folder) as path:
                    return await asyncio.open_unix_connection(path, limit=LARGEST)
            if self._child is not None and self._child.returncode is not None:
                code, self._child = self._child.returncode, None
                if self._served:
                    continue
                self._resting_until = loop.time() + REST_S
                raise OSError(f"its process ended with {code}; see {self._log}")
            if self._child is None and self._take_lock():
                self._served = False
                self._child = await self._start()
            await asyncio.sleep(0.02)

    def _take_lock(self) -> bool:
        """Whether it is on us to start it."""
        if self._mine is not None:
            return True
        # Kept open for as long as we live: the kernel gives it back however we end.
        file = (self._options.folder / "starter").open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._mine = file
        return True

    def _let_go(self) -> None:
        if self._mine is not None:
            self._mine.close()
            self._mine = None

    async def _start(self) -> Child:
        given = {
            "wish": asdict(self._options.wish),
            "qdrant_url": self._options.qdrant_url,
            "qdrant_key": self._options.qdrant_key,
            "prefix": self._options.prefix,
        }
        # Its own environment: no secret of the hub reaches it but what it needs.
        kept = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV", "SSL_CERT_FILE")
        environment = {name: os.environ[name] for name in kept if name in os.environ}
        root = str(Path(__file__).parents[3])
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (root, environment.get("PYTHONPATH"))))
        environment[OPTIONS] = json.dumps(given)
        child = await Child.start(
            ChildSpec(
                name="search",
                command=(sys.executable, "-m", "hub.storage.search.engine_process", str(self._options.folder)),
                environment=environment,
                output=self._log,
            )
        )
        log.info("search.started", pid=child.pid)
        return child

    @property
    def _log(self) -> Path:
        return self._options.folder / "process.log"

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        why = "its process ended"
        try:
            while True:
                said = await read_frame(reader)
                self.has_model = bool(said.get("model", self.has_model))
                waiting = self._waiting.get(int(said.get("n") or 0))
                if waiting is not None and not waiting.done():
                    waiting.set_result(said)
        except (asyncio.IncompleteReadError, OSError):
            if not self._closed:
                log.warning("search.ended")
        except Nonsense as fault:
            why = str(fault)
        finally:
            self._forget(why)

    def _forget(self, why: str) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(ConnectionResetError(why))
        if self._child is not None and self._child.returncode is not None:
            self._child = None

    async def _disconnect(self, why: str) -> None:
        if self._reader is not None:
            await end(self._reader)
            self._reader = None
        self._forget(why)


@asynccontextmanager
async def _short(folder: Path) -> AsyncGenerator[str]:
    """The socket's path; through an open folder where it is too long for a Unix socket (107 bytes)."""
    path = str(folder / SOCKET)
    if len(os.fsencode(path)) < 100:
        yield path
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{opened}/{SOCKET}"
    finally:
        os.close(opened)
