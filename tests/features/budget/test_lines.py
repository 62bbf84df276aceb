"""Budget lines through their doors."""

from __future__ import annotations

from typing import Any

import pytest

from tests.house import Person


async def make(person: Person, amount_cents: int = -4250, **fields: Any) -> dict[str, Any]:
    """A line of that person's."""
    return (await person("POST", "/api/budget", {"amount_cents": amount_cents, **fields})).ok()


async def found(person: Person, query: str = "") -> list[str]:
    """The labels of the lines that a query finds."""
    return [line["label"] for line in (await person("GET", f"/api/budget?{query}")).ok()["items"]]


async def test_a_line_is_created_found_changed_and_deleted(alice: Person) -> None:
    made = await make(
        alice, vendor="Leroy Merlin", label="Étagères", date="2026-11-20", vat_cents=-708, currency="chf"
    )
    assert (made["amount_cents"], made["vat_cents"], made["currency"]) == (-4250, -708, "CHF")
    assert (made["category"], made["department"], made["batch_id"]) == ("hardware", None, None)
    assert await found(alice, "q=ETAGERES+merlin") == ["Étagères"]
    url = f"/api/budget/{made['id']}"
    changed = (await alice("PATCH", url, {"amount_cents": -5000, "category": "", "invoice_number": "F-1"})).ok()
    assert (changed["amount_cents"], changed["category"], changed["invoice_number"]) == (-5000, "", "F-1")
    assert (await alice("PATCH", url, {"invoice_number": None})).ok()["invoice_number"] is None
    (await alice("DELETE", url)).ok()
    (await alice("GET", url)).refused("not_found", 404)


async def test_what_is_not_said_is_filled_in(alice: Person) -> None:
    first = await make(alice)
    assert first["currency"] == "EUR" and len(first["date"]) == 10
    await make(alice, currency="USD")
    assert (await make(alice))["currency"] == "USD"


async def test_a_category_is_learned_from_the_vendors_lines_first(alice: Person, bob: Person) -> None:
    assert (await make(alice, vendor="CARREFOUR CITY"))["category"] == "groceries"
    for _ in range(2):
        await make(alice, vendor="Carrefour City", category="team lunch")
    assert (await make(alice, vendor="carrefour  city SAS"))["category"] == "team lunch"
    assert (await make(bob, vendor="Carrefour City"))["category"] == "groceries"
    assert (await make(alice, vendor="Nobody knows"))["category"] == ""
    assert (await make(alice, label="pizza"))["category"] == "restaurant"


async def test_filters(alice: Person) -> None:
    project = (await alice("POST", "/api/projects", {"name": "p"})).ok()
    await make(alice, -100, label="a", date="2026-10-31", vendor="Été SARL", category="Fête")
    await make(alice, -200, label="b", date="2026-11-01", project_id=project["id"])
    await make(alice, 300, label="c", date="2026-11-30", department="Ops", currency="USD")
    assert await found(alice) == ["c", "b", "a"]
    assert await found(alice, "from=2026-11-01&to=2026-11-30") == ["c", "b"]
    assert await found(alice, "sign=spent") == ["b", "a"] and await found(alice, "sign=received") == ["c"]
    assert await found(alice, "vendor=ete") == ["a"] and await found(alice, "category=FETE") == ["a"]
    assert await found(alice, f"project_id={project['id']}") == ["b"]
    assert await found(alice, "department=Ops") == ["c"] and await found(alice, "currency=usd") == ["c"]
    async with alice.socket() as hers:
        page = await hers.ok("budget.list", {"from": "2026-11-01", "to": "2026-11-29"})
        assert [line["label"] for line in page["items"]] == ["b"]


