"""Traceability: everything with a serial number in one list, orders too, and what became of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from hub.features.reception.disks import DISKS
from hub.features.reception.donations import DONATION_ITEMS
from hub.features.reception.loans import LOAN_ITEMS
from hub.features.reception.lots import ITEMS
from hub.features.reception.orders import ORDERS
from hub.features.reception.pieces import Pieces
from hub.features.reception.schemas import OfSerial, SerialHistory, Step, Trace, Traced
from hub.features.reception.sheets import Sheets
from hub.kernel.context import Ctx
from hub.kernel.errors import not_found
from hub.kernel.operation import EVERYWHERE, GET, Effect, operation
from hub.kernel.policies import member
from hub.storage.doors import PROGRAMS_AND_EKO
from hub.storage.listing import beyond, cursor_of
from hub.storage.shares import scopes_of
from hub.storage.wire import Page
from hub.storage.words import containing

TRACED: tuple[Pieces, ...] = (ITEMS, DISKS, LOAN_ITEMS, DONATION_ITEMS)
LEAVING = (LOAN_ITEMS, DONATION_ITEMS)
"""What is on them is out of the house, as long as its serial number is claimed where the stock claims it."""
WHOLE: tuple[Sheets, ...] = (ORDERS,)
"""Sheets without pieces: in the list they are one row each, found by their own words."""
PRODUCTS = 5
"""Of an order, as many as one row names."""
ORDER = (("created_at", -1), ("_id", -1))
MOST_STEPS = 500
Row = Mapping[str, Any]


@operation(
    "reception.trace",
    effect=Effect.READ,
    policy=member,
    route=GET("/api/traceability"),
    doors=EVERYWHERE,
    slash=("/serial {q}", "/serie {q}"),
)
async def trace(ctx: Ctx, command: Trace) -> Page[Traced]:
    """Find hardware by serial number, brand, model or technician, in all that the caller may see, newest first.

    Orders are in it too, by product, supplier and category.
    """
    scopes = await scopes_of(ctx.work, ctx.person_id)
    stages = [
        stage
        for number, kind in enumerate((*TRACED, *WHOLE))
        for stage in _of(kind, scopes, command.q, first=number == 0)
    ]
    if command.cursor:
        stages.append({"$match": beyond(ORDER, command.cursor)})
    stages += [{"$sort": dict(ORDER)}, {"$limit": command.limit + 1}]
    rows = await (await TRACED[0].document.rows().aggregate(stages)).to_list(None)
    more = len(rows) > command.limit
    rows = rows[: command.limit]
    sheets, away = await _sheets(rows), await _away(rows)
    return Page(
        items=[_traced(row, sheets, away) for row in rows], next_cursor=cursor_of(ORDER, rows[-1]) if more else None
    )


@operation(
    "reception.history",
    effect=Effect.READ,
    policy=member,
    route=GET("/api/traceability/history"),
    doors=PROGRAMS_AND_EKO,
)
async def history(ctx: Ctx, command: OfSerial) -> SerialHistory:
    """Tell what became of a serial number, step by step, oldest first."""
    within = {"scope": {"$in": await scopes_of(ctx.work, ctx.person_id)}, "serial": command.serial}
    rows: list[Row] = []
    for kind in TRACED:
        found = await kind.document.rows().find(within).sort("_id", -1).limit(MOST_STEPS).to_list(MOST_STEPS)
        rows += [{**row, "kind": kind.kind} for row in found]
    if not rows:
        raise not_found("That serial number")
    sheets, away = await _sheets(rows), await _away(rows)
    steps = [step for row in rows for step in _steps(_traced(row, sheets, away), row, sheets)]
    return SerialHistory(serial=command.serial, steps=sorted(steps, key=lambda step: step.at))


def _of(kind: Pieces | Sheets, scopes: Sequence[str], q: str | None, *, first: bool) -> list[dict[str, Any]]:
    """The stages that add one kind of piece, or of sheet, to the list."""
    words = containing(q)
    match = {"scope": {"$in": list(scopes)}, **({"words": words} if words else {})}
    stages: list[dict[str, Any]] = [{"$match": match}, {"$set": {"kind": kind.kind}}]
    return stages if first else [{"$unionWith": {"coll": kind.document.collection_name(), "pipeline": stages}}]


def _kind(row: Row) -> Pieces:
    return next(kind for kind in TRACED if kind.kind == row["kind"])


async def _sheets(rows: Sequence[Row]) -> dict[str, Row]:
    """What the rows are on, by id: one query for each kind."""
    found: dict[str, Row] = {}
    for kind in TRACED:
        ids = {row[kind.document.ABOVE] for row in rows if row["kind"] == kind.kind}
        if ids:
            async for row in kind.sheets.document.rows().find({"_id": {"$in": sorted(ids)}}):
                found[row["_id"]] = row
    return found


async def _away(rows: Sequence[Row]) -> set[tuple[str, str]]:
    """Which of the rows' claims, `(where, serial)`, are of machines that were lent or given."""
    claims = [row for row in rows if row["kind"] == ITEMS.kind and row.get("claimed_in")]
    found: set[tuple[str, str]] = set()
    if claims:
        taken = {
            "claimed_in": {"$in": sorted({row["claimed_in"] for row in claims})},
            "serial": {"$in": sorted({row["serial"] for row in claims})},
        }
        for kind in LEAVING:
            async for row in kind.document.rows().find(taken, {"claimed_in": 1, "serial": 1}):
                found.add((row["claimed_in"], row["serial"]))
    return found


