"""What is stored of what a file says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hub.features.budget.access import entered
from hub.features.budget.documents import LineDocument
from hub.features.budget.imports.duplicates import NEAR, Known, KnownLine
from hub.features.budget.imports.lines import FileLine
from hub.kernel.context import Ctx

AT_ONCE = 1_000
MOST_NEARBY = 20_000


async def known_lines(ctx: Ctx, lines: Sequence[FileLine]) -> Known:
    """The stored lines that say the same as lines of a file, by day, amount and vendor or by invoice number."""
    mine = await entered(ctx)
    fingerprints: dict[str, str] = {}
    invoices: dict[str, str] = {}
    for start in range(0, len(lines), AT_ONCE):
        some = lines[start : start + AT_ONCE]
        same = {**mine, "fingerprint": {"$in": [line.fingerprint for line in some]}}
        async for row in LineDocument.rows().find(same, {"fingerprint": 1}).sort("_id", -1):
            fingerprints[row["fingerprint"]] = row["_id"]
        numbers = list({line.invoice_key for line in some if line.invoice_key})
        if numbers:
            paid = {**mine, "invoice_key": {"$in": numbers}}
            async for row in LineDocument.rows().find(paid, {"invoice_key": 1}).sort("_id", -1):
                invoices[row["invoice_key"]] = row["_id"]
    return Known(fingerprints=fingerprints, invoices=invoices)


async def lines_nearby(ctx: Ctx, lines: Sequence[FileLine], *, but: str | None = None) -> list[KnownLine]:
    """The stored lines of the vendors of a file around its dates, but those of one batch."""
    if not lines:
        return []
    first, last = min(line.date for line in lines) - NEAR, max(line.date for line in lines) + NEAR
    where = {
        **await entered(ctx),
        "vendor_key": {"$in": list({line.vendor_key for line in lines if line.vendor_key})},
        "date": {"$gte": first.isoformat(), "$lte": last.isoformat()},
        "batch_id": {"$ne": but} if but else {"$exists": True},
    }
    fields = {"date": 1, "vendor_key": 1, "amount_cents": 1, "currency": 1}
    rows = LineDocument.rows().find(where, fields).sort([("date", -1), ("_id", -1)]).limit(MOST_NEARBY)
    return [
        KnownLine(
            id=row["_id"],
            date=date.fromisoformat(row["date"]),
            vendor_key=row["vendor_key"],
            amount_cents=row["amount_cents"],
            currency=row["currency"],
        )
        async for row in rows
    ]
