"""Run all tests beside one another; those few that fail there are run again, each by itself.

Four workers share two cores with the databases and browsers of the others, so a test may meet a moment that it would
never meet alone. What fails by itself too has failed. What passes then is named on the last lines: it is unsteady,
and somebody should find out why (docs/adr/0020-a-second-look.md). Run as `python -m ops.run_tests`.

Where there is room in memory, the folders of the tests are there: their databases wait for the disk after every write
otherwise, which is half of the time that the tests take.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LAST_FAILED = Path(".pytest_cache", "v", "cache", "lastfailed")
# Each worker has a hub and a database of its own; who is done early takes over tests of the others.
IN_PARALLEL = ("-n", "auto", "--maxprocesses", "4", "--dist", "worksteal")
TESTS_FAILED = 1
"""What pytest ends with when it ran everything and some tests failed: other faults are nobody's bad moment."""
FEW = 3
"""More than these failing beside one another is no bad moment either."""
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own in it, which only we can open
ROOM = 8 * 1024**3
"""Bytes that must be free there, and in the machine's memory: four databases and what they leave behind."""
MINE = "panoramix-tests-"


def run_tests(root: Path, *arguments: str) -> int:
    """Run the tests of a folder.

    Args:
        root: The folder.
        arguments: Passed on to the first of the runs.

    Returns:
        What pytest ended with, 0 to 5.
    """
    (root / LAST_FAILED).unlink(missing_ok=True)
    with _folder() as where:
        found = _pytest(root, *where, *IN_PARALLEL, *arguments)
        failed = _failed(root)
        if found != TESTS_FAILED or not 0 < len(failed) <= FEW:
            return found
        _say(f"{len(failed)} failed beside the others. Each by itself:")
        for test in failed:
            found = _pytest(root, *where, test)
            if found:
                return found
    _say("\n  ".join(["Passed by themselves, and so are unsteady:", *failed]))
    return 0


@contextmanager
def _folder() -> Iterator[tuple[str, ...]]:
    """What pytest is told of where its folders are; gone afterwards, and with the next run if this one is killed."""
    for left in MEMORY.glob(f"{MINE}*"):
        if not Path("/proc", left.name.removeprefix(MINE)).exists():
            shutil.rmtree(left, ignore_errors=True)
    if not _is_room():
        yield ()
        return
    folder = MEMORY / f"{MINE}{os.getpid()}"
    folder.mkdir(mode=0o700)
    try:
        yield (f"--basetemp={folder / 'tests'}",)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_room() -> bool:
    try:
        told = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text("ascii").splitlines())
        available = int(told["MemAvailable"].split()[0]) * 1024
        return os.access(MEMORY, os.W_OK) and min(shutil.disk_usage(MEMORY).free, available) >= ROOM
    except (OSError, KeyError, ValueError):
        return False  # not Linux: the disk will do


def _pytest(root: Path, *arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=root, check=False).returncode  # noqa: S603 - our own


def _failed(root: Path) -> list[str]:
    kept = root / LAST_FAILED
    return sorted(json.loads(kept.read_text("utf-8"))) if kept.is_file() else []


def _say(text: str) -> None:
    sys.stdout.write(f"\n{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(run_tests(Path(__file__).resolve().parent.parent, *sys.argv[1:]))
