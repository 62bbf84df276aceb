"""The wire models of orders."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hub.features.budget.money import Currency
from hub.features.reception.order_lines import MOST_LINES, Address, Price, Product, Quantity
from hub.features.reception.schemas import CreateSheet, ListSheets, Sheet, Short, UpdateSheet
from hub.storage.wire import Date, Input, Wire


class OrderLine(Wire):
    """One product of an order."""

    product: str
    quantity: int
    unit_price_cents: int
    shipping_cents: int
    link: str | None
    total_cents: int = Field(description="The quantity times the price of one, and shipping.")


class Order(Sheet):
    """Things that are bought."""

    ordered_on: Date
    supplier: str = ""
    category: str = ""
    currency: str
    lines: list[OrderLine]
    goods_cents: int = Field(description="All lines without shipping.")
    shipping_cents: int
    total_cents: int


class SetOrderLine(Input):
    """One product; money is in hundredths of the order's currency."""

    product: Product
    quantity: Quantity = 1
    unit_price_cents: Price = Field(default=0, description="Of one.")
    shipping_cents: Price = Field(default=0, description="For the whole line.")
    link: Address = None


Lines = Annotated[list[SetOrderLine], Field(max_length=MOST_LINES)]


class CreateOrder(CreateSheet):
    """A new order; of today unless it is said when."""

    ordered_on: Date | None = None
    supplier: Short = ""
    category: Short = ""
    currency: Currency | None = Field(default=None, description="ISO 4217; that of the last budget line if not said.")
    lines: Lines = []


class UpdateOrder(UpdateSheet):
    """Changes to an order; only what is sent is changed, the lines all together."""

    ordered_on: Date | None = None
    supplier: Short = ""
    category: Short = ""
    currency: Currency = "EUR"
    lines: Lines = []


class ListOrders(ListSheets):
    """Which orders to list, newest first."""

    category: Annotated[str | None, Field(max_length=100, description="Exactly this one.")] = None


class KnownOfOrders(Wire):
    """What has been typed before, the most used first."""

    supplier: list[str] = []
    category: list[str] = []
    product: list[str] = []
