"""Why a MongoDB server did not start, in words that help."""

from __future__ import annotations

import json
import re
import shutil
import signal
from pathlib import Path

from hub.cannot_start import CannotStart

LITTLE_SPACE = 300 * 1024 * 1024  # a fresh server wants about this much for its journal
_MISSING_LIBRARY = re.compile(r"error while loading shared libraries: (\S+):")
_PACKAGES = {"libcurl.so.4": "libcurl4", "libssl.so.3": "libssl3", "libcrypto.so.3": "libssl3"}
_TAIL_BYTES = 64 * 1024


class PortTaken(CannotStart):
    """Another program listens on the port that the server was given."""


def explain(returncode: int, output: Path, server_log: Path) -> CannotStart:
    """Return what went wrong, from how the server ended and what it wrote.

    Args:
        returncode: Exit status; negative for a signal.
        output: Its standard output and error.
        server_log: Its own log, one JSON object a line.
    """
    said, logged = _tail(output), _tail(server_log)
    missing = explain_missing_library(said)
    if missing:
        return missing
    if returncode == -signal.SIGILL:
        return CannotStart(
            "The MongoDB server uses processor instructions (AVX) that this machine lacks.",
            "Set PANORAMIX_MONGO_URL to a server on another machine, or put MongoDB 4.4 on the PATH.",
        )
    if "SocketException" in logged and "Address already in use" in logged and returncode == 48:
        return PortTaken("The MongoDB server's port is taken.", "Start again: another one will be chosen.")
    free = shutil.disk_usage(output.parent).free
    if "No space left on device" in said + logged or free < LITTLE_SPACE // 10:
        return CannotStart(
            f"The disk that holds {output.parent} is full ({free // 1024**2} MB free).",
            "Make room, or move the data folder and set PANORAMIX_DATA_DIR.",
        )
    if returncode == 62 or "UPGRADE PROBLEM" in logged or "Wrong mongod version" in logged:
        return CannotStart(
            "The data in this folder was written by another version of MongoDB.",
            "Put that version on the PATH, or follow MongoDB's upgrade steps one major version at a time.",
        )
    if returncode == 100 and "DBPathInUse" in logged:
        return CannotStart(
            "Another MongoDB server that is not ours works on this data folder.",
            "Stop it, or give this hub a folder of its own with PANORAMIX_DATA_DIR.",
        )
    reason = _last_error(logged) or said.strip().splitlines()[-1:] or ["it said nothing"]
    return CannotStart(f"The MongoDB server ended with status {returncode}: {reason[0]}", f"Its log is {server_log}")


def explain_missing_library(said: str) -> CannotStart | None:
    """Return what to install, if the dynamic loader's words say that a library is missing."""
    library = _MISSING_LIBRARY.search(said)
    if library is None:
        return None
    return CannotStart(
        f"The MongoDB server needs {library[1]}, which this machine lacks.",
        f"On Debian and Ubuntu: apt-get install {_PACKAGES.get(library[1], library[1])}",
    )


def _tail(path: Path) -> str:
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _TAIL_BYTES))
            return file.read().decode(errors="replace")
    except FileNotFoundError:
        return ""


def _last_error(logged: str) -> list[str]:
    for line in reversed(logged.splitlines()):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if entry.get("s") in ("E", "F"):
            return [f"{entry.get('msg')} {json.dumps(entry.get('attr', {}))}"[:400]]
    return []
