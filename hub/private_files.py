"""Small files that only their owner may read: keys, passwords, one-time codes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def private_folder(path: Path) -> Path:
    """Make the folder, and its parents, readable by its owner only; return it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def write_private(path: Path, text: str) -> None:
    """Write the text so that a reader sees the old file or the new one, never half of it (mode 0600)."""
    temporary = _temporary_beside(path, text)
    temporary.replace(path)


def read_or_make(path: Path, make: Callable[[], str]) -> str:
    """Return what the file holds; if there is none, make it once, however many processes start together."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        private_folder(path.parent)
    temporary = _temporary_beside(path, make() + "\n")
    try:
        # A hard link fails if the name exists, so the first process wins and the others read its value.
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
    return path.read_text(encoding="utf-8").strip()


def _temporary_beside(path: Path, text: str) -> Path:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mkstemp gives 0600
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)
