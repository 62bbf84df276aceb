"""Ending a server that outlived its hub, and nothing else."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from hub.cannot_start import CannotStart
from hub.log import get_log

log = get_log(__name__)

GRACE_S = 10.0


async def end_leftover(data_path: Path) -> None:
    """End the server that still works on the folder, if there is one; call it while holding our lock.

    The server writes its process id into `mongod.lock`. The number may since belong to anyone, so it counts
    only if that process was started on this very folder.

    Raises:
        CannotStart: it is there and does not end.
    """
    pid = _recorded_pid(data_path / "mongod.lock")
    if pid is None or not _works_on(pid, data_path):
        return
    log.info("mongod.leftover", pid=pid)
    # One that is already on its way out (its parent's death told it to) needs only the time.
    if await _ended(pid, data_path, signal.SIGTERM) or await _ended(pid, data_path, signal.SIGKILL):
        return
    raise CannotStart(f"A MongoDB server of an earlier run (process {pid}) does not end.", f"End it: kill -9 {pid}")


async def _ended(pid: int, data_path: Path, number: signal.Signals) -> bool:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return True
    except PermissionError as error:
        raise CannotStart(
            f"A MongoDB server of another user (process {pid}) works on {data_path}.",
            "Stop it, or give this hub a folder of its own with PANORAMIX_DATA_DIR.",
        ) from error
    deadline = time.monotonic() + GRACE_S
    while time.monotonic() < deadline:
        if not _works_on(pid, data_path):
            return True
        await asyncio.sleep(0.02)
    return False


def _recorded_pid(file: Path) -> int | None:
    try:
        text = file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    return int(text) if text.isdigit() and int(text) > 1 else None


def _works_on(pid: int, data_path: Path) -> bool:
    """Whether the process runs and was started with `--dbpath` on this folder."""
    arguments = _arguments(pid)
    pairs = itertools.pairwise(arguments)
    return any(option == "--dbpath" and Path(value) == data_path for option, value in pairs)


def _arguments(pid: int) -> list[str]:
    if sys.platform == "linux":
        try:
            # Empty for a zombie, which is as good as gone.
            return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")
        except (FileNotFoundError, ProcessLookupError):
            return []
    shown = subprocess.run(  # noqa: S603 - fixed program, a number as its argument
        ["/bin/ps", "-ww", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False
    )
    return shown.stdout.split()
