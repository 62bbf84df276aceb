"""Lots and their items through the doors."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.house import Answer, House, Person

READY = {"state": "refurbished", "technician": "Ada"}


async def lot_of(person: Person, name: str = "Lot 12", **fields: Any) -> dict[str, Any]:
    """A lot of that person's."""
    return (await person("POST", "/api/lots", {"name": name, **fields})).ok()


async def scan(person: Person, lot: dict[str, Any], serial: str, **fields: Any) -> Answer:
    """Scan a machine into a lot."""
    return await person("POST", f"/api/lots/{lot['id']}/items", {"serial": serial, **fields})


async def again(person: Person, lot: dict[str, Any]) -> dict[str, Any]:
    """A lot as it is now."""
    return (await person("GET", f"/api/lots/{lot['id']}")).ok()


async def undo(person: Person, answer: Answer) -> Answer:
    """Take back what an answer says was done."""
    return await person("POST", f"/api/activity/{answer.headers['X-Activity-Id']}/undo")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("5cg 123 4xyz", "5CG1234XYZ"),
        ("\tPF2X9ABC\r\n", "PF2X9ABC"),
        ("ＡＢＣ１２３", "ABC123"),
        ("ab\u200bc\u001d123", "ABC123"),
        ("straße-1", "STRASSE-1"),
        ("s/n:4", "S/N:4"),
    ],
)
async def test_a_serial_is_the_same_however_it_comes(alice: Person, typed: str, kept: str) -> None:
    lot = await lot_of(alice)
    made = (await scan(alice, lot, typed)).ok()
    assert (made["serial"], made["lot_id"], made["state"]) == (kept, lot["id"], None)
    (await scan(alice, lot, kept.lower())).refused("conflict", 409)
    (await alice("DELETE", f"/api/lot-items/{made['id']}")).ok()


@pytest.mark.parametrize("typed", ["", "  ", "\u200b", "x" * 61, "x" * 301, "\ue000", None, 12, {"$ne": ""}])
async def test_what_is_no_serial_is_refused(alice: Person, typed: Any) -> None:
    lot = await lot_of(alice)
    (await scan(alice, lot, typed)).refused("invalid", 422)
    assert (await again(alice, lot))["total"] == 0


async def test_a_serial_in_stock_is_refused_naming_its_lot(alice: Person, bob: Person) -> None:
    first, second = await lot_of(alice, "Town hall"), await lot_of(alice, "School")
    item = (await scan(alice, first, "DUP-1")).ok()
    refused = (await scan(alice, second, "dup-1")).refused("conflict", 409)
    assert refused["detail"] == "DUP-1 is in “Town hall” already."
    assert refused["current"] == {"id": item["id"], "lot_id": first["id"], "serial": "DUP-1"}
    # Nor by changing one that is there; somebody else's stock is another stock.
    other = (await scan(alice, second, "DUP-2")).ok()
    (await alice("PATCH", f"/api/lot-items/{other['id']}", {"serial": "dup-1"})).refused("conflict")
    (await scan(bob, await lot_of(bob), "DUP-1")).ok()
    # What was collected may come back, and then the old lot is not in stock again.
    (await alice("PATCH", f"/api/lots/{first['id']}", {"recovered_at": "2026-11-22T08:00:00Z"})).ok()
    (await scan(alice, first, "DUP-3")).refused("conflict")
    (await scan(alice, second, "DUP-1")).ok()
    back = await alice("PATCH", f"/api/lots/{first['id']}", {"recovered_at": None})
    assert "“School”" in back.refused("conflict", 409)["detail"]


async def test_two_scanners_at_once_one_wins(alice: Person) -> None:
    first, second = await lot_of(alice, "A"), await lot_of(alice, "B")
    for attempt in range(4):
        answers = await asyncio.gather(*(scan(alice, lot, f"RACE-{attempt}") for lot in (first, second, first)))
        assert sorted(answer.status for answer in answers) == [201, 409, 409]
        for answer in answers:
            if answer.status == 409:
                assert f"RACE-{attempt} is in “" in answer.refused("conflict")["detail"]
    assert (await again(alice, first))["total"] + (await again(alice, second))["total"] == 4


async def test_many_scan_into_one_lot_and_none_is_lost(alice: Person) -> None:
    lot = await lot_of(alice)
    answers = await asyncio.gather(*(scan(alice, lot, f"MANY-{n}", **READY) for n in range(6)))
    assert [answer.status for answer in answers] == [201] * 6
    after = await again(alice, lot)
    assert (after["total"], after["ready"]) == (6, 6) and after["finished_at"]


