"""A browser, and people who sit in front of it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from hub.doors.pages import STATIC
from tests.house import PASSWORD, Person

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# On a busy machine a page takes its time; what is right is right at once all the same.
expect.set_options(timeout=30_000)
Visit = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium as the system has it."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("There is no Chromium here.")
    if not (STATIC / "index.html").is_file():
        pytest.skip("The web app is not built: make web.")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser) -> AsyncIterator[Visit]:
    """Opens the app as somebody, in a browser profile of their own; a fault on the page fails the test."""
    contexts = []
    faults: list[str] = []

    async def open_page(
        person: Person, *, width: int = 1360, height: int = 850, theme: str = "light", locale: str = "en-GB"
    ) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,  # type: ignore[arg-type]
            locale=locale,
            timezone_id="Europe/Paris",
            base_url=person.house.base,
        )
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        await page.goto("/")
        await page.locator("input[name=username]").fill(person.username)
        await page.locator("input[name=password]").fill(PASSWORD)
        await page.locator("button[type=submit]").click()
        await expect(page.locator(".shell")).to_be_visible()
        await expect(page.locator(".roomlist .room").first).to_be_attached()
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert not faults, faults
