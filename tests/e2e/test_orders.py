"""Orders in a browser: written line by line, added up by the hub."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.test_views import violations
from tests.house import House, Person

PATIENCE_MS = 20_000


@pytest.mark.parametrize(("width", "theme", "locale"), [(1360, "light", "en-GB"), (390, "dark", "fr-FR")])
async def test_an_order_is_written(house: House, visit: Visit, width: int, theme: str, locale: str) -> None:
    person: Person = await house.person("buyer", locale=locale[:2])
    page = await visit(person, width=width, theme=theme, locale=locale)
    await page.goto("/reception/orders")
    await expect(page.locator(".empty")).to_be_visible(timeout=PATIENCE_MS)
    await page.locator(".reception [data-quickadd]").fill("Spare disks")
    await page.keyboard.press("Enter")
    fresh = page.locator(".oline.fresh")
    await expect(fresh).to_be_visible(timeout=PATIENCE_MS)
    rows = page.locator(".oline:not(.heads, .sums, .edit)")
    for product, quantity, price, shipping, link in (
        ("SSD 500 GB", "4", "39,99", "5,90", "example.org/ssd"),
        ("Screws", "", "", "", ""),
    ):
        count = await rows.count()
        for name, text in zip(
            ("product", "quantity", "unit_price", "shipping", "link"),
            (product, quantity, price, shipping, link),
            strict=True,
        ):
            await fresh.locator(f"[name={name}]").fill(text)
        await page.keyboard.press("Enter")
        await expect(rows).to_have_count(count + 1, timeout=PATIENCE_MS)
        await expect(fresh.locator("[name=product]")).to_be_focused()
    await expect(page.locator(".sums .total")).to_contain_text("165", timeout=PATIENCE_MS)
    opens = rows.first.locator("a")
    assert await opens.get_attribute("href") == "https://example.org/ssd"
    assert "noopener" in (await opens.get_attribute("rel") or "")
    # What cannot be read is pointed at, what the hub refuses stays to be put right.
    await fresh.locator("[name=product]").fill("Cable")
    await fresh.locator("[name=quantity]").fill("-1")
    await page.keyboard.press("Enter")
    await expect(fresh.locator("[name=quantity]")).to_have_attribute("aria-invalid", "true")
    await fresh.locator("[name=quantity]").fill("1")
    await fresh.locator("[name=link]").fill("javascript:alert(1)")
    await page.keyboard.press("Enter")
    await expect(page.locator(".toast").first).to_be_visible(timeout=PATIENCE_MS)
    await expect(rows).to_have_count(2)
    await expect(fresh.locator("[name=product]")).to_have_value("Cable")
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert not await violations(page)
    # A line is changed where it stands, and taken out; somebody else's change shows up.
    await rows.nth(1).locator(".title").click()
    edited = page.locator(".oline.edit:not(.fresh)")
    await edited.locator("[name=unit_price]").fill("0,05")
    await page.keyboard.press("Enter")
    await expect(edited).to_have_count(0, timeout=PATIENCE_MS)
    await expect(page.locator(".sums .total")).to_contain_text("91", timeout=PATIENCE_MS)
    id = page.url.rpartition("/")[2]
    (await person("PATCH", f"/api/orders/{id}", {"lines": [{"product": "Other"}]})).ok()
    await expect(rows).to_have_count(1, timeout=PATIENCE_MS)
    await rows.first.locator(".link button").click()
    await expect(rows).to_have_count(0, timeout=PATIENCE_MS)
    assert (await person("GET", f"/api/orders/{id}")).ok()["lines"] == []
    async with page.expect_download() as coming:
        await page.locator(".head .btn", has_text="PDF").click()
    assert (await coming.value).suggested_filename == "Spare disks.pdf"
    await page.goto("/reception/trace?q=spare")
    await page.locator(".tracerow a.title").click()
    await expect(fresh).to_be_visible(timeout=PATIENCE_MS)
