"""The dashboard on the page: a part each, kept up to date, and a part that cannot be read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from hub.features.dashboard import today
from hub.kernel.errors import unavailable
from tests.e2e.conftest import Visit
from tests.e2e.test_views import violations
from tests.house import House

SOON = 20_000


async def test_what_is_up_today(house: House, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    person = await house.person("early")
    day = house.clock.now().astimezone(ZoneInfo("Europe/Paris")).date()
    late = str(day - timedelta(days=1))
    (await person("POST", "/api/tasks", {"title": "Call <b>Zoé</b>", "deadline": late})).ok()
    (await person("POST", "/api/projects", {"name": "The move"})).ok()
    page = await visit(person)
    await page.goto("/dashboard")

    def part(name: str) -> Any:
        return page.locator("#main").get_by_role("group", name=name, exact=True)

    await expect(part("Tasks").get_by_text("Call <b>Zoé</b>")).to_be_visible(timeout=SOON)
    await expect(part("Projects").get_by_text("The move")).to_be_visible()
    await expect(part("Agenda")).to_contain_text("Nothing in the agenda today.")
    await expect(page.get_by_role("list", name="Suggestions")).to_contain_text("1 task is overdue")
    (await person("POST", "/api/agenda", {"summary": "Dentist", "start": str(day)})).ok()
    await expect(part("Agenda").get_by_text("Dentist")).to_be_visible(timeout=SOON)
    await part("Tasks").get_by_role("checkbox").click()
    await expect(part("Tasks")).to_contain_text("No task for today.", timeout=SOON)

    async def away(*_: Any) -> None:
        raise unavailable("The accounts are away.")

    with monkeypatch.context() as broken:
        broken.setattr(today, "money", away)
        await page.reload()
        await expect(part("Money")).to_contain_text("This part could not be read.", timeout=SOON)
        await expect(part("Agenda").get_by_text("Dentist")).to_be_visible()
        assert not await violations(page)
    await part("Money").get_by_role("button", name="Try again").click()
    await expect(part("Money")).to_contain_text("Nothing entered this month.", timeout=SOON)
    await part("Projects").get_by_role("link", name="Projects").click()
    await expect(page.get_by_role("heading", name="Projects")).to_be_visible(timeout=SOON)
