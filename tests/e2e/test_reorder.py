"""Rows put in order by hand: with the mouse, a finger and the keys; kept by the hub and said to who listens."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import Visit
from tests.house import Person

PATIENCE = 20_000


async def drag(page: Page, held: Locator, onto: Locator, *, below: bool = True) -> None:
    """Take one thing to another by the mouse, slowly enough for a browser to see it."""
    start, end = await held.bounding_box(), await onto.bounding_box()
    assert start and end
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 4, y + 4, steps=3)
    to_x, to_y = end["x"] + min(80, end["width"] / 2), end["y"] + end["height"] * (0.8 if below else 0.2)
    await page.mouse.move(to_x, to_y, steps=8)
    await page.mouse.move(to_x, to_y + 1, steps=2)
    await page.mouse.up()


async def names(person: Person, path: str, field: str) -> list[str]:
    return [one[field] for one in (await person("GET", path)).ok()["items"]]


async def test_projects(alice: Person, visit: Visit) -> None:
    for name in ("third", "second", "first"):
        (await alice("POST", "/api/projects", {"name": name})).ok()
    page = await visit(alice)
    await page.goto("/projects")
    rows = page.locator(".prow .title")
    await expect(rows).to_have_text(["first", "second", "third"], timeout=PATIENCE)
    await drag(page, page.locator(".prow", has_text="first"), page.locator(".prow", has_text="third"))
    await expect(rows).to_have_text(["second", "third", "first"], timeout=PATIENCE)
    await rows.nth(1).focus()
    await page.keyboard.press("Alt+Shift+ArrowUp")
    await expect(rows).to_have_text(["third", "second", "first"], timeout=PATIENCE)
    await expect(page.locator(".viewbody.projects [role=status]")).to_have_text("third: 1 of 3")
    await expect(rows.nth(0)).to_be_focused()
    # Favourites stand first, in an order of their own.
    await page.get_by_role("button", name="favourite").last.click()
    await expect(rows).to_have_text(["first", "third", "second"], timeout=PATIENCE)
    await rows.nth(1).focus()
    await page.keyboard.press("Alt+Shift+ArrowUp")
    await expect(page.locator(".viewbody.projects [role=status]")).to_have_text("It is the first already.")
    async with page.expect_response("**/api/projects?**"):
        await page.reload()
    await expect(rows).to_have_text(["first", "third", "second"], timeout=PATIENCE)


async def test_tasks(alice: Person, visit: Visit) -> None:
    for title in ("third", "second", "first"):
        (await alice("POST", "/api/tasks", {"title": title})).ok()
    page = await visit(alice)
    await page.goto("/tasks")
    group = page.get_by_role("region", name="No date")
    rows = group.locator(".task .title")
    await expect(rows).to_have_text(["first", "second", "third"], timeout=PATIENCE)
    await drag(page, rows.nth(0), group.locator(".task").nth(2))
    await expect(rows).to_have_text(["second", "third", "first"], timeout=PATIENCE)
    await page.locator(".task .title", has_text="first").focus()
    await page.keyboard.press("Alt+Shift+ArrowUp")
    await expect(rows).to_have_text(["second", "first", "third"], timeout=PATIENCE)
    await expect(page.locator(".viewbody.tasks > [role=status]")).to_have_text("first: 2 of 3")
    # Under another heading a task takes what that stands for; taken back, it has its day no more.
    await drag(page, rows.nth(0), page.get_by_role("region", name="Today").locator(".nothing"))
    today = page.get_by_role("region", name="Today", exact=True).locator(".task .title")
    await expect(today.first).to_have_text("second", timeout=PATIENCE)
    await page.get_by_role("button", name="Undo").last.click()
    await expect(rows).to_have_count(3, timeout=PATIENCE)


async def test_lines_of_a_session_and_of_a_checklist(alice: Person, visit: Visit) -> None:
    session = (await alice("POST", "/api/note-sessions", {"title": "Meeting"})).ok()["id"]
    for text in ("one", "two", "three"):
        (await alice("POST", f"/api/note-sessions/{session}/lines", {"text": text})).ok()
    page = await visit(alice)
    await page.goto(f"/sessions/{session}")
    lines = page.locator(".sline")
    await expect(lines).to_have_count(3, timeout=PATIENCE)
    await lines.nth(0).hover()
    await drag(page, lines.nth(0).locator(".grip-handle"), lines.nth(2))
    kept = f"/api/note-sessions/{session}/lines"
    await expect(lines.nth(2).locator("textarea, input")).to_have_value("one", timeout=PATIENCE)
    await lines.nth(2).locator(".grip-handle").focus()
    await page.keyboard.press("Alt+Shift+ArrowUp")
    await expect(lines.nth(1).locator("textarea, input")).to_have_value("one", timeout=PATIENCE)
    await expect(page.locator(".slines [role=status]").first).to_have_text("one: 2 of 3")
    await page.wait_for_load_state("networkidle")
    assert await names(alice, kept, "text") == ["two", "one", "three"]

    items = [{"text": text, "checked": False} for text in ("milk", "bread", "eggs")]
    note = (await alice("POST", "/api/notes", {"title": "Shopping", "items": items})).ok()["id"]
    await page.goto(f"/notes/{note}")
    boxes = page.locator(".notebody .item input[type=text]")
    await expect(boxes).to_have_count(3, timeout=PATIENCE)
    await page.locator(".notebody .item").nth(2).hover()
    await drag(
        page, page.get_by_role("button", name="Move eggs"), page.locator(".notebody .item").nth(0), below=False
    )
    await expect(boxes.nth(0)).to_have_value("eggs", timeout=PATIENCE)
    await boxes.nth(0).focus()
    await page.keyboard.press("Alt+Shift+ArrowDown")
    await expect(boxes.nth(1)).to_have_value("eggs", timeout=PATIENCE)
    await expect(boxes.nth(1)).to_be_focused()
    await expect(page.get_by_text("eggs: 2 of 3")).to_be_attached()


async def test_a_finger_takes_a_line_by_its_handle(alice: Person, visit: Visit) -> None:
    items = [{"text": text, "checked": False} for text in ("milk", "bread", "eggs")]
    note = (await alice("POST", "/api/notes", {"title": "Shopping", "items": items})).ok()["id"]
    page = await visit(alice, width=390)
    await page.goto(f"/notes/{note}")
    rows = page.locator(".notebody .item")
    await expect(rows).to_have_count(3, timeout=PATIENCE)
    handle, last = await rows.nth(0).locator(".grip-handle").bounding_box(), await rows.nth(2).bounding_box()
    assert handle and last
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    touch: Any = await page.context.new_cdp_session(page)
    steps = [("touchStart", y), ("touchMove", y + 20), ("touchMove", last["y"] + last["height"] * 0.8)]
    for kind, at in steps:
        await touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": at}]})
    await expect(rows.nth(2)).to_have_class("item ordered drop-bottom", timeout=PATIENCE)
    await touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    boxes = page.locator(".notebody .item input[type=text]")
    await expect(boxes.nth(2)).to_have_value("milk", timeout=PATIENCE)
