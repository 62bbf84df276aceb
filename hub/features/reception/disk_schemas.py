"""The wire models of disks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hub.features.reception.schemas import (
    CreateSheet,
    ListSheets,
    Piece,
    Search,
    SetMany,
    SetPiece,
    Sheet,
    UpdateSheet,
)
from hub.features.reception.serials import Serial
from hub.storage.wire import Date, Id, PageInput, UpdateInput

DiskType = Literal["hdd", "ssd"]
Interface = Literal["SATA", "NVMe", "SAS", "IDE", "USB", "other"]
Wiping = Literal["overwrite", "erase_sanitise", "destroyed"]
Gigabytes = Annotated[int, Field(ge=1, le=1_000_000, description="As it is sold: 500, 1000.")]


class DiskSession(Sheet):
    """Disks that are wiped together."""

    held_on: Date
    total: int = Field(description="Its disks.")
    ready: int = Field(description="Of them, those that are wiped.")


class CreateDiskSession(CreateSheet):
    """A new session; held today unless it is said when."""

    held_on: Date | None = None


class UpdateDiskSession(UpdateSheet):
    """Changes to a session; only what is sent is changed."""

    held_on: Date | None = None


class ListDiskSessions(ListSheets):
    """Which sessions to list, newest first."""


class Disk(Piece):
    """A disk, and how it was wiped."""

    session_id: Id
    type: DiskType | None
    size_gb: Gigabytes | None
    interface: Interface | None
    wiping: Wiping | None = Field(
        description="An HDD is overwritten, an SSD erased and sanitised; either may be destroyed instead."
    )


class SetDisk(SetPiece):
    """What can be set on a disk."""

    type: DiskType | None = None
    size_gb: Gigabytes | None = None
    interface: Interface | None = None
    wiping: Wiping | None = None


class ScanDisk(SetDisk):
    """A disk that comes into a session, by its serial number."""

    session_id: Id
    serial: Serial


class UpdateDisk(UpdateInput, SetDisk):
    """Changes to a disk; only what is sent is changed."""

    serial: Serial = ""


class SetDisks(SetMany, SetDisk):
    """The same for several disks at once; only what is sent is set."""


class ListDisks(PageInput):
    """Which disks to list, in the order in which they were scanned."""

    session_id: Id | None = None
    q: Search = None
    wiping: Wiping | None = None
