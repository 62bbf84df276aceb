"""Orders and what they come to."""

from __future__ import annotations

from typing import Any

import pytest

from hub.features.budget.money import LARGEST
from tests.features.reception.test_lots import lot_of, scan, undo
from tests.features.reception.test_papers import pages, said_by
from tests.features.transfer.archives import bring_in, counts, packed, whys
from tests.house import House, Person

SSD = {"product": "SSD 500 GB", "quantity": 4, "unit_price_cents": 3_999, "shipping_cents": 590}


async def order_of(person: Person, name: str = "Spare parts", **fields: Any) -> dict[str, Any]:
    """An order of that person's."""
    return (await person("POST", "/api/orders", {"name": name, **fields})).ok()


async def test_the_server_counts(alice: Person) -> None:
    made = await order_of(alice, lines=[SSD, {"product": " Screws "}], ordered_on="2026-11-20", supplier="LDLC")
    assert [(line["product"], line["quantity"], line["total_cents"], line["link"]) for line in made["lines"]] == [
        ("SSD 500 GB", 4, 16_586, None),
        ("Screws", 1, 0, None),
    ]
    assert (made["goods_cents"], made["shipping_cents"], made["total_cents"]) == (15_996, 590, 16_586)
    assert (made["currency"], made["ordered_on"], made["category"]) == ("EUR", "2026-11-20", "")
    # What somebody claims that it comes to is refused, not believed.
    (await alice("PATCH", f"/api/orders/{made['id']}", {"total_cents": 1})).refused("invalid", 422)
    lied = [{**SSD, "total_cents": 1}]
    (await alice("PATCH", f"/api/orders/{made['id']}", {"lines": lied})).refused("invalid", 422)
    changed = (await alice("PATCH", f"/api/orders/{made['id']}", {"lines": [{**SSD, "quantity": 1}]})).ok()
    assert (changed["total_cents"], changed["supplier"]) == (4_589, "LDLC")
    assert (await alice("GET", f"/api/orders/{made['id']}")).ok() == changed
    assert (await alice("PATCH", f"/api/orders/{made['id']}", {"lines": []})).ok()["total_cents"] == 0


async def test_the_currency_is_that_of_the_last_budget_line(alice: Person) -> None:
    assert (await order_of(alice))["currency"] == "EUR"
    line = {"date": "2026-11-20", "vendor": "Digitec", "amount_cents": -100, "currency": "CHF"}
    (await alice("POST", "/api/budget", line)).ok()
    assert (await order_of(alice))["currency"] == "CHF"
    assert (await order_of(alice, currency="usd"))["currency"] == "USD"
    (await alice("POST", "/api/orders", {"name": "x", "currency": "XXX"})).refused("invalid", 422)


@pytest.mark.parametrize(
    "line",
    [
        {"product": ""},
        {"product": "  "},
        {"product": "x" * 301},
        {},
        {"product": "x", "quantity": 0},
        {"product": "x", "quantity": -1},
        {"product": "x", "quantity": 1.5},
        {"product": "x", "quantity": "2"},
        {"product": "x", "quantity": 1_000_001},
        {"product": "x", "unit_price_cents": -1},
        {"product": "x", "unit_price_cents": LARGEST + 1},
        {"product": "x", "unit_price_cents": 2**63},
        {"product": "x", "unit_price_cents": 12.5},
        {"product": "x", "shipping_cents": -1},
        {"product": "x", "unit_price_cents": LARGEST, "quantity": 2},
        {"product": "x", "unit_price_cents": LARGEST, "shipping_cents": 1},
        {"product": "x", "link": "javascript:alert(1)"},
        {"product": "x", "link": " JaVaScRiPt:alert(1)"},
        {"product": "x", "link": "java\tscript:alert(1)"},
        {"product": "x", "link": "data:text/html,<script>alert(1)</script>"},
        {"product": "x", "link": "ftp://example.org"},
        {"product": "x", "link": "https://user:password@example.org"},
        {"product": "x", "link": "https://example.org/" + "x" * 2_000},
        {"product": "x", "link": "https://exa mple.org"},
    ],
)
async def test_what_no_line_is_made_of(alice: Person, line: dict[str, Any]) -> None:
    made = await order_of(alice)
    (await alice("POST", "/api/orders", {"name": "Bad", "lines": [line]})).refused("invalid", 422)
    (await alice("PATCH", f"/api/orders/{made['id']}", {"lines": [SSD, line]})).refused("invalid", 422)
    assert (await alice("GET", f"/api/orders/{made['id']}")).ok() == made
    assert len((await alice("GET", "/api/orders")).ok()["items"]) == 1


