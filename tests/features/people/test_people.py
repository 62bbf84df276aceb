"""People through their doors."""

from __future__ import annotations

import asyncio
from typing import Any

from hub.features.people.documents import PersonDocument
from hub.storage.documents import encode
from tests.house import Answer, Person


async def make(owner: Person, first: str, last: str = "", **fields: Any) -> dict[str, Any]:
    """A person of that owner's."""
    return (await owner("POST", "/api/people", {"first_name": first, "last_name": last, **fields})).ok()


async def report(owner: Person, person: dict[str, Any], manager: dict[str, Any] | None) -> Answer:
    """Have a person report to another, or to nobody."""
    return await owner("PATCH", f"/api/people/{person['id']}", {"manager_id": manager and manager["id"]})


async def undo(owner: Person, done: Answer) -> Answer:
    """Take back what an answer was about."""
    return await owner("POST", f"/api/activity/{done.headers['X-Activity-Id']}/undo")


async def manager_of(owner: Person, person: dict[str, Any]) -> str | None:
    """Whom a person reports to now."""
    return (await owner("GET", f"/api/people/{person['id']}")).ok()["manager_id"]


async def test_a_person_is_found_whatever_the_accents(alice: Person, bob: Person) -> None:
    made = await make(alice, "Élodie", "Le Gœuff", aliases=["Lo", "Didi"], email="elodie@example.org", role="Ventes")
    other = await make(alice, "Paul", "Durand", left=True, contact_only=True, arrival_date="2020-02-01")
    assert made["normalized_name"] == "elodie le goeuff"
    for query in ("q=Elodie", "q=ELODIE+goeuff", "q=didi", "q=elodie@example", "q=ventes", "left=false"):
        found = (await alice("GET", f"/api/people?{query}")).ok()["items"]
        assert found == [made], query
    assert [one["id"] for one in (await alice("GET", "/api/people")).ok()["items"]] == [other["id"], made["id"]]
    assert [one["id"] for one in (await alice("GET", "/api/people?contact_only=true")).ok()["items"]] == [other["id"]]
    url = f"/api/people/{made['id']}"
    changed = (await alice("PATCH", url, {"last_name": "Müller", "revision": made["revision"]})).ok()
    assert changed["normalized_name"] == "elodie muller"
    (await alice("PATCH", url, {"role": "x", "revision": made["revision"]})).refused("conflict", 409)
    for method, body in (("GET", None), ("PATCH", {"role": "x"}), ("DELETE", None)):
        (await bob(method, url, body)).refused("not_found", 404)
    (await bob("GET", f"{url}/reports")).refused("not_found", 404)
    assert (await bob("GET", "/api/people")).ok()["items"] == []


async def test_what_makes_no_sense_is_refused(alice: Person, bob: Person) -> None:
    made = await make(alice, "Paul")
    foreign = await make(bob, "Eve")
    team = (await bob("POST", "/api/teams", {"name": "Theirs"})).ok()
    url, nobody = f"/api/people/{made['id']}", "0" * 24
    (await alice("POST", "/api/people", {"role": "none"})).refused("invalid", 422)
    (await alice("PATCH", url, {"first_name": " "})).refused("invalid", 422)
    (await alice("PATCH", url, {"email": "no address"})).refused("invalid", 422)
    (await alice("PATCH", url, {"aliases": ["a"] * 21})).refused("invalid", 422)
    for name, id in (("manager_id", foreign["id"]), ("team_id", team["id"]), ("account_id", nobody)):
        (await alice("PATCH", url, {name: id})).refused("not_found", 404)
        (await alice("POST", "/api/people", {"first_name": "New", name: id})).refused("not_found", 404)
    assert (await alice("PATCH", url, {"account_id": bob.id})).ok()["account_id"] == bob.id
    assert [one["id"] for one in (await alice("GET", "/api/people")).ok()["items"]] == [made["id"]]


