"""A thought on the page: it grows while the model writes, can be stopped, and becomes what it was asked for."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from playwright.async_api import expect

from agents.providers.base import Availability, ModelEvent, ModelRequest, Stop, TextDelta
from agents.providers.select import ProviderChoice, ProviderSelector
from tests.e2e.conftest import Visit
from tests.house import House


class Hesitant:
    """A model that stops after its first words until it is let go on."""

    name = "hesitant"
    converses = True

    def __init__(self, text: str, first: int) -> None:
        self._pieces = text[:first], text[first:]
        self.go_on = asyncio.Event()

    async def available(self) -> Availability:
        """It is always there."""
        return Availability(ok=True, reason="for a test", model="hesitant")

    async def complete(self, request: ModelRequest) -> AsyncGenerator[ModelEvent, None]:
        """Answer in two pieces."""
        for piece in self._pieces:
            yield TextDelta(text=piece)
            await self.go_on.wait()
        yield Stop()

    async def close(self) -> None:
        """Nothing to give back."""


@asynccontextmanager
async def thinks_with(house: House, provider: Hesitant) -> AsyncIterator[None]:
    """Have the house's agent use this model."""
    agent, before = house.hub.agent, house.hub.agent.house
    selector = ProviderSelector(ProviderChoice.AUTO, {"it": provider})
    for used in (replace(before, selector=selector), before):
        assert agent._dispatcher is not None
        await agent._dispatcher.stop()
        agent.attach(used)
        agent.start()
        if used is not before:
            yield


async def test_a_summary_grows_is_stopped_and_comes(house: House, visit: Visit) -> None:
    person = await house.person("thinker")
    session = (await person("POST", "/api/note-sessions", {"title": "Kick-off"})).ok()["id"]
    (await person("POST", f"/api/note-sessions/{session}/lines", {"text": "Paul draws the plans"})).ok()
    words = "Paul has agreed to draw all of the plans of the new kitchen."
    text = json.dumps({"summary": words, "next_steps": [{"text": "Draw the plans", "cites": ["L1"]}]})
    provider = Hesitant(text, 73)
    async with thinks_with(house, provider):
        page = await visit(person)
        await page.goto(f"/sessions/{session}")
        sum_up = page.get_by_role("button", name="Sum up")
        await sum_up.click()
        await expect(page.locator(".thought .grows")).to_contain_text("Paul has agreed", timeout=20_000)
        await page.get_by_role("button", name="Stop").click()
        await expect(page.locator(".thought")).to_have_count(0, timeout=20_000)
        provider.go_on.set()
        await sum_up.click()
        found = page.locator(".findings")
        await expect(found).to_contain_text(words, timeout=20_000)
        await found.get_by_role("button", name="Make a task").click()
        await expect(found.locator(".chip.entity")).to_contain_text("Draw the plans", timeout=20_000)
    tasks = (await person("GET", "/api/tasks")).ok()["items"]
    assert [task["title"] for task in tasks] == ["Draw the plans"]
