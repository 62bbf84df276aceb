"""The wire models of loans."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from hub.features.budget.money import Currency
from hub.features.reception.order_lines import Price
from hub.features.reception.schemas import (
    PIECES,
    CreateSheet,
    ItemType,
    ListSheets,
    Piece,
    Search,
    SetMany,
    SetPiece,
    Sheet,
    Short,
    UpdateSheet,
)
from hub.features.reception.serials import Serial
from hub.storage.wire import ById, Date, Id, PageInput, Time, UpdateInput

Borrower = Literal["person", "company"]
LoanState = Literal["out", "back"]
Contact = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Accessories = Annotated[str, StringConstraints(max_length=2_000)]


class Loan(Sheet):
    """Hardware that is lent. Its name is who borrows; it is overdue if its due day is past and it is not returned."""

    borrower: Borrower
    contact: str = ""
    reference: str = ""
    lent_on: Date
    due_on: Date | None = Field(description="The last day; null where none was agreed.")
    returned_at: Time | None = Field(description="When the last of its items came back.")
    price_cents: int = Field(description="0 for a loan that is free.")
    currency: str
    accessories: str = Field(default="", description="What goes along without a serial number: chargers, mice.")
    total: int = Field(description="Its items.")
    ready: int = Field(description="Of them, those that are back.")


class CreateLoan(CreateSheet):
    """A new loan, called after who borrows; from today unless it is said from when."""

    borrower: Borrower = "person"
    contact: Contact = ""
    reference: Short = ""
    lent_on: Date | None = None
    due_on: Date | None = None
    price_cents: Price = 0
    currency: Currency | None = Field(default=None, description="ISO 4217; that of the last budget line if not said.")
    accessories: Accessories = ""


class UpdateLoan(UpdateSheet):
    """Changes to a loan; only what is sent is changed."""

    borrower: Borrower = "person"
    contact: Contact = ""
    reference: Short = ""
    lent_on: Date | None = None
    due_on: Date | None = None
    price_cents: Price = 0
    currency: Currency = "EUR"
    accessories: Accessories = ""


class ListLoans(ListSheets):
    """Which loans to list, newest first."""

    state: Annotated[
        Literal["out", "overdue", "returned"] | None,
        Field(description="Out: not all of it is back. Overdue: it should be, since a day at least."),
    ] = None


class LoanItem(Piece):
    """Something that is lent."""

    loan_id: Id
    type: ItemType | None
    state: LoanState


class SetLoanItem(SetPiece):
    """What can be set on an item."""

    type: ItemType | None = None
    state: LoanState = "out"


class ScanLoanItem(SetLoanItem):
    """Something that goes out, by its serial number; what the stock knows of it need not be said again."""

    loan_id: Id
    serial: Serial


class UpdateLoanItem(UpdateInput, SetLoanItem):
    """Changes to an item; only what is sent is changed."""

    serial: Serial = ""


class SetLoanItems(SetMany, SetLoanItem):
    """The same for several items at once; only what is sent is set."""


class ListLoanItems(PageInput):
    """Which items to list, in the order in which they were scanned."""

    loan_id: Id | None = None
    q: Search = None
    state: LoanState | None = None


class SomeOfLoan(ById):
    """Items of a loan; all of them if none are named."""

    item_ids: Annotated[list[Id], Field(min_length=1, max_length=PIECES)] | None = None
