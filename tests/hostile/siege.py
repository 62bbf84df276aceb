"""What must hold while a hub is attacked, and afterwards: nobody is disturbed and nothing stays behind."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.hostile.wire import Wire
from tests.house import House, Person, Socket

LATEST_S = 60.0


class Complaints(logging.Handler):
    """Everything in the log that says of a fault of ours."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[str] = []
        self._as_text = logging.Formatter("%(name)s: %(message)s")

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        if record.levelno >= logging.ERROR or record.exc_info:
            self.records.append(self._as_text.format(record))


@dataclass
class Siege:
    """A hub under attack, with somebody innocent in it."""

    house: House
    innocent: Socket
    attackers: list[Person]
    watch: Wire
    complaints: Complaints
    faults: list[str] = field(default_factory=list[str])
    frames: int = 0
    before: dict[str, int] = field(default_factory=dict[str, int])

    @classmethod
    async def begin(cls, house: House) -> Siege:
        """Let the innocent in, and count what there is."""
        someone = await house.person("innocent")
        complaints = Complaints()
        logging.getLogger().addHandler(complaints)
        innocent = someone.socket()
        await innocent.__aenter__()
        attackers = [await house.person("hostile") for _ in range(3)]
        faults: list[str] = []
        watch = await Wire.open(house.listening.port, faults.append)
        siege = cls(house, innocent, attackers, watch, complaints, faults)
        await siege.check()
        siege.before = siege.counts()
        return siege

    @property
    def port(self) -> int:
        """Where the hub listens."""
        return self.house.listening.port

    async def breathe(self) -> None:
        """One request of somebody else: everything that was sent before it has been looked at."""
        self.watch.forget()
        self.watch.write(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        assert await self.watch.hears(b'"live"'), "the hub closed a connection that did nothing wrong"

    async def check(self) -> None:
        """The innocent is served, and nothing went wrong."""
        async with asyncio.timeout(LATEST_S):
            assert (await self.innocent.call("room.list", {}, timeout=LATEST_S))["ok"]
            await self.breathe()
        assert self.innocent.io.connected
        self.complain()

    def complain(self) -> None:
        """Fail with what went wrong, if anything did."""
        found = [*self.faults, *self.complaints.records]
        self.faults.clear()
        self.complaints.records.clear()
        assert not found, "\n\n".join(found[:5])

    def counts(self) -> dict[str, int]:
        """What a connection may leave behind."""
        hub = self.house.hub
        engine: Any = hub.realtime.io.eio
        return {
            "tasks": len([task for task in asyncio.all_tasks() if not _passing(task)]),
            "sockets": _sockets_of(self.port),
            "descriptors": len([1 for _ in _descriptors() if not _.startswith("socket:")]),
            "connections": len(hub.realtime.connections),
            "sessions": len(engine.sockets),
            "parting": len(engine.parting),
            "farewells": len(engine.farewells),
            "deadlines": len(engine.deadlines),
            "bytes held": engine.held,
            "operations": engine.under_way,
            "addresses": sum(engine.addresses._open.values()),
            "strangers": sum(engine.addresses._strangers.values()),
            "requests": self.house.listening.under_way,
            "places in rooms": sum(len(found) for found in hub.realtime.manager._rooms.values()),
            "members": len(hub.realtime.manager._members),
        }

    async def end(self) -> None:
        """Everything that the attack opened is gone."""
        try:
            await self.check()
            try:
                async with asyncio.timeout(LATEST_S):
                    while any(count > self.before[name] for name, count in self.counts().items()):
                        await self.breathe()
                        await asyncio.sleep(0.05)
            except TimeoutError:
                now = self.counts()
                left = {name: (self.before[name], now[name]) for name in now if now[name] > self.before[name]}
                raise AssertionError(f"left behind (before, now): {left}; {_names()}") from None
            self.complain()
        finally:
            logging.getLogger().removeHandler(self.complaints)
            self.watch.abort()
            await self.innocent.__aexit__(None, None, None)


def _passing(task: asyncio.Task[Any]) -> bool:
    """Tasks of the database's driver and of the test itself come and go."""
    return "pymongo" in repr(task.get_coro()) or task is asyncio.current_task()


def _names() -> list[str]:
    return sorted({repr(task.get_coro())[:100] for task in asyncio.all_tasks()})


def _descriptors() -> list[str]:
    found: list[str] = []
    for entry in Path("/proc/self/fd").iterdir():
        try:
            found.append(str(entry.readlink()))
        except OSError:
            continue
    return found


def _sockets_of(port: int) -> int:
    """The hub's ends of connections, whatever state they are in, that this process still holds."""
    ours = {name[8:-1] for name in _descriptors() if name.startswith("socket:[")}
    count = 0
    for line in Path("/proc/self/net/tcp").read_text(encoding="ascii").splitlines()[1:]:
        fields = line.split()
        if int(fields[1].rpartition(":")[2], 16) == port and fields[9] in ours:
            count += 1
    return count
