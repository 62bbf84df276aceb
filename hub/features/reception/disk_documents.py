"""The stored forms of disks and of the sessions in which they are wiped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, cast

from pymongo import ASCENDING, IndexModel

from hub.features.reception import carried
from hub.features.reception.documents import PIECE_INDEXES, SHEET_INDEXES, CountedDocument, PieceDocument
from hub.features.reception.settling import settle_sheets
from hub.kernel.context import Work
from hub.kernel.errors import invalid
from hub.storage.documents import Stored
from hub.storage.portable import Portable
from hub.storage.unit_of_work import UnitOfWork

FITS = {"overwrite": "hdd", "erase_sanitise": "ssd"}
"""How a disk is wiped to what it must be; what is destroyed may be anything."""


class DiskDocument(PieceDocument):
    """A disk in a session."""

    ABOVE: ClassVar[str] = "session_id"
    SAYS: ClassVar[tuple[str, ...]] = (*PieceDocument.SAYS, "type", "interface", "wiping")
    PORTABLE: ClassVar[Portable | None] = carried.pieces("disks", lambda: DiskSessionDocument)
    session_id: str
    type: str | None = None
    size_gb: int | None = None
    interface: str | None = None
    wiping: str | None = None

    def must_fit(self) -> None:
        """Overwriting is for what spins, erasing and sanitising for what does not.

        Raises:
            OperationError: `invalid`, naming the disk.
        """
        wanted = FITS.get(self.wiping or "")
        if wanted and self.type != wanted:
            how = "overwriting" if wanted == "hdd" else "secure erase and sanitise"
            is_now = f"an {self.type.upper()}" if self.type else "of no type yet"
            why = f"{how} is for an {wanted.upper()}, and {self.serial} is {is_now}"
            raise invalid(f"{why[0].upper()}{why[1:]}.", wiping=why)

    def derive(self) -> None:
        """Fold the words anew; however it came, it was wiped as it can be."""
        super().derive()
        self.must_fit()

    @property
    def is_ready(self) -> bool:
        """Whether it is wiped."""
        return self.wiping is not None

    @classmethod
    async def settle(cls, work: Work, docs: Sequence[Stored]) -> None:
        """Their sessions follow."""
        disks = cast("Sequence[DiskDocument]", docs)
        await settle_sheets(cast(UnitOfWork, work), DiskSessionDocument, {disk.session_id for disk in disks})

    class Settings:
        name = "disks"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("session_id", ASCENDING), ("_id", ASCENDING)]),
            *PIECE_INDEXES,
        ]


class DiskSessionDocument(CountedDocument):
    """A session as it is stored."""

    PIECE: ClassVar[type[PieceDocument]] = DiskDocument
    PORTABLE: ClassVar[Portable | None] = Portable(collection="disk_sessions", leave=frozenset({"total", "ready"}))
    held_on: date

    @property
    def claim(self) -> str | None:
        """A disk is in a session once; it may be wiped again in another."""
        return self.id

    class Settings:
        name = "disk_sessions"
        indexes: ClassVar[list[IndexModel]] = [*SHEET_INDEXES]
