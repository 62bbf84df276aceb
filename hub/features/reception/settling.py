"""What follows from a piece: its sheet's counts; from a sheet: whose its pieces are, and which serials are taken."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hub.kernel.errors import conflict
from hub.storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from hub.features.reception.documents import CountedDocument, PieceDocument


async def settle_sheets(work: UnitOfWork, kind: type[CountedDocument], ids: Collection[str]) -> None:
    """Have sheets and their pieces agree, in this unit of work.

    Every change of a piece changes its sheet's counts or nothing that counts, so two people at once on one sheet
    come one after the other: the later is run again and counts what the earlier has left.

    Raises:
        OperationError: `conflict`: a serial number would be there twice.
    """
    for id in sorted(ids):
        sheet = await work.load(kind, id)
        if sheet is not None:
            await _hand_down(work, sheet)
            await _count(work, sheet)
    await _must_be_alone(work, kind)


def _at_hand(work: UnitOfWork, sheet: CountedDocument) -> list[PieceDocument]:
    """The sheet's pieces that this unit of work has loaded or made, without those it deletes."""
    held = work.held(sheet.PIECE)
    return [piece for piece in held.values() if piece is not None and piece.sheet_id == sheet.id]


async def _hand_down(work: UnitOfWork, sheet: CountedDocument) -> None:
    scope = sheet.project_id or sheet.owner_id
    other: list[dict[str, Any]] = [{"scope": {"$ne": scope}}, {"claimed_in": {"$ne": sheet.claim}}]
    if sheet.PIECE.FREED:
        held = {"ready_at": None, "claimed_in": {"$ne": sheet.claim}}
        other = [other[0], held, {"ready_at": {"$ne": None}, "claimed_in": {"$ne": None}}]
    await work.find(sheet.PIECE, {sheet.PIECE.ABOVE: sheet.id, "$or": other})
    for piece in _at_hand(work, sheet):
        work.update(piece, scope=scope, claimed_in=sheet.claim_for(piece.ready_at))


async def _count(work: UnitOfWork, sheet: CountedDocument) -> None:
    rows = await sheet.PIECE.rows().aggregate(
        [
            {"$match": {sheet.PIECE.ABOVE: sheet.id, "_id": {"$nin": list(work.held(sheet.PIECE))}}},
            {
                "$group": {
                    "_id": None,
                    "total": {"$sum": 1},
                    "ready": {"$sum": {"$cond": [{"$gt": ["$ready_at", None]}, 1, 0]}},
                    "last": {"$max": "$ready_at"},
                }
            },
        ]
    )
    stored = (await rows.to_list(1) or [{"total": 0, "ready": 0, "last": None}])[0]
    here = _at_hand(work, sheet)
    moments: list[datetime] = [piece.ready_at for piece in here if piece.ready_at is not None]
    last: datetime | None = max([*moments, *([stored["last"]] if stored["last"] else [])], default=None)
    work.update(sheet, total=stored["total"] + len(here), ready=stored["ready"] + len(moments))
    work.update(sheet, **sheet.follows(last))


async def _must_be_alone(work: UnitOfWork, kind: type[CountedDocument]) -> None:
    held = work.held(kind.PIECE)
    mine: dict[tuple[str, str], PieceDocument] = {}
    for piece in held.values():
        if piece is not None and piece.claimed_in:
            if (piece.claimed_in, piece.serial) in mine:
                await _refuse(work, kind, piece.serial, piece.sheet_id)
            mine[piece.claimed_in, piece.serial] = piece
    if not mine:
        return
    taken = {
        "claimed_in": {"$in": sorted({claim for claim, _ in mine})},
        "serial": {"$in": sorted({serial for _, serial in mine})},
        "_id": {"$nin": list(held)},
    }
    async for row in kind.PIECE.rows().find(taken, {"claimed_in": 1, "serial": 1, kind.PIECE.ABOVE: 1}):
        if (row["claimed_in"], row["serial"]) in mine:
            await _refuse(work, kind, row["serial"], row[kind.PIECE.ABOVE], row["_id"])


async def _refuse(
    work: UnitOfWork, kind: type[CountedDocument], serial: str, sheet_id: str, id: str | None = None
) -> None:
    sheet = await work.load(kind, sheet_id)
    raise conflict(
        kind.TAKEN.format(serial=serial, name=sheet.name if sheet else "?"),
        {"id": id, kind.PIECE.ABOVE: sheet_id, "serial": serial},
    )
