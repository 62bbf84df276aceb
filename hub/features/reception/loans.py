"""Loans: what goes out to somebody, and comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.budget.learned import last_currency
from hub.features.reception.from_stock import from_stock
from hub.features.reception.loan_documents import LoanDocument, LoanItemDocument
from hub.features.reception.loan_schemas import (
    CreateLoan,
    ListLoanItems,
    ListLoans,
    Loan,
    LoanItem,
    ScanLoanItem,
    SetLoanItems,
    SomeOfLoan,
    UpdateLoan,
    UpdateLoanItem,
)
from hub.features.reception.papers import Speech, joined
from hub.features.reception.pieces import Models, Pieces
from hub.features.reception.sheets import Sheets
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, not_found
from hub.kernel.operation import POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.listing import where


def _given(ctx: Ctx, fields: dict[str, Any]) -> dict[str, Any]:
    if "lent_on" in fields and fields["lent_on"] is None:
        fields["lent_on"] = ctx.now.astimezone(ctx.zone).date()
    return fields


async def _looked_up(ctx: Ctx, fields: dict[str, Any]) -> dict[str, Any]:
    return fields if fields["currency"] else {**fields, "currency": await last_currency(ctx)}


def _filters(ctx: Ctx, command: ListLoans) -> Mapping[str, Any]:
    match command.state:
        case "out":
            return {"returned_at": None}
        case "overdue":
            today = ctx.now.astimezone(ctx.zone).date().isoformat()
            return {"returned_at": None, "due_on": {"$lt": today}}
        case "returned":
            return {"returned_at": {"$ne": None}}
        case None:
            return {}


def _paper(say: Speech, loan: LoanDocument, items: Sequence[LoanItemDocument]) -> Mapping[str, Any]:
    return {
        "facts": say.facts(
            {
                "borrower": f"{loan.name} ({say(loan.borrower)})",
                "contact": loan.contact,
                "reference": loan.reference,
                "lent_on": say.day(loan.lent_on),
                "due_on": say.day(loan.due_on),
                "returned_at": say.day(loan.returned_at),
                "price": say.money(loan.price_cents, loan.currency) if loan.price_cents else say("free"),
                "accessories": joined(*loan.accessories.split()),
            }
        ),
        "columns": say.columns(
            *(("number", 5, True), ("serial", 24), ("type", 14), ("machine", 34), ("back_on", 24)),
        ),
        "rows": [
            [
                str(number),
                item.serial,
                say(item.type or ""),
                joined(item.brand, item.model),
                say.day(item.ready_at),
            ]
            for number, item in enumerate(items, 1)
        ],
        "signed": [say("responsible"), say("borrower")],
    }


LOANS = Sheets(
    kind="loan",
    noun="loan",
    path="/api/loans",
    document=LoanDocument,
    model=Loan,
    create=CreateLoan,
    update=UpdateLoan,
    list=ListLoans,
    given=_given,
    looked_up=_looked_up,
    filters=_filters,
    noted=frozenset({"returned_at"}),
    paper=_paper,
)
LOAN_ITEMS = Pieces(
    kind="loan_item",
    noun="item",
    path="/api/loan-items",
    document=LoanItemDocument,
    sheets=LOANS,
    models=Models(
        shown=LoanItem, scan=ScanLoanItem, update=UpdateLoanItem, set_many=SetLoanItems, list=ListLoanItems
    ),
    filters=lambda command: where(state=command.state),
    looked_up=from_stock,
)


@operation("loan.take_back", effect=Effect.WRITE, policy=member, route=POST("/api/loans/{id}/take-back"))
async def take_back(ctx: Ctx, command: SomeOfLoan) -> Loan:
    """Say that items of a loan are back, or all that is still out; of a loan without items, that it is over."""
    loan: LoanDocument = await LOANS.access.fetch(ctx, command.id, write=True)
    if await _said(ctx, loan, command, "back"):
        return await LOANS.present_one(loan)
    if loan.total or loan.closed_at:
        raise conflict("All of it is back already.")
    ctx.work.update(loan, closed_at=ctx.now).derive()
    return await LOANS.present_one(loan)


@operation("loan.give_out", effect=Effect.WRITE, policy=member, route=POST("/api/loans/{id}/give-out"))
async def give_out(ctx: Ctx, command: SomeOfLoan) -> Loan:
    """Say that items of a loan are not back after all, or all of it; `conflict` where somebody else has them now."""
    loan: LoanDocument = await LOANS.access.fetch(ctx, command.id, write=True)
    if await _said(ctx, loan, command, "out"):
        return await LOANS.present_one(loan)
    if loan.total or not loan.closed_at:
        raise conflict("None of it is back.")
    ctx.work.update(loan, closed_at=None).derive()
    return await LOANS.present_one(loan)


async def _said(ctx: Ctx, loan: LoanDocument, command: SomeOfLoan, state: str) -> bool:
    """Note where the named items of a loan are, or all of which something else is noted; whether there were any."""
    which: dict[str, Any] = {"state": {"$ne": state}}
    if command.item_ids is not None:
        which = {"_id": {"$in": command.item_ids}}
    items = await ctx.work.find(LoanItemDocument, {"loan_id": loan.id, **which})
    if command.item_ids is not None and len(items) < len(set(command.item_ids)):
        raise not_found("One of the items")
    for item in items:
        LOAN_ITEMS.write(ctx, item, {"state": state})
    if items:
        await LoanItemDocument.settle(ctx.work, items)
    return bool(items)
