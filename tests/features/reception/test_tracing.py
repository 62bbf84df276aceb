"""Where each piece is, and what became of it."""

from __future__ import annotations

from tests.features.reception.test_lots import READY, lot_of, scan
from tests.house import House, Person


async def test_everything_with_a_serial_is_in_one_list(alice: Person, bob: Person) -> None:
    first, second = await lot_of(alice, "Town hall"), await lot_of(alice, "School")
    (await scan(alice, first, "TR-1", brand="Lenovo", model="T480")).ok()
    (await scan(alice, second, "TR-2", technician="Élodie")).ok()
    (await scan(bob, await lot_of(bob, "Other"), "TR-1")).ok()
    found = (await alice("GET", "/api/traceability?q=tr-1")).ok()["items"]
    assert [(one["serial"], one["what"], one["sheet_name"], one["in_stock"]) for one in found] == [
        ("TR-1", "Lenovo T480", "Town hall", True)
    ]
    assert [one["serial"] for one in (await alice("GET", "/api/traceability?q=elodie")).ok()["items"]] == ["TR-2"]
    assert (await alice("GET", "/api/traceability?q=.*")).ok()["items"] == []
    page = (await alice("GET", "/api/traceability?limit=1")).ok()
    assert [one["serial"] for one in page["items"]] == ["TR-2"]
    rest = (await alice("GET", f"/api/traceability?limit=1&cursor={page['next_cursor']}")).ok()
    assert [one["serial"] for one in rest["items"]] == ["TR-1"] and rest["next_cursor"] is None
    (await alice("GET", "/api/traceability?cursor=nonsense")).refused("invalid", 422)


async def test_what_became_of_a_serial(alice: Person, bob: Person) -> None:
    lot = await lot_of(alice, "Town hall")
    item = (await scan(alice, lot, "HIS-1")).ok()
    (await alice("PATCH", f"/api/lot-items/{item['id']}", READY)).ok()
    (await alice("PATCH", f"/api/lots/{lot['id']}", {"recovered_at": "2099-11-22T08:00:00Z"})).ok()
    again = await lot_of(alice, "It came back")
    (await scan(alice, again, "his-1")).ok()
    told = (await alice("GET", "/api/traceability/history?serial=his-1")).ok()
    steps = [(step["what"], step["of"]["sheet_name"], step["of"]["in_stock"]) for step in told["steps"]]
    assert steps == [
        ("received", "Town hall", False),
        ("ready", "Town hall", False),
        ("received", "It came back", True),
        ("recovered", "Town hall", False),
    ]
    (await bob("GET", "/api/traceability/history?serial=HIS-1")).refused("not_found", 404)
    (await alice("GET", "/api/traceability/history?serial=NEVER")).refused("not_found", 404)
    (await alice("GET", "/api/traceability/history?serial=%00")).refused("invalid", 422)


async def test_who_is_out_of_a_project_traces_nothing_of_it(house: House) -> None:
    anne, gone = await house.person("anne"), await house.person("gone")
    project = (await anne("POST", "/api/projects", {"name": "Workshop"})).ok()["id"]
    member = f"/api/projects/{project}/members/{gone.id}"
    (await anne("PUT", member, {"role": "editor"})).ok()
    lot = await lot_of(gone, "Shared", project_id=project)
    (await scan(gone, lot, "GONE-1")).ok()
    assert len((await anne("GET", "/api/traceability?q=gone-1")).ok()["items"]) == 1
    (await anne("DELETE", member)).ok()
    assert (await gone("GET", "/api/traceability?q=gone-1")).ok()["items"] == []
    (await gone("GET", "/api/traceability/history?serial=GONE-1")).refused("not_found", 404)