async def test_a_stranger_neither_sees_nor_hears_it(alice: Person, bob: Person) -> None:
    async with alice.socket() as hers, bob.socket() as his:
        made = await hers.ok("budget.create", {"amount_cents": -1, "label": "secret", "vendor": "Shop"})
        heard = await hers.hear("budget.created", lambda told: told["entity"]["id"] == made["id"])
        assert heard["entity"] == made
        for event, more in (("budget.get", {}), ("budget.update", {"label": "mine"}), ("budget.delete", {})):
            await his.refused(event, {"id": made["id"], **more}, "not_found")
        assert (await his.ok("budget.list"))["items"] == [] and not his.all("budget.created")
        assert (await his.ok("budget.summary", {}))["count"] == 0
        assert (await his.ok("budget.export", {}))["count"] == 0
        assert (await his.ok("budget.set_vendor_department", {"vendor": "Shop", "department": "x"}))["changed"] == 0
        assert (await hers.ok("budget.get", {"id": made["id"]}))["department"] is None


async def test_totals_by_month_and_department_category_project_and_vendor(alice: Person) -> None:
    project = (await alice("POST", "/api/projects", {"name": "Trip"})).ok()
    await make(alice, -1000, date="2026-10-05", vendor="Shop", vat_cents=-167, category="Food", department="Ops")
    await make(alice, -2000, date="2026-11-05", vendor="SHOP SAS", vat_cents=-333, category="food", department="Ops")
    await make(alice, -500, date="2026-11-06", vendor="Rail", category="Train", project_id=project["id"])
    await make(alice, 10000, date="2026-11-07", vendor="Client", category="Sales")
    await make(alice, -700, date="2026-11-07", vendor="Shop", currency="USD")
    whole = (await alice("GET", "/api/budget/summary")).ok()
    assert (whole["currency"], whole["currencies"]) == ("EUR", ["EUR", "USD"])
    assert (whole["total_cents"], whole["spent_cents"], whole["received_cents"], whole["count"]) == (
        6500,
        3500,
        10000,
        4,
    )
    assert whole["vat_cents"] == -500
    months = [(one["month"], one["department"], one["total_cents"]) for one in whole["by_month_department"]]
    assert months == [("2026-10", "Ops", -1000), ("2026-11", None, 9500), ("2026-11", "Ops", -2000)]
    categories = {one["category"]: (one["total_cents"], one["count"]) for one in whole["by_category"]}
    assert categories == {"food": (-3000, 2), "Train": (-500, 1), "Sales": (10000, 1)}
    assert [(one["name"], one["total_cents"]) for one in whole["by_project"]] == [(None, 7000), ("Trip", -500)]
    vendors = [(one["vendor"], one["total_cents"], one["vat_cents"]) for one in whole["by_vendor"]]
    assert vendors == [("Client", 10000, 0), ("SHOP SAS", -3000, -500), ("Rail", -500, 0)]
    november = (await alice("GET", "/api/budget/summary?from=2026-11-01&to=2026-11-30")).ok()
    assert (november["count"], november["total_cents"]) == (3, 7500)
    dollars = (await alice("GET", "/api/budget/summary?currency=USD")).ok()
    assert (dollars["total_cents"], dollars["count"]) == (-700, 1)
    (await alice("GET", "/api/budget/summary?from=2026-12-01&to=2026-11-30")).refused("invalid", 422)


async def test_an_envelope_holds_what_was_not_spent_of_it(alice: Person) -> None:
    for date, cents in (("2026-10-05", -1000), ("2026-11-05", -2000), ("2026-11-06", 500), ("2026-12-01", -9)):
        await make(alice, cents, date=date, category="Été")
    await make(alice, -4000, date="2026-11-05", category="Other")
    (await alice("PUT", "/api/budget/envelopes", {"category": "été", "amount_cents": 3000})).ok()
    url = "/api/budget/summary?from=2026-10-01&to=2026-11-30"
    (left,) = (await alice("GET", url)).ok()["envelopes"]
    assert (left["months"], left["amount_cents"], left["spent_cents"], left["left_cents"]) == (2, 3000, 2500, 3500)
    set_again = await alice("PUT", "/api/budget/envelopes", {"category": "ÉTÉ", "amount_cents": 1000})
    (left,) = (await alice("GET", url)).ok()["envelopes"]
    assert left["left_cents"] == -500
    (await alice("POST", f"/api/activity/{set_again.headers['X-Activity-Id']}/undo")).ok()
    assert (await alice("GET", url)).ok()["envelopes"][0]["left_cents"] == 3500
    (await alice("PUT", "/api/budget/envelopes", {"category": "ete", "amount_cents": None})).ok()
    assert (await alice("GET", url)).ok()["envelopes"] == []
    (await alice("PUT", "/api/budget/envelopes", {"category": "ete", "amount_cents": None})).refused("not_found", 404)
    (await alice("PUT", "/api/budget/envelopes", {"category": "ete", "amount_cents": -1})).refused("invalid", 422)


