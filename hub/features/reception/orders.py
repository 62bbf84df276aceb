"""Orders: what is bought, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.budget.learned import last_currency
from hub.features.reception.documents import OrderDocument
from hub.features.reception.order_lines import sums
from hub.features.reception.order_schemas import CreateOrder, KnownOfOrders, ListOrders, Order, UpdateOrder
from hub.features.reception.papers import Speech
from hub.features.reception.sheets import Sheets
from hub.kernel.context import Ctx
from hub.kernel.operation import GET, Effect, operation
from hub.kernel.policies import member
from hub.storage.listing import where
from hub.storage.shares import scopes_of
from hub.storage.wire import Nothing

MOST = 200
"""Values of one field, the most used first."""


def _given(ctx: Ctx, fields: dict[str, Any]) -> dict[str, Any]:
    if "ordered_on" in fields and fields["ordered_on"] is None:
        fields["ordered_on"] = ctx.now.astimezone(ctx.zone).date()
    return fields


async def _looked_up(ctx: Ctx, fields: dict[str, Any]) -> dict[str, Any]:
    return fields if fields["currency"] else {**fields, "currency": await last_currency(ctx)}


def _paper(say: Speech, order: OrderDocument, pieces: Sequence[Any]) -> Mapping[str, Any]:
    found = sums([line.model_dump() for line in order.lines])

    def money(cents: int) -> str:
        return say.money(cents, order.currency)

    return {
        "facts": say.facts(
            {
                "ordered_on": say.day(order.ordered_on),
                "supplier": order.supplier,
                "category": order.category,
                "total": money(found["total_cents"]),
            }
        ),
        "columns": say.columns(
            *(("number", 5, True), ("product", 34), ("quantity", 9, True), ("unit_price", 14, True)),
            *(("shipping", 12, True), ("total", 14, True), ("link", 30)),
        ),
        "rows": [
            [
                str(number),
                line["product"],
                str(line["quantity"]),
                money(line["unit_price_cents"]),
                money(line["shipping_cents"]) if line["shipping_cents"] else "",
                money(line["total_cents"]),
                line["link"] or "",
            ]
            for number, line in enumerate(found["lines"], 1)
        ],
        "last": ["", say("total"), "", "", money(found["shipping_cents"]), money(found["total_cents"]), ""]
        if order.lines
        else [],
    }


ORDERS = Sheets(
    kind="order",
    noun="order",
    path="/api/orders",
    document=OrderDocument,
    model=Order,
    create=CreateOrder,
    update=UpdateOrder,
    list=ListOrders,
    given=_given,
    looked_up=_looked_up,
    filters=lambda ctx, command: where(category=command.category),
    shown=lambda raw: sums(raw["lines"]),
    paper=_paper,
)


@operation("order.known", effect=Effect.READ, policy=member, route=GET("/api/orders/known"))
async def known_of_orders(ctx: Ctx, command: Nothing) -> KnownOfOrders:
    """List the suppliers, categories and products of orders that the caller may see, the most used first."""
    theirs = {"$match": {"scope": {"$in": await scopes_of(ctx.work, ctx.person_id)}}}
    facets: dict[str, Any] = {}
    for field, stored in (("supplier", "supplier"), ("category", "category"), ("product", "lines.product")):
        facets[field] = [
            *([{"$unwind": "$lines"}] if field == "product" else []),
            {"$match": {stored: {"$nin": ["", None]}}},
            {"$group": {"_id": f"${stored}", "count": {"$sum": 1}}},
            {"$sort": {"count": -1, "_id": 1}},
            {"$limit": MOST},
        ]
    shown = {"$project": {"supplier": 1, "category": 1, "lines.product": 1}}
    rows = await OrderDocument.rows().aggregate([theirs, shown, {"$facet": facets}])
    found = (await rows.to_list(1))[0]
    return KnownOfOrders.model_validate({field: [one["_id"] for one in found[field]] for field in facets})
