"""Loans: what goes out, comes back, and cannot be in two places."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.features.reception.test_lots import lot_of, scan, undo
from tests.features.reception.test_papers import pages, said_by
from tests.features.transfer.archives import bring_in, counts, packed, whys
from tests.house import Answer, House, Person

TODAY = datetime.now(UTC).date()


async def loan_to(person: Person, name: str = "Town hall", **fields: Any) -> dict[str, Any]:
    """A loan of that person's."""
    return (await person("POST", "/api/loans", {"name": name, **fields})).ok()


async def lend(person: Person, loan: dict[str, Any], serial: str, **fields: Any) -> Answer:
    """Scan something into a loan."""
    return await person("POST", f"/api/loans/{loan['id']}/items", {"serial": serial, **fields})


async def again(person: Person, loan: dict[str, Any]) -> dict[str, Any]:
    """A loan as it is now."""
    return (await person("GET", f"/api/loans/{loan['id']}")).ok()


async def act(person: Person, loan: dict[str, Any], action: str, *items: str) -> Answer:
    """Take back or give out, all or some."""
    return await person("POST", f"/api/loans/{loan['id']}/{action}", {"item_ids": list(items)} if items else {})


async def test_one_item_comes_back_then_the_rest(alice: Person) -> None:
    loan = await loan_to(alice)
    ids = [(await lend(alice, loan, f"LO-{n}")).ok()["id"] for n in range(3)]
    assert (loan["borrower"], loan["price_cents"], loan["currency"], loan["due_on"]) == ("person", 0, "EUR", None)
    one = (await act(alice, loan, "take-back", ids[1])).ok()
    assert (one["total"], one["ready"], one["returned_at"]) == (3, 1, None)
    first = (await alice("GET", f"/api/loan-items/{ids[1]}")).ok()
    assert first["state"] == "back" and first["ready_at"]
    async with alice.socket() as socket:
        done = await act(alice, loan, "take-back")
        heard = await socket.hear("loan.updated", lambda told: told["entity"]["returned_at"] is not None, 20)
        assert heard["entity"]["ready"] == 3
    assert done.ok()["returned_at"] == (await alice("GET", f"/api/loan-items/{ids[2]}")).ok()["ready_at"]
    # What was back before keeps when that was.
    assert (await alice("GET", f"/api/loan-items/{ids[1]}")).ok()["ready_at"] == first["ready_at"]
    assert "already" in (await act(alice, loan, "take-back")).refused("conflict", 409)["detail"]
    (await undo(alice, done)).ok()
    assert ((await again(alice, loan))["ready"], (await again(alice, loan))["returned_at"]) == (1, None)
    (await act(alice, loan, "take-back")).ok()
    given = (await act(alice, loan, "give-out", ids[0])).ok()
    assert (given["ready"], given["returned_at"]) == (2, None)
    assert (await act(alice, loan, "give-out")).ok()["ready"] == 0
    (await act(alice, loan, "give-out")).refused("conflict", 409)
    # By ticking rows it is the same.
    (await alice("POST", "/api/loan-items/set", {"ids": ids, "state": "back"})).ok()
    assert (await again(alice, loan))["returned_at"]
    (await lend(alice, loan, "LO-LATE")).ok()
    assert (await again(alice, loan))["returned_at"] is None


async def test_a_loan_without_serial_numbers_is_closed_by_hand(alice: Person) -> None:
    loan = await loan_to(alice, accessories="3 mice", borrower="company")
    done = await act(alice, loan, "take-back")
    assert done.ok()["returned_at"]
    (await act(alice, loan, "take-back")).refused("conflict", 409)
    (await undo(alice, done)).ok()
    assert (await again(alice, loan))["returned_at"] is None
    (await act(alice, loan, "take-back")).ok()
    assert (await act(alice, loan, "give-out")).ok()["returned_at"] is None
    (await act(alice, loan, "give-out")).refused("conflict", 409)
    (await act(alice, loan, "take-back")).ok()
    item = (await lend(alice, loan, "NOW-ONE")).ok()
    assert (await again(alice, loan))["returned_at"] is None
    (await alice("DELETE", f"/api/loan-items/{item['id']}")).ok()
    assert (await again(alice, loan))["returned_at"]


