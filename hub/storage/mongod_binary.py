"""Finding a MongoDB server to run: on the PATH, else the one among the Python dependencies."""

from __future__ import annotations

import asyncio
import importlib.util
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hub.cannot_start import CannotStart

_VERSION = re.compile(r"db version v(\d+\.\d+)\.\d+")


@dataclass(frozen=True, kw_only=True)
class Binary:
    """A server program and where it came from."""

    path: Path
    source: str


def candidates() -> Iterator[Binary]:
    """Yield the server programs found, the preferred one first."""
    on_path = shutil.which("mongod")
    if on_path:
        yield Binary(path=Path(on_path).resolve(), source="PATH")
    # `find_spec` of a top-level package runs none of its code.
    spec = importlib.util.find_spec("fiftyone")
    for location in (spec and spec.submodule_search_locations) or ():
        bundled = Path(location) / "db" / "bin" / "mongod"
        if bundled.is_file():
            yield Binary(path=bundled, source="Python package fiftyone-db")


async def choose(data_version: str | None) -> Binary:
    """Return the program to run.

    Args:
        data_version: `major.minor` of the server that last wrote the data, None if there is no data yet. A
            server opens the data of its own version only, so a matching program comes before the preferred.

    Raises:
        CannotStart: there is no program at all.
    """
    found = list(candidates())
    if not found:
        raise CannotStart("No MongoDB server was found.", advice_without_server())
    if len(found) > 1 and data_version is not None:
        for binary in found:
            if await version_of(binary) == data_version:
                return binary
    return found[0]


async def version_of(binary: Binary) -> str | None:
    """Return `major.minor` as the program says it, or None if it does not run here."""
    process = await asyncio.create_subprocess_exec(
        str(binary.path),
        "--version",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    output, _ = await process.communicate()
    match = _VERSION.search(output.decode(errors="replace"))
    return match.group(1) if match else None


def advice_without_server() -> str:
    """Say how to get a server on this platform."""
    if sys.platform == "linux":
        return (
            "On x86-64 Linux: pip install 'panoramix[embedded]'. Elsewhere install MongoDB 6.0 or later so "
            "that mongod is on the PATH, or set PANORAMIX_MONGO_URL to a replica set that runs already."
        )
    return (
        "Install MongoDB 6.0 or later so that mongod is on the PATH, or set PANORAMIX_MONGO_URL to a replica "
        "set that runs already."
    )
