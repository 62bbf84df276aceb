"""What a process of somebody else's has cost so far, as the kernel counts it, and whether it serves yet."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import suppress
from pathlib import Path

import aiohttp

_SCHEDULED = 2  # CPUCLOCK_SCHED of the kernel's posix-timers.h: user and system time of all threads
READY_S = 60.0


def cpu_s(pid: int) -> float:
    """User and system time of a process with all its threads, in seconds; exact to nanoseconds.

    The clock that `clock_getcpuclockid(3)` names. `utime + stime` of `/proc/PID/stat` is the same in steps of 10 ms.

    Raises:
        ProcessLookupError: It has ended.
    """
    try:
        return time.clock_gettime((~pid << 3) | _SCHEDULED)
    except OSError as fault:
        raise ProcessLookupError(pid) from fault


def rss_kb(pid: int) -> int:
    """Resident memory of a process."""
    return _status_kb(pid, "VmRSS:")


def children(pid: int) -> list[int]:
    """The processes below a process, all generations; those of one that is just ending may be missing."""
    found: list[int] = []
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                found += [int(child), *children(int(child))]
    return found


def comm(pid: int) -> str:
    """The name of the program that a process runs."""
    return Path(f"/proc/{pid}/comm").read_text(encoding="ascii").strip()


def load() -> float:
    """The machine's load over the last minute."""
    return os.getloadavg()[0]


async def until_ready(process: asyncio.subprocess.Process, port: int) -> bool:
    """Wait until `/health/ready` answers 200; returns False if the process has ended instead.

    Raises:
        TimeoutError: Neither within a minute.
    """
    async with aiohttp.ClientSession() as session, asyncio.timeout(READY_S):
        while process.returncode is None:
            try:
                async with session.get(f"http://127.0.0.1:{port}/health/ready") as answer:
                    if answer.status == 200:
                        return True
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.01)
    return False


def _status_kb(pid: int, field: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith(field):
            return int(line.split()[1])
    raise ProcessLookupError(pid)
