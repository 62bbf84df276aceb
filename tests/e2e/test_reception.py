"""The reception in front of somebody with a barcode scanner, which types a number and presses Enter."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.test_views import violations
from tests.house import House, Person

PATIENCE_MS = 20_000


async def scanned(page: Page, *serials: str) -> None:
    """What a scanner does, as fast as it does it."""
    for serial in serials:
        await page.keyboard.type(serial)
        await page.keyboard.press("Enter")


@pytest.mark.parametrize(("width", "theme", "locale"), [(1360, "light", "en-GB"), (390, "dark", "fr-FR")])
async def test_a_lot_is_scanned_set_and_finished(
    house: House, visit: Visit, width: int, theme: str, locale: str
) -> None:
    person: Person = await house.person("scanner", locale=locale[:2])
    other = (await person("POST", "/api/lots", {"name": "School"})).ok()["id"]
    (await person("POST", f"/api/lots/{other}/items", {"serial": "TAKEN", "brand": "Lenovo"})).ok()
    page = await visit(person, width=width, theme=theme, locale=locale)
    await page.goto("/reception")
    await page.locator(".reception [data-quickadd]").fill("Town hall")
    await page.keyboard.press("Enter")
    field = page.locator(".scanfield input")
    await expect(field).to_be_focused()
    await scanned(page, "sn-1", "sn-2", "taken", "sn-3")
    rows = page.locator(".rpiece:not(.heads)")
    await expect(rows).to_have_count(3, timeout=PATIENCE_MS)
    await expect(page.locator(".refused li")).to_contain_text("“School”", timeout=PATIENCE_MS)
    await expect(field).to_be_focused()
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert not await violations(page)
    # Several rows at once; the cursor is back in the field each time.
    fields: Any = page.locator(".given .input")
    await fields.nth(3).select_option("refurbished")
    await fields.nth(4).fill("Ada")
    await page.locator(".heads .tick").click()
    await expect(field).to_be_focused()
    await page.locator(".setbar .btn").first.click()
    await expect(page.locator(".rcounts .chip").nth(1)).to_contain_text("0", timeout=PATIENCE_MS)
    await expect(field).to_be_focused()
    await expect(page.locator(".head .pill.finished")).to_be_visible(timeout=PATIENCE_MS)
    # The next scan gets what is filled in.
    await scanned(page, "SN-4")
    await expect(rows).to_have_count(4, timeout=PATIENCE_MS)
    lot = page.url.rpartition("/")[2]
    found = (await person("GET", f"/api/lot-items?lot_id={lot}")).ok()["items"]
    assert [(one["serial"], one["state"], one["technician"]) for one in found] == [
        (f"SN-{number}", "refurbished", "Ada") for number in range(1, 5)
    ]
    # What somebody else scans shows up, and the paper comes as a file.
    (await person("POST", f"/api/lots/{lot}/items", {"serial": "SN-5"})).ok()
    await expect(rows).to_have_count(5, timeout=PATIENCE_MS)
    async with page.expect_download() as coming:
        await page.locator(".head .btn", has_text="PDF").click()
    assert (await coming.value).suggested_filename == "Town hall.pdf"


async def test_disks_are_wiped_as_they_can_be(house: House, visit: Visit) -> None:
    person: Person = await house.person("wiper")
    page = await visit(person)
    await page.goto("/reception/sessions")
    await page.locator(".reception [data-quickadd]").fill("Rack 4")
    await page.keyboard.press("Enter")
    field = page.locator(".scanfield input")
    await expect(field).to_be_focused()
    fields: Any = page.locator(".given .input")
    await fields.nth(0).select_option("ssd")
    await expect(field).to_be_focused()
    await fields.nth(3).fill("512")
    await field.focus()
    await scanned(page, "wd-1", "wd-2")
    rows = page.locator(".rpiece:not(.heads)")
    await expect(rows).to_have_count(2, timeout=PATIENCE_MS)
    await expect(rows.first).to_contain_text("512")
    assert not await violations(page)
    # What does not spin is not overwritten; nothing is set then, and the ticks stay for another try.
    await page.locator(".heads .tick").click()
    await fields.nth(5).select_option("overwrite")
    await page.locator(".setbar .btn").first.click()
    await expect(page.locator(".toast", has_text="SSD")).to_be_visible(timeout=PATIENCE_MS)
    await expect(field).to_be_focused()
    await fields.nth(5).select_option("erase_sanitise")
    await page.locator(".setbar .btn").first.click()
    await expect(page.locator(".rcounts .chip").nth(1)).to_contain_text("0", timeout=PATIENCE_MS)
    session = page.url.rpartition("/")[2]
    found = (await person("GET", f"/api/disks?session_id={session}")).ok()["items"]
    assert [(one["serial"], one["size_gb"], one["wiping"]) for one in found] == [
        (f"WD-{number}", 512, "erase_sanitise") for number in (1, 2)
    ]
    # The list says how far it is, and the history where each was wiped.
    await page.goto("/reception/sessions")
    await expect(page.locator(".rrow")).to_contain_text("2/2")
    await page.goto("/reception/trace?q=wd-2")
    await page.locator(".tracerow .title").click()
    await expect(page.locator(".rsteps")).to_contain_text("Rack 4")
    await expect(page.locator(".tracerow .where")).to_have_attribute("href", f"/reception/sessions/{session}")
