"""What 50 MB cost a hub in memory on their way up and down: the peak of its own process above where it stood."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import aiohttp

from bench.hub_process import HubProcess, Person
from bench.plan import Plan
from bench.servers import HUB

PART = "files"
UP, DOWN, PIECES = "50 MB up", "50 MB down", "50 MB up, resumable"
FIGURE, SECONDS = "risen_mb", "seconds"
T = TypeVar("T")
SIZE = 50 * 1024 * 1024
PIECE = 64 * 1024
LOOK_S = 0.01


async def measure(plan: Plan) -> None:
    """Upload and download, each with a look at the hub's memory every hundredth of a second."""
    with TemporaryDirectory(prefix="panoramix-bench-", ignore_cleanup_errors=True) as folder:
        hub = await HubProcess.start(Path(folder))
        try:
            async with aiohttp.ClientSession() as session:
                person = await hub.person(session, "measurer")
                # A first one, so that what is loaded late is not counted.
                id = await _up(session, person, 1024 * 1024)
                await _down(session, person, id)
                for round in range(plan.rounds):
                    id = await _watched(plan, hub, UP, round, lambda: _up(session, person, SIZE))
                    await _watched(plan, hub, DOWN, round, lambda id=id: _down(session, person, id))
                    await _watched(plan, hub, PIECES, round, lambda: _in_pieces(session, person, SIZE))
        finally:
            await hub.stop()


async def _watched(plan: Plan, hub: HubProcess, case: str, round: int, work: Callable[[], Awaitable[T]]) -> T:
    before = top = hub.memory_mb()
    began = time.perf_counter()
    task = asyncio.ensure_future(work())
    while not task.done():
        await asyncio.wait({task}, timeout=LOOK_S)
        top = max(top, hub.memory_mb())
    took = time.perf_counter() - began
    plan.records.add(PART, case, HUB, round, {FIGURE: top - before, SECONDS: took})
    return await task


async def _bytes(size: int) -> AsyncIterator[bytes]:
    piece = bytes(range(256)) * (PIECE // 256)
    for _ in range(size // PIECE):
        yield piece


async def _up(session: aiohttp.ClientSession, person: Person, size: int) -> str:
    form = aiohttp.FormData()
    form.add_field("file", _bytes(size), filename="measure.bin")
    headers = {"Authorization": f"Bearer {person.token}"}
    async with session.post(f"{person.hub.base}/api/files", data=form, headers=headers) as answer:
        answer.raise_for_status()
        return str((await answer.json())["id"])


async def _in_pieces(session: aiohttp.ClientSession, person: Person, size: int) -> None:
    begun = await person.post(session, "/api/files/uploads", {"name": "pieces.bin", "size": size})
    at, step = 0, 16 * int(begun["chunk_size"])
    while at < size:
        headers = {"Authorization": f"Bearer {person.token}", "Upload-Offset": str(at)}
        data = b"x" * min(step, size - at)
        path = f"{person.hub.base}/api/files/uploads/{begun['id']}"
        async with session.patch(path, data=data, headers=headers) as answer:
            answer.raise_for_status()
        at += len(data)


async def _down(session: aiohttp.ClientSession, person: Person, id: str) -> None:
    headers = {"Authorization": f"Bearer {person.token}"}
    async with session.get(f"{person.hub.base}/api/files/{id}/content", headers=headers) as answer:
        answer.raise_for_status()
        async for _ in answer.content.iter_chunked(PIECE):
            pass
