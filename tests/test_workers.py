"""`panoramix serve --workers N`, run as people run it: one port, several processes, nothing left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.command import Panoramix, servers_on
from tests.house import House, MovableClock

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="several workers need Linux")


@asynccontextmanager
async def ending(pids: list[int]) -> AsyncIterator[None]:
    """Something that ends these processes, however: returns once they are gone."""
    loop = asyncio.get_running_loop()
    handles = [os.pidfd_open(pid) for pid in pids]
    gone = [asyncio.Event() for _ in handles]
    for handle, event in zip(handles, gone, strict=True):
        loop.add_reader(handle, lambda handle=handle, event=event: (loop.remove_reader(handle), event.set()))
    try:
        yield
        async with asyncio.timeout(60):
            await asyncio.gather(*(event.wait() for event in gone))
    finally:
        for handle in handles:
            loop.remove_reader(handle)
            os.close(handle)


def children_of(pid: int) -> dict[str, list[int]]:
    """The children of a process: workers, redis-server and mongod, by what they are."""
    found: dict[str, list[int]] = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
        arguments = Path(f"/proc/{child}/cmdline").read_text(encoding="utf-8").split("\0")
        name = "worker" if "hub.worker" in arguments else Path(arguments[0].split(" ")[0]).name
        found.setdefault(name, []).append(int(child))
    return found


async def until_serving(process: asyncio.subprocess.Process) -> None:
    """Until all workers serve, as the parent says in its log."""
    assert process.stderr is not None
    async with asyncio.timeout(120):
        while line := await process.stderr.readline():
            if b"serving" in line and b"workers=" in line:
                return
    raise AssertionError("it ended")


async def talk_across(panoramix: Panoramix) -> None:
    """Whoever says something is heard by everyone, whichever worker each of them has come to."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http, AsyncExitStack() as stack:
        base = f"http://127.0.0.1:{panoramix.port}"
        house = House(hub=None, base=base, http=http, listening=None, clock=MovableClock())
        people = [await house.person("worker") for _ in range(2)]
        body = {"kind": "private", "name": "r", "member_ids": [person.id for person in people[1:]]}
        room = (await people[0]("POST", "/api/rooms", body)).ok()["id"]
        # The kernel chooses the worker: all of eight come to one once in 128 times, which then proves less.
        sockets = [await stack.enter_async_context(person.socket()) for person in people * 4]
        for number, speaker in enumerate(sockets):
            said = {"room_id": room, "content": f"{number}", "client_msg_id": f"{number}"}
            await speaker.ok("message.send", said)
        for listener in sockets:
            await listener.hear("message.created", lambda told: told["message"]["seq"] == len(sockets), timeout=60)
            seqs = [told["message"]["seq"] for told in listener.all("message.created")]
            assert seqs == list(range(1, len(sockets) + 1))


async def test_everything_ends_with_a_killed_parent(panoramix: Panoramix) -> None:
    process = await panoramix.start("serve", "--workers", "2")
    await until_serving(process)
    ours = children_of(process.pid)
    assert {name: len(pids) for name, pids in ours.items()} == {"worker": 2, "redis-server": 1, "mongod": 1}
    environment = Path(f"/proc/{ours['worker'][0]}/cmdline").read_text(encoding="utf-8")
    assert "mongodb://" not in environment
    async with ending([pid for pids in ours.values() for pid in pids]):
        process.kill()
    assert servers_on(panoramix.data_dir) == []


async def test_a_killed_worker_and_a_killed_bus_are_replaced_and_ctrl_c_ends_all(panoramix: Panoramix) -> None:
    process = await panoramix.start("serve", "--workers", "2", REGISTRATION="open", RATE_LIMITS="off")
    await until_serving(process)
    await talk_across(panoramix)
    before = children_of(process.pid)
    first = before["worker"][0]
    async with ending([first, before["redis-server"][0]]):
        os.kill(first, signal.SIGKILL)
        os.kill(before["redis-server"][0], signal.SIGKILL)
    async with aiohttp.ClientSession() as http, asyncio.timeout(120):
        # The port answers all the time: whoever comes is taken by the other.
        async with http.get(f"http://127.0.0.1:{panoramix.port}/health/live") as response:
            assert response.status == 200
        url = f"http://127.0.0.1:{panoramix.port}/socket.io/?EIO=4&transport=polling"
        async with http.get(url) as response:
            assert response.status == 400
            assert "WebSocket" in await response.text()
        assert process.stderr is not None
        missing = {b"worker 1", b"redis-server"}
        while missing:
            line = await process.stderr.readline()
            assert line, "it ended"
            missing -= {name for name in missing if b"child.restarted" in line and name in line}
    await talk_across(panoramix)
    after = children_of(process.pid)
    assert len(after["worker"]) == 2 and first not in after["worker"]
    async with ending([pid for pids in after.values() for pid in pids]):
        process.send_signal(signal.SIGINT)
    _, said = await process.communicate()
    assert process.returncode == 0, said


async def test_without_redis_it_says_what_to_do(
    panoramix: Panoramix, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    process = await panoramix.start("serve", "--workers", "2")
    _, said = await process.communicate()
    assert process.returncode == 1
    assert b"redis-server" in said and b"PANORAMIX_BUS_URL" in said and b"Traceback" not in said


async def test_a_taken_port_is_said_so(panoramix: Panoramix) -> None:
    other = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", panoramix.port)
    async with other:
        status, said = await panoramix.run("serve", "--workers", "2")
    assert status == 1
    assert f":{panoramix.port}" in said and "PANORAMIX_PORT" in said and "Traceback" not in said
