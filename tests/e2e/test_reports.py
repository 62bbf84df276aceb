"""A report in a browser: made from a message's menu, looked at and settled by an administrator."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.conftest import Visit
from tests.house import House, Person


async def test_a_message_is_reported_looked_at_and_deleted(house: House, visit: Visit, bob: Person) -> None:
    alice, boss = await house.person("offended"), await house.person("boss")
    boss.user = (await house.admin("PATCH", f"/api/users/{boss.id}", {"role": "admin"})).ok()
    body = {"kind": "private", "name": "pub", "member_ids": [bob.id]}
    room = (await alice("POST", "/api/rooms", body)).ok()["id"]
    said = (await bob("POST", f"/api/rooms/{room}/messages", {"content": "You fool"})).ok()["id"]
    for old in (await boss("GET", "/api/reports?status=open&limit=200")).ok()["items"]:
        (await boss("POST", f"/api/reports/{old['id']}/resolve", {"action": "dismiss"})).ok()

    page = await visit(alice)
    await page.goto(f"/rooms/{room}")
    message = page.locator(f"[data-message='{said}']")
    await message.hover()
    await message.get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="Report").click()
    await page.get_by_label("What is wrong with it").fill("An insult")
    await page.get_by_role("button", name="Report", exact=True).click()
    await expect(page.locator(".toast")).to_contain_text("An administrator will look at it")

    desk = await visit(boss)
    await desk.goto("/admin/reports")
    row = desk.locator(".report")
    await expect(row).to_contain_text("An insult")
    await expect(row).not_to_contain_text("You fool")
    await row.get_by_role("button", name="Show the message").click()
    await expect(row.locator(".shownmessage")).to_contain_text("You fool")
    await expect(row).to_contain_text("looked at the message")
    await row.get_by_role("button", name="Delete the message").click()
    await expect(desk.get_by_text("Nothing to look at")).to_be_visible()
    await expect(message).not_to_contain_text("You fool")
    await desk.locator(".toast").get_by_role("button").first.click()
    await expect(row).to_contain_text("An insult")
    await expect(message).to_contain_text("You fool")
