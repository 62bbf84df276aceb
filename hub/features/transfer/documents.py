"""The stored form of transfers; it never leaves this feature."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.features.transfer.schemas import Direction, Scope, TransferStatus
from hub.storage.documents import Owned


class TransferDocument(Owned):
    """An import, an export, or the undoing of an import. Whoever carries it out writes into it how far it is."""

    direction: Direction
    source: str
    scope: Scope = Scope.MINE
    status: TransferStatus = TransferStatus.QUEUED
    dry_run: bool = False
    overwrite: bool = False
    phase: str = ""
    """What is being done: reading, checking, writing, undoing."""
    done: int = 0
    total: int = 0
    """0 where it is not known."""
    size: int = 0
    """Bytes of the archive that was made."""
    report: list[dict[str, Any]] = []
    cut_at: int | None = None
    """The last whole line of a file that stops in the middle."""
    file_id: str | None = None
    """The file that is read, or that was made."""
    file_name: str = ""
    batch_id: str
    """Under which the activity has what an import wrote."""
    error: str | None = None
    cancel_requested: bool = False
    by_hand: bool = False
    """Carried out by a command in a terminal, not by a hub."""
    beat_at: datetime | None = None
    """When whoever carries it out last said so."""
    finished_at: datetime | None = None

    class Settings:
        name = "transfers"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING), ("_id", DESCENDING)]),
            IndexModel([("scope", ASCENDING), ("_id", DESCENDING)]),
            IndexModel([("status", ASCENDING), ("_id", ASCENDING)]),
        ]
