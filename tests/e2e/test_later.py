"""Sending later, in a browser: from the composer to the list, and out of it again."""

from __future__ import annotations

from datetime import timedelta

from playwright.async_api import expect

from tests.e2e.conftest import Visit
from tests.house import House, Person


async def test_a_message_waits_and_is_sent_from_the_list(house: House, visit: Visit, bob: Person) -> None:
    alice = await house.person("later")
    body = {"kind": "private", "name": "design", "member_ids": [bob.id]}
    room = (await alice("POST", "/api/rooms", body)).ok()["id"]
    page = await visit(alice)
    await page.goto(f"/rooms/{room}")
    await page.locator("[data-composer]").fill("See you **tomorrow**")
    await page.get_by_role("button", name="Send later").click()
    await page.locator("[role=menuitem]").first.click()
    await expect(page.locator("[data-composer]")).to_have_value("")
    (waiting,) = (await alice("GET", "/api/scheduled")).ok()["items"]
    assert (waiting["content"], waiting["send_at"][13:16]) == ("See you **tomorrow**", ":00")

    await page.goto("/scheduled")
    row = page.locator(".schedrow")
    await expect(row).to_contain_text("See you tomorrow")
    await row.get_by_role("button", name="Edit the text").click()
    await row.get_by_role("textbox").fill("See you soon")
    await row.get_by_role("button", name="Save").click()
    await expect(row).to_contain_text("See you soon")
    await row.get_by_role("button", name="Send now").click()
    await expect(page.locator(".schedrow")).to_have_count(0)
    said = await bob.until(f"/api/rooms/{room}/messages", lambda page: page["items"])
    assert [item["content"] for item in said["items"]] == ["See you soon"]


async def test_what_failed_says_why_and_stays(house: House, visit: Visit, bob: Person) -> None:
    alice = await house.person("left")
    room = (await bob("POST", "/api/rooms", {"kind": "private", "name": "x", "member_ids": [alice.id]})).ok()["id"]
    at = (house.clock.now() + timedelta(hours=1)).isoformat()
    made = (await alice("POST", "/api/scheduled", {"room_id": room, "content": "Hello", "send_at": at})).ok()
    page = await visit(alice)
    await page.goto("/scheduled")
    await expect(page.locator(".schedrow")).to_have_count(1)
    (await bob("DELETE", f"/api/rooms/{room}/members/{alice.id}")).ok()
    (await alice("POST", f"/api/scheduled/{made['id']}/send-now")).refused("not_found")
    row = page.locator(".schedrow")
    await expect(row).to_contain_text("Not sent")
    await expect(page.locator(".toast")).to_contain_text("could not be sent")
    await row.get_by_role("button", name="Delete").click()
    await expect(page.get_by_text("No message is waiting")).to_be_visible()
