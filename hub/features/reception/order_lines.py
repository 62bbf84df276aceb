"""The lines of an order: what they may say, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from hub.features.budget.money import LARGEST
from hub.features.links.addresses import web_address
from hub.kernel.errors import OperationError

MOST_LINES = 200
"""Of one order: it is read and written as one."""


def _address(typed: str) -> str:
    try:
        return web_address(typed)
    except OperationError as refusal:
        raise ValueError("; ".join((refusal.errors or {"": refusal.detail}).values())) from refusal


def _or_none(typed: Any) -> Any:
    return None if typed == "" else typed


Product = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Quantity = Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
Price = Annotated[int, Field(ge=0, le=LARGEST, strict=True)]
"""Hundredths of the currency's unit."""
Address = Annotated[
    Annotated[str, StringConstraints(max_length=4_000), AfterValidator(_address)] | None,
    BeforeValidator(_or_none),
    Field(description="Where it is sold: http or https; without a scheme it becomes https."),
]


class Line(BaseModel):
    """One product, as it is stored: whichever way it came, it keeps to these limits."""

    model_config = ConfigDict(extra="ignore")

    product: Product
    quantity: Quantity = 1
    unit_price_cents: Price = 0
    shipping_cents: Price = 0
    link: Address = None


def sums(lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What stored lines come to: each with its `total_cents`, and the order's goods, shipping and total."""
    shown = [
        {**line, "total_cents": line["quantity"] * line["unit_price_cents"] + line["shipping_cents"]}
        for line in lines
    ]
    total, shipping = sum(line["total_cents"] for line in shown), sum(line["shipping_cents"] for line in lines)
    return {"lines": shown, "goods_cents": total - shipping, "shipping_cents": shipping, "total_cents": total}
