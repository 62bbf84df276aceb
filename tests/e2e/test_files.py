"""Files in the browser: chosen, dropped and pasted into a message, refused and tried again, and in their views."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page, Route, expect

from tests.e2e.conftest import Visit
from tests.features.files.sending import picture, post
from tests.house import Person

DROP = """async ({selector, name, text}) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, {type: 'text/plain'}));
    const on = document.querySelector(selector);
    for (const kind of ['dragenter', 'dragover', 'drop'])
        on.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
}"""
PASTE = """({name, text}) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, {type: 'text/plain'}));
    document.querySelector('[data-composer]').dispatchEvent(
        new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


async def open_room(person: Person, page: Page, *others: Person) -> str:
    """A room of their own, opened."""
    body = {"kind": "private", "name": "pictures", "member_ids": [one.id for one in others]}
    room = (await person("POST", "/api/rooms", body)).ok()["id"]
    await page.goto(f"/rooms/{room}")
    await expect(page.locator("[data-composer]")).to_be_visible()
    return room


async def test_a_message_with_files(alice: Person, bob: Person, visit: Visit) -> None:
    here, there = await visit(alice), await visit(bob)
    room = await open_room(alice, here, bob)
    await there.goto(f"/rooms/{room}")
    chosen: Any = {"name": "gradient.png", "mimeType": "image/png", "buffer": picture()}
    await here.locator("input[data-attach]").set_input_files(chosen)
    await here.evaluate(DROP, {"selector": ".composer", "name": "dropped.txt", "text": "dropped"})
    await here.evaluate(PASTE, {"name": "pasted.txt", "text": "pasted"})
    await expect(here.locator(".upload.done")).to_have_count(3)
    # One is taken out again; without a word the files are the message.
    await here.get_by_role("button", name="Remove pasted.txt").click()
    await here.locator("[data-composer]").press("Enter")
    await expect(here.locator(".upload")).to_have_count(0)
    message = there.locator(".msg").last
    await expect(message.locator(".picture img")).to_have_js_property("naturalWidth", 720)
    await expect(message.locator(".filechip")).to_contain_text("dropped.txt")
    await message.locator(".picture").click()
    await expect(there.locator("dialog.viewer img")).to_have_js_property("naturalWidth", 1200)
    await there.keyboard.press("Escape")
    await expect(there.locator("dialog.viewer")).to_have_count(0)
    async with there.expect_download() as saving:
        await message.get_by_role("button", name="Save dropped.txt").click()
    assert (await saving.value).suggested_filename == "dropped.txt"
    # Both are in the gallery, and what was taken out is nowhere.
    await there.goto("/gallery")
    await expect(there.locator(".gallery li")).to_have_count(2)
    assert (await alice("GET", "/api/files")).ok()["items"] == []


async def test_an_upload_that_fails_is_tried_again(alice: Person, visit: Visit) -> None:
    page = await visit(alice)
    await open_room(alice, page)

    async def refuse(route: Route) -> None:
        await route.fulfill(status=403, json={"code": "forbidden", "detail": "Not now.", "errors": {}})

    await page.route("**/api/files/uploads/*", refuse)
    chosen: Any = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"text"}
    await page.locator("input[data-attach]").set_input_files(chosen)
    await expect(page.locator(".upload.failed")).to_have_count(1)
    await page.unroute("**/api/files/uploads/*")
    await page.get_by_role("button", name="Try a.txt again").click()
    await expect(page.locator(".upload.done")).to_have_count(1)
    await page.locator("[data-composer]").fill("at last")
    await page.locator("[data-composer]").press("Enter")
    await expect(page.locator(".msg").last.locator(".filechip")).to_contain_text("a.txt")


async def test_the_files_view(alice: Person, visit: Visit) -> None:
    (await post(alice, picture(), "a_very_long_name_" * 9 + ".png")).ok()
    page = await visit(alice)
    await page.goto("/files")
    await expect(page.locator(".frow:not(.heads)")).to_have_count(1)
    await page.evaluate(DROP, {"selector": ".filesview", "name": "dropped.txt", "text": "dropped"})
    row = page.locator(".frow", has_text="dropped.txt")
    await expect(row).to_be_visible()
    await page.locator("input.filesearch").fill("dropp")
    await expect(page.locator(".frow:not(.heads)")).to_have_count(1)
    await row.locator(".title").click()
    await expect(page.locator(".filedetail")).to_contain_text("text/plain")
    await row.get_by_role("button", name="More for dropped.txt").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(row).to_have_count(0)
    await page.get_by_role("button", name="Undo").click()
    await expect(row).to_be_visible()