async def test_what_is_out_is_out_once(alice: Person, bob: Person) -> None:
    first, second = await loan_to(alice, "Town hall"), await loan_to(alice, "School")
    item = (await lend(alice, first, "ONCE-1")).ok()
    refused = (await lend(alice, second, "once-1")).refused("conflict", 409)
    assert refused["detail"] == "ONCE-1 is on loan to “Town hall” already."
    assert refused["current"] == {"id": item["id"], "loan_id": first["id"], "serial": "ONCE-1"}
    assert "Town hall" in (await lend(alice, first, "ONCE-1")).refused("conflict", 409)["detail"]
    (await lend(bob, await loan_to(bob), "ONCE-1")).ok()  # another stock is another stock
    # Back, it goes out to somebody else, and then it was not with the first any more.
    back = await act(alice, first, "take-back", item["id"])
    back.ok()
    (await lend(alice, second, "ONCE-1")).ok()
    (await lend(alice, first, "ONCE-2")).ok()
    assert "“School”" in (await act(alice, first, "give-out", item["id"])).refused("conflict", 409)["detail"]
    assert "“School”" in (await undo(alice, back)).refused("conflict", 409)["detail"]
    still = await alice("PATCH", f"/api/loan-items/{item['id']}", {"state": "out"})
    assert "“School”" in still.refused("conflict", 409)["detail"]
    assert (await alice("GET", f"/api/loan-items/{item['id']}")).ok()["state"] == "back"


async def test_two_lend_the_same_at_once_one_does(alice: Person) -> None:
    loans = [await loan_to(alice, name) for name in ("A", "B")]
    answers = await asyncio.gather(*(lend(alice, loan, "RACE") for loan in (*loans, loans[0])))
    assert sorted(answer.status for answer in answers) == [201, 409, 409]
    for answer in answers:
        if answer.status == 409:
            assert "RACE is on loan to “" in answer.refused("conflict")["detail"]


async def test_the_same_machine_comes_and_goes(alice: Person) -> None:
    """One loan may have the same serial number twice, one after the other."""
    loan = await loan_to(alice)
    for _ in range(2):
        (await lend(alice, loan, "TWICE")).ok()
        (await act(alice, loan, "take-back")).ok()
    assert (await again(alice, loan))["total"] == 2
    (await act(alice, loan, "give-out")).refused("conflict", 409)  # both at once it cannot be


@pytest.mark.parametrize(
    "wrong",
    [
        {"lent_on": "2026-11-10", "due_on": "2026-11-09"},
        {"due_on": "2000-01-01"},
        {"price_cents": -1},
        {"price_cents": 1.5},
        {"price_cents": 10**12 + 1},
        {"borrower": "dog"},
        {"contact": "x" * 301},
        {"currency": "XXX"},
        {"lent_on": "yesterday"},
        {"name": " "},
        {"returned_at": "2026-11-10T08:00:00Z"},
        {"total": 3},
        {"scope": "x"},
    ],
)
async def test_what_no_loan_says(alice: Person, wrong: dict[str, Any]) -> None:
    (await alice("POST", "/api/loans", {"name": "x", **wrong})).refused("invalid", 422)
    loan = await loan_to(alice)
    (await alice("PATCH", f"/api/loans/{loan['id']}", wrong)).refused("invalid", 422)
    assert await again(alice, loan) == loan


async def test_the_days_fit_whichever_is_changed(alice: Person) -> None:
    loan = await loan_to(alice, lent_on="2026-11-10", due_on="2026-11-20")
    path = f"/api/loans/{loan['id']}"
    assert (await alice("PATCH", path, {"lent_on": "2026-11-21"})).refused("invalid", 422)["errors"].keys() == {
        "due_on"
    }
    later = await alice("PATCH", path, {"lent_on": "2026-12-01", "due_on": "2026-12-01"})
    later.ok()
    earlier = await alice("PATCH", path, {"lent_on": "2026-11-01"})
    earlier.ok()
    (await alice("PATCH", path, {"due_on": "2026-11-05"})).ok()
    # Undone by itself, the older day would lie beyond the newer one.
    (await undo(alice, earlier)).refused("invalid", 422)
    assert ((await again(alice, loan))["lent_on"], (await again(alice, loan))["due_on"]) == (
        "2026-11-01",
        "2026-11-05",
    )
    assert (await alice("PATCH", path, {"due_on": None})).ok()["due_on"] is None


async def test_which_are_overdue(alice: Person) -> None:
    long_ago, soon = str(TODAY - timedelta(days=3)), str(TODAY + timedelta(days=3))
    late = await loan_to(alice, "Late", lent_on=long_ago, due_on=long_ago)
    fine = await loan_to(alice, "Fine", due_on=soon)
    ever = await loan_to(alice, "Ever")
    over = await loan_to(alice, "Over", lent_on=long_ago, due_on=long_ago)
    (await lend(alice, over, "OVER")).ok()
    (await act(alice, over, "take-back")).ok()

    async def listed(state: str) -> list[str]:
        return [one["id"] for one in (await alice("GET", f"/api/loans?state={state}")).ok()["items"]]

    assert await listed("overdue") == [late["id"]]
    assert await listed("out") == [ever["id"], fine["id"], late["id"]]
    assert await listed("returned") == [over["id"]]
    (await alice("GET", "/api/loans?state=lost")).refused("invalid", 422)
    (await act(alice, late, "take-back")).ok()
    assert await listed("overdue") == []


