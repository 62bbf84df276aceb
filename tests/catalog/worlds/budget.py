"""What the catalog tests make and ask of budget."""

from __future__ import annotations

from collections.abc import Collection

from tests.catalog.world import Fill, Makers, World

STATEMENT = "date,vendor,amount\n2026-11-02,Lunch & Co,-12.50\n2026-11-03,Lunch & Co,-9.90\n"
MAKERS: Makers = {
    "budget": ("/api/budget", {"date": "2026-11-21", "amount_cents": -4250, "vendor": "Leroy Merlin"}),
}
BY_HAND: dict[str, Fill] = {
    "budget.update": lambda world: {"amount_cents": -5000, "notes": "with tip"},
    "budget.import": lambda world: {
        "format": "csv",
        "content": STATEMENT.replace("Lunch & Co", f"Another {world.id('budget')}"),
    },
    "budget.preview_import": lambda world: {"format": "csv", "content": STATEMENT},
    "budget.undo_import": lambda world: {"batch_id": world.id("batch")},
}


async def prepare(world: World, kinds: Collection[str]) -> None:
    """What takes more than one request."""
    if "budget" in kinds:
        vendor = f"Vendor {world.ids['budget']}"
        content = STATEMENT.replace("Lunch & Co", vendor)
        imported = await world.owner("POST", "/api/budget/import", {"format": "csv", "content": content})
        world.ids["batch"] = imported.ok()["batch_id"]
