"""Disks and how they are wiped."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.features.reception.test_lots import lot_of, scan, undo
from tests.features.reception.test_papers import pages, said_by
from tests.house import Answer, House, Person


async def session_of(person: Person, name: str = "Friday", **fields: Any) -> str:
    """A session of that person's; its id."""
    return (await person("POST", "/api/disk-sessions", {"name": name, **fields})).ok()["id"]


async def disk(person: Person, session: str, serial: str, **fields: Any) -> Answer:
    """Scan a disk into a session."""
    return await person("POST", f"/api/disk-sessions/{session}/disks", {"serial": serial, **fields})


@pytest.mark.parametrize(
    ("type", "wiping", "fits"),
    [
        ("hdd", "overwrite", True),
        ("hdd", "destroyed", True),
        ("hdd", "erase_sanitise", False),
        ("ssd", "erase_sanitise", True),
        ("ssd", "destroyed", True),
        ("ssd", "overwrite", False),
        (None, "destroyed", True),
        (None, "overwrite", False),
        (None, "erase_sanitise", False),
    ],
)
async def test_wiping_fits_the_disk(alice: Person, type: str | None, wiping: str, fits: bool) -> None:
    session = await session_of(alice)
    scanned = await disk(alice, session, "WD-1", type=type, wiping=wiping)
    later = (await disk(alice, session, "WD-2", type=type)).ok()["id"]
    set_later = await alice("PATCH", f"/api/disks/{later}", {"wiping": wiping})
    if fits:
        assert scanned.ok()["ready_at"] and set_later.ok()["wiping"] == wiping
        found = (await alice("GET", f"/api/disk-sessions/{session}")).ok()
        assert (found["total"], found["ready"]) == (2, 2)
    else:
        assert "WD-1" in scanned.refused("invalid", 422)["detail"]
        assert "WD-2" in set_later.refused("invalid", 422)["errors"]["wiping"]


async def test_several_are_wiped_or_none(alice: Person) -> None:
    session = await session_of(alice)
    spins = (await disk(alice, session, "SP-1", type="hdd")).ok()["id"]
    solid = (await disk(alice, session, "SO-1", type="ssd")).ok()["id"]
    both = {"ids": [spins, solid], "wiping": "overwrite"}
    assert "SO-1" in (await alice("POST", "/api/disks/set", both)).refused("invalid", 422)["detail"]
    assert (await alice("GET", f"/api/disk-sessions/{session}")).ok()["ready"] == 0
    done = await alice("POST", "/api/disks/set", {**both, "wiping": "destroyed"})
    assert done.ok() == {"count": 2, "sheet_ids": [session]}
    assert (await alice("GET", f"/api/disk-sessions/{session}")).ok()["ready"] == 2
    # What is wiped does not become of another type.
    (await alice("PATCH", f"/api/disks/{spins}", {"wiping": "overwrite"})).ok()
    (await alice("PATCH", f"/api/disks/{spins}", {"type": "ssd"})).refused("invalid", 422)
    (await undo(alice, done)).refused("conflict")
    assert len((await alice("GET", "/api/disks?wiping=overwrite")).ok()["items"]) == 1


async def test_a_disk_is_in_a_session_once_and_may_be_in_another(alice: Person) -> None:
    first, second = await session_of(alice, "Friday"), await session_of(alice, "Monday")
    (await disk(alice, first, "ONCE")).ok()
    assert "“Friday”" in (await disk(alice, first, "once")).refused("conflict", 409)["detail"]
    (await disk(alice, second, "ONCE", type="ssd", wiping="erase_sanitise")).ok()
    # A machine may have the same number, and one list has them all.
    lot = await lot_of(alice)
    (await scan(alice, lot, "ONCE")).ok()
    found = (await alice("GET", "/api/traceability?q=once")).ok()["items"]
    assert [(one["kind"], one["in_stock"]) for one in found] == [("lot_item", True), ("disk", False), ("disk", False)]
    told = (await alice("GET", "/api/traceability/history?serial=ONCE")).ok()["steps"]
    assert sorted(step["what"] for step in told) == ["received", "scanned", "scanned", "wiped"]


async def test_of_two_scanners_at_once_one_wins(alice: Person) -> None:
    session = await session_of(alice)
    answers = await asyncio.gather(*(disk(alice, session, "RACE") for _ in range(4)))
    assert sorted(one.status for one in answers) == [201, 409, 409, 409]
    assert (await alice("GET", f"/api/disk-sessions/{session}")).ok()["total"] == 1