async def test_a_lot_finishes_with_its_last_item_and_opens_again(alice: Person) -> None:
    lot = await lot_of(alice)
    assert (await alice("POST", f"/api/lots/{lot['id']}/finish")).refused("conflict")["detail"]
    (await alice("POST", f"/api/lots/{lot['id']}/reopen")).refused("conflict")
    items = [(await scan(alice, lot, f"FIN-{n}")).ok() for n in range(3)]
    async with alice.socket() as socket:
        ids = [item["id"] for item in items]
        told = await alice("POST", "/api/lot-items/set", {"ids": ids[:2], **READY, "type": "laptop"})
        assert told.ok() == {"count": 2, "sheet_ids": [lot["id"]]}
        assert (await again(alice, lot))["finished_at"] is None
        (await alice("POST", f"/api/lots/{lot['id']}/finish")).refused("conflict")
        last = await alice("PATCH", f"/api/lot-items/{ids[2]}", READY)
        heard = await socket.hear("lot.updated", lambda told: told["entity"]["finished_at"] is not None, 20)
        assert (heard["entity"]["total"], heard["entity"]["ready"]) == (3, 3)
    finished = await again(alice, lot)
    assert finished["finished_at"] == last.ok()["ready_at"]
    listed = (await alice("GET", "/api/lots?state=finished")).ok()["items"]
    assert [one["id"] for one in listed] == [lot["id"]]
    # Undone, it is open; done again, finished; one more machine opens it.
    (await undo(alice, last)).ok()
    opened = await again(alice, lot)
    assert (opened["finished_at"], opened["ready"]) == (None, 2)
    (await alice("PATCH", f"/api/lot-items/{ids[2]}", READY)).ok()
    late = await scan(alice, lot, "FIN-LATE")
    assert (await again(alice, lot))["finished_at"] is None
    assert [one["id"] for one in (await alice("GET", "/api/lots?state=open")).ok()["items"]] == [lot["id"]]
    (await alice("DELETE", f"/api/lot-items/{late.ok()['id']}")).ok()
    assert (await again(alice, lot))["finished_at"]
    # An older entry is undone: what follows from it follows.
    (await undo(alice, told)).ok()
    assert (await again(alice, lot))["ready"] == 1


async def test_a_lot_that_was_opened_by_hand_stays_open(alice: Person) -> None:
    lot = await lot_of(alice)
    item = (await scan(alice, lot, "HAND-1", **READY)).ok()
    reopened = await alice("POST", f"/api/lots/{lot['id']}/reopen")
    assert reopened.ok()["finished_at"] is None
    (await alice("PATCH", f"/api/lot-items/{item['id']}", {"brand": "Dell"})).ok()
    assert (await again(alice, lot))["finished_at"] is None
    finished = (await alice("POST", f"/api/lots/{lot['id']}/finish")).ok()
    assert finished["finished_at"] == item["ready_at"]
    (await alice("POST", f"/api/lots/{lot['id']}/reopen")).ok()
    (await alice("PATCH", f"/api/lot-items/{item['id']}", {"state": None})).ok()
    (await alice("PATCH", f"/api/lot-items/{item['id']}", {"state": "dead"})).ok()
    assert (await again(alice, lot))["finished_at"], "what was not ready and is again, finishes it by itself"


async def test_a_deleted_lot_comes_back_with_all_in_it(alice: Person) -> None:
    lot = await lot_of(alice, received_on="2026-11-02")
    items = [(await scan(alice, lot, f"DEL-{n}", **READY)).ok()["id"] for n in range(3)]
    before = await again(alice, lot)
    gone = await alice("DELETE", f"/api/lots/{lot['id']}")
    (await alice("GET", f"/api/lots/{lot['id']}")).refused("not_found", 404)
    (await alice("GET", f"/api/lot-items/{items[0]}")).refused("not_found", 404)
    elsewhere = await lot_of(alice, "Elsewhere")
    taken = (await scan(alice, elsewhere, "DEL-1")).ok()
    assert "“Elsewhere”" in (await undo(alice, gone)).refused("conflict")["detail"]
    (await alice("DELETE", f"/api/lot-items/{taken['id']}")).ok()
    (await undo(alice, gone)).ok()
    after = await again(alice, lot)
    moving = ("revision", "updated_at")
    assert {k: v for k, v in after.items() if k not in moving} == {k: v for k, v in before.items() if k not in moving}
    listed = (await alice("GET", f"/api/lot-items?lot_id={lot['id']}")).ok()["items"]
    assert [one["id"] for one in listed] == items


async def test_several_are_set_together_or_none(alice: Person, bob: Person) -> None:
    lot, hers = await lot_of(alice), await lot_of(bob)
    mine = (await scan(alice, lot, "SET-1")).ok()["id"]
    theirs = (await scan(bob, hers, "SET-2")).ok()["id"]
    (await alice("POST", "/api/lot-items/set", {"ids": [mine, theirs], "os": "Debian"})).refused("not_found", 404)
    (await alice("POST", "/api/lot-items/set", {"ids": [mine, "0" * 24], "os": "Debian"})).refused("not_found")
    (await alice("POST", "/api/lot-items/set", {"ids": [mine]})).refused("invalid")
    (await alice("POST", "/api/lot-items/set", {"ids": [], "os": "x"})).refused("invalid")
    (await alice("POST", "/api/lot-items/set", {"ids": ["0" * 24] * 501, "os": "x"})).refused("invalid")
    (await alice("POST", "/api/lot-items/set", {"ids": [mine], "state": "sold"})).refused("invalid")
    assert (await alice("GET", f"/api/lot-items/{mine}")).ok()["os"] == ""
    (await alice("POST", "/api/lot-items/set", {"ids": [mine, mine], "os": "Debian"})).ok()
    assert (await alice("GET", f"/api/lot-items/{mine}")).ok()["os"] == "Debian"