def _traced(row: Row, sheets: Mapping[str, Row], away: Collection[tuple[str, str]]) -> Traced:
    if row["kind"] == ORDERS.kind:
        return _order(row)
    kind = _kind(row)
    sheet_id = row[kind.document.ABOVE]
    sheet = sheets.get(sheet_id, {})
    return Traced.model_validate(
        {
            **row,
            "id": row["_id"],
            "at": row["created_at"],
            "what": " ".join(text for text in (row.get("brand"), row.get("model")) if text),
            "state": row.get("state") or row.get("wiping"),
            "sheet_kind": kind.sheets.kind,
            "sheet_id": sheet_id,
            "sheet_name": sheet.get("name", ""),
            "project_id": sheet.get("project_id"),
            "in_stock": kind is ITEMS
            and row.get("claimed_in") is not None
            and (row["claimed_in"], row["serial"]) not in away,
        }
    )


def _order(row: Row) -> Traced:
    named = [f"{line['quantity']} × {line['product']}" for line in row["lines"][:PRODUCTS]]
    more = len(row["lines"]) - len(named)
    return Traced(
        kind="order",
        id=row["_id"],
        serial="",
        what=", ".join([*named, *([f"+{more}"] if more else [])]),
        at=row["created_at"],
        in_stock=False,
        sheet_kind="order",
        sheet_id=row["_id"],
        sheet_name=row["name"],
        project_id=row.get("project_id"),
    )


def _steps(traced: Traced, row: Row, sheets: Mapping[str, Row]) -> list[Step]:
    if row["kind"] == DISKS.kind:
        moments: dict[str, datetime | None] = {"scanned": row["created_at"], "wiped": row.get("ready_at")}
    elif row["kind"] == LOAN_ITEMS.kind:
        moments = {"lent": row["created_at"], "returned": row.get("ready_at")}
    elif row["kind"] == DONATION_ITEMS.kind:
        ours = sheets.get(traced.sheet_id, {}).get("direction") == "given"
        moments = {"given" if ours else "donated": row["created_at"], "returned": row.get("ready_at")}
    else:
        moments = _of_item(traced, row, sheets)
    return [Step(at=at, what=what, of=traced) for what, at in moments.items() if at is not None]  # type: ignore[arg-type]  # the keys are the words


def _of_item(traced: Traced, row: Row, sheets: Mapping[str, Row]) -> dict[str, datetime | None]:
    return {
        "received": row["created_at"],
        "ready": row.get("ready_at"),
        "recovered": sheets.get(traced.sheet_id, {}).get("recovered_at"),
    }
