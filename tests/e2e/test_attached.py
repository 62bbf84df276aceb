"""Files on things in the browser: attached, seen by who shares the thing, detached, deleted and brought back."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Route, expect

from tests.e2e.conftest import Visit
from tests.e2e.test_files import DROP
from tests.e2e.test_views import violations
from tests.features.files.sending import picture
from tests.features.files.test_finding import shared_project
from tests.house import Person

PATIENCE = 20_000
PASTE = """({name, text}) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, {type: 'text/plain'}));
    document.querySelector('.detail .inline').dispatchEvent(
        new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


async def test_files_of_a_task(alice: Person, bob: Person, visit: Visit) -> None:
    project = await shared_project(alice, bob, "viewer")
    task = (await alice("POST", "/api/tasks", {"title": "Survey", "project_id": project})).ok()["id"]
    here, there = await visit(alice), await visit(bob, width=390, theme="dark")
    await there.goto(f"/tasks/{task}")
    await here.goto(f"/tasks/{task}")
    section = here.get_by_role("region", name="Files")
    lines = section.locator("li:not(.upload)")
    await expect(section.get_by_role("button", name="Drop or paste files here")).to_be_visible(timeout=PATIENCE)
    # Who only looks is not offered to write, and has no section while there is nothing.
    await expect(there.get_by_role("region", name="Comments")).to_be_visible(timeout=PATIENCE)
    await expect(there.get_by_role("region", name="Files")).to_have_count(0, timeout=PATIENCE)
    chosen: Any = {"name": "gradient.png", "mimeType": "image/png", "buffer": picture()}
    await here.locator("input[data-attach-to]").set_input_files(chosen)
    await expect(lines).to_have_count(1, timeout=PATIENCE)
    await here.evaluate(DROP, {"selector": ".detail header", "name": "dropped.txt", "text": "dropped"})
    await expect(lines).to_have_count(2, timeout=PATIENCE)
    await here.evaluate(PASTE, {"name": "pasted.txt", "text": "pasted"})
    await expect(lines).to_have_count(3, timeout=PATIENCE)
    await expect(section.get_by_role("status")).to_have_text("3 files are attached.")
    # They come to who looks meanwhile, with a picture of the picture.
    seen = there.get_by_role("region", name="Files")
    await expect(seen.locator("li")).to_have_count(3, timeout=PATIENCE)
    await expect(seen.locator("img")).to_have_count(1, timeout=PATIENCE)
    await expect(seen.get_by_role("button", name="Attach files")).to_have_count(0, timeout=PATIENCE)
    await seen.get_by_role("button", name="More for dropped.txt").click()
    await expect(there.get_by_role("menuitem")).to_have_text(["Open", "Save to this device", "Details"])
    await there.keyboard.press("Escape")
    assert await violations(there) == []
    assert await violations(here) == []
    await seen.get_by_role("button", name="Open gradient.png").click()
    await expect(there.locator("dialog.viewer img")).to_have_js_property("naturalWidth", 1200)
    # Detached it is its owner's alone; undone it is back.
    await section.get_by_role("button", name="More for dropped.txt").click()
    await here.get_by_role("menuitem", name="Detach").click()
    await expect(lines).to_have_count(2, timeout=PATIENCE)
    await expect(seen.locator("li")).to_have_count(2, timeout=PATIENCE)
    await here.get_by_role("button", name="Undo").click()
    await expect(lines).to_have_count(3, timeout=PATIENCE)
    await expect(seen.locator("li")).to_have_count(3, timeout=PATIENCE)
    await section.get_by_role("button", name="Open pasted.txt").focus()
    await here.keyboard.press("#")
    await expect(lines).to_have_count(2, timeout=PATIENCE)
    await here.get_by_role("button", name="Undo").last.click()
    await expect(lines).to_have_count(3, timeout=PATIENCE)


async def test_one_that_fails_is_tried_again(alice: Person, visit: Visit) -> None:
    note = (await alice("POST", "/api/notes", {"title": "Minutes", "content": "What was said"})).ok()["id"]
    page = await visit(alice, locale="fr-FR")
    await page.goto(f"/notes/{note}")

    async def refuse(route: Route) -> None:
        await route.fulfill(status=403, json={"code": "forbidden", "detail": "Not now.", "errors": {}})

    await page.route("**/api/files/uploads/*", refuse)
    section = page.locator(".fileson")
    await expect(section).to_be_visible(timeout=PATIENCE)
    chosen: Any = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"text"}
    await page.locator("input[data-attach-to]").set_input_files(chosen)
    await expect(section.locator(".upload.failed")).to_have_count(1, timeout=PATIENCE)
    await page.unroute("**/api/files/uploads/*")
    await section.locator(".upload").get_by_role("button").first.click()
    await expect(section.locator(".fileopen")).to_contain_text("a.txt", timeout=PATIENCE)
    await expect(section.locator(".upload")).to_have_count(0, timeout=PATIENCE)