async def test_as_many_lines_as_one_can_read(alice: Person) -> None:
    line = {"product": "Cable", "unit_price_cents": LARGEST // 200}
    assert (await order_of(alice, lines=[line] * 200))["total_cents"] == LARGEST
    (await alice("POST", "/api/orders", {"name": "x", "lines": [SSD] * 201})).refused("invalid", 422)


async def test_a_link_is_kept_as_one_that_can_be_opened(alice: Person) -> None:
    lines = [{"product": "a", "link": link} for link in ("example.org/x", "HTTP://example.org", "", None)]
    made = await order_of(alice, lines=lines)
    assert [line["link"] for line in made["lines"]] == ["https://example.org/x", "http://example.org", None, None]


async def test_orders_are_found_by_what_is_in_them(alice: Person, bob: Person) -> None:
    disks = await order_of(alice, "Disks", lines=[SSD], category="Spare parts", supplier="Élan")
    paint = await order_of(alice, "Paint", category="Workshop")
    await order_of(bob, "Disks", lines=[SSD])

    async def found(query: str) -> list[str]:
        return [one["id"] for one in (await alice("GET", f"/api/orders?{query}")).ok()["items"]]

    assert await found("") == [paint["id"], disks["id"]]
    for query in ("q=500", "q=elan", "q=spare%20disks", "category=Spare%20parts"):
        assert await found(query) == [disks["id"]]
    assert await found("q=.*") == [] and await found("category=Spare") == []
    known = (await alice("GET", "/api/orders/known")).ok()
    assert known == {"supplier": ["Élan"], "category": ["Spare parts", "Workshop"], "product": ["SSD 500 GB"]}


async def test_one_list_has_orders_too(alice: Person, bob: Person) -> None:
    (await scan(alice, await lot_of(alice, "Town hall"), "SSD-9", brand="Dell")).ok()
    lines = [SSD, *({"product": f"Part {number}"} for number in range(6))]
    made = await order_of(alice, "Disks", lines=lines)
    await order_of(bob, lines=[SSD])
    found = (await alice("GET", "/api/traceability?q=ssd")).ok()["items"]
    assert [(one["kind"], one["serial"], one["sheet_name"], one["in_stock"]) for one in found] == [
        ("order", "", "Disks", False),
        ("lot_item", "SSD-9", "Town hall", True),
    ]
    assert found[0]["id"] == found[0]["sheet_id"] == made["id"] and found[0]["sheet_kind"] == "order"
    assert found[0]["what"] == "4 × SSD 500 GB, 1 × Part 0, 1 × Part 1, 1 × Part 2, 1 × Part 3, +2"
    page = (await alice("GET", "/api/traceability?limit=1&q=ssd")).ok()
    rest = (await alice("GET", f"/api/traceability?limit=1&q=ssd&cursor={page['next_cursor']}")).ok()
    assert [one["kind"] for one in (*page["items"], *rest["items"])] == ["order", "lot_item"]


async def test_undone_it_is_as_it_was(alice: Person) -> None:
    made = await order_of(alice, lines=[SSD])
    path = f"/api/orders/{made['id']}"
    async with alice.socket() as socket:
        changed = await alice("PATCH", path, {"lines": [{"product": "Cable", "unit_price_cents": 1}]})
        told = await socket.hear("order.updated", lambda told: told["entity"]["id"] == made["id"], 20)
        assert told["entity"]["total_cents"] == changed.ok()["total_cents"] == 1
    (await undo(alice, changed)).ok()
    assert (await alice("GET", path)).ok()["lines"] == made["lines"]
    gone = await alice("DELETE", path)
    (await alice("GET", path)).refused("not_found", 404)
    (await undo(alice, gone)).ok()
    assert (await alice("GET", path)).ok()["total_cents"] == made["total_cents"]


async def test_a_stale_revision_is_a_conflict(alice: Person) -> None:
    made = await order_of(alice, lines=[SSD])
    first = {"lines": [], "revision": made["revision"]}
    (await alice("PATCH", f"/api/orders/{made['id']}", first)).ok()
    stale = await alice("PATCH", f"/api/orders/{made['id']}", {"lines": [SSD, SSD], "revision": made["revision"]})
    assert stale.refused("conflict", 409)["current"]["lines"] == []


async def test_who_looks_on_writes_nothing(house: House) -> None:
    anne, viewer, stranger = [await house.person(name) for name in ("anne", "viewer", "stranger")]
    project = (await anne("POST", "/api/projects", {"name": "Workshop"})).ok()["id"]
    (await anne("PUT", f"/api/projects/{project}/members/{viewer.id}", {"role": "viewer"})).ok()
    path = f"/api/orders/{(await order_of(anne, project_id=project, lines=[SSD]))['id']}"
    assert (await viewer("GET", path)).ok()["total_cents"] == 16_586
    (await viewer("PATCH", path, {"lines": []})).refused("forbidden", 403)
    (await viewer("DELETE", path)).refused("forbidden", 403)
    (await viewer("POST", "/api/orders", {"name": "x", "project_id": project})).refused("forbidden", 403)
    assert (await viewer("GET", "/api/orders/known")).ok()["product"] == ["SSD 500 GB"]
    for method, body in (("GET", None), ("PATCH", {"lines": []}), ("DELETE", None)):
        (await stranger(method, path, body)).refused("not_found", 404)
    assert (await stranger("GET", "/api/orders/known")).ok()["product"] == []
    assert (await stranger("GET", "/api/traceability?q=ssd")).ok()["items"] == []


async def test_an_order_on_paper(house: House, alice: Person, bob: Person) -> None:
    line = {**SSD, "link": "https://example.org/ssd"}
    fields = {"supplier": "LDLC", "category": "Pièces", "ordered_on": "2026-12-01", "description": "Urgent"}
    made = await order_of(alice, "Disques", lines=[line, {"product": "Vis"}], **fields)
    said = await said_by(house, alice, "order.print", made["id"])
    assert (said.title, said.name, said.notes) == ("Bon de commande", "Disques", "Urgent")
    assert [(fact.name, fact.says) for fact in said.facts] == [
        ("Commandé le", "1er décembre 2026"),
        ("Fournisseur", "LDLC"),
        ("Catégorie", "Pièces"),
        ("Total", "165,86\u00a0€"),
    ]
    assert said.rows == [
        ["1", "SSD 500 GB", "4", "39,99\u00a0€", "5,90\u00a0€", "165,86\u00a0€", "https://example.org/ssd"],
        ["2", "Vis", "1", "0,00\u00a0€", "", "0,00\u00a0€", ""],
    ]
    assert said.last == ["", "Total", "", "", "5,90\u00a0€", "165,86\u00a0€", ""]
    path = f"/api/orders/{made['id']}/pdf"
    async with house.http.get(house.base + path, headers={"Authorization": f"Bearer {alice.token}"}) as answer:
        assert pages(await answer.read()) == 1
    (await bob("GET", path)).refused("not_found", 404)
    empty = await said_by(house, alice, "order.print", (await order_of(alice))["id"])
    assert (empty.rows, empty.last) == ([], [])


async def test_an_archive_brings_what_could_have_been_typed(alice: Person) -> None:
    """An archive is a file like any other: what no form would take, it does not bring in either."""
    good = {"name": "Good", "currency": "EUR", "ordered_on": "2026-11-20", "lines": [SSD]}
    bad: list[dict[str, Any]] = [
        {"lines": [{"product": "x", "link": "javascript:alert(1)"}]},
        {"lines": [{"product": "x", "quantity": -3}]},
        {"lines": [{"product": "x", "unit_price_cents": LARGEST, "quantity": 9}]},
        {"currency": "<b>"},
        {"supplier": "x" * 101},
    ]
    docs = [("orders", {"id": f"{n:024x}", **good, **wrong}) for n, wrong in enumerate(({}, *bad), 1)]
    done = await bring_in(alice, packed(*docs, person=alice.id), source="archive")
    assert counts(done, "written") == {"orders": 1}
    assert [line for line, _ in whys(done, "orders")] == list(range(3, 3 + len(bad)))
    (found,) = (await alice("GET", "/api/orders")).ok()["items"]
    assert found["total_cents"] == 16_586
