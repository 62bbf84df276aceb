"""Loans in a browser: scanned out, taken back one by one and all at once."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.test_reception import scanned
from tests.e2e.test_views import violations
from tests.house import House, Person

PATIENCE_MS = 20_000


@pytest.mark.parametrize(("width", "theme", "locale"), [(1360, "dark", "en-GB"), (390, "light", "fr-FR")])
async def test_hardware_is_lent_and_comes_back(
    house: House, visit: Visit, width: int, theme: str, locale: str
) -> None:
    person: Person = await house.person("lender", locale=locale[:2])
    lot = (await person("POST", "/api/lots", {"name": "Stock"})).ok()["id"]
    stock = {"serial": "LN-1", "type": "laptop", "brand": "Lenovo"}
    (await person("POST", f"/api/lots/{lot}/items", stock)).ok()
    other = {"name": "School", "lent_on": "2026-01-01", "due_on": "2026-02-01"}
    school = (await person("POST", "/api/loans", other)).ok()["id"]
    (await person("POST", f"/api/loans/{school}/items", {"serial": "TAKEN"})).ok()
    page = await visit(person, width=width, theme=theme, locale=locale)
    await page.goto("/reception/loans")
    await expect(page.locator(".rrow .pill.overdue")).to_be_visible(timeout=PATIENCE_MS)
    await page.locator(".reception [data-quickadd]").fill("Town hall")
    await page.keyboard.press("Enter")
    field = page.locator(".scanfield input")
    await expect(field).to_be_focused()
    await scanned(page, "ln-1", "taken", "ln-2")
    rows = page.locator(".rpiece:not(.heads)")
    await expect(rows).to_have_count(2, timeout=PATIENCE_MS)
    await expect(page.locator(".refused li")).to_contain_text("“School”", timeout=PATIENCE_MS)
    await expect(rows.filter(has_text="LN-1")).to_contain_text("Lenovo")
    await page.locator(".refused .ibtn").click()
    loan = page.url.rpartition("/")[2]
    made = (await person("GET", f"/api/loans/{loan}")).ok()
    assert made["due_on"] and made["due_on"] > made["lent_on"]
    # A price is written as people write one; what is none is said, and nothing changes.
    price = page.locator(".rfacts input.num")
    await price.fill("12,50")
    await price.press("Enter")
    await expect(price).to_have_value("12.50" if locale == "en-GB" else "12,50", timeout=PATIENCE_MS)
    await price.fill("a lot")
    await price.press("Enter")
    await expect(page.locator(".toast").first).to_be_visible(timeout=PATIENCE_MS)
    assert (await person("GET", f"/api/loans/{loan}")).ok()["price_cents"] == 1_250
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert not await violations(page)
    # One comes back, then the rest.
    await rows.nth(1).locator(".tick").click()
    await page.locator(".setbar .btn").nth(1).click()
    await expect(page.locator(".rcounts .chip").nth(2)).to_contain_text("1", timeout=PATIENCE_MS)
    await expect(field).to_be_focused()
    await page.locator(".head .tools .btn").first.click()
    await expect(page.locator(".head .pill.finished")).to_be_visible(timeout=PATIENCE_MS)
    done = (await person("GET", f"/api/loans/{loan}")).ok()
    assert (done["ready"], done["total"]) == (2, 2) and done["returned_at"]
    # What somebody else gives out again shows up.
    (await person("POST", f"/api/loans/{loan}/give-out")).ok()
    await expect(page.locator(".head .pill.finished")).to_have_count(0, timeout=PATIENCE_MS)
    async with page.expect_download() as coming:
        await page.locator(".head .btn", has_text="PDF").click()
    assert (await coming.value).suggested_filename == "Town hall.pdf"
    await page.goto("/reception/trace?q=ln-1")
    await page.locator(".tracerow button.title").first.click()
    await expect(page.locator(".rsteps li")).to_have_count(2, timeout=PATIENCE_MS)