async def test_what_is_taken_back_is_not_wiped(alice: Person) -> None:
    session = await session_of(alice)
    ids = [(await disk(alice, session, f"BACK-{n}", type="hdd")).ok()["id"] for n in range(2)]
    done = await alice("POST", "/api/disks/set", {"ids": ids, "wiping": "overwrite", "technician": "Ada"})
    assert (await alice("GET", f"/api/disk-sessions/{session}")).ok()["ready"] == 2
    (await undo(alice, done)).ok()
    assert (await alice("GET", f"/api/disk-sessions/{session}")).ok()["ready"] == 0
    one = (await alice("PATCH", f"/api/disks/{ids[0]}", {"wiping": "overwrite"})).ok()
    assert one["ready_at"] and one["technician"] == ""
    assert (await alice("PATCH", f"/api/disks/{ids[0]}", {"wiping": None})).ok()["ready_at"] is None
    gone = await alice("DELETE", f"/api/disk-sessions/{session}")
    (await alice("GET", f"/api/disks/{ids[0]}")).refused("not_found", 404)
    (await undo(alice, gone)).ok()
    assert len((await alice("GET", f"/api/disks?session_id={session}")).ok()["items"]) == 2


async def test_a_session_in_a_project_is_its_members(house: House) -> None:
    anne, viewer, gone, other = [await house.person(name) for name in ("anne", "viewer", "gone", "other")]
    project = (await anne("POST", "/api/projects", {"name": "Workshop"})).ok()["id"]
    for person, role in ((viewer, "viewer"), (gone, "editor")):
        (await anne("PUT", f"/api/projects/{project}/members/{person.id}", {"role": role})).ok()
    session = await session_of(anne, "Shared", project_id=project)
    one = (await disk(gone, session, "SHARED-1", brand="Seagate")).ok()["id"]
    assert [found["id"] for found in (await viewer("GET", "/api/disks?q=shared")).ok()["items"]] == [one]
    assert (await viewer("GET", "/api/disks/known")).ok()["brand"] == ["Seagate"]
    (await disk(viewer, session, "SHARED-2")).refused("forbidden", 403)
    (await viewer("PATCH", f"/api/disks/{one}", {"type": "ssd"})).refused("forbidden", 403)
    (await viewer("POST", "/api/disks/set", {"ids": [one], "type": "ssd"})).refused("forbidden", 403)
    (await viewer("DELETE", f"/api/disk-sessions/{session}")).refused("forbidden", 403)
    (await other("POST", "/api/disks/set", {"ids": [one], "type": "ssd"})).refused("not_found", 404)
    (await other("GET", f"/api/disks?session_id={session}")).refused("not_found", 404)
    (await other("POST", "/api/disk-sessions", {"name": "x", "project_id": project})).refused("not_found", 404)
    (await anne("DELETE", f"/api/projects/{project}/members/{gone.id}")).ok()
    (await gone("GET", f"/api/disks/{one}")).refused("not_found", 404)
    assert (await gone("GET", "/api/disks/known")).ok()["brand"] == []
    assert (await gone("GET", "/api/traceability?q=shared")).ok()["items"] == []


@pytest.mark.parametrize("size", [0, -1, 1_000_001, "500", 1.5])
async def test_a_size_is_a_number_of_gigabytes(alice: Person, size: Any) -> None:
    (await disk(alice, await session_of(alice), "SIZE", size_gb=size)).refused("invalid", 422)


async def test_a_session_on_paper(house: House, alice: Person, bob: Person) -> None:
    session = await session_of(alice, "Vendredi", held_on="2026-11-20")
    (await disk(alice, session, "PAP-D", type="ssd", size_gb=512, interface="NVMe", wiping="erase_sanitise")).ok()
    said = await said_by(house, alice, "disk_session.print", session)
    assert (said.title, said.facts[0].says) == ("Effacement de disques", "20 novembre 2026")
    assert said.rows == [["1", "PAP-D", "", "SSD", "512 Go", "NVMe", "Secure erase et sanitize", ""]]
    path = f"/api/disk-sessions/{session}/pdf"
    async with house.http.get(house.base + path, headers={"Authorization": f"Bearer {alice.token}"}) as answer:
        assert pages(await answer.read()) == 1
    (await bob("GET", path)).refused("not_found", 404)
    (await disk(bob, session, "BOB")).refused("not_found", 404)
