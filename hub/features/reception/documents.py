"""The stored forms of the reception; they never leave this feature.

A **sheet** is a lot, a session of disks, an order, a donation or a loan: whose it is, it says itself (`Scoped`). Some
sheets have **lines** in them; on others **pieces** are scanned, each a document of its own beneath its sheet, so that
two people can scan into one lot at the same time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, cast

from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.features.budget.money import LARGEST
from hub.features.reception import carried
from hub.features.reception.order_lines import Line, sums
from hub.features.reception.serials import serial_of
from hub.features.reception.settling import settle_sheets
from hub.kernel.context import Work
from hub.kernel.errors import invalid
from hub.storage.documents import Owned, Stored
from hub.storage.portable import Portable
from hub.storage.shares import Scoped
from hub.storage.unit_of_work import UnitOfWork
from hub.storage.words import folded

SHEET_INDEXES = (
    IndexModel([("scope", ASCENDING), ("_id", DESCENDING)]),
    IndexModel([("project_id", ASCENDING)]),
)
PIECE_INDEXES = (
    IndexModel([("scope", ASCENDING), ("serial", ASCENDING), ("_id", DESCENDING)]),
    IndexModel([("scope", ASCENDING), ("_id", DESCENDING)]),
    IndexModel(
        [("claimed_in", ASCENDING), ("serial", ASCENDING)],
        unique=True,
        partialFilterExpression={"claimed_in": {"$type": "string"}},
    ),
)


class SheetDocument(Scoped):
    """What every sheet has."""

    name: str
    description: str = ""
    words: str = ""
    """What it is found by, folded."""

    def says(self) -> Iterable[str | None]:
        """What it is found by."""
        return (self.name, self.description)

    def derive(self) -> None:
        """Say whose it is, and fold the words anew."""
        super().derive()
        self.words = folded(*self.says())


class PieceDocument(Owned):
    """Something with a serial number, beneath a sheet."""

    ABOVE: ClassVar[str]
    """The field that names the sheet."""
    SAYS: ClassVar[tuple[str, ...]] = ("serial", "brand", "model", "technician", "notes")
    """The fields that it is found by."""
    FREED: ClassVar[bool] = False
    """Whether its serial number is free for others once it is ready."""
    serial: str
    brand: str = ""
    model: str = ""
    technician: str = ""
    notes: str = ""
    ready_at: datetime | None = None
    """When all was there that is asked of it."""
    scope: str = ""
    """Whose it is: its sheet's, handed down so that it is found without looking at the sheet."""
    claimed_in: str | None = None
    """Where nothing else may have this serial number (a unique index decides); None: it has left."""
    words: str = ""
    """What it is found by, folded."""

    @property
    def sheet_id(self) -> str:
        """The sheet that it is on."""
        return str(getattr(self, self.ABOVE))

    @property
    def is_ready(self) -> bool:
        """Whether all is there that is asked of it."""
        raise NotImplementedError

    def derive(self) -> None:
        """Fold the words anew; however it came, the same serial number is the same one.

        Raises:
            ValueError: It is none.
        """
        self.serial = serial_of(self.serial)
        self.words = folded(*(getattr(self, name) for name in self.SAYS))


class CountedDocument(SheetDocument):
    """A sheet with pieces beneath it."""

    PIECE: ClassVar[type[PieceDocument]]
    TAKEN: ClassVar[str] = "{serial} is in “{name}” already."
    """How a serial number is refused that is on such a sheet."""
    total: int = 0
    ready: int = 0
    """Of its pieces."""

    @property
    def claim(self) -> str | None:
        """Where the serial numbers of its pieces are theirs alone; None: nowhere (any more)."""
        raise NotImplementedError

    def claim_for(self, ready_at: datetime | None) -> str | None:
        """Where the serial number of one of its pieces is that piece's alone."""
        return None if ready_at and self.PIECE.FREED else self.claim

    def follows(self, last_ready: datetime | None) -> dict[str, Any]:
        """What follows from its counts; `last_ready` is when the last of its pieces was."""
        return {}

    @classmethod
    async def settle(cls, work: Work, docs: Sequence[Stored]) -> None:
        """Count the pieces, and hand down whose they are."""
        await settle_sheets(cast(UnitOfWork, work), cls, {doc.id for doc in docs})


class ItemDocument(PieceDocument):
    """A machine in a lot."""

    ABOVE: ClassVar[str] = "lot_id"
    SAYS: ClassVar[tuple[str, ...]] = (*PieceDocument.SAYS, "os", "type", "state")
    PORTABLE: ClassVar[Portable | None] = carried.pieces("lot_items", lambda: LotDocument)
    lot_id: str
    type: str | None = None
    state: str | None = None
    os: str = ""

    @property
    def is_ready(self) -> bool:
        """Whether its state is known, and who saw to it."""
        return bool(self.state and self.technician)

    @classmethod
    async def settle(cls, work: Work, docs: Sequence[Stored]) -> None:
        """Their lots follow."""
        items = cast("Sequence[ItemDocument]", docs)
        await settle_sheets(cast(UnitOfWork, work), LotDocument, {item.lot_id for item in items})

    class Settings:
        name = "lot_items"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("lot_id", ASCENDING), ("_id", ASCENDING)]),
            *PIECE_INDEXES,
        ]


class LotDocument(CountedDocument):
    """A lot as it is stored."""

    PIECE: ClassVar[type[PieceDocument]] = ItemDocument
    PORTABLE: ClassVar[Portable | None] = Portable(collection="lots", leave=frozenset({"total", "ready"}))
    received_on: date
    finished_at: datetime | None = None
    recovered_at: datetime | None = None
    kept_open: bool = False
    """Somebody opened it again although all of it was ready."""

    @property
    def claim(self) -> str | None:
        """What is in stock is there once; what was collected may come back in another lot."""
        return None if self.recovered_at else self.project_id or self.owner_id

    def follows(self, last_ready: datetime | None) -> dict[str, Any]:
        """It finishes by itself with the last of its items, and opens again with the first that is not ready."""
        complete = 0 < self.total == self.ready
        kept_open = self.kept_open and complete
        return {"kept_open": kept_open, "finished_at": last_ready if complete and not kept_open else None}

    class Settings:
        name = "lots"
        indexes: ClassVar[list[IndexModel]] = [
            *SHEET_INDEXES,
            IndexModel([("scope", ASCENDING), ("finished_at", ASCENDING), ("_id", DESCENDING)]),
        ]


class OrderDocument(SheetDocument):
    """An order as it is stored, its lines in it."""

    PORTABLE: ClassVar[Portable | None] = Portable(collection="orders")
    ordered_on: date
    supplier: str = ""
    category: str = ""
    currency: str
    lines: list[Line] = []

    def says(self) -> Iterable[str | None]:
        """What it is found by."""
        return (*super().says(), self.supplier, self.category, *(line.product for line in self.lines))

    def derive(self) -> None:
        """Fold the words anew, and count.

        Raises:
            OperationError: `invalid`: it comes to more than can be counted.
        """
        super().derive()
        if sums([line.model_dump() for line in self.lines])["total_cents"] > LARGEST:
            raise invalid("The order comes to more than can be counted.", lines="come to too much")

    class Settings:
        name = "orders"
        indexes: ClassVar[list[IndexModel]] = [*SHEET_INDEXES]
