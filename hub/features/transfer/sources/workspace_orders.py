"""Workspace's orders, as ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.budget.money import LARGEST
from hub.features.links.addresses import web_address
from hub.features.reception.order_lines import MOST_LINES
from hub.features.transfer.sources import values
from hub.features.transfer.sources.reading import Doc, Made
from hub.features.transfer.sources.values import Unfit
from hub.features.transfer.sources.workspace_kinds import DELETED
from hub.kernel.errors import OperationError

CURRENCY = "EUR"
"""It knows no other."""
MOST_PIECES = 1_000_000


def line(doc: Doc) -> tuple[str | None, dict[str, Any]]:
    """A line of an order, as it stands there, and which order it is of."""
    kept = ("commande_product_id", "product_name", "quantity", "unit_price", "shipping_cost", "link")
    return doc.id("commande_id"), {name: doc.take(name) for name in kept}


def orders(doc: Doc, lines: Sequence[Mapping[str, Any]], products: Mapping[str, str]) -> list[Made]:
    """An order with its lines; what is longer than one of ours goes on in another."""
    if doc.take("deleted_at"):
        raise Unfit(DELETED)
    id, owner, category = doc.own_id(), doc.id("user_id"), doc.words(100, "category")
    doc.drop("pdf_path")
    found, beside = _lines(doc, lines, products)
    description = "\n".join([*([said] if (said := doc.text("description")) else []), *beside])
    name, description = doc.titled(id, doc.text("name") or f"Commande {id}", description)
    stamps = doc.stamps()
    day = doc.day("date")
    if day is None:
        day = stamps["created_at"].date() if "created_at" in stamps else None
    if day is None:
        raise Unfit("does not say when it was made")
    made: dict[str, Any] = {"ordered_on": day, "category": category, "currency": CURRENCY, **stamps}
    if owner:
        made["owner_id"] = owner
    parts = [found[place : place + MOST_LINES] for place in range(0, len(found), MOST_LINES)] or [[]]
    return [
        Made("order", id, {**made, "name": name, "description": description, "lines": part})
        if number == 1
        else Made("order", f"{id}/{number}", {**made, "name": f"{name[:290]} ({number})", "lines": part})
        for number, part in enumerate(parts, 1)
    ]


def _lines(
    doc: Doc, lines: Sequence[Mapping[str, Any]], products: Mapping[str, str]
) -> tuple[list[dict[str, Any]], list[str]]:
    """Lines of ours, and what of them only has room in the description."""
    found: list[dict[str, Any]] = []
    beside: list[str] = []
    for raw in lines:
        part = Doc(dict(raw), doc.zone, doc.now)
        listed = products.get(part.id("commande_product_id") or "", "")
        product = part.words(300, "product_name") or listed or "–"
        link = part.text("link").strip()
        try:
            address = web_address(link) if link else None
        except OperationError:
            address = None
            beside.append(f"{product}: {link[:500]}")
        found.append(
            {
                "product": product,
                "quantity": part.whole(1, MOST_PIECES, "quantity") or 1,
                "unit_price_cents": price(part, "unit_price"),
                "shipping_cents": price(part, "shipping_cost"),
                "link": address,
            }
        )
        doc.lost += part.lost
    return found, beside


def price(doc: Doc, name: str) -> int:
    """A price in cents; what is none is said and left out."""
    said = doc.take(name)
    try:
        cents = values.cents(said) or 0
    except Unfit as fault:
        doc.lost.append(f"`{name}` {fault}: it is left out")
        return 0
    if not 0 <= cents <= LARGEST:
        doc.lost.append(f"`{name}` says {values.words(said, 40)!r}, which is no price: it is left out")
        return 0
    return cents
