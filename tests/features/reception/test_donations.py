"""Donations: what is given away, what others give, and to whom each piece went."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.features.reception.test_lots import READY, lot_of, scan, undo
from tests.features.reception.test_papers import pages, said_by
from tests.house import Answer, House, Person


async def donation_of(person: Person, name: str = "School of Ivry", **fields: Any) -> str:
    """A donation of that person's; its id."""
    return (await person("POST", "/api/donations", {"name": name, **fields})).ok()["id"]


async def give(person: Person, donation: str, serial: str, **fields: Any) -> Answer:
    """Scan something onto a donation."""
    return await person("POST", f"/api/donations/{donation}/items", {"serial": serial, **fields})


async def test_a_donation_says_who_when_and_what(alice: Person) -> None:
    made = await alice("POST", "/api/donations", {"name": " School of Ivry ", "accessories": "3 mice"})
    assert {key: made.ok()[key] for key in ("name", "direction", "party", "accessories", "total")} == {
        "name": "School of Ivry",
        "direction": "given",
        "party": "person",
        "accessories": "3 mice",
        "total": 0,
    }
    assert made.ok()["given_on"]
    id = made.ok()["id"]
    changes = {"direction": "received", "party": "company", "contact": "Ms Roy", "given_on": "2026-11-03"}
    assert changes.items() <= (await alice("PATCH", f"/api/donations/{id}", changes)).ok().items()
    assert [one["id"] for one in (await alice("GET", "/api/donations?direction=received&q=roy")).ok()["items"]] == [
        id
    ]
    assert id not in {one["id"] for one in (await alice("GET", "/api/donations?direction=given")).ok()["items"]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"direction": "sold"},
        {"party": "state"},
        {"given_on": "yesterday"},
        {"contact": "x" * 301},
        {"accessories": "x" * 2_001},
        {"items": []},
    ],
)
async def test_what_is_no_donation(alice: Person, wrong: dict[str, Any]) -> None:
    (await alice("POST", "/api/donations", {"name": "School", **wrong})).refused("invalid", 422)
    id = await donation_of(alice)
    (await alice("PATCH", f"/api/donations/{id}", wrong)).refused("invalid", 422)


async def test_what_was_given_away_is_given_once_until_it_comes_back(alice: Person) -> None:
    first, second = await donation_of(alice, "School"), await donation_of(alice, "Library")
    one = (await give(alice, first, "GIVE-1")).ok()["id"]
    assert "“School”" in (await give(alice, second, "give-1")).refused("conflict", 409)["detail"]
    back = await alice("POST", "/api/donation-items/set", {"ids": [one], "state": "returned"})
    back.ok()
    (await give(alice, second, "GIVE-1")).ok()
    # It is elsewhere now: it did not stay there after all only once it is not.
    assert "“Library”" in (await undo(alice, back)).refused("conflict")["detail"]
    # What somebody gave us can be given on; on one donation it stands once.
    gift = await donation_of(alice, "Bank", direction="received")
    (await give(alice, gift, "GIVE-1")).ok()
    assert "“Bank”" in (await give(alice, gift, "GIVE-1")).refused("conflict", 409)["detail"]
    # Turned round, it would be a thing that is given twice.
    turned = await alice("PATCH", f"/api/donations/{gift}", {"direction": "given"})
    assert "“Library”" in turned.refused("conflict", 409)["detail"]


async def test_of_two_who_give_the_same_at_once_one_does(alice: Person) -> None:
    donations = [await donation_of(alice, f"School {n}") for n in range(3)]
    answers = await asyncio.gather(*(give(alice, donation, "RACE-G") for donation in donations))
    assert sorted(one.status for one in answers) == [201, 409, 409]


async def test_the_stock_fills_in_what_it_knows_and_sees_it_leave(alice: Person, bob: Person) -> None:
    lot = await lot_of(alice, "Town hall")
    (await scan(alice, lot, "KNOWN-G", type="laptop", brand="Lenovo", model="T480", **READY)).ok()
    hers = await donation_of(bob)
    assert (await give(bob, hers, "KNOWN-G")).ok()["brand"] == "", "nobody looks into another's stock"
    donation = await donation_of(alice, "School")
    given = (await give(alice, donation, "known-g", recipient="Léa")).ok()
    assert (given["type"], given["brand"], given["model"], given["recipient"]) == ("laptop", "Lenovo", "T480", "Léa")

    async def in_stock() -> list[tuple[str, bool]]:
        found = (await alice("GET", "/api/traceability?q=known-g")).ok()["items"]
        return [(one["kind"], one["in_stock"]) for one in found]

    assert await in_stock() == [("donation_item", False), ("lot_item", False)]
    told = (await alice("GET", "/api/traceability/history?serial=KNOWN-G")).ok()["steps"]
    assert [(step["what"], step["of"]["sheet_name"]) for step in told] == [
        ("received", "Town hall"),
        ("ready", "Town hall"),
        ("given", "School"),
    ]
    (await alice("PATCH", f"/api/donation-items/{given['id']}", {"state": "returned"})).ok()
    assert await in_stock() == [("donation_item", False), ("lot_item", True)]
    told = (await alice("GET", "/api/traceability/history?serial=KNOWN-G")).ok()["steps"]
    assert told[-1]["what"] == "returned" and told[-1]["of"]["in_stock"] is False
    gift = await donation_of(alice, "Bank", direction="received")
    (await give(alice, gift, "FROM-BANK")).ok()
    told = (await alice("GET", "/api/traceability/history?serial=FROM-BANK")).ok()["steps"]
    assert [step["what"] for step in told] == ["donated"]
    assert (await alice("GET", "/api/traceability?q=léa")).ok()["items"][0]["serial"] == "KNOWN-G"


