"""Notes on the page: labels, what leads where, and titles completed while one writes."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.test_views import violations
from tests.house import House, Person


async def note(person: Person, title: str, content: str = "") -> str:
    """A note; its id."""
    return (await person("POST", "/api/notes", {"title": title, "content": content})).ok()["id"]


async def open_note(house: House, visit: Visit, name: str) -> tuple[Person, Page, str]:
    """Somebody with two notes who looks at the first."""
    person = await house.person(name)
    plan = await note(person, "Plan")
    await note(person, "Shopping", "for the [[plan]], and [[Nowhere]]")
    page = await visit(person)
    await page.goto(f"/notes/{plan}")
    return person, page, plan


async def test_a_note_is_labelled_and_found_by_it(house: House, visit: Visit) -> None:
    person, page, plan = await open_note(house, visit, "labeller")
    await page.get_by_role("button", name="Label", exact=True).click()
    await page.get_by_role("textbox", name="Label").fill("Someday")
    await page.get_by_role("textbox", name="Label").press("Enter")
    await page.keyboard.press("Escape")
    chip = page.locator(".notelabels a.chip")
    await expect(chip).to_have_text("Someday", timeout=20_000)
    await page.get_by_role("button", name="Someday", exact=True).click()
    await expect(page.locator(".noteline")).to_have_count(1, timeout=20_000)
    await page.get_by_role("button", name="Labels", exact=True).click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.locator(".labelline")).to_have_count(1)
    assert not await violations(page)
    await dialog.get_by_role("button", name="Delete Someday").click()
    await expect(dialog.locator(".labelline")).to_have_count(0)
    await expect(chip).to_have_count(0, timeout=20_000)
    await person.until(f"/api/notes/{plan}", lambda note: note["labels"] == [])


async def test_links_lead_to_notes_and_offer_to_write_them(house: House, visit: Visit) -> None:
    person, page, plan = await open_note(house, visit, "linker")
    leading = page.locator(".backlinks a")
    await expect(leading).to_contain_text("Shopping", timeout=20_000)
    title = page.locator(".notetitle")
    await title.fill("The plan")
    await title.press("Enter")
    await expect(page.locator(".backlinks a span")).to_contain_text("[[The plan]]", timeout=20_000)
    await leading.click()
    await page.locator(".reading a.notelink", has_text="The plan").click()
    await page.wait_for_url(f"**/notes/{plan}")
    await page.go_back()
    await page.locator(".reading a.notelink", has_text="Nowhere").click()
    await expect(page.locator(".empty")).to_contain_text("No note is called “Nowhere”", timeout=20_000)
    await page.get_by_role("button", name="Write this note").click()
    await expect(page.locator(".notetitle")).to_have_value("Nowhere", timeout=20_000)
    assert len((await person("GET", "/api/notes?title=nowhere")).ok()["items"]) == 1


@pytest.mark.parametrize("pick", ["Enter", "click"])
async def test_a_title_is_completed(house: House, visit: Visit, pick: str) -> None:
    person, page, plan = await open_note(house, visit, f"completer_{pick.lower()}")
    area = page.locator("textarea.write")
    await area.click()
    await area.press_sequentially("see [[sho")
    option = page.get_by_role("option", name="Shopping")
    await expect(option).to_be_visible(timeout=20_000)
    await (area.press("Enter") if pick == "Enter" else option.click())
    await expect(area).to_have_value("see [[Shopping]]")
    await expect(page.locator(".savestate")).to_have_text("Saved", timeout=20_000)
    assert (await person("GET", f"/api/notes/{plan}")).ok()["content"] == "see [[Shopping]]"
