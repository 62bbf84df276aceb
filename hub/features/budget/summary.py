"""Totals of budget lines, added up by the database, and what the envelopes still hold."""

from __future__ import annotations

from datetime import date
from typing import Any

from hub.features.budget.access import own, visible
from hub.features.budget.documents import EnvelopeDocument, LineDocument
from hub.features.budget.learned import last_currency
from hub.features.budget.schemas import EnvelopeLeft, Period, Summary
from hub.features.projects.access import project_names
from hub.kernel.context import Ctx
from hub.kernel.operation import EVERYWHERE, GET, Effect, operation
from hub.kernel.policies import member
from hub.storage.listing import Filter, between, where

MOST_VENDORS = 200
MOST_CATEGORIES = 500
MOST_ENVELOPES = 500
SUMS: dict[str, Any] = {
    "total_cents": {"$sum": "$amount_cents"},
    "spent_cents": {"$sum": {"$cond": [{"$lt": ["$amount_cents", 0]}, {"$multiply": ["$amount_cents", -1]}, 0]}},
    "received_cents": {"$sum": {"$cond": [{"$gt": ["$amount_cents", 0]}, "$amount_cents", 0]}},
    "vat_cents": {"$sum": "$vat_cents"},
    "count": {"$sum": 1},
}
NOTHING = {"total_cents": 0, "spent_cents": 0, "received_cents": 0, "vat_cents": 0, "count": 0}


@operation(
    "budget.summary",
    effect=Effect.READ,
    policy=member,
    route=GET("/api/budget/summary"),
    doors=EVERYWHERE,
    slash="/budget",
)
async def summarize(ctx: Ctx, command: Period) -> Summary:
    """Sum up what was spent and received: by month and department, category, project and vendor.

    One currency at a time; the one that is used most unless another is asked for.
    """
    period: Filter = {**await visible(ctx), **where(date=between(command.from_, command.to))}
    currencies = await _currencies(period)
    currency = command.currency or next(iter(currencies), None) or await last_currency(ctx)
    groups = await _groups({**period, "currency": currency})
    names = await project_names([row["_id"] for row in groups["project"] if row["_id"]])
    return Summary.model_validate(
        {
            **(groups["all"][0] if groups["all"] else NOTHING),
            "currency": currency,
            "currencies": currencies,
            "by_month_department": [{**row, **row["_id"]} for row in groups["month"]],
            "by_category": groups["category"],
            "by_project": [
                {**row, "project_id": row["_id"], "name": names.get(row["_id"])} for row in groups["project"]
            ],
            "by_vendor": groups["vendor"],
            "envelopes": await _envelopes(ctx, command, currency),
        }
    )


async def _currencies(period: Filter) -> list[str]:
    """The currencies that occur, the most used first."""
    groups = await LineDocument.rows().aggregate(
        [
            {"$match": period},
            {"$group": {"_id": "$currency", "count": {"$sum": 1}}},
            {"$sort": {"count": -1, "_id": 1}},
        ]
    )
    return [row["_id"] async for row in groups]


async def _groups(wanted: Filter) -> dict[str, list[dict[str, Any]]]:
    """All totals in one pass over the lines."""
    by_size = {"$sort": {"size": -1, "_id": 1}}
    size = {"$addFields": {"size": {"$abs": "$total_cents"}}}
    month = {"month": {"$substrBytes": ["$date", 0, 7]}, "department": "$department"}
    found = await LineDocument.rows().aggregate(
        [
            {"$match": wanted},
            {"$sort": {"date": 1, "_id": 1}},
            {
                "$facet": {
                    "all": [{"$group": {"_id": None, **SUMS}}],
                    "month": [
                        {"$group": {"_id": month, **SUMS}},
                        {"$sort": {"_id.month": 1, "_id.department": 1}},
                    ],
                    "category": [
                        {"$group": {"_id": "$category_key", "category": {"$last": "$category"}, **SUMS}},
                        size,
                        by_size,
                        {"$limit": MOST_CATEGORIES},
                    ],
                    "project": [{"$group": {"_id": "$project_id", **SUMS}}, size, by_size],
                    "vendor": [
                        {"$group": {"_id": "$vendor_key", "vendor": {"$last": "$vendor"}, **SUMS}},
                        size,
                        by_size,
                        {"$limit": MOST_VENDORS},
                    ],
                }
            },
        ],
        allowDiskUse=True,
    )
    return (await found.to_list(1))[0]


async def _envelopes(ctx: Ctx, command: Period, currency: str) -> list[EnvelopeLeft]:
    """What each envelope still holds: its amount for every month touched, less what its category cost."""
    today = ctx.now.astimezone(ctx.zone).date()
    # Open at one end, the period has no number of months; then the envelopes are this month's.
    whole = command.from_ is not None and command.to is not None
    first = command.from_ if whole and command.from_ else today.replace(day=1)
    last = command.to if whole and command.to else today
    planned = {**await own.visible(ctx), "currency": currency}
    rows = await EnvelopeDocument.rows().find(planned).sort("category_key", 1).to_list(MOST_ENVELOPES)
    spent = await _spent(
        {
            **await visible(ctx),
            "currency": currency,
            "date": between(first, last),
            "category_key": {"$in": [row["category_key"] for row in rows]},
        }
    )
    months = months_touched(first, last)
    return [
        EnvelopeLeft(
            category=row["category"],
            amount_cents=row["amount_cents"],
            months=months,
            spent_cents=spent.get(row["category_key"], 0),
            left_cents=row["amount_cents"] * months - spent.get(row["category_key"], 0),
        )
        for row in rows
    ]


async def _spent(wanted: Filter) -> dict[str, int]:
    """What categories cost: what was spent less what was paid back."""
    groups = await LineDocument.rows().aggregate(
        [{"$match": wanted}, {"$group": {"_id": "$category_key", "total": {"$sum": "$amount_cents"}}}]
    )
    return {row["_id"]: -row["total"] async for row in groups}


def months_touched(first: date, last: date) -> int:
    """How many calendar months a period has days in."""
    return (last.year - first.year) * 12 + last.month - first.month + 1