async def test_several_at_once_and_what_was_typed(alice: Person, bob: Person) -> None:
    donation, hers = await donation_of(alice), await donation_of(bob)
    ids = [(await give(alice, donation, f"MANY-{n}", brand="HP")).ok()["id"] for n in range(2)]
    theirs = (await give(bob, hers, "MANY-9")).ok()["id"]
    done = await alice("POST", "/api/donation-items/set", {"ids": ids, "recipient": "Noé", "type": "screen"})
    assert done.ok() == {"count": 2, "sheet_ids": [donation]}
    (await alice("POST", "/api/donation-items/set", {"ids": [*ids, theirs], "recipient": "x"})).refused("not_found")
    (await alice("POST", "/api/donation-items/set", {"ids": ids, "state": "sold"})).refused("invalid", 422)
    known = (await alice("GET", "/api/donation-items/known")).ok()
    assert (known["recipient"], known["brand"]) == (["Noé"], ["HP"])
    (await undo(alice, done)).ok()
    assert (await alice("GET", f"/api/donation-items/{ids[0]}")).ok()["recipient"] == ""
    gone = await alice("DELETE", f"/api/donations/{donation}")
    (await alice("GET", f"/api/donation-items/{ids[0]}")).refused("not_found", 404)
    (await undo(alice, gone)).ok()
    found = (await alice("GET", f"/api/donation-items?donation_id={donation}")).ok()["items"]
    assert [one["id"] for one in found] == ids


async def test_a_donation_in_a_project_is_its_members(house: House) -> None:
    anne, viewer, gone, other = [await house.person(name) for name in ("anne", "viewer", "gone", "other")]
    project = (await anne("POST", "/api/projects", {"name": "Workshop"})).ok()["id"]
    for person, role in ((viewer, "viewer"), (gone, "editor")):
        (await anne("PUT", f"/api/projects/{project}/members/{person.id}", {"role": role})).ok()
    donation = await donation_of(anne, "Shared", project_id=project)
    one = (await give(gone, donation, "SHARED-G")).ok()["id"]
    assert [found["id"] for found in (await viewer("GET", "/api/donation-items?q=shared-g")).ok()["items"]] == [one]
    (await give(viewer, donation, "SHARED-H")).refused("forbidden", 403)
    (await viewer("PATCH", f"/api/donation-items/{one}", {"state": "returned"})).refused("forbidden", 403)
    (await viewer("DELETE", f"/api/donations/{donation}")).refused("forbidden", 403)
    (await other("GET", f"/api/donations/{donation}")).refused("not_found", 404)
    (await other("GET", f"/api/donations/{donation}/pdf")).refused("not_found", 404)
    (await anne("DELETE", f"/api/projects/{project}/members/{gone.id}")).ok()
    (await gone("GET", f"/api/donation-items/{one}")).refused("not_found", 404)
    assert (await gone("GET", "/api/traceability?q=shared-g")).ok()["items"] == []


async def test_a_certificate(house: House, alice: Person) -> None:
    donation = await donation_of(
        alice, "École d’Ivry", party="company", given_on="2026-11-20", accessories="3 souris\n2 claviers"
    )
    one = (await give(alice, donation, "PAP-G1", type="laptop", brand="Dell", model="E5400")).ok()
    (await give(alice, donation, "PAP-G2", state="returned")).ok()
    said = await said_by(house, alice, "donation.print", donation)
    assert said.title == "Attestation de don"
    assert [(fact.name, fact.says) for fact in said.facts] == [
        ("Bénéficiaire", "École d’Ivry (société)"),
        ("Donné le", "20 novembre 2026"),
        ("Sans n° de série", "3 souris\n2 claviers"),
    ]
    assert said.rows == [["1", "PAP-G1", "Portable", "Dell E5400"]], "what came back is not theirs"
    assert said.signed == ["Donateur", "Bénéficiaire"] and "titre gratuit" in said.notes
    # Where each goes to somebody, each of them signs.
    (await alice("PATCH", f"/api/donation-items/{one['id']}", {"recipient": "Léa"})).ok()
    said = await said_by(house, alice, "donation.print", donation)
    assert said.rows == [["1", "PAP-G1", "Portable", "Dell E5400", "Léa", ""]]
    assert said.columns[-1].head == "Signature" and said.signed == ["Responsable"]
    (await alice("PATCH", f"/api/donations/{donation}", {"direction": "received"})).ok()
    assert (await said_by(house, alice, "donation.print", donation)).facts[0].name == "Donateur"
    path = f"{house.base}/api/donations/{donation}/pdf"
    async with house.http.get(path, headers={"Authorization": f"Bearer {alice.token}"}) as answer:
        assert answer.content_type == "application/pdf" and pages(await answer.read()) == 1