async def test_reporting_lines_make_no_circle(alice: Person) -> None:
    boss, middle, below = [await make(alice, name) for name in ("Boss", "Middle", "Below")]
    refused = (await report(alice, boss, boss)).refused("invalid", 422)
    assert "manager_id" in refused["errors"]
    (await report(alice, middle, boss)).ok()
    (await report(alice, below, middle)).ok()
    for above in (middle, below):
        assert "manager_id" in (await report(alice, boss, above)).refused("invalid", 422)["errors"]
    assert await manager_of(alice, boss) is None
    found = (await alice("GET", f"/api/people/{boss['id']}/reports")).ok()
    assert [(one["first_name"], one["depth"]) for one in found["items"]] == [("Middle", 1), ("Below", 2)]
    assert not found["more"]


async def test_two_changes_at_once_close_no_circle(alice: Person) -> None:
    for _ in range(5):
        one, other = await make(alice, "One"), await make(alice, "Other")
        answers = await asyncio.gather(report(alice, one, other), report(alice, other, one))
        assert sorted(answer.status for answer in answers) == [200, 422]
        assert sorted([await manager_of(alice, one) or "", await manager_of(alice, other) or ""])[0] == ""


async def test_an_undo_closes_no_circle(alice: Person) -> None:
    one, other = await make(alice, "One"), await make(alice, "Other")
    (await report(alice, one, other)).ok()
    freed = await report(alice, one, None)
    turned = await report(alice, other, one)
    turned.ok()
    (await undo(alice, freed)).refused("conflict", 409)
    assert (await manager_of(alice, one), await manager_of(alice, other)) == (None, one["id"])
    (await undo(alice, turned)).ok()
    (await undo(alice, freed)).ok()
    assert (await manager_of(alice, one), await manager_of(alice, other)) == (other["id"], None)


async def test_a_line_has_a_hundred_levels_at_most(alice: Person) -> None:
    line = [PersonDocument(first_name="Level 0", owner_id=alice.id)]
    for level in range(1, 100):
        line.append(PersonDocument(first_name=f"Level {level}", owner_id=alice.id, manager_id=line[-1].id))
    await PersonDocument.rows().insert_many([encode(one) for one in line])
    refused = await alice("POST", "/api/people", {"first_name": "Too deep", "manager_id": line[-1].id})
    assert "manager_id" in refused.refused("invalid", 422)["errors"]
    (await alice("POST", "/api/people", {"first_name": "Deep", "manager_id": line[-2].id})).ok()


async def test_who_reported_to_somebody_deleted_reports_to_nobody_until_it_is_undone(alice: Person) -> None:
    boss = await make(alice, "Boss")
    middle = await make(alice, "Middle", manager_id=boss["id"])
    below = [await make(alice, f"Below {n}", manager_id=middle["id"]) for n in range(2)]
    gone = await alice("DELETE", f"/api/people/{middle['id']}")
    assert gone.ok()["deleted"]
    assert [await manager_of(alice, one) for one in below] == [None, None]
    (await undo(alice, gone)).ok()
    assert [await manager_of(alice, one) for one in below] == [middle["id"]] * 2
    assert await manager_of(alice, middle) == boss["id"]


async def test_somebody_with_no_lines_comes_back_whatever_happened_to_lines(alice: Person) -> None:
    alone, one, other = [await make(alice, name) for name in ("Alone", "One", "Other")]
    (await report(alice, one, other)).ok()
    gone = await alice("DELETE", f"/api/people/{alone['id']}")
    (await report(alice, one, None)).ok()
    (await undo(alice, gone)).ok()
    assert (await alice("GET", f"/api/people/{alone['id']}")).ok()["first_name"] == "Alone"


async def test_nobody_comes_to_report_to_somebody_who_is_being_deleted(alice: Person) -> None:
    for _ in range(5):
        boss, one = await make(alice, "Boss"), await make(alice, "One")
        reported, _ = await asyncio.gather(report(alice, one, boss), alice("DELETE", f"/api/people/{boss['id']}"))
        assert await manager_of(alice, one) is None, reported.status


async def test_a_change_is_heard_by_its_owner_only(alice: Person, bob: Person) -> None:
    async with alice.socket() as hers, bob.socket() as his:
        made = await hers.ok("person.create", {"first_name": "Paul"})
        heard = await hers.hear("person.created", lambda told: told["entity"]["id"] == made["id"])
        assert heard["entity"] == made
        await his.refused("person.get", {"id": made["id"]}, "not_found")
        assert not his.all("person.created")