async def test_what_the_stock_knows_need_not_be_said(alice: Person, bob: Person) -> None:
    lot = await lot_of(alice)
    (await scan(alice, lot, "KNOWN-1", type="laptop", brand="Lenovo", model="T480")).ok()
    (await scan(bob, await lot_of(bob), "KNOWN-2", brand="Secret")).ok()
    loan = await loan_to(alice)
    known = (await lend(alice, loan, "known-1")).ok()
    assert (known["type"], known["brand"], known["model"], known["state"]) == ("laptop", "Lenovo", "T480", "out")
    assert (await lend(alice, loan, "KNOWN-2")).ok()["brand"] == "", "nobody learns of another stock"
    (await act(alice, loan, "take-back", known["id"])).ok()
    said = (await lend(alice, loan, "KNOWN-1", brand="Other")).ok()
    assert (said["brand"], said["model"]) == ("Other", "")


async def test_history_tells_of_loans(alice: Person, bob: Person) -> None:
    (await scan(alice, await lot_of(alice, "Stock"), "HIS-L", brand="Dell")).ok()
    loan = await loan_to(alice, "Town hall")
    (await lend(alice, loan, "HIS-L")).ok()
    (await act(alice, loan, "take-back")).ok()
    (await lend(alice, await loan_to(alice, "School"), "HIS-L")).ok()
    steps = (await alice("GET", "/api/traceability/history?serial=his-l")).ok()["steps"]
    assert [(step["what"], step["of"]["sheet_name"]) for step in steps] == [
        ("received", "Stock"),
        ("lent", "Town hall"),
        ("returned", "Town hall"),
        ("lent", "School"),
    ]
    found = (await alice("GET", "/api/traceability?q=his-l")).ok()["items"]
    assert [(one["kind"], one["sheet_kind"], one["state"], one["in_stock"]) for one in found] == [
        ("loan_item", "loan", "out", False),
        ("loan_item", "loan", "back", False),
        ("lot_item", "lot", None, False),
    ]
    (await bob("GET", "/api/traceability/history?serial=HIS-L")).refused("not_found", 404)


async def test_a_deleted_loan_comes_back_with_all_in_it(alice: Person) -> None:
    loan = await loan_to(alice)
    ids = [(await lend(alice, loan, f"DEL-{n}")).ok()["id"] for n in range(2)]
    (await act(alice, loan, "take-back", ids[0])).ok()
    before = await again(alice, loan)
    gone = await alice("DELETE", f"/api/loans/{loan['id']}")
    (await alice("GET", f"/api/loan-items/{ids[0]}")).refused("not_found", 404)
    other = await loan_to(alice, "Elsewhere")
    taken = (await lend(alice, other, "DEL-1")).ok()["id"]
    assert "“Elsewhere”" in (await undo(alice, gone)).refused("conflict")["detail"]
    (await act(alice, other, "take-back", taken)).ok()
    (await undo(alice, gone)).ok()
    after = await again(alice, loan)
    assert (after["total"], after["ready"], after["returned_at"]) == (before["total"], before["ready"], None)


