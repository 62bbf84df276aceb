"""What is filled in for a line from the caller's earlier ones."""

from __future__ import annotations

from collections import Counter

from hub.features.budget.access import visible
from hub.features.budget.documents import LineDocument, VendorDocument
from hub.features.budget.vendors import usual_category, vendor_key
from hub.kernel.context import Ctx

LATEST = 20
"""How many of a vendor's latest lines have a say in its category."""


async def guess_category(ctx: Ctx, vendor: str, label: str) -> str:
    """The category of most of the vendor's latest lines; else what the name usually stands for; else none."""
    key = vendor_key(vendor)
    if key:
        same = {**visible(ctx), "vendor_key": key, "category": {"$ne": ""}}
        rows = await LineDocument.rows().find(same, {"category": 1}).sort("date", -1).to_list(LATEST)
        if rows:
            return Counter(row["category"] for row in rows).most_common(1)[0][0]
    return usual_category(vendor, label)


async def department_of(ctx: Ctx, vendor: str) -> str | None:
    """The department that was set for the vendor, if any."""
    key = vendor_key(vendor)
    if not key:
        return None
    found = await VendorDocument.rows().find_one({**visible(ctx), "vendor_key": key}, {"department": 1})
    return found["department"] if found else None


async def last_currency(ctx: Ctx) -> str:
    """The currency of the line that the caller made last; euros before the first."""
    found = await LineDocument.rows().find_one(visible(ctx), {"currency": 1}, sort=[("_id", -1)])
    return found["currency"] if found else "EUR"
