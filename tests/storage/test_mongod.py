"""The embedded MongoDB server, with the real program: start, stop, crash, and every way of ending."""

import asyncio
import os
import signal
import socket
import stat
import sys
import textwrap
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from pymongo import AsyncMongoClient
from pymongo.errors import OperationFailure

from hub.cannot_start import CannotStart
from hub.settings import Settings
from hub.storage import mongod_binary
from hub.storage.data_folder import DataFolderInUse, owner_of
from hub.storage.mongo import open_mongo, open_or_join_mongo
from hub.storage.mongod import EmbeddedMongo

pytestmark = pytest.mark.skipif(not list(mongod_binary.candidates()), reason="no MongoDB server here")


@pytest.fixture
async def hub_process(
    tmp_path: Path,
) -> AsyncIterator[Callable[[], asyncio.Task[asyncio.subprocess.Process]]]:
    """Start another process that opens the data folder and waits, as a hub would."""
    script = textwrap.dedent("""
        import asyncio, sys
        from pathlib import Path
        from hub.cannot_start import CannotStart
        from hub.storage.mongod import EmbeddedMongo

        async def main():
            server = await EmbeddedMongo.start(Path(sys.argv[1]))
            print(server.pid, flush=True)
            await asyncio.Event().wait()

        try:
            asyncio.run(main())
        except CannotStart as fault:
            sys.exit(str(fault))
    """)
    started: list[asyncio.subprocess.Process] = []

    async def start() -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", script, str(tmp_path)),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        started.append(process)
        return process

    yield lambda: asyncio.create_task(start())
    for process in started:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_takes_transactions_soon_and_stops_soon(tmp_path: Path) -> None:
    began = time.monotonic()
    handle = await open_mongo(Settings(data_dir=tmp_path))
    ready_s = time.monotonic() - began
    try:
        async with handle.client.start_session() as session, await session.start_transaction():
            await handle.database.things.insert_one({"_id": "a"}, session=session)
        assert handle.database.name == "panoramix"
        assert await handle.is_up()
        async with await handle.database.things.watch() as changes:
            await handle.database.things.insert_one({"_id": "b"})
            assert (await changes.next())["documentKey"] == {"_id": "b"}
        pid = handle.embedded and handle.embedded.pid
    finally:
        began = time.monotonic()
        await handle.stop()
    stop_s = time.monotonic() - began
    assert pid and not is_alive(pid)
    assert owner_of(tmp_path) is None
    print(f"ready in {ready_s:.2f} s, stopped in {stop_s:.2f} s")  # noqa: T201
    assert ready_s < 120, "1.2 s on a quiet machine"
    assert stop_s < 14, "1 s on a quiet machine; 15 if the quiet time of a replica set were kept"


async def test_asking_all_the_time_whether_it_is_up_does_not_break_the_connection(tmp_path: Path) -> None:
    """A monitor that gave up at the wrong moment left the driver's lock taken, and nothing was answered any more."""
    handle = await open_mongo(Settings(data_dir=tmp_path))
    try:
        embedded = handle.embedded
        assert embedded and embedded.pid
        asking = True

        async def ask(patience_s: float) -> None:
            while asking:
                await handle.is_up(patience_s)
                await asyncio.sleep(0.001)

        # The driver looks anew each half second; whoever gives up right then met it with its lock half taken.
        monitors = [asyncio.create_task(ask(0.5 + 0.0002 * number)) for number in range(150)]
        for _ in range(2):
            os.kill(embedded.pid, signal.SIGKILL)
            async with asyncio.timeout(60):
                while await handle.is_up():
                    await asyncio.sleep(0.01)
                while not await handle.is_up():
                    await asyncio.sleep(0.05)
        asking = False
        async with asyncio.timeout(60):
            await asyncio.gather(*monitors)
            await handle.database.things.insert_one({"_id": "still answered"})
    finally:
        await handle.stop()


