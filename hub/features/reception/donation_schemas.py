"""The wire models of donations."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from hub.features.reception.schemas import (
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
from hub.storage.wire import Date, Id, PageInput, UpdateInput

Direction = Literal["given", "received"]
Party = Literal["person", "company"]
GivenState = Literal["given", "returned"]
Contact = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Accessories = Annotated[str, StringConstraints(max_length=2_000)]


class Donation(Sheet):
    """Hardware that is given. Its name is who receives it, or who gave it."""

    direction: Direction = Field(description="Given: it leaves. Received: somebody gave it to us.")
    party: Party
    contact: str = ""
    reference: str = ""
    given_on: Date
    accessories: str = Field(default="", description="What is given without a serial number, a line each.")
    total: int = Field(description="Its items.")
    ready: int = Field(description="Of them, those that came back.")


class CreateDonation(CreateSheet):
    """A new donation, called after who receives it or who gave it; of today unless it is said when."""

    direction: Direction = "given"
    party: Party = "person"
    contact: Contact = ""
    reference: Short = ""
    given_on: Date | None = None
    accessories: Accessories = ""


class UpdateDonation(UpdateSheet):
    """Changes to a donation; only what is sent is changed."""

    direction: Direction = "given"
    party: Party = "person"
    contact: Contact = ""
    reference: Short = ""
    given_on: Date | None = None
    accessories: Accessories = ""


class ListDonations(ListSheets):
    """Which donations to list, newest first."""

    direction: Direction | None = None


class DonationItem(Piece):
    """Something that is given."""

    donation_id: Id
    type: ItemType | None
    recipient: str = Field(default="", description="Who got this one, where a donation goes to several.")
    state: GivenState = Field(description="Returned: it came back, and can be given again.")


class SetDonationItem(SetPiece):
    """What can be set on an item."""

    type: ItemType | None = None
    recipient: Short = ""
    state: GivenState = "given"


class ScanDonationItem(SetDonationItem):
    """Something that is given, by its serial number; what the stock knows of it need not be said again."""

    donation_id: Id
    serial: Serial


class UpdateDonationItem(UpdateInput, SetDonationItem):
    """Changes to an item; only what is sent is changed."""

    serial: Serial = ""


class SetDonationItems(SetMany, SetDonationItem):
    """The same for several items at once; only what is sent is set."""


class ListDonationItems(PageInput):
    """Which items to list, in the order in which they were scanned."""

    donation_id: Id | None = None
    q: Search = None
    state: GivenState | None = None
