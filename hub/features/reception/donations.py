"""Donations: what is given away, and what others give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.reception.donation_documents import DonationDocument, DonationItemDocument
from hub.features.reception.donation_schemas import (
    CreateDonation,
    Donation,
    DonationItem,
    ListDonationItems,
    ListDonations,
    ScanDonationItem,
    SetDonationItems,
    UpdateDonation,
    UpdateDonationItem,
)
from hub.features.reception.from_stock import from_stock
from hub.features.reception.papers import Speech, joined
from hub.features.reception.pieces import Models, Pieces
from hub.features.reception.sheets import Sheets
from hub.kernel.context import Ctx
from hub.storage.listing import where


def _given(ctx: Ctx, fields: dict[str, Any]) -> dict[str, Any]:
    if "given_on" in fields and fields["given_on"] is None:
        fields["given_on"] = ctx.now.astimezone(ctx.zone).date()
    return fields


def _paper(say: Speech, donation: DonationDocument, items: Sequence[DonationItemDocument]) -> Mapping[str, Any]:
    """A certificate. Where each item has somebody of its own, they sign beside it; else both sign beneath."""
    each = any(item.recipient for item in items)
    who = "recipient" if donation.direction == "given" else "donor"
    own = (("recipient", 24), ("signature", 20)) if each else ()
    return {
        "facts": say.facts(
            {
                who: f"{donation.name} ({say(donation.party)})",
                "contact": donation.contact,
                "reference": donation.reference,
                "given_on": say.day(donation.given_on),
                "without_serial": donation.accessories,
            }
        ),
        "columns": say.columns(("number", 5, True), ("serial", 24), ("type", 13), ("machine", 30), *own),
        "rows": [
            [
                *(str(number), item.serial, say(item.type or ""), joined(item.brand, item.model)),
                *((item.recipient, "") if each else ()),
            ]
            for number, item in enumerate((item for item in items if not item.is_ready), 1)
        ],
        "notes": "\n\n".join(part for part in (donation.description, say("free_donation")) if part),
        "signed": [say("responsible")] if each else [say("donor"), say("recipient")],
    }


DONATIONS = Sheets(
    kind="donation",
    noun="donation",
    path="/api/donations",
    document=DonationDocument,
    model=Donation,
    create=CreateDonation,
    update=UpdateDonation,
    list=ListDonations,
    given=_given,
    filters=lambda ctx, command: where(direction=command.direction),
    said=True,
    slash=(("/donation {name}", "/don {name}"), ()),
    paper=_paper,
)
DONATION_ITEMS = Pieces(
    kind="donation_item",
    noun="item",
    path="/api/donation-items",
    document=DonationItemDocument,
    sheets=DONATIONS,
    models=Models(
        shown=DonationItem,
        scan=ScanDonationItem,
        update=UpdateDonationItem,
        set_many=SetDonationItems,
        list=ListDonationItems,
    ),
    filters=lambda command: where(state=command.state),
    looked_up=from_stock,
)