async def test_data_and_port_are_kept(tmp_path: Path) -> None:
    first = await open_mongo(Settings(data_dir=tmp_path))
    await first.database.things.insert_one({"_id": "kept"})
    await first.stop()
    second = await open_mongo(Settings(data_dir=tmp_path))
    try:
        assert second.url == first.url
        assert await second.database.things.find_one({}) == {"_id": "kept"}
    finally:
        await second.stop()


async def test_a_taken_port_is_replaced(tmp_path: Path) -> None:
    first = await open_mongo(Settings(data_dir=tmp_path))
    assert first.embedded
    port = first.embedded.port
    await first.database.things.insert_one({"_id": "kept"})
    await first.stop()
    with socket.create_server(("127.0.0.1", port)):
        second = await open_mongo(Settings(data_dir=tmp_path))
        try:
            assert second.embedded and second.embedded.port != port
            await second.database.things.insert_one({"_id": "new"})
            assert await second.database.things.count_documents({}) == 2
        finally:
            await second.stop()


async def test_a_port_that_is_taken_for_a_moment_only_is_waited_for(tmp_path: Path) -> None:
    first = await open_mongo(Settings(data_dir=tmp_path))
    assert first.embedded
    port = first.embedded.port
    await first.stop()
    with socket.create_server(("127.0.0.1", port)) as holder:
        asyncio.get_running_loop().call_later(0.4, holder.close)
        second = await open_mongo(Settings(data_dir=tmp_path))
    try:
        assert second.url == first.url
    finally:
        await second.stop()


async def test_is_private(tmp_path: Path) -> None:
    """Loopback only, nobody without the password, secrets readable by their owner only, none on show."""
    server = await EmbeddedMongo.start(tmp_path)
    try:
        async with AsyncMongoClient("127.0.0.1", server.port, directConnection=True) as stranger:
            with pytest.raises(OperationFailure, match="requires authentication"):
                await stranger.panoramix.things.find_one({})
        for name in ("key", "password"):
            assert stat.S_IMODE((tmp_path / "mongodb" / name).stat().st_mode) == 0o600
        arguments = Path(f"/proc/{server.pid}/cmdline").read_text(encoding="utf-8")
        assert "--bind_ip\x00127.0.0.1\x00" in arguments
        assert "--networkMessageCompressors\x00disabled\x00" in arguments
        password = (tmp_path / "mongodb" / "password").read_text(encoding="utf-8").strip()
        assert password not in arguments
    finally:
        await server.stop()


async def test_a_killed_server_comes_back(tmp_path: Path) -> None:
    handle = await open_mongo(Settings(data_dir=tmp_path))
    try:
        await handle.database.things.insert_one({"_id": "before"})
        server = handle.embedded
        assert server and server.pid
        first_pid = server.pid
        os.kill(first_pid, signal.SIGKILL)
        async with asyncio.timeout(60):
            while server.restarts == 0:
                await asyncio.sleep(0.05)
        assert server.pid != first_pid
        # The same client, with no care taken.
        await handle.database.things.insert_one({"_id": "after"})
        assert await handle.database.things.count_documents({}) == 2
    finally:
        await handle.stop()


async def test_a_killed_hub_leaves_no_server_and_the_next_one_starts(tmp_path: Path, hub_process) -> None:
    process = await hub_process()
    pid = int(await process.stdout.readline())
    assert is_alive(pid)
    process.kill()
    await process.wait()
    # At once, while the old server may still be on its way out.
    server = await EmbeddedMongo.start(tmp_path)
    try:
        assert not is_alive(pid)
        assert server.pid != pid
    finally:
        await server.stop()


