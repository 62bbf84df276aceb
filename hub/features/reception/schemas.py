"""The wire models of lots, and what all sheets and pieces have in common."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from hub.features.reception.serials import Serial
from hub.storage.wire import Date, EntityOut, Id, Input, PageInput, Text, Time, Title, UpdateInput, Wire

PIECES = 999
"""Pieces of a sheet at most: with all of them it is deleted, and comes back, in one entry."""
AT_ONCE = 500
"""Pieces that are set at once at most."""

Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
"""A brand, a model, a name: at most 100 characters; empty if it is not known."""
Search = Annotated[str | None, Field(max_length=200, description="Words to find.")]


class Sheet(EntityOut):
    """What every sheet shows."""

    name: str
    description: str = ""
    project_id: Id | None


class CreateSheet(Input):
    """What every new sheet may have."""

    name: Title
    description: Text = ""
    project_id: Id | None = None


class UpdateSheet(UpdateInput):
    """Changes to a sheet; only what is sent is changed."""

    name: Title = ""
    description: Text = ""
    project_id: Id | None = None


class ListSheets(PageInput):
    """Which sheets to list, newest first."""

    q: Search = None
    project_id: Id | None = None


class Piece(EntityOut):
    """What every piece shows."""

    serial: str
    brand: str = ""
    model: str = ""
    technician: str = ""
    notes: str = ""
    ready_at: Time | None = Field(description="When all was there that is asked of it.")


class SetPiece(Input):
    """What can be set on any piece."""

    brand: Short = ""
    model: Short = ""
    technician: Short = ""
    notes: Annotated[str, StringConstraints(max_length=2_000)] = ""


class SetMany(Input):
    """The same for several pieces at once."""

    ids: list[Id] = Field(min_length=1, max_length=AT_ONCE)


class Counted(Wire):
    """How many were set."""

    count: int
    sheet_ids: list[Id] = Field(description="The sheets that they are on.")


class Lot(Sheet):
    """Hardware that came in together."""

    received_on: Date
    finished_at: Time | None = Field(description="When the last of its items had a state and a technician.")
    recovered_at: Time | None = Field(description="When it was collected: it is not in stock any more.")
    total: int = Field(description="Its items.")
    ready: int = Field(description="Of them, those with a state and a technician.")


class CreateLot(CreateSheet):
    """A new lot; received today unless it is said when."""

    received_on: Date | None = None


class UpdateLot(UpdateSheet):
    """Changes to a lot; only what is sent is changed."""

    received_on: Date | None = None
    recovered_at: Time | None = None


class ListLots(ListSheets):
    """Which lots to list, newest first."""

    state: Annotated[
        Literal["open", "finished", "recovered"] | None,
        Field(description="Open: something is left to do. Finished: all is ready. Recovered: it was collected."),
    ] = None


ItemType = Literal["laptop", "desktop", "screen", "other"]
ItemState = Literal["refurbished", "for_parts", "dead", "other"]


class LotItem(Piece):
    """A machine in a lot."""

    lot_id: Id
    type: ItemType | None
    state: ItemState | None
    os: str = ""


class SetItem(SetPiece):
    """What can be set on an item."""

    type: ItemType | None = None
    state: ItemState | None = None
    os: Short = ""


class ScanItem(SetItem):
    """A machine that comes into a lot, by its serial number."""

    lot_id: Id
    serial: Serial


class UpdateItem(UpdateInput, SetItem):
    """Changes to an item; only what is sent is changed."""

    serial: Serial = ""


class SetItems(SetMany, SetItem):
    """The same for several items at once; only what is sent is set."""


class ListItems(PageInput):
    """Which items to list, in the order in which they were scanned."""

    lot_id: Id | None = None
    q: Search = None
    state: ItemState | None = None
    ready: bool | None = None


class Known(Wire):
    """What has been typed before, the most used first."""

    brand: list[str] = []
    model: list[str] = []
    technician: list[str] = []
    os: list[str] = []
    recipient: list[str] = []


class Trace(PageInput):
    """What to find; without words, all there is."""

    q: Search = None


class Traced(Wire):
    """One piece with a serial number, and where it is; or an order, which has none."""

    kind: Literal["lot_item", "disk", "order", "loan_item", "donation_item"]
    id: Id
    serial: str = Field(description="Empty for an order.")
    what: str = Field(description="Brand and model; of an order its products.")
    type: str | None = None
    state: str | None = Field(
        default=None,
        description="Of a machine its state, of a disk how it was wiped, of what is lent or given where it is.",
    )
    technician: str = ""
    at: Time = Field(description="When it came in.")
    in_stock: bool = Field(description="A machine whose lot was not collected, and that is neither lent nor given.")
    sheet_kind: Literal["lot", "disk_session", "order", "loan", "donation"]
    sheet_id: Id
    sheet_name: str
    project_id: Id | None


class OfSerial(Input):
    """A serial number."""

    serial: Serial


class Step(Wire):
    """Something that happened to a piece."""

    at: Time
    what: Literal["received", "ready", "recovered", "scanned", "wiped", "lent", "returned", "given", "donated"]
    of: Traced


class SerialHistory(Wire):
    """What became of a serial number."""

    serial: str
    steps: list[Step] = Field(description="Oldest first.")
