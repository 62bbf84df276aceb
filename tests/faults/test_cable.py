"""The cable does to a connection what it is told, at the byte."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from tests.faults.cable import Cable, Way


@pytest.fixture
async def cable() -> AsyncIterator[Cable]:
    """A cable to a server that sends back what it gets."""

    echoes: list[asyncio.Future[None]] = []

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        over = asyncio.get_running_loop().create_future()
        echoes.append(over)
        with contextlib.suppress(ConnectionError):
            while block := await reader.read(1000):
                writer.write(block)
        await _close(writer)
        over.set_result(None)

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    laid = Cable(hub_port=server.sockets[0].getsockname()[1])
    await laid.start()
    yield laid
    await laid.stop()
    server.close()
    await asyncio.gather(*echoes)


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()


async def test_it_carries_both_ways(cable: Cable) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", cable.port)
    writer.write(b"there and back")
    assert await reader.readexactly(14) == b"there and back"
    await _close(writer)


@pytest.mark.parametrize("harshly", [False, True])
async def test_it_is_cut_behind_a_byte(cable: Cable, harshly: bool) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", cable.port)
    cable.cut_after(Way.TO_CLIENT, 5, harshly=harshly)
    writer.write(b"there and back")
    got = b""
    try:
        while block := await reader.read(100):
            got += block
    except ConnectionResetError:
        assert harshly
    assert got in (b"there", b"")[: 2 if harshly else 1]
    await _close(writer)
    reader, writer = await asyncio.open_connection("127.0.0.1", cable.port)
    writer.write(b"again")
    assert await reader.readexactly(5) == b"again"
    await _close(writer)


async def test_a_cut_that_is_called_off_loses_no_byte(cable: Cable) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", cable.port)
    cable.cut_after(Way.TO_CLIENT, 50)
    writer.write(b"before")
    assert await reader.readexactly(6) == b"before"
    cable.resume()
    writer.write(b"x" * 100)
    assert await reader.readexactly(100) == b"x" * 100
    await _close(writer)


async def test_what_is_stalled_comes_later_and_whole(cable: Cable) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", cable.port)
    cable.stall(Way.TO_HUB)
    writer.write(b"patience")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(reader.read(100), 0.1)
    cable.resume()
    assert await reader.readexactly(8) == b"patience"
    cable.slow(Way.TO_CLIENT, 0.001, crumb=1)
    writer.write(b"crumbs")
    assert await reader.read(100) == b"c"
    await _close(writer)


async def test_it_is_taken_up_also_from_an_end_that_reads_no_more(cable: Cable) -> None:
    _reader, writer = await asyncio.open_connection("127.0.0.1", cable.port)
    writer.write(b"x" * 20_000_000)
    async with asyncio.timeout(30):
        while not cable.stuck:
            await asyncio.sleep(0.01)
        writer.write_eof()
        while cable.links:
            await asyncio.sleep(0.01)
    await _close(writer)
