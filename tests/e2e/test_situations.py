"""A situation on the page: who is in it, what a model asks about them, and what it comes to."""

from __future__ import annotations

import json

from playwright.async_api import expect

from tests.catalog.thoughts import think
from tests.e2e.conftest import Visit
from tests.e2e.test_thinking import Hesitant, thinks_with
from tests.e2e.test_views import violations
from tests.house import House

SOON = 20_000


async def test_a_situation_is_thought_through(house: House, visit: Visit) -> None:
    person = await house.person("counsel")
    (await person("POST", "/api/people", {"first_name": "Zoé", "left": True})).ok()
    page = await visit(person)
    await page.goto("/situations")
    await page.get_by_role("textbox", name="Think a situation through").fill("The move")
    await page.keyboard.press("Enter")
    await page.get_by_role("textbox", name="What is going on").fill("Paul and Anna do not speak.")
    for name in ("Paul", "zoe"):
        await page.get_by_role("textbox", name="Add somebody").fill(name)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("article", name=name)).to_be_visible(timeout=SOON)
    gone = page.get_by_role("article", name="zoe")
    await expect(gone.get_by_role("button", name="Ask questions")).to_be_disabled()
    await expect(gone.locator(".pill")).to_have_text("Left")
    paul = page.get_by_role("article", name="Paul")
    questions = [f"What would help with {n}?" for n in range(5)]
    provider = Hesitant(json.dumps({"questions": questions}), 120)
    async with thinks_with(house, provider):
        await paul.get_by_role("button", name="Ask questions").click()
        await expect(page.locator(".thought .grows")).to_contain_text("What would", timeout=SOON)
        provider.go_on.set()
        await expect(paul.locator(".question")).to_have_count(5, timeout=SOON)
    await paul.get_by_role("textbox", name=f"Answer: {questions[0]}").fill("Quiet")
    await page.get_by_role("textbox", name="Add a note", exact=True).fill("Since May")
    await page.keyboard.press("Enter")
    await expect(page.locator(".made .snote")).to_have_count(1, timeout=SOON)
    (situation,) = (await person("GET", "/api/situations")).ok()["items"]
    assert situation["description"] == "Paul and Anna do not speak."
    actor = (await person("GET", f"/api/situations/{situation['id']}/actors")).ok()["items"][0]["id"]
    point = {"text": "Talk to him", "cites": [f"situation_actor:{actor}"]}
    found = {"summary": "They do not speak.", "problems": [point], "actions": [point] * 3}
    await think(person, "situation.keep_summary", {"id": situation["id"], "result": found})
    findings = page.locator(".findings")
    await expect(findings).to_contain_text("They do not speak.", timeout=SOON)
    await findings.get_by_role("button", name="Paul").first.click()
    await expect(paul.get_by_role("textbox", name="Name")).to_be_focused()
    assert not await violations(page)
    wanted = ["Quiet", "", "", "", ""]
    path = f"/api/situations/{situation['id']}/questions"
    await person.until(path, lambda found: [one["answer"] for one in found["items"]] == wanted)
