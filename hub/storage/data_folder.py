"""Who owns the data folder: a lock that ends with its process, and a note that says whose it is."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from hub.cannot_start import CannotStart
from hub.private_files import private_folder


@dataclass(frozen=True, kw_only=True)
class Owner:
    """The process that works on a data folder."""

    pid: int
    host: str
    since: str

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}, since {self.since}"


class DataFolderInUse(CannotStart):
    """Another hub works on this data folder."""

    def __init__(self, data_dir: Path, owner: Owner | None) -> None:
        super().__init__(
            f"The data folder {data_dir} is in use by another Panoramix ({owner or 'it left no name'}).",
            "Stop that one first, or give this one a folder of its own with PANORAMIX_DATA_DIR.",
        )
        self.owner = owner


class DataFolderLock:
    """An exclusive claim on a data folder. The kernel drops it when this process ends, even by kill -9."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def take(cls, data_dir: Path) -> DataFolderLock:
        """Claim the folder, making it if need be.

        Raises:
            DataFolderInUse: another process holds it.
            CannotStart: it cannot be written to.
        """
        try:
            private_folder(data_dir)
            # Python opens files not inheritable (PEP 446), so a child never keeps the lock alive.
            descriptor = os.open(_lock_file(data_dir), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise CannotStart(
                f"The data folder {data_dir} cannot be used: {error.strerror}.",
                "Make it writable, or name another one with PANORAMIX_DATA_DIR.",
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise DataFolderInUse(data_dir, _read_owner(data_dir)) from None
        owner = Owner(
            pid=os.getpid(),
            host=socket.gethostname(),
            since=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        )
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(asdict(owner)).encode() + b"\n", 0)
        return cls(descriptor)

    def release(self) -> None:
        """Give the folder back. The file stays: removing it would let two processes lock two files."""
        if self._descriptor >= 0:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = -1


def owner_of(data_dir: Path) -> Owner | None:
    """Return who holds the folder now, or None."""
    try:
        descriptor = os.open(_lock_file(data_dir), os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read_owner(data_dir)
    finally:
        os.close(descriptor)
    return None


def _lock_file(data_dir: Path) -> Path:
    return data_dir / "lock"


def _read_owner(data_dir: Path) -> Owner | None:
    try:
        return Owner(**json.loads(_lock_file(data_dir).read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        return None  # between the lock and the note; the lock alone decides
