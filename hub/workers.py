"""`panoramix serve --workers N`: a parent that opens what there is once a machine, and N hubs that share a port.

Each worker is a hub of its own with its own listening socket on the port (SO_REUSEPORT, socket(7)): the kernel
spreads connections over them evenly by their addresses, where one inherited socket would give most of them to
whichever worker happens to wake first, and a worker that stops takes its own queue with it and nobody else's.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from hub.bus_server import BusServer, find_program
from hub.cannot_start import CannotStart
from hub.children import Child, ChildSpec, Keeper
from hub.log import get_log
from hub.settings import PREFIX, Settings
from hub.storage.data_folder import DataFolderLock
from hub.storage.mongo import MongoHandle, open_mongo
from hub.worker import READY

log = get_log(__name__)

MOST_WORKERS = 64
LONGEST_START_S = 120.0
STOP_GRACE_S = 15.0


async def serve_with_workers(settings: Settings, count: int) -> None:
    """Serve with several processes until SIGINT or SIGTERM; nothing of ours runs when this returns.

    Raises:
        CannotStart: something that is needed is missing, or the port is taken.
        OSError: the port cannot be listened on.
    """
    if sys.platform != "linux":
        raise CannotStart(
            "Several workers on one port need Linux.", "Leave --workers out: one process serves a team."
        )
    if not 1 <= count <= MOST_WORKERS:
        raise CannotStart(f"--workers takes 1 to {MOST_WORKERS}.", "One for each core is a good start.")
    if settings.bus_url is None:
        find_program()
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    async with AsyncExitStack() as stops:
        told = asyncio.create_task(stopping.wait(), name="told to stop")
        working = asyncio.create_task(_work(settings, count, stops), name="workers")
        await asyncio.wait({told, working}, return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        if not working.done():
            log.info("stopping")
            working.cancel()
        await asyncio.wait({working})
        if not working.cancelled():
            working.result()


async def _work(settings: Settings, count: int, stops: AsyncExitStack) -> None:
    """Start everything, then keep it running until cancelled; what it started is stopped by the stack."""
    held = _hold_port(settings)
    stops.callback(held.close)
    settings = settings.model_copy(update={"port": held.getsockname()[1]})
    mongo = await open_mongo(settings)
    stops.push_async_callback(mongo.stop)
    bus_url = settings.bus_url.get_secret_value() if settings.bus_url else None
    watched: list[Keeper | BusServer] = []
    if bus_url is None:
        if mongo.embedded is None:
            stops.callback(DataFolderLock.take(settings.data_dir).release)
        bus = await BusServer.start(settings.data_dir)
        stops.push_async_callback(bus.stop)
        watched.append(bus)
        bus_url = bus.url
    crew = Crew(settings=settings, mongo=mongo, bus_url=bus_url)
    stops.push_async_callback(crew.stop)
    # The first makes what a new database lacks; the others would only race it.
    await crew.start(1)
    try:
        async with asyncio.TaskGroup() as others:
            for number in range(2, count + 1):
                others.create_task(crew.start(number))
    except ExceptionGroup as faults:
        raise faults.exceptions[0] from None
    log.info("serving", url=settings.base_url, workers=count)
    watched += crew.keepers
    async with asyncio.TaskGroup() as watching:
        for one in watched:
            watching.create_task(one.watch())


@dataclass(kw_only=True)
class Crew:
    """The workers."""

    settings: Settings
    mongo: MongoHandle
    bus_url: str
    keepers: list[Keeper] = field(default_factory=list[Keeper])
    _passing: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    async def start(self, number: int) -> None:
        """Start one worker and return once it serves.

        Raises:
            CannotStart: it does not; it has said why.
        """
        keeper = Keeper(f"worker {number}", lambda: self._launch(number))
        self.keepers.append(keeper)
        await keeper.start()

    async def stop(self) -> None:
        """Let all of them finish at once."""
        await asyncio.gather(*(keeper.stop(STOP_GRACE_S) for keeper in self.keepers))
        await asyncio.gather(*self._passing)

    async def _launch(self, number: int) -> Child:
        child = await Child.start(
            ChildSpec(
                name=f"worker {number}",
                command=(sys.executable, "-m", "hub.worker", str(number)),
                environment=self._environment(),
                pipes=True,
            )
        )
        try:
            async with asyncio.timeout(LONGEST_START_S):
                serves = await self._serves(child)
        except TimeoutError:
            serves = False
        except BaseException:
            await child.stop()
            raise
        if not serves:
            await child.stop()
            raise CannotStart(f"Worker {number} did not start.", "It says why above.")
        task = asyncio.create_task(_pass_on(child), name=f"output of worker {number}")
        self._passing.add(task)
        task.add_done_callback(self._passing.discard)
        return child

    @staticmethod
    async def _serves(child: Child) -> bool:
        """Whether it comes to serve, rather than to its end."""
        assert child.process.stdout is not None
        while line := await child.process.stdout.readline():
            if line == READY.encode():
                return True
            _say(line)
        return False

    def _environment(self) -> dict[str, str]:
        """Its settings. An environment is its user's own to read, unlike a command line."""
        given = {
            "HOST": self.settings.host,
            "PORT": str(self.settings.port),
            "DATA_DIR": str(self.settings.data_dir),
            "MONGO_URL": self.mongo.url,
            "BUS_URL": self.bus_url,
        }
        return {**os.environ, **{f"{PREFIX}{name}": value for name, value in given.items()}}


async def _pass_on(child: Child) -> None:
    assert child.process.stdout is not None
    while line := await child.process.stdout.readline():
        _say(line)


def _say(line: bytes) -> None:
    sys.stdout.write(line.decode(errors="replace"))
    sys.stdout.flush()


def _hold_port(settings: Settings) -> socket.socket:
    """Claim the port without listening on it: it is ours between two workers, and a taken one is noticed now.

    Raises:
        OSError: it cannot be had.
    """
    found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, _, address = found[0]
    held = socket.socket(family, kind, protocol)
    try:
        if family == socket.AF_INET6:
            held.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind(address)
    except BaseException:
        held.close()
        raise
    return held
