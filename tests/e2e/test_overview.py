"""The administrators' overview in a browser: every part, its figures, both languages, wide and narrow."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Route, expect

from tests.e2e.conftest import Visit
from tests.e2e.test_views import violations
from tests.house import House, Person

PATIENCE = 20_000


@pytest.mark.parametrize(
    ("width", "theme", "locale"), [(1360, "light", "en-GB"), (900, "dark", "fr-FR"), (390, "dark", "en-GB")]
)
async def test_the_overview(house: House, alice: Person, visit: Visit, width: int, theme: str, locale: str) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "r"})).ok()["id"]
    (await alice("POST", f"/api/rooms/{room}/messages", {"content": "Hello"})).ok()
    (await house.admin("PATCH", "/api/auth/me", {"locale": locale[:2]})).ok()
    page = await visit(house.admin, width=width, theme=theme, locale=locale)
    await page.goto("/admin")
    await expect(page.locator(".overview .part")).to_have_count(10, timeout=PATIENCE)
    await expect(page.locator(".hours rect")).to_have_count(48)
    await page.locator(".hours summary").click()
    await expect(page.locator(".hours tbody tr")).to_have_count(24)
    # The hub of the tests has seen many people: those who did most are named.
    read = (await house.admin("GET", "/api/dashboard/admin")).ok()
    assert read["activity"]["count"] >= 1 and read["activity"]["items"]
    doers = page.locator(".overview tbody").filter(has_text=read["activity"]["items"][0]["display_name"])
    await expect(doers.first).to_be_visible()
    assert await violations(page) == []
    assert not await page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


async def test_a_part_that_fails_says_so_and_the_others_stay(house: House, visit: Visit) -> None:
    (await house.admin("PATCH", "/api/auth/me", {"locale": "en"})).ok()
    page = await visit(house.admin)

    async def without(route: Route) -> None:
        answer: Any = await route.fetch()
        body = await answer.json()
        await route.fulfill(
            response=answer, json={**body, "storage": None, "failed": {"storage": "The disk is gone."}}
        )

    await page.route("**/api/dashboard/admin", without)
    await page.goto("/admin/overview")
    await expect(page.get_by_role("region", name="Stored")).to_contain_text(
        "Not read: The disk is gone.", timeout=PATIENCE
    )
    await expect(page.get_by_role("region", name="Versions")).to_contain_text("MongoDB")
