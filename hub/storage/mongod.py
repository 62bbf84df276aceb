"""The embedded MongoDB server: a child of ours, on loopback, as a one-node replica set.

It needs no configuration and asks for none. Everything it has lies in `mongodb/` in the data folder: `data`,
the key file, the password, the port that its replica set remembers, and its log.
"""

from __future__ import annotations

import asyncio
import os
import random
import secrets
import signal
import socket
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from hub.cannot_start import CannotStart
from hub.children import Child, ChildSpec, Keeper
from hub.log import get_log
from hub.private_files import private_folder, read_or_make, write_private
from hub.storage import mongod_binary, replica_set
from hub.storage.data_folder import DataFolderLock
from hub.storage.leftovers import end_leftover
from hub.storage.mongod_faults import PortTaken, explain

log = get_log(__name__)

CACHE_GB = "0.25"
LONGEST_TRANSACTION_S = 15
OPLOG_MB = "990"
LARGEST_LOG = 20 * 1024 * 1024
LONGEST_RECOVERY_S = 300.0
STOP_GRACE_S = 10.0
KEPT_PORT_S = 1.5
"""How long the port of last time is waited for: a hub that was killed leaves its connections behind for a moment."""
LOOK_S = 0.02
# Below Linux's ephemeral range (32768 and up), so that no outgoing connection sits on a port that we keep.
PORTS = range(20000, 32000)


