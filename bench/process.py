"""What a process of somebody else's has cost so far, as the kernel counts it."""

from __future__ import annotations

import os
import time
from pathlib import Path

_SCHEDULED = 2  # CPUCLOCK_SCHED of the kernel's posix-timers.h: user and system time of all threads
_FOR_ONE_THREAD = 4


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
    """The processes below a process, all generations."""
    found: list[int] = []
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


def _status_kb(pid: int, field: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith(field):
            return int(line.split()[1])
    raise ProcessLookupError(pid)