async def test_a_leftover_is_ended_and_a_stranger_with_its_number_is_not(tmp_path: Path, hub_process) -> None:
    process = await hub_process()
    pid = int(await process.stdout.readline())
    os.kill(pid, signal.SIGSTOP)  # so that it does not hear of its parent's death
    process.kill()
    await process.wait()
    assert is_alive(pid)
    os.kill(pid, signal.SIGCONT)
    server = await EmbeddedMongo.start(tmp_path)
    assert not is_alive(pid)
    await server.stop()

    stranger = await asyncio.create_subprocess_exec("/bin/sleep", "60")
    (tmp_path / "mongodb" / "data" / "mongod.lock").write_text(f"{stranger.pid}\n")
    try:
        server = await EmbeddedMongo.start(tmp_path)
        await server.stop()
        assert stranger.returncode is None
        assert is_alive(stranger.pid)
    finally:
        stranger.kill()
        await stranger.wait()


async def test_a_second_owner_is_refused_by_name(tmp_path: Path, hub_process) -> None:
    server = await EmbeddedMongo.start(tmp_path)
    try:
        second = await hub_process()
        _, errors = await second.communicate()
        assert second.returncode == 1
        assert f"process {os.getpid()}" in errors.decode()
        assert str(tmp_path) in errors.decode()
        with pytest.raises(DataFolderInUse):
            await EmbeddedMongo.start(tmp_path)
        joined = await open_or_join_mongo(Settings(data_dir=tmp_path))
        assert await joined.is_up()
        assert joined.embedded is None
        await joined.stop()
        assert server.pid and is_alive(server.pid)
    finally:
        await server.stop()


def _behind(link: Path) -> str:
    try:
        return str(link.readlink())
    except FileNotFoundError:
        return ""  # it has been closed meanwhile


async def test_the_lock_is_not_inherited_by_the_server(tmp_path: Path) -> None:
    server = await EmbeddedMongo.start(tmp_path)
    try:
        opened = {_behind(link) for link in Path(f"/proc/{server.pid}/fd").iterdir()}
        assert str(tmp_path / "lock") not in opened
        assert any("WiredTiger" in file for file in opened), "we did look at the right process"
    finally:
        await server.stop()


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (
            "echo 'mongod: error while loading shared libraries: libcurl.so.4: cannot open' >&2; exit 127",
            "apt-get install libcurl4",
        ),
        ("kill -ILL $$", "AVX"),
        ("echo 'No space left on device'; exit 14", "is full"),
        ("exit 62", "another version of MongoDB"),
        ("exit 3", "ended with status 3"),
    ],
)
async def test_a_server_that_does_not_start_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    fake = tmp_path / "bin" / "mongod"
    fake.parent.mkdir()
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(fake.parent), prepend=os.pathsep)
    with pytest.raises(CannotStart, match=said):
        await EmbeddedMongo.start(tmp_path / "data")
    assert owner_of(tmp_path / "data") is None, "the folder is free again"


async def test_without_any_server_it_says_where_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mongod_binary, "candidates", lambda: iter(()))
    with pytest.raises(CannotStart, match="PANORAMIX_MONGO_URL"):
        await EmbeddedMongo.start(tmp_path)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://nowhere", "not a MongoDB URL"),
        ("mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=50", "answer"),
    ],
)
async def test_an_external_server_that_is_not_there_is_explained(url: str, said: str) -> None:
    with pytest.raises(CannotStart, match=said):
        await open_mongo(Settings(mongo_url=url))


async def test_an_external_server_is_used_and_left_alone(tmp_path: Path) -> None:
    server = await EmbeddedMongo.start(tmp_path)
    try:
        url = server.url.replace("/?", "/elsewhere?")
        handle = await open_mongo(Settings(mongo_url=url))
        assert handle.database_name == "elsewhere"
        assert await handle.is_up()
        await handle.stop()
        assert server.pid and is_alive(server.pid)
        with pytest.raises(CannotStart, match="refused"):
            await open_mongo(Settings(mongo_url=url.replace("panoramix:", "panoramix:wrong")))
    finally:
        await server.stop()


def is_alive(pid: int) -> bool:
    """Whether the process runs; a zombie does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
