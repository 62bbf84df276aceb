"""What the catalog tests make and ask of the reception."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import count
from typing import Any

from tests.catalog.world import Fill, Makers, World

_numbers = count(1)
READY = {"state": "refurbished", "technician": "Ada"}


def ready_item() -> Mapping[str, Any]:
    """A machine that nobody has scanned yet, with all that is asked of it."""
    return {"serial": f"SN_{next(_numbers)}", "type": "laptop", "brand": "Lenovo", **READY}


def a_disk() -> Mapping[str, Any]:
    """A disk that nobody has scanned yet."""
    return {"serial": f"WD_{next(_numbers)}", "type": "hdd", "size_gb": 500, "interface": "SATA"}


MAKERS: Makers = {
    "lot": ("/api/lots", {"name": "Town hall"}),
    "stock": ("/api/lots", {"name": "Stock"}),
    "lot_item": ("/api/lots/{stock}/items", ready_item),
    "order": ("/api/orders", {"name": "Spare disks", "lines": [{"product": "SSD 500 GB", "quantity": 4}]}),
    "disk_session": ("/api/disk-sessions", {"name": "Friday"}),
    "shelf": ("/api/disk-sessions", {"name": "Monday"}),
    "disk": ("/api/disk-sessions/{shelf}/disks", a_disk),
    "reopened_lot": ("/api/lots", {"name": "Library"}),
}
BY_HAND: dict[str, Fill] = {
    "lot.update": lambda world: {"name": "Town hall, second floor", "recovered_at": "2026-11-22T08:00:00Z"},
    "order.update": lambda world: {
        "name": "Spare disks and cables",
        "ordered_on": "2026-11-20",
        "lines": [{"product": "Cable", "quantity": 2, "unit_price_cents": 350, "link": "https://example.org/c"}],
    },
    "lot.finish": lambda world: {"id": world.id("reopened_lot")},
    "disk_session.update": lambda world: {"name": "Friday morning", "held_on": "2026-11-20"},
    "disk.scan": lambda world: {"session_id": world.id("shelf"), **a_disk()},
    "disk.update": lambda world: {"wiping": "overwrite"},
    "disk.set_many": lambda world: {"ids": [world.id("disk")], "wiping": "destroyed"},
    "lot_item.scan": lambda world: {"lot_id": world.id("stock"), **ready_item()},
    "lot_item.update": lambda world: {"brand": "Dell", "state": None},
    "lot_item.set_many": lambda world: {"ids": [world.id("lot_item")], "os": "Debian 13"},
}


async def prepare(world: World, kinds: Collection[str]) -> None:
    """A lot that is finished, and one that was opened again."""
    if "lot" in kinds:
        (await world.owner("POST", f"/api/lots/{world.id('lot')}/items", ready_item())).ok()
    if "reopened_lot" in kinds:
        path = f"/api/lots/{world.id('reopened_lot')}"
        (await world.owner("POST", f"{path}/items", ready_item())).ok()
        (await world.owner("POST", f"{path}/reopen")).ok()
