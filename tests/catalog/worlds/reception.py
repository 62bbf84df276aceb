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


def lent_item() -> Mapping[str, Any]:
    """A machine that nobody has lent yet."""
    return {"serial": f"LN_{next(_numbers)}", "type": "laptop", "brand": "Dell"}


def given_item() -> Mapping[str, Any]:
    """A machine that nobody has given away yet."""
    return {"serial": f"GV_{next(_numbers)}", "type": "screen", "brand": "Iiyama"}


MAKERS: Makers = {
    "lot": ("/api/lots", {"name": "Town hall"}),
    "stock": ("/api/lots", {"name": "Stock"}),
    "lot_item": ("/api/lots/{stock}/items", ready_item),
    "order": ("/api/orders", {"name": "Spare disks", "lines": [{"product": "SSD 500 GB", "quantity": 4}]}),
    "disk_session": ("/api/disk-sessions", {"name": "Friday"}),
    "shelf": ("/api/disk-sessions", {"name": "Monday"}),
    "disk": ("/api/disk-sessions/{shelf}/disks", a_disk),
    "loan": ("/api/loans", {"name": "Town hall", "lent_on": "2026-11-01", "due_on": "2026-12-01"}),
    "returned_loan": ("/api/loans", {"name": "School", "accessories": "2 mice"}),
    "given": ("/api/loans", {"name": "Library"}),
    "loan_item": ("/api/loans/{given}/items", lent_item),
    "donation": ("/api/donations", {"name": "School of Ivry", "given_on": "2026-11-01", "accessories": "3 mice"}),
    "gift": ("/api/donations", {"name": "Bank", "direction": "received", "party": "company"}),
    "donation_item": ("/api/donations/{gift}/items", given_item),
    "reopened_lot": ("/api/lots", {"name": "Library"}),
}
BY_HAND: dict[str, Fill] = {
    "lot.update": lambda world: {"name": "Town hall, second floor", "recovered_at": "2026-11-22T08:00:00Z"},
    "order.update": lambda world: {
        "name": "Spare disks and cables",
        "ordered_on": "2026-11-20",
        "lines": [{"product": "Cable", "quantity": 2, "unit_price_cents": 350, "link": "https://example.org/c"}],
    },
    "donation.update": lambda world: {"direction": "received", "party": "company", "contact": "Ms Roy"},
    "donation_item.scan": lambda world: {"donation_id": world.id("gift"), **given_item()},
    "donation_item.update": lambda world: {"recipient": "Léa", "state": "returned"},
    "donation_item.set_many": lambda world: {"ids": [world.id("donation_item")], "recipient": "Noé"},
    "loan.update": lambda world: {"due_on": "2026-12-24", "price_cents": 5_000, "borrower": "company"},
    "loan.give_out": lambda world: {"id": world.id("returned_loan")},
    "loan_item.scan": lambda world: {"loan_id": world.id("given"), **lent_item()},
    "loan_item.update": lambda world: {"brand": "HP", "state": "back"},
    "loan_item.set_many": lambda world: {"ids": [world.id("loan_item")], "state": "back"},
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
    if "loan" in kinds:  # whoever asks for one gets the other as it was, too
        await world.owner("POST", f"/api/loans/{world.id('returned_loan')}/take-back")
    if "reopened_lot" in kinds:
        path = f"/api/lots/{world.id('reopened_lot')}"
        (await world.owner("POST", f"{path}/items", ready_item())).ok()
        (await world.owner("POST", f"{path}/reopen")).ok()
