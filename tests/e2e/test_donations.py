"""Donations in the browser: named, scanned, each to somebody, on a certificate."""

from __future__ import annotations

from typing import Any

from playwright.async_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.test_reception import PATIENCE_MS, scanned
from tests.e2e.test_views import violations
from tests.house import House, Person


async def test_hardware_is_given_away(house: House, visit: Visit) -> None:
    person: Person = await house.person("giver")
    lot = (await person("POST", "/api/lots", {"name": "Town hall"})).ok()["id"]
    known = {"serial": "GIFT-1", "type": "laptop", "brand": "Lenovo", "model": "T480"}
    (await person("POST", f"/api/lots/{lot}/items", known)).ok()
    page = await visit(person)
    await page.goto("/reception/donations")
    await page.locator(".reception [data-quickadd]").fill("School of Ivry")
    await page.keyboard.press("Enter")
    field = page.locator(".scanfield input")
    await expect(field).to_be_focused()
    # What the stock knows need not be said again; who gets the next ones is said once.
    fields: Any = page.locator(".given .input")
    await fields.nth(3).fill("Léa")
    await field.focus()
    await scanned(page, "gift-1", "gift-2")
    rows = page.locator(".rpiece:not(.heads)")
    await expect(rows).to_have_count(2, timeout=PATIENCE_MS)
    await expect(page.locator(".rpiece", has_text="GIFT-1")).to_contain_text("T480")
    await expect(page.locator(".rpiece", has_text="GIFT-2")).to_contain_text("Léa")
    await scanned(page, "gift-1")
    await expect(page.locator(".refused li")).to_contain_text("“School of Ivry”", timeout=PATIENCE_MS)
    await expect(field).to_be_focused()
    assert not await violations(page)
    async with page.expect_download() as coming:
        await page.locator(".head .btn", has_text="PDF").click()
    assert (await coming.value).suggested_filename == "School of Ivry.pdf"
    # It is out of the stock, and the history says with whom.
    await page.goto("/reception/trace?q=gift-1")
    await expect(page.locator(".tracerow")).to_have_count(2, timeout=PATIENCE_MS)
    await expect(page.locator(".tracerow .pill", has_text="In stock")).to_have_count(0)
    await page.locator(".tracerow .title").first.click()
    await expect(page.locator(".rsteps")).to_contain_text("School of Ivry", timeout=PATIENCE_MS)
    # What others give is told apart in the list.
    (await person("POST", "/api/donations", {"name": "The bank", "direction": "received"})).ok()
    await page.goto("/reception/donations?state=received")
    await expect(page.locator(".rrow")).to_have_count(1, timeout=PATIENCE_MS)
    await expect(page.locator(".rrow")).to_contain_text("The bank")
    await page.locator(".reception [data-quickadd]").fill("The library")
    await page.keyboard.press("Enter")
    await expect(page.locator(".rfacts select").first).to_have_value("received", timeout=PATIENCE_MS)
