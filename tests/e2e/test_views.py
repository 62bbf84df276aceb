"""Every place opens without a fault, fits its window, and passes axe, in both themes and languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Visit
from tests.house import House

AXE = Path(__file__).parents[2] / "web_widget" / "node_modules" / "axe-core" / "axe.min.js"
PLACES = (
    "/rooms",
    "/tasks",
    "/agenda",
    "/notes",
    "/notes?title=Nowhere",
    "/projects",
    "/budget",
    "/alarms",
    "/dashboard",
    "/journal",
    "/sessions",
    "/situations",
    "/links",
    "/bookmarks",
    "/people",
    "/reception",
    "/reception/donations",
    "/reception/loans",
    "/reception/orders",
    "/reception/sessions",
    "/reception/trace",
    "/people/contacts",
    "/people/teams",
    "/files",
    "/gallery",
    "/scheduled",
    "/search",
    "/settings",
    "/settings/look",
    "/transfers",
)
RUN = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
    .map(one => [one.id, one.nodes.slice(0, 3).map(node => node.target.join(' '))])"""


async def violations(page: Page) -> list[Any]:
    """What axe finds."""
    if not AXE.is_file():
        pytest.skip("axe is not installed: npm ci in web_widget.")
    # Through the debugger: the page's own policy would refuse an inline script.
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    return await page.evaluate(RUN)


@pytest.mark.parametrize(
    ("width", "theme", "locale"),
    [(1360, "light", "en-GB"), (1360, "dark", "fr-FR"), (900, "light", "fr-FR"), (390, "dark", "en-GB")],
)
async def test_views(house: House, visit: Visit, width: int, theme: str, locale: str) -> None:
    language = locale[:2]
    person = await house.person("viewer", locale=language)
    long = "A task with a title that is far too long for a narrow pane " * 3
    (await person("POST", "/api/tasks", {"title": long})).ok()
    page = await visit(person, width=width, theme=theme, locale=locale)
    wrong: list[Any] = []
    for place in PLACES:
        await page.goto(place)
        await page.wait_for_load_state("networkidle")
        assert await page.evaluate("document.documentElement.lang") == language
        if await page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong.append((place, "wider than its window"))
        wrong.extend((place, *found) for found in await violations(page))
    assert not wrong


LOOK = """() => [...document.querySelectorAll('.shell *')].slice(0, 900).map(element => {
    const box = element.getBoundingClientRect(), style = getComputedStyle(element);
    return [String(element.className), Math.round(box.x), Math.round(box.y), Math.round(box.width),
        Math.round(box.height), style.color, style.fontSize].join(' ')})"""
GO = """path => { const link = document.createElement('a'); link.href = path;
    document.body.append(link); link.click(); link.remove() }"""


async def look(page: Page) -> list[str]:
    """Where everything stands and how it is drawn, once it is all there."""
    await expect(page.locator(".empty")).to_be_visible()
    await expect(page.locator(".skeleton")).to_have_count(0)
    await page.evaluate("document.activeElement.blur()")
    return await page.evaluate(LOOK)


async def test_no_place_styles_another(house: House, visit: Visit) -> None:
    """Styles are fetched with their place and stay: the chat looks the same after all of them as before."""
    person = await house.person("looker")
    quiet = (await person("POST", "/api/rooms", {"kind": "private", "name": "quiet"})).ok()
    room = f"/rooms/{quiet['id']}"
    page = await visit(person)
    await page.goto(room)
    await page.wait_for_load_state("networkidle")
    before = await look(page)
    for place in (*PLACES[1:], room):
        await page.evaluate(GO, place)
        await page.wait_for_load_state("networkidle")
        await page.wait_for_timeout(300)
    after = await look(page)
    assert sorted(set(before) ^ set(after)) == []