async def test_nobody_else_comes_near(house: House) -> None:
    anne, viewer, editor, stranger = [await house.person(name) for name in ("anne", "viewer", "editor", "stranger")]
    project = (await anne("POST", "/api/projects", {"name": "Workshop"})).ok()["id"]
    for person, role in ((viewer, "viewer"), (editor, "editor")):
        (await anne("PUT", f"/api/projects/{project}/members/{person.id}", {"role": role})).ok()
    loan = await loan_to(anne, project_id=project)
    item = (await lend(editor, loan, "SHARED")).ok()["id"]
    own = (await lend(anne, await loan_to(anne, "Own"), "SHARED")).ok()["id"]  # another stock
    assert [one["id"] for one in (await viewer("GET", "/api/loan-items")).ok()["items"]] == [item]
    (await lend(viewer, loan, "V-1")).refused("forbidden", 403)
    (await act(viewer, loan, "take-back")).refused("forbidden", 403)
    (await act(viewer, loan, "give-out")).refused("forbidden", 403)
    (await viewer("PATCH", f"/api/loan-items/{item}", {"state": "back"})).refused("forbidden", 403)
    (await viewer("POST", "/api/loan-items/set", {"ids": [item], "state": "back"})).refused("forbidden", 403)
    for action in ("take-back", "give-out"):
        (await act(stranger, loan, action)).refused("not_found", 404)
        (await act(stranger, loan, action, item)).refused("not_found", 404)
        # Items of another loan are not found in this one, though they are the caller's own.
        (await act(anne, loan, action, own)).refused("not_found", 404)
        (await act(anne, loan, action, item, own)).refused("not_found", 404)
    (await lend(stranger, loan, "S-1")).refused("not_found", 404)
    (await anne("POST", f"/api/loans/{loan['id']}/take-back", {"item_ids": []})).refused("invalid", 422)
    (await anne("POST", f"/api/loans/{loan['id']}/take-back", {"item_ids": [{"$ne": ""}]})).refused("invalid", 422)
    assert (await again(viewer, loan))["ready"] == 0
    # Out of the project it would be lent twice in one stock.
    moving = await anne("PATCH", f"/api/loans/{loan['id']}", {"project_id": None})
    assert "on loan to “Own”" in moving.refused("conflict", 409)["detail"]


async def test_a_loan_on_paper(house: House, alice: Person, bob: Person) -> None:
    fields = {"lent_on": "2026-11-01", "due_on": "2026-12-01", "contact": "06 12 34 56 78", "borrower": "company"}
    loan = await loan_to(alice, "Mairie d’Ivry", **fields, price_cents=123_450, accessories="2 souris\n1 sac")
    (await lend(alice, loan, "PAP-1", type="laptop", brand="Lenovo", model="T480")).ok()
    said = await said_by(house, alice, "loan.print", loan["id"])
    assert (said.title, said.signed) == ("Fiche de prêt", ["Responsable", "Emprunteur"])
    assert [(fact.name, fact.says) for fact in said.facts] == [
        ("Emprunteur", "Mairie d’Ivry (société)"),
        ("Contact", "06 12 34 56 78"),
        ("Prêté le", "1er novembre 2026"),
        ("À rendre le", "1er décembre 2026"),
        ("Prix", "1\u202f234,50\u00a0€"),
        ("Accessoires", "2 souris 1 sac"),
    ]
    assert said.rows == [["1", "PAP-1", "Portable", "Lenovo T480", ""]]
    free = await said_by(house, alice, "loan.print", (await loan_to(alice))["id"])
    assert "Gratuit" in [fact.says for fact in free.facts]
    path = f"/api/loans/{loan['id']}/pdf"
    async with house.http.get(house.base + path, headers={"Authorization": f"Bearer {alice.token}"}) as answer:
        assert pages(await answer.read()) == 1
    (await bob("GET", path)).refused("not_found", 404)


async def test_an_archive_lends_nothing_twice(alice: Person) -> None:
    """What comes from elsewhere is counted and claimed as if it had been scanned."""
    loan = {"lent_on": "2026-11-01", "currency": "EUR"}
    docs = [
        ("loans", {"id": f"{1:024x}", "name": "A", **loan}),
        ("loans", {"id": f"{2:024x}", "name": "B", **loan, "due_on": "2026-10-01"}),
        ("loans", {"id": f"{3:024x}", "name": "C", **loan, "closed_at": "2026-11-02T08:00:00Z"}),
        ("loan_items", {"id": f"{4:024x}", "loan_id": f"{1:024x}", "serial": "ARC", "state": "out"}),
        (
            "loan_items",
            {
                "id": f"{5:024x}",
                "loan_id": f"{1:024x}",
                "serial": "ARC",
                "state": "back",
                "ready_at": "2026-11-02T08:00:00Z",
            },
        ),
        ("loan_items", {"id": f"{6:024x}", "loan_id": f"{3:024x}", "serial": "ARC", "state": "out"}),
    ]
    done = await bring_in(alice, packed(*docs, person=alice.id), source="archive")
    assert counts(done, "written") == {"loans": 2, "loan_items": 2}
    assert "due before it begins" in whys(done, "loans")[0][1]
    found = {one["name"]: one for one in (await alice("GET", "/api/loans")).ok()["items"]}
    assert {name: (one["total"], one["ready"]) for name, one in found.items()} == {"A": (2, 1), "C": (0, 0)}
    assert found["C"]["returned_at"] and found["A"]["returned_at"] is None
    assert "“A”" in (await lend(alice, found["C"], "ARC")).refused("conflict", 409)["detail"]
