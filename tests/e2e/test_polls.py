"""A poll in a browser: asked from the composer, answered by two, closed."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.conftest import Visit
from tests.house import House, Person


async def test_a_room_is_asked_and_sees_the_votes_come_in(house: House, visit: Visit, bob: Person) -> None:
    alice = await house.person("asker")
    body = {"kind": "private", "name": "lunch", "member_ids": [bob.id]}
    room = (await alice("POST", "/api/rooms", body)).ok()["id"]
    page = await visit(alice)
    await page.goto(f"/rooms/{room}")
    await page.get_by_role("button", name="Ask a poll").click()
    await page.get_by_label("Question").fill("Where to eat?")
    await page.get_by_role("textbox", name="Choice 1").fill("Here")
    await page.get_by_role("textbox", name="Choice 2").fill("here ")
    await page.get_by_role("button", name="Ask", exact=True).click()
    await expect(page.get_by_text("Two choices are the same.")).to_be_visible()
    await page.get_by_role("textbox", name="Choice 2").fill("There")
    await expect(page.get_by_role("textbox", name="Choice 3")).to_be_visible()
    await page.keyboard.press("Enter")
    card = page.locator(".poll")
    await expect(card.locator(".choice")).to_have_count(2)
    await expect(page.locator("dialog")).to_have_count(0)

    (poll,) = (await bob("GET", f"/api/polls?room_id={room}")).ok()["items"]
    (await bob("POST", f"/api/polls/{poll['id']}/vote", {"option_ids": ["2"]})).ok()
    await expect(card.locator(".choice").nth(1)).to_contain_text("100% 1")
    first = card.locator(".choice").first
    await first.click()
    await expect(first).to_have_attribute("aria-pressed", "true")
    await expect(card).to_contain_text("2 people have voted")
    await card.locator(".choice").nth(1).click()
    await expect(first).to_have_attribute("aria-pressed", "false")
    await expect(card.locator(".choice").nth(1)).to_contain_text("100% 2")

    await card.get_by_role("button", name="Close").click()
    await expect(card).to_contain_text("closed")
    await expect(first).to_be_disabled()
    await bob.until(f"/api/polls/{poll['id']}", lambda poll: poll["closed_at"] and poll["voters"] == 2)
