"""The reception in archives: what goes out comes back as it was, counted and claimed anew."""

from __future__ import annotations

from typing import Any

from tests.features.reception.test_disks import disk, session_of
from tests.features.reception.test_donations import donation_of, give
from tests.features.reception.test_loans import act, lend, loan_to
from tests.features.reception.test_lots import READY, lot_of, scan
from tests.features.reception.test_orders import order_of
from tests.features.transfer.archives import bring_in, ended, of, packed, take_out, unpacked
from tests.house import Person

MOVING = ("id", "owner_id", "created_at", "updated_at", "revision", "lot_id", "session_id", "loan_id", "donation_id")
LISTS = (
    "lots",
    "lot-items",
    "disk-sessions",
    "disks",
    "orders",
    "loans",
    "loan-items",
    "donations",
    "donation-items",
)


async def _all(person: Person) -> dict[str, list[dict[str, Any]]]:
    """All that somebody has, without what is another's where it is another's."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name in LISTS:
        rows = (await person("GET", f"/api/{name}?limit=200")).ok()["items"]
        kept = [{key: value for key, value in row.items() if key not in MOVING} for row in rows]
        found[name] = sorted(kept, key=lambda row: (row.get("serial") or row["name"], str(row)))
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
    donation = await donation_of(person, "Trainees", given_on="2026-11-04", accessories="3 mice", contact="Ms Roy")
    (await give(person, donation, "OUT-G1", recipient="Léa", brand="Dell")).ok()
    (await give(person, donation, "OUT-G2", state="returned")).ok()
    (await give(person, await donation_of(person, "Bank", direction="received"), "OUT-G1")).ok()
    (await act(person, await loan_to(person, "Library", accessories="2 mice"), "take-back")).ok()


async def test_what_goes_out_comes_back(alice: Person, bob: Person) -> None:
    await _filled(alice)
    before, archive = await _all(alice), await take_out(alice)
    again = await bring_in(alice, archive)
    assert (of(again, "disks")["written"], of(again, "disks")["unchanged"]) == (0, 2)
    for name in ("lots", "disk-sessions", "orders", "loans", "donations"):
        for row in (await alice("GET", f"/api/{name}")).ok()["items"]:
            (await alice("DELETE", f"/api/{name}/{row['id']}")).ok()
    await bring_in(alice, archive)
    assert await _all(alice) == before
    # Somebody else gets copies that are theirs, and what follows from them is right as well.
    await bring_in(bob, archive)
    assert await _all(bob) == before
    (session,) = (await bob("GET", "/api/disk-sessions")).ok()["items"]
    (await disk(bob, session["id"], "out-d1")).refused("conflict", 409)
    again_to = await donation_of(bob, "Somebody else")
    assert "“Trainees”" in (await give(bob, again_to, "OUT-G1")).refused("conflict", 409)["detail"]
    (await give(bob, again_to, "OUT-G2")).ok()
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


async def test_pieces_that_are_written_over_are_counted_where_they_are_then(alice: Person) -> None:
    """And where they were before; also when that is taken back."""

    async def counted() -> dict[str, tuple[int, int]]:
        return {lot["name"]: (lot["ready"], lot["total"]) for lot in (await alice("GET", "/api/lots")).ok()["items"]}

    first, second = await lot_of(alice, "First", received_on="2026-11-02"), await lot_of(alice, "Second")
    (await scan(alice, first, "MOVED-1", **READY)).ok()
    archive = await take_out(alice)
    [item] = (await alice("GET", "/api/lot-items")).ok()["items"]
    (await alice("PATCH", f"/api/lot-items/{item['id']}", {"technician": ""})).ok()
    before = await counted()
    assert before == {"First": (0, 1), "Second": (0, 0)}
    over = await bring_in(alice, archive, overwrite=True)
    assert of(over, "lot_items")["updated"] == 1 and await counted() == {"First": (1, 1), "Second": (0, 0)}
    await ended(alice, (await alice("POST", f"/api/transfers/{over['id']}/undo")).ok())
    assert await counted() == before
    [doc] = [doc for (name, _), doc in unpacked(archive).items() if name == "lot_items"]
    moved = packed(("lot_items", {**doc, "lot_id": second["id"]}), person=alice.id)
    await bring_in(alice, moved, overwrite=True)
    assert await counted() == {"First": (0, 0), "Second": (1, 1)}


async def test_an_archive_brings_no_disk_that_was_wiped_as_it_cannot_be(alice: Person) -> None:
    session = {"id": f"{1:024x}", "name": "Rack", "held_on": "2026-11-03"}
    good = {"session_id": session["id"], "type": "hdd", "wiping": "overwrite", "serial": "FITS"}
    bad = ({"type": "ssd"}, {"type": None}, {"wiping": "erase_sanitise"}, {"wiping": "prayer"}, {"size_gb": -1})
    docs = [
        ("disks", {**good, **wrong, "id": f"{number:024x}", "serial": f"FITS-{number}"})
        for number, wrong in enumerate(({}, *bad), 2)
    ]
    done = await bring_in(alice, packed(("disk_sessions", session), *docs, person=alice.id))
    assert of(done, "disks")["written"] == 1 and of(done, "disks")["skipped_count"] == len(bad), done["report"]
    (found,) = (await alice("GET", "/api/disks?q=fits")).ok()["items"]
    assert found["serial"] == "FITS-2"


async def test_an_archive_brings_only_pieces_that_could_have_been_scanned(alice: Person) -> None:
    lot = {"id": f"{1:024x}", "name": "Stock", "received_on": "2026-11-03"}
    wrong = ({"state": "rocket"}, {"type": "car"}, {"brand": "x" * 101}, {"serial": "\u0000"}, {"serial": ""})
    pieces = ({"serial": " ab c1 "}, {"serial": "ABC1"}, *wrong)
    docs = [
        ("lot_items", {"serial": f"ANY-{number}", "lot_id": lot["id"], **piece, "id": f"{number:024x}"})
        for number, piece in enumerate(pieces, 2)
    ]
    done = await bring_in(alice, packed(("lots", lot), *docs, person=alice.id))
    assert of(done, "lot_items")["written"] == 1, done["report"]
    (found,) = (await alice("GET", "/api/lot-items")).ok()["items"]
    assert found["serial"] == "ABC1", "however it is written, it is the same one"
