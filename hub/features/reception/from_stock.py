"""What the stock knows of a machine that leaves it, so that it need not be said again."""

from __future__ import annotations

from typing import Any

from hub.features.reception.documents import CountedDocument, ItemDocument

FROM_STOCK = ("type", "brand", "model")


async def from_stock(sheet: CountedDocument, fields: dict[str, Any]) -> dict[str, Any]:
    """What the same stock knows of a machine, where nothing was said of it: no other stock is looked into."""
    if any(fields[name] for name in FROM_STOCK):
        return fields
    within = {"scope": sheet.project_id or sheet.owner_id, "serial": fields["serial"]}
    known = await ItemDocument.rows().find_one(within, dict.fromkeys(FROM_STOCK, 1), sort=[("_id", -1)])
    return {**fields, **{name: known[name] for name in FROM_STOCK if known and known.get(name)}}