async def test_a_vendors_department_applies_to_its_lines_and_can_be_undone(alice: Person) -> None:
    old = await make(alice, vendor="OVH SAS", department="IT")
    other = await make(alice, vendor="Gandi")
    url = "/api/budget/vendors/department"
    answer = await alice("POST", url, {"vendor": "ovh", "department": "Ops"})
    assert answer.ok() == {"vendor": "ovh", "department": "Ops", "changed": 1}
    assert (await make(alice, vendor="Ovh"))["department"] == "Ops"
    assert (await make(alice, vendor="Ovh", department="Lab"))["department"] == "Lab"
    assert (await alice("GET", f"/api/budget/{other['id']}")).ok()["department"] is None
    (await alice("POST", f"/api/activity/{answer.headers['X-Activity-Id']}/undo")).ok()
    assert (await alice("GET", f"/api/budget/{old['id']}")).ok()["department"] == "IT"
    assert (await make(alice, vendor="Ovh"))["department"] is None
    (await alice("POST", url, {"vendor": " - ", "department": "x"})).refused("invalid", 422)


async def test_a_vendor_with_many_lines_is_changed_in_pieces(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.features.budget.plans.PIECE", 2)
    for _ in range(5):
        await make(alice, vendor="OVH")
    answer = await alice("POST", "/api/budget/vendors/department", {"vendor": "ovh", "department": "Ops"})
    assert answer.ok()["changed"] == 5
    assert len((await alice("GET", "/api/budget?department=Ops")).ok()["items"]) == 5
    (await alice("POST", f"/api/activity/{answer.headers['X-Activity-Id']}/undo")).ok()
    assert (await alice("GET", "/api/budget?department=Ops")).ok()["items"] == []


async def test_a_stale_revision_is_a_conflict_that_shows_what_is(alice: Person) -> None:
    made = await make(alice)
    url = f"/api/budget/{made['id']}"
    (await alice("PATCH", url, {"label": "two", "revision": 1})).ok()
    refused = (await alice("PATCH", url, {"label": "three", "revision": 1})).refused("conflict", 409)
    assert refused["current"]["label"] == "two"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"amount_cents": 1.5},
        {"amount_cents": "100"},
        {"amount_cents": True},
        {"amount_cents": 10**12 + 1},
        {"amount_cents": {"$gt": 0}},
        {"amount_cents": 1, "currency": "EURO"},
        {"amount_cents": 1, "currency": "XYZ"},
        {"amount_cents": 1, "vendor": {"$gt": ""}},
        {"amount_cents": 1, "vendor": "x" * 301},
        {"amount_cents": 1, "date": "20/11/2026"},
        {"amount_cents": 1, "owner_id": "0" * 24},
        {"amount_cents": 1, "batch_id": "0" * 24},
        {"amount_cents": 1, "project_id": "nope"},
        {"amount_cents": 1, "notes": "x" * 20_001},
    ],
)
async def test_bad_input_is_refused_field_by_field(alice: Person, body: dict[str, object]) -> None:
    refused = (await alice("POST", "/api/budget", body)).refused("invalid", 422)
    assert refused["errors"]
    assert (await alice("GET", "/api/budget")).ok()["items"] == []


async def test_unknown_ids_are_not_found(alice: Person) -> None:
    unknown = "0" * 24
    for method, body in (("GET", None), ("PATCH", {"label": "a"}), ("DELETE", None)):
        (await alice(method, f"/api/budget/{unknown}", body)).refused("not_found", 404)
    (await alice("POST", "/api/budget", {"amount_cents": 1, "project_id": unknown})).refused("not_found", 404)
    (await alice("POST", f"/api/budget/import/{unknown}/undo")).refused("not_found", 404)