class EmbeddedMongo:
    """A MongoDB server of our own on one data folder."""

    def __init__(self, data_dir: Path, lock: DataFolderLock, binary: mongod_binary.Binary) -> None:
        self._data_dir = data_dir
        self._lock = lock
        self._binary = binary
        self._folder = data_dir / "mongodb"
        self._password = _read_password(self._folder)
        self._port = 0
        self._keeper = Keeper("mongod", self._launch)

    @classmethod
    async def start(cls, data_dir: Path) -> EmbeddedMongo:
        """Claim the data folder, start the server and return once it takes writes.

        Raises:
            DataFolderInUse: another hub works on this folder.
            CannotStart: there is no server program, or it does not run; the text says what to do.
        """
        began = time.monotonic()
        with ExitStack() as undo:
            lock = DataFolderLock.take(data_dir)
            undo.callback(lock.release)
            folder = private_folder(data_dir / "mongodb")
            private_folder(folder / "data")
            await end_leftover(folder / "data")
            _rotate_log(folder / "mongod.log")
            server = cls(data_dir, lock, await mongod_binary.choose(_read(folder / "version")))
            await server._start_on_some_port()
            undo.pop_all()
        log.info("mongod.ready", port=server.port, ms=round((time.monotonic() - began) * 1000))
        return server

    @property
    def port(self) -> int:
        """The port on 127.0.0.1."""
        return self._port

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs."""
        return self._keeper.child.pid if self._keeper.child else None

    @property
    def restarts(self) -> int:
        """How often it had to be started again."""
        return self._keeper.restarts

    @property
    def url(self) -> str:
        """Connection string, credentials included; it stays the same through restarts of the server."""
        return replica_set.connection_url(self._port, self._password)

    async def watch(self) -> None:
        """Start the server again whenever it ends; runs until `stop` or cancellation."""
        await self._keeper.watch()

    async def stop(self) -> None:
        """Shut the server down cleanly and give the data folder back."""
        began = time.monotonic()
        await self._keeper.stop(STOP_GRACE_S)
        self._lock.release()
        log.info("mongod.stopped", ms=round((time.monotonic() - began) * 1000))

    async def _start_on_some_port(self) -> None:
        for _ in range(5):
            try:
                await self._take_port(self._folder / "port")
                await self._keeper.start()
                return
            except PortTaken:  # somebody was faster between our look and the server's
                log.info("mongod.port_taken", port=self._port)
        raise CannotStart("No free port was found for the MongoDB server.", "Try again.")

    async def _take_port(self, file: Path) -> None:
        """Take the port of last time if it is free or soon will be, else another one, which is then kept.

        Whoever joined this server (another hub, a tool) knows it by its port.
        """
        kept = _read(file)
        if kept and await _becomes_free(int(kept)):
            self._port = int(kept)
            return
        self._port = _free_port()
        if kept and self._has_data():
            log.info("mongod.moving", port_before=kept, port=self._port)
            await self._move()
        write_private(file, f"{self._port}\n")

    async def _move(self) -> None:
        child = await Child.start(self._spec(self._options_alone()))
        try:
            await self._wait_until_it_listens(child)
            await replica_set.rewrite_address(self._port, self._password)
        finally:
            await child.stop(STOP_GRACE_S)

    def _has_data(self) -> bool:
        return (self._folder / "data" / "WiredTiger").exists()

    async def _launch(self) -> Child:
        fresh = not self._has_data()
        child = await Child.start(self._spec(self._options()))
        try:
            await self._wait_until_it_listens(child)
            async with asyncio.timeout(LONGEST_RECOVERY_S):
                version = await replica_set.make_writable(self._port, self._password, fresh=fresh)
        except BaseException:
            await child.stop()
            raise
        write_private(self._folder / "version", version + "\n")
        return child

    def _spec(self, options: Mapping[str, str]) -> ChildSpec:
        arguments: list[str] = []
        for name, value in options.items():
            arguments += [f"--{name}"] + ([value] if value else [])
        return ChildSpec(
            name="mongod",
            command=(str(self._binary.path), *arguments),
            # None of our settings, some of which are secrets.
            environment={key: os.environ[key] for key in ("PATH", "HOME", "TZ", "TMPDIR") if key in os.environ},
            output=self._folder / "mongod.out",
            # From the kernel too when the hub is killed: a clean end needs no recovery at the next start.
            end_signal=signal.SIGTERM,
        )

    def _options(self) -> dict[str, str]:
        return self._options_always() | {
            "replSet": replica_set.NAME,
            "oplogSize": OPLOG_MB,
            # A node alone has nobody to hand over to, and its clients are us: no quiet time on shutdown.
            "setParameter=shutdownTimeoutMillisForSignaledShutdown=0": "",
            # What a killed hub process left open keeps others from the same counters: not for a whole minute.
            f"setParameter=transactionLifetimeLimitSeconds={LONGEST_TRANSACTION_S}": "",
        }

    def _options_alone(self) -> dict[str, str]:
        """Outside its replica set, where nothing may be written that the oplog should know of."""
        return self._options_always() | {
            "setParameter=ttlMonitorEnabled=false": "",
            "setParameter=disableLogicalSessionCacheRefresh=true": "",
        }

    def _options_always(self) -> dict[str, str]:
        return {
            "dbpath": str(self._folder / "data"),
            "port": str(self._port),
            "bind_ip": "127.0.0.1",
            "nounixsocket": "",
            "keyFile": str(_key_file(self._folder)),
            "networkMessageCompressors": "disabled",  # CVE-2025-14847 reads memory through zlib
            "wiredTigerCacheSizeGB": CACHE_GB,
            "logpath": str(self._folder / "mongod.log"),
            "logappend": "",
            "quiet": "",
            "setParameter=diagnosticDataCollectionEnabled=false": "",
        }

    async def _wait_until_it_listens(self, child: Child) -> None:
        deadline = time.monotonic() + LONGEST_RECOVERY_S
        patience = time.monotonic() + 5
        while time.monotonic() < deadline:
            if child.returncode is not None:
                raise explain(child.returncode, self._folder / "mongod.out", self._folder / "mongod.log")
            if await _listens(self._port):
                return
            if time.monotonic() > patience:
                log.info("mongod.still_starting", log=str(self._folder / "mongod.log"))
                patience += 5
            await asyncio.sleep(0.01)
        raise CannotStart(
            f"The MongoDB server was not ready after {LONGEST_RECOVERY_S:.0f} seconds.",
            f"Its log is {self._folder / 'mongod.log'}",
        )


def url_of_running(data_dir: Path) -> str | None:
    """Return how to reach the server that another process runs on this folder, None if it never ran."""
    folder = data_dir / "mongodb"
    port, password = _read(folder / "port"), _read(folder / "password")
    return replica_set.connection_url(int(port), password) if port and password else None


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


def _free_port() -> int:
    for port in random.sample(PORTS, k=200):
        if _is_free(port):
            return port
    raise CannotStart("No free port was found for the MongoDB server.", "Close what listens on 200 ports.")


async def _becomes_free(port: int) -> bool:
    until = time.monotonic() + KEPT_PORT_S
    while not _is_free(port):
        if time.monotonic() > until:
            return False
        await asyncio.sleep(LOOK_S)
    return True


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as mongod does: TIME_WAIT is no obstacle
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _key_file(folder: Path) -> Path:
    read_or_make(folder / "key", lambda: secrets.token_hex(96))  # MongoDB takes 6 to 1024 base64 characters
    return folder / "key"


def _read_password(folder: Path) -> str:
    return read_or_make(folder / "password", lambda: secrets.token_hex(24))


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def _rotate_log(file: Path) -> None:
    if file.exists() and file.stat().st_size > LARGEST_LOG:
        file.replace(file.with_suffix(".log.1"))