async def test_nobody_else_comes_near(alice: Person, bob: Person) -> None:
    lot = await lot_of(alice)
    item = (await scan(alice, lot, "MINE-1")).ok()["id"]
    (await scan(bob, lot, "MINE-2")).refused("not_found", 404)
    for method, body in (("GET", None), ("PATCH", {"brand": "x"}), ("DELETE", None)):
        (await bob(method, f"/api/lot-items/{item}", body)).refused("not_found", 404)
    for what in ("finish", "reopen"):
        (await bob("POST", f"/api/lots/{lot['id']}/{what}")).refused("not_found", 404)
    (await bob("GET", f"/api/lot-items?lot_id={lot['id']}")).refused("not_found", 404)
    assert (await bob("GET", "/api/lot-items?q=MINE")).ok()["items"] == []


async def test_a_lot_in_a_project_is_its_members_stock(house: House) -> None:
    anne, viewer, gone = [await house.person(name) for name in ("anne", "viewer", "gone")]
    project = (await anne("POST", "/api/projects", {"name": "Workshop"})).ok()["id"]
    for person, role in ((viewer, "viewer"), (gone, "editor")):
        (await anne("PUT", f"/api/projects/{project}/members/{person.id}", {"role": role})).ok()
    shared = await lot_of(anne, "Shared", project_id=project)
    own = await lot_of(anne, "Own")
    (await scan(anne, own, "ONE")).ok()
    item = (await scan(gone, shared, "ONE")).ok()["id"]  # another stock: nobody learns of her own
    assert [one["id"] for one in (await viewer("GET", "/api/lot-items?q=one")).ok()["items"]] == [item]
    (await scan(viewer, shared, "TWO")).refused("forbidden", 403)
    (await viewer("POST", "/api/lot-items/set", {"ids": [item], "os": "x"})).refused("forbidden", 403)
    # Moved into her own, it would be there twice; then not any more.
    moving = {"project_id": None}
    assert "“Own”" in (await anne("PATCH", f"/api/lots/{shared['id']}", moving)).refused("conflict")["detail"]
    (await anne("DELETE", f"/api/projects/{project}/members/{gone.id}")).ok()
    (await gone("GET", f"/api/lot-items/{item}")).refused("not_found", 404)
    assert (await gone("GET", "/api/lot-items?q=one")).ok()["items"] == []
    (await anne("DELETE", f"/api/lots/{own['id']}")).ok()
    (await anne("PATCH", f"/api/lots/{shared['id']}", moving)).ok()
    assert (await viewer("GET", "/api/lot-items?q=one")).ok()["items"] == []
    assert [one["id"] for one in (await anne("GET", "/api/lot-items?q=one")).ok()["items"]] == [item]
    (await scan(anne, await lot_of(anne, "Third"), "ONE")).refused("conflict")


async def test_what_leaves_a_deleted_project_takes_its_items_along(alice: Person) -> None:
    project = (await alice("POST", "/api/projects", {"name": "Closing"})).ok()["id"]
    lot = await lot_of(alice, "Left over", project_id=project)
    (await scan(alice, lot, "LEFT-1")).ok()
    (await alice("DELETE", f"/api/projects/{project}")).ok()
    assert [one["serial"] for one in (await alice("GET", "/api/lot-items?q=left-1")).ok()["items"]] == ["LEFT-1"]
    assert "“Left over”" in (await scan(alice, await lot_of(alice), "LEFT-1")).refused("conflict")["detail"]


async def test_a_stale_revision_is_a_conflict(alice: Person) -> None:
    lot = await lot_of(alice)
    item = (await scan(alice, lot, "REV-1")).ok()
    (await alice("PATCH", f"/api/lot-items/{item['id']}", {"brand": "HP", "revision": item["revision"]})).ok()
    stale = await alice("PATCH", f"/api/lot-items/{item['id']}", {"brand": "Dell", "revision": item["revision"]})
    assert stale.refused("conflict", 409)["current"]["brand"] == "HP"
    stale = await alice("PATCH", f"/api/lots/{lot['id']}", {"name": "x", "revision": lot["revision"]})
    assert stale.refused("conflict", 409)["current"]["total"] == 1


async def test_what_was_typed_is_offered_again(alice: Person, bob: Person) -> None:
    lot = await lot_of(alice)
    for number, brand in enumerate(("Dell", "HP", "HP")):
        (await scan(alice, lot, f"KNOWN-{number}", brand=brand, technician=" Ada ")).ok()
    known = (await alice("GET", "/api/lot-items/known")).ok()
    assert known == {"brand": ["HP", "Dell"], "model": [], "technician": ["Ada"], "os": [], "recipient": []}
    assert (await bob("GET", "/api/lot-items/known")).ok()["brand"] == []
