"""Lots of hardware, and the machines in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.reception.documents import ItemDocument, LotDocument
from hub.features.reception.papers import Speech, joined
from hub.features.reception.pieces import Models, Pieces
from hub.features.reception.schemas import (
    CreateLot,
    ListItems,
    ListLots,
    Lot,
    LotItem,
    ScanItem,
    SetItems,
    UpdateItem,
    UpdateLot,
)
from hub.features.reception.sheets import Sheets
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict
from hub.kernel.operation import POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.listing import where
from hub.storage.wire import ById

STATES: Mapping[str, Mapping[str, Any]] = {
    "open": {"finished_at": None, "recovered_at": None},
    "finished": {"finished_at": {"$ne": None}, "recovered_at": None},
    "recovered": {"recovered_at": {"$ne": None}},
}


def _given(ctx: Ctx, fields: dict[str, Any]) -> dict[str, Any]:
    if "received_on" in fields and fields["received_on"] is None:
        fields["received_on"] = ctx.now.astimezone(ctx.zone).date()
    return fields


def _items(command: ListItems) -> Mapping[str, Any]:
    ready = None if command.ready is None else {"$ne": None} if command.ready else {"$eq": None}
    return where(state=command.state, ready_at=ready)


def _paper(say: Speech, lot: LotDocument, items: Sequence[ItemDocument]) -> Mapping[str, Any]:
    return {
        "facts": say.facts(
            {
                "received_on": say.day(lot.received_on),
                "finished_at": say.day(lot.finished_at),
                "recovered_at": say.day(lot.recovered_at),
                "ready": say("so_many_of").format(ready=lot.ready, total=lot.total),
            }
        ),
        "columns": say.columns(
            *(("number", 5, True), ("serial", 22), ("type", 12), ("machine", 26)),
            *(("state", 15), ("technician", 15), ("os", 14)),
        ),
        "rows": [
            [
                str(number),
                item.serial,
                say(item.type or ""),
                joined(item.brand, item.model),
                say(item.state or ""),
                item.technician,
                item.os,
            ]
            for number, item in enumerate(items, 1)
        ],
    }


LOTS = Sheets(
    kind="lot",
    noun="lot",
    path="/api/lots",
    document=LotDocument,
    model=Lot,
    create=CreateLot,
    update=UpdateLot,
    list=ListLots,
    given=_given,
    filters=lambda ctx, command: STATES.get(command.state, {}),
    said=True,
    slash=(("/lot {name}",), ("/lots",)),
    noted=frozenset({"finished_at"}),
    paper=_paper,
)
ITEMS = Pieces(
    kind="lot_item",
    noun="item",
    path="/api/lot-items",
    document=ItemDocument,
    sheets=LOTS,
    models=Models(shown=LotItem, scan=ScanItem, update=UpdateItem, set_many=SetItems, list=ListItems),
    filters=_items,
    closed=lambda lot: "This lot was collected: nothing comes into it any more." if lot.recovered_at else None,
)


@operation("lot.finish", effect=Effect.WRITE, policy=member, route=POST("/api/lots/{id}/finish"))
async def finish_lot(ctx: Ctx, command: ById) -> Lot:
    """Finish a lot that was opened again; it finishes by itself with the last of its items."""
    lot: LotDocument = await LOTS.access.fetch(ctx, command.id, write=True)
    if lot.total == 0:
        raise conflict("There is nothing in this lot yet.")
    if lot.ready < lot.total:
        raise conflict(f"{lot.total - lot.ready} of {lot.total} items have no state or no technician yet.")
    ctx.work.update(lot, kept_open=False)
    await LotDocument.settle(ctx.work, [lot])
    return await LOTS.present_one(lot)


@operation("lot.reopen", effect=Effect.WRITE, policy=member, route=POST("/api/lots/{id}/reopen"))
async def reopen_lot(ctx: Ctx, command: ById) -> Lot:
    """Open a finished lot again, until it is finished or something in it changes and is ready anew."""
    lot: LotDocument = await LOTS.access.fetch(ctx, command.id, write=True)
    if lot.finished_at is None:
        raise conflict("This lot is open.")
    ctx.work.update(lot, kept_open=True)
    await LotDocument.settle(ctx.work, [lot])
    return await LOTS.present_one(lot)
