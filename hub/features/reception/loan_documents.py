"""The stored forms of loans and of what is lent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, cast

from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.features.reception import carried
from hub.features.reception.documents import PIECE_INDEXES, SHEET_INDEXES, CountedDocument, PieceDocument
from hub.features.reception.settling import settle_sheets
from hub.kernel.context import Work
from hub.kernel.errors import invalid
from hub.storage.documents import Stored
from hub.storage.portable import Portable
from hub.storage.unit_of_work import UnitOfWork


class LoanItemDocument(PieceDocument):
    """Something with a serial number that is lent; its number is free again when it is back."""

    ABOVE: ClassVar[str] = "loan_id"
    SAYS: ClassVar[tuple[str, ...]] = (*PieceDocument.SAYS, "type")
    FREED: ClassVar[bool] = True
    PORTABLE: ClassVar[Portable | None] = carried.pieces("loan_items", lambda: LoanDocument)
    loan_id: str
    type: str | None = None
    state: str = "out"

    @property
    def is_ready(self) -> bool:
        """Whether it is back."""
        return self.state == "back"

    @classmethod
    async def settle(cls, work: Work, docs: Sequence[Stored]) -> None:
        """Their loans follow."""
        items = cast("Sequence[LoanItemDocument]", docs)
        await settle_sheets(cast(UnitOfWork, work), LoanDocument, {item.loan_id for item in items})

    class Settings:
        name = "loan_items"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("loan_id", ASCENDING), ("_id", ASCENDING)]),
            *PIECE_INDEXES,
        ]


class LoanDocument(CountedDocument):
    """A loan as it is stored; it is called after who borrows."""

    PIECE: ClassVar[type[PieceDocument]] = LoanItemDocument
    TAKEN: ClassVar[str] = "{serial} is on loan to “{name}” already."
    PORTABLE: ClassVar[Portable | None] = Portable(
        collection="loans", leave=frozenset({"total", "ready", "returned_at"})
    )
    borrower: str = "person"
    contact: str = ""
    reference: str = ""
    lent_on: date
    due_on: date | None = None
    price_cents: int = 0
    currency: str
    accessories: str = ""
    """What goes along without a serial number."""
    closed_at: datetime | None = None
    """When somebody said that it is back, of a loan without items."""
    returned_at: datetime | None = None
    """When the last of its items came back, or it was closed."""

    @property
    def claim(self) -> str | None:
        """What is out is out once."""
        return self.project_id or self.owner_id

    def follows(self, last_ready: datetime | None) -> dict[str, Any]:
        """It is over with the last of its items, and goes on with the first that is out."""
        if self.total == 0:
            return {"returned_at": self.closed_at}
        return {"returned_at": last_ready if self.total == self.ready else None}

    def says(self) -> Iterable[str | None]:
        """What it is found by."""
        return (*super().says(), self.contact, self.reference, self.accessories)

    def derive(self) -> None:
        """Fold the words anew.

        Raises:
            OperationError: `invalid`: it would be due before it begins.
        """
        super().derive()
        if self.due_on is not None and self.due_on < self.lent_on:
            raise invalid("A loan is not due before it begins.", due_on="is before the day on which it begins")
        if self.total == 0:
            self.returned_at = self.closed_at

    class Settings:
        name = "loans"
        indexes: ClassVar[list[IndexModel]] = [
            *SHEET_INDEXES,
            IndexModel([("scope", ASCENDING), ("returned_at", ASCENDING), ("_id", DESCENDING)]),
        ]
