"""The reception in archives: what goes out comes back as it was, counted and claimed anew."""

from __future__ import annotations

from typing import Any

from tests.features.reception.test_disks import disk, session_of
from tests.features.reception.test_loans import act, lend, loan_to
from tests.features.reception.test_lots import READY, lot_of, scan
from tests.features.reception.test_orders import order_of
from tests.features.transfer.archives import bring_in, ended, of, take_out
from tests.house import Person

MOVING = ("id", "owner_id", "created_at", "updated_at", "revision", "lot_id", "session_id", "loan_id")
LISTS = ("lots", "lot-items", "disk-sessions", "disks", "orders", "loans", "loan-items")


async def _all(person: Person) -> dict[str, list[dict[str, Any]]]:
    """All that somebody has, without what is another's where it is another's."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name in LISTS:
        rows = (await person("GET", f"/api/{name}?limit=200")).ok()["items"]
        kept = [{key: value for key, value in row.items() if key not in MOVING} for row in rows]
        found[name] = sorted(kept, key=lambda row: str(row.get("serial") or row["name"]))
    return found


async def _filled(person: Person) -> None:
    lot = await lot_of(person, "Town hall", received_on="2026-11-02", description="Third floor")
    (await scan(person, lot, "OUT-1", brand="Lenovo", **READY)).ok()
    (await scan(person, lot, "OUT-2", notes="No charger")).ok()
    session = await session_of(person, "Rack 4", held_on="2026-11-03")
    (await disk(person, session, "OUT-D1", type="ssd", size_gb=512, wiping="erase_sanitise")).ok()
    (await disk(person, session, "OUT-D2", type="hdd", interface="SAS")).ok()
    await order_of(person, "Cables", lines=[{"product": "Cable", "quantity": 3, "link": "https://example.org"}])
    loan = await loan_to(person, "School", due_on="2099-11-03", price_cents=500)
    back = (await lend(person, loan, "OUT-L1")).ok()["id"]
    (await lend(person, loan, "OUT-L2")).ok()
    (await act(person, loan, "take-back", back)).ok()
    (await act(person, await loan_to(person, "Library", accessories="2 mice"), "take-back")).ok()


async def test_what_goes_out_comes_back(alice: Person, bob: Person) -> None:
    await _filled(alice)
    before, archive = await _all(alice), await take_out(alice)
    again = await bring_in(alice, archive)
    assert (of(again, "disks")["written"], of(again, "disks")["unchanged"]) == (0, 2)
    for name in ("lots", "disk-sessions", "orders", "loans"):
        for row in (await alice("GET", f"/api/{name}")).ok()["items"]:
            (await alice("DELETE", f"/api/{name}/{row['id']}")).ok()
    await bring_in(alice, archive)
    assert await _all(alice) == before
    # Somebody else gets copies that are theirs, and what follows from them is right as well.
    await bring_in(bob, archive)
    assert await _all(bob) == before
    (session,) = (await bob("GET", "/api/disk-sessions")).ok()["items"]
    (await disk(bob, session["id"], "out-d1")).refused("conflict", 409)
    library = next(one for one in (await bob("GET", "/api/loans")).ok()["items"] if one["name"] == "Library")
    assert "“School”" in (await lend(bob, library, "OUT-L2")).refused("conflict", 409)["detail"]
    (await lend(bob, library, "OUT-L1")).ok()
    told = (await bob("GET", "/api/traceability/history?serial=OUT-D1")).ok()["steps"]
    assert {step["what"] for step in told} == {"scanned", "wiped"}


async def test_an_import_that_is_taken_back_leaves_the_counts_right(alice: Person) -> None:
    await _filled(alice)
    archive = await take_out(alice)
    one = (await alice("GET", "/api/disks?q=out-d2")).ok()["items"][0]
    (await alice("DELETE", f"/api/disks/{one['id']}")).ok()
    before = await _all(alice)
    done = await bring_in(alice, archive)
    (session,) = (await alice("GET", "/api/disk-sessions")).ok()["items"]
    assert (session["ready"], session["total"]) == (1, 2)
    undone = await ended(alice, (await alice("POST", f"/api/transfers/{done['id']}/undo")).ok())
    assert undone["status"] == "undone" and await _all(alice) == before
