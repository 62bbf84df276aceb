"""What an import of 100,000 documents takes: documents a second from the request to the end, and memory.

A Panorama archive of tasks and notes, uploaded, read twice and written by the process that the hub starts for it,
while the hub serves.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from bench.hub_process import HubProcess, Person
from bench.plan import Plan
from bench.process import children, comm, cpu_s, rss_kb
from bench.servers import HUB

PART = "transfer"
IMPORT = "import of 100,000 documents"
RATE, PEAK = "documents_per_s", "peak_mb"
WORKER = b"hub.transfer_worker"
SEARCH = b"hub.storage.search.engine_process"
LOOK_S = 0.2
PATIENCE_S = 600
QUIET_S = 60


async def measure(plan: Plan) -> None:
    """Import round after round, each into an empty hub: what one brought keeps the index busy for long after."""
    size = plan.scaled(100_000, 5_000)
    archive = await asyncio.to_thread(_archive, size)
    for round in range(plan.rounds):
        with TemporaryDirectory(prefix="panoramix-bench-", ignore_cleanup_errors=True) as folder:
            hub = await HubProcess.start(Path(folder))
            try:
                async with aiohttp.ClientSession() as session:
                    await _round(plan, round, await hub.person(session, "measurer"), session, archive, size)
            finally:
                await hub.stop()


async def _round(
    plan: Plan, round: int, person: Person, session: aiohttp.ClientSession, archive: bytes, size: int
) -> None:
    form = aiohttp.FormData()
    form.add_field("file", archive, filename="panorama.ndjson.gz")
    headers = {"Authorization": f"Bearer {person.token}"}
    async with session.post(f"{person.hub.base}/api/files", data=form, headers=headers) as answer:
        answer.raise_for_status()
        file_id = str((await answer.json())["id"])
    await _quiet(person.hub.process.pid)
    others = _others(person.hub.process.pid)
    before = {name: cpu_s(pid) for name, pid in others.items()}
    began = time.perf_counter()
    begun = await person.post(session, "/api/transfers/import", {"source": "panorama", "file_id": file_id})
    peak, cpu = 0, 0.0
    async with asyncio.timeout(PATIENCE_S):
        while True:
            for pid in _workers(person.hub.process.pid):
                try:
                    peak, cpu = max(peak, rss_kb(pid)), max(cpu, cpu_s(pid))
                except (ProcessLookupError, FileNotFoundError):
                    continue  # it has just ended
            found: dict[str, Any] = await person.get(session, f"/api/transfers/{begun['id']}")
            if found["finished_at"] is not None:
                break
            await asyncio.sleep(LOOK_S)
    took = time.perf_counter() - began
    beside = {name: cpu_s(pid) - before.get(name, 0.0) for name, pid in _others(person.hub.process.pid).items()}
    written = sum(one["written"] for one in found["report"])
    if found["status"] != "done" or written < size:
        raise RuntimeError(f"the import ended as {found['status']} with {written} written: {found['error']}")
    figures = {RATE: written / took, PEAK: peak / 1024, "cpu_us_per_document": cpu / written * 1e6}
    figures |= {f"{name}_cpu_us_per_document": spent / written * 1e6 for name, spent in beside.items()}
    plan.records.add(PART, IMPORT, HUB, round, figures)


async def _quiet(hub: int) -> None:
    """Wait until the hub does next to nothing: what it gets ready at its start is no part of an import."""
    calm = 0
    async with asyncio.timeout(QUIET_S):
        while calm < 4:
            before = cpu_s(hub)
            await asyncio.sleep(0.25)
            calm = calm + 1 if cpu_s(hub) - before < 0.025 else 0


def _workers(pid: int) -> list[int]:
    found: list[int] = []
    for child in children(pid):
        try:
            if WORKER in Path(f"/proc/{child}/cmdline").read_bytes():
                found.append(child)
        except OSError:
            continue
    return found


def _others(hub: int) -> dict[str, int]:
    """Who else works while an import goes on: the hub, the database, and the index of what is searched."""
    found = {"hub": hub}
    for child in children(hub):
        with suppress(FileNotFoundError, ProcessLookupError):
            if comm(child) == "mongod":
                found["mongod"] = child
            elif SEARCH in Path(f"/proc/{child}/cmdline").read_bytes():
                found["search"] = child
    return found


def _archive(size: int) -> bytes:
    """As Panorama writes one: half tasks, half notes, in camelCase."""
    lines: list[str] = []
    for collection, made in (("tasks", _task), ("notes", _note)):
        lines.append(json.dumps({"collection": collection, "type": "begin"}))
        lines += [json.dumps({"collection": collection, "doc": made(n)}) for n in range(size // 2)]
        lines.append(json.dumps({"collection": collection, "type": "end"}))
    return gzip.compress("\n".join(lines).encode() + b"\n", 6)


def _task(n: int) -> dict[str, Any]:
    return {
        "_id": f"{n:024x}",
        "title": f"Call the supplier about delivery {n}",
        "notes": "They promised an answer by the end of the week; nothing came.",
        "status": ("todo", "in_progress", "done")[n % 3],
        "isUrgent": n % 5 == 0,
        "isImportant": n % 3 == 0,
        "deadline": "2025-06-30T22:00:00.000Z",
        "priorityRank": n,
        "tags": ["supplier", f"batch {n % 40}"],
        "createdAt": "2025-03-01T09:30:00.000Z",
        "updatedAt": "2025-03-02T09:30:00.000Z",
    }


def _note(n: int) -> dict[str, Any]:
    return {
        "_id": f"{n + 10_000_000:024x}",
        "title": f"Meeting {n}",
        "content": f"We spoke about delivery {n}, the colours of the brochure and who opens on Saturday. " * 4,
        "pinned": n % 50 == 0,
        "createdAt": "2025-03-01T09:30:00.000Z",
        "updatedAt": "2025-03-02T09:30:00.000Z",
    }
