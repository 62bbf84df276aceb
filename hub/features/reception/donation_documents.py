"""The stored forms of donations and of what is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar, cast

from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.features.reception import carried
from hub.features.reception.documents import PIECE_INDEXES, SHEET_INDEXES, CountedDocument, PieceDocument
from hub.features.reception.settling import settle_sheets
from hub.kernel.context import Work
from hub.storage.documents import Stored
from hub.storage.portable import Portable
from hub.storage.unit_of_work import UnitOfWork


class DonationItemDocument(PieceDocument):
    """Something with a serial number that is given; it can be given again once it came back."""

    ABOVE: ClassVar[str] = "donation_id"
    SAYS: ClassVar[tuple[str, ...]] = (*PieceDocument.SAYS, "type", "recipient")
    FREED: ClassVar[bool] = True
    PORTABLE: ClassVar[Portable | None] = carried.pieces("donation_items", lambda: DonationDocument)
    donation_id: str
    type: str | None = None
    recipient: str = ""
    """Who got this one, where a donation goes to several."""
    state: str = "given"

    @property
    def is_ready(self) -> bool:
        """Whether it came back."""
        return self.state == "returned"

    @classmethod
    async def settle(cls, work: Work, docs: Sequence[Stored]) -> None:
        """Their donations follow."""
        items = cast("Sequence[DonationItemDocument]", docs)
        await settle_sheets(cast(UnitOfWork, work), DonationDocument, {item.donation_id for item in items})

    class Settings:
        name = "donation_items"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("donation_id", ASCENDING), ("_id", ASCENDING)]),
            *PIECE_INDEXES,
        ]


class DonationDocument(CountedDocument):
    """A donation as it is stored; it is called after who receives it, or who gave it."""

    PIECE: ClassVar[type[PieceDocument]] = DonationItemDocument
    TAKEN: ClassVar[str] = "{serial} is in the donation “{name}” already."
    PORTABLE: ClassVar[Portable | None] = Portable(collection="donations", leave=frozenset({"total", "ready"}))
    direction: str = "given"
    party: str = "person"
    contact: str = ""
    reference: str = ""
    given_on: date
    accessories: str = ""
    """What is given without a serial number."""

    @property
    def claim(self) -> str | None:
        """What was given away is given once; what others give is on each of their donations once."""
        return (self.project_id or self.owner_id) if self.direction == "given" else self.id

    def says(self) -> Iterable[str | None]:
        """What it is found by."""
        return (*super().says(), self.contact, self.reference, self.accessories)

    class Settings:
        name = "donations"
        indexes: ClassVar[list[IndexModel]] = [
            *SHEET_INDEXES,
            IndexModel([("scope", ASCENDING), ("direction", ASCENDING), ("_id", DESCENDING)]),
        ]
