"""Talk becomes work: what Eko did shows as a card whose rows work, and is taken back with one click."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.test_chat import open_lobby, say
from tests.house import Person


async def test_a_sentence_becomes_a_task_and_is_undone(alice: Person, bob: Person, visit: Visit) -> None:
    page, other = await visit(alice), await visit(bob)
    for one in (page, other):
        await open_lobby(one)
    await say(page, "@eko create a task to buy milk by Friday")
    card = page.locator(".card").last
    row = card.locator(".crow")
    await expect(row).to_contain_text("buy milk", ignore_case=True, timeout=20_000)
    await expect(card.locator(".foot")).to_contain_text("1 change, understood offline in")
    # Another reader sees whose it is, not what it is, and cannot undo it.
    theirs = other.locator(".card").last
    await expect(theirs).to_contain_text("Task of")
    await expect(theirs).not_to_contain_text("milk")
    await expect(theirs.get_by_role("button", name="Undo")).to_have_count(0)
    # The row is the task: ticking it completes it.
    await row.get_by_role("checkbox").check()
    await expect(page.locator(".toast")).to_contain_text("Done:")
    done = (await alice("GET", "/api/tasks?status=done")).ok()["items"]
    assert [task["title"].lower() for task in done] == ["buy milk"]
    await page.locator(".toast").get_by_role("button", name="Undo").click()
    await expect(row.get_by_role("checkbox")).not_to_be_checked()
    # Details show the steps; undo takes everything back.
    await card.get_by_role("button", name="Details").click()
    await expect(page.locator(".steps")).to_contain_text("task.create")
    await card.get_by_role("button", name="Undo").click()
    await expect(card).to_contain_text("Undone")
    assert (await alice("GET", "/api/tasks")).ok()["items"] == []


async def test_a_guess_is_a_question_whose_words_can_be_changed(alice: Person, visit: Visit) -> None:
    page = await visit(alice)
    eko = next(one for one in (await alice("GET", "/api/users?q=eko")).ok()["items"] if one["kind"] == "bot")
    room = (await alice("POST", "/api/rooms", {"kind": "direct", "user_id": eko["id"]})).ok()
    await page.goto(f"/rooms/{room['id']}")
    await say(page, "call the plumber maybe")
    question = page.locator(".approval")
    await expect(question).to_contain_text("call the plumber maybe", timeout=20_000)
    assert (await alice("GET", "/api/tasks")).ok()["items"] == []
    await question.get_by_role("button", name="Change").click()
    await question.locator("input").fill("Call the plumber")
    await question.get_by_role("button", name="Do it").click()
    await expect(page.locator(".card").last).to_contain_text("Call the plumber", timeout=20_000)
    await expect(question).to_have_count(0)
    assert [task["title"] for task in (await alice("GET", "/api/tasks")).ok()["items"]] == ["Call the plumber"]
