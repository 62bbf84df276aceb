"""What is filled in for lines from the caller's earlier ones."""

from __future__ import annotations

from collections.abc import Collection

from hub.features.budget.access import entered, own
from hub.features.budget.documents import LineDocument, VendorDocument
from hub.features.budget.vendors import usual_category, vendor_key
from hub.kernel.context import Ctx


async def guess_category(ctx: Ctx, vendor: str, label: str) -> str:
    """The category that most of the vendor's lines have; else what the name usually stands for; else none."""
    key = vendor_key(vendor)
    return (await learned_categories(ctx, {key})).get(key) or usual_category(vendor, label)


async def learned_categories(ctx: Ctx, vendor_keys: Collection[str]) -> dict[str, str]:
    """The category that most lines of each vendor have, of equals the one used last; vendors without are left out."""
    keys = [key for key in vendor_keys if key]
    if not keys:
        return {}
    groups = await LineDocument.rows().aggregate(
        [
            {"$match": {**await entered(ctx), "vendor_key": {"$in": keys}, "category": {"$ne": ""}}},
            {
                "$group": {
                    "_id": {"vendor_key": "$vendor_key", "category": "$category"},
                    "count": {"$sum": 1},
                    "last": {"$max": "$date"},
                }
            },
            {"$sort": {"count": 1, "last": 1, "_id": 1}},
        ]
    )
    return {row["_id"]["vendor_key"]: row["_id"]["category"] async for row in groups}


async def department_of(ctx: Ctx, vendor: str) -> str | None:
    """The department that was set for the vendor, if any."""
    key = vendor_key(vendor)
    return (await departments(ctx, {key})).get(key)


async def departments(ctx: Ctx, vendor_keys: Collection[str]) -> dict[str, str]:
    """The departments that were set for vendors; vendors without are left out."""
    keys = [key for key in vendor_keys if key]
    if not keys:
        return {}
    rows = VendorDocument.rows().find(
        {**await own.visible(ctx), "vendor_key": {"$in": keys}, "department": {"$ne": None}},
        {"vendor_key": 1, "department": 1},
    )
    return {row["vendor_key"]: row["department"] async for row in rows}


async def last_currency(ctx: Ctx) -> str:
    """The currency of the line that the caller made last; euros before the first."""
    found = await LineDocument.rows().find_one(await entered(ctx), {"currency": 1}, sort=[("_id", -1)])
    return found["currency"] if found else "EUR"
