"""The wire models of import and export."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from hub.storage.wire import EntityOut, Id, Input, PageInput, Time, Wire


class Direction(StrEnum):
    """Which way things go."""

    IMPORT = "import"
    EXPORT = "export"


class Scope(StrEnum):
    """Whose things: the caller's, or everybody's."""

    MINE = "mine"
    ALL = "all"


class TransferStatus(StrEnum):
    """Where a transfer stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNDOING = "undoing"
    """Waits to be undone, or is being."""
    UNDONE = "undone"


UNDER_WAY = frozenset({TransferStatus.QUEUED, TransferStatus.RUNNING, TransferStatus.UNDOING})
UNDOABLE = frozenset({TransferStatus.DONE, TransferStatus.FAILED, TransferStatus.CANCELLED})


class ReportLine(Wire):
    """A line of the file, and what is to be said of it."""

    line: int = Field(description="Where it stands in the file, from 1.")
    why: str


class CollectionReport(Wire):
    """What became of one collection of the file."""

    collection: str
    read: int = 0
    written: int = 0
    updated: int = Field(default=0, description="Written over what had been changed here, as was asked for.")
    unchanged: int = Field(default=0, description="Here already, just as in the file.")
    skipped: list[ReportLine] = Field(default=[], description="The first hundred.")
    skipped_count: int = 0
    noted: list[ReportLine] = Field(default=[], description="Taken, but not all of it; the first hundred.")
    noted_count: int = 0


class Transfer(EntityOut):
    """An import or an export, how far it is and what came of it."""

    owner_id: str  # type: ignore[assignment]  # the system's, where it was started from the command line
    direction: Direction
    source: str = Field(description="The format: archive, panorama and so on.")
    scope: Scope
    status: TransferStatus
    dry_run: bool
    overwrite: bool
    phase: str
    done: int
    total: int = Field(description="0 where it is not known yet.")
    size: int = Field(description="Bytes of the archive that was made.")
    report: list[CollectionReport]
    cut_at: int | None = Field(description="The last whole line of a file that stops in the middle.")
    file_id: Id | None = Field(description="The file that is read, or that was made.")
    file_name: str
    error: str | None
    finished_at: Time | None


class ImportFile(Input):
    """What to bring in, and how."""

    source: Annotated[str, StringConstraints(pattern=r"^[a-z]{1,20}$")] = "archive"
    file_id: Id = Field(description="A file of the caller's that was uploaded before.")
    scope: Scope = Field(
        default=Scope.MINE,
        description="`mine`: everything will be the caller's. `all`: people, rooms and what was said too; only for "
        "administrators.",
    )
    dry_run: bool = Field(default=False, description="Only say what would happen.")
    overwrite: bool = Field(default=False, description="Write over what has been changed here since.")


class ExportData(Input):
    """What to put into an archive."""

    scope: Scope = Field(default=Scope.MINE, description="`all` is for administrators, and holds password hashes.")


class ListTransfers(PageInput):
    """Transfers, newest first."""
