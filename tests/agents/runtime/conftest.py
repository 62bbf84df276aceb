"""Eko in a real hub with a real database; only the model and the grammar are the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import pytest_asyncio

from agents.language.outcome import Call, Lookup, NotUnderstood, Outcome, Speaker, Understood
from agents.providers.base import Limits, Provider
from agents.providers.select import ProviderChoice, ProviderSelector
from agents.runtime.budget import RunLimits
from agents.runtime.ports import Language
from agents.runtime.runtime import AgentRuntime
from tests.house import House, Person, Socket


@dataclass
class Phrasebook:
    """A grammar that knows exactly the sentences it is given."""

    known: dict[str, Outcome] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    passes_to: Language | None = None
    """The real grammar, for tests of what it makes of a sentence."""

    def teach(self, sentence: str, *calls: Call) -> None:
        self.known[sentence] = Understood(calls=calls, language="en")

    async def understand(self, sentence: str, speaker: Speaker, lookup: Lookup) -> Outcome:
        self.asked.append(sentence)
        if self.passes_to is not None:
            return await self.passes_to.understand(sentence, speaker, lookup)
        outcome = self.known.get(sentence, NotUnderstood(language="en"))
        if callable(outcome):
            return await outcome(speaker, lookup)
        return outcome

    async def slash(self, text: str, speaker: Speaker, lookup: Lookup) -> Outcome:
        if self.passes_to is not None:
            return await self.passes_to.slash(text, speaker, lookup)
        return await self.understand(text, speaker, lookup)

    def reply(self, understood: Understood, results: Sequence[Mapping[str, Any]], speaker: Speaker) -> str:
        if self.passes_to is not None:
            return self.passes_to.reply(understood, results, speaker)
        names = [
            item.get("title") or item.get("name") or ""
            for result in results
            for item in (result.get("items") or [result])
        ]
        return f"Details: {', '.join(names)}"


@dataclass
class Eko:
    """The agent of the house, as a test sets it up and looks at it."""

    house: House
    phrases: Phrasebook
    runtime: AgentRuntime
    id: str
    grammar: Language
    thinks: ProviderSelector | None = None

    async def restart(self, **changes: Any) -> None:
        """Stop taking runs, change the house, and start again, as a new process would."""
        dispatcher = self.runtime._dispatcher
        assert dispatcher is not None
        await dispatcher.stop()
        self.runtime.attach(replace(self.runtime.house, **changes))
        self.runtime.start()

    async def think_with(self, provider: Provider | None, **limits: Any) -> None:
        """Use this provider, and these limits."""
        selector = ProviderSelector(
            ProviderChoice.AUTO if provider else ProviderChoice.NONE, {"it": provider} if provider else {}
        )
        if self.thinks is not None:
            await self.thinks.close()
        self.thinks = selector
        await self.restart(
            selector=selector,
            limits=RunLimits(**{"lease_s": 6.0, **limits.pop("run", {})}),
            model_limits=Limits(**limits),
        )

    async def direct_room(self, person: Person) -> str:
        """The person's direct room with Eko."""
        made = await person("POST", "/api/rooms", {"kind": "direct", "user_id": self.id})
        return made.ok()["id"]

    async def say(self, person: Person, room_id: str, content: str, **fields: Any) -> dict[str, Any]:
        """Send a message."""
        return (await person("POST", f"/api/rooms/{room_id}/messages", {"content": content, **fields})).ok()

    async def run_of(
        self, person: Person, message: Mapping[str, Any], *statuses: str, timeout: float = 40
    ) -> dict[str, Any]:
        """The run that a message started, once it stands there (by default: at its end)."""
        wanted = statuses or ("done", "failed", "cancelled")
        async with asyncio.timeout(timeout):
            while True:
                found = (await person("GET", f"/api/runs?message_id={message['id']}")).ok()["items"]
                if found and found[0]["status"] in wanted:
                    return found[0]
                await asyncio.sleep(0.02)

    async def talk(self, person: Person, room_id: str, content: str) -> tuple[dict[str, Any], list[str]]:
        """Say something and wait for the end of its run; returns the run and what Eko said there after."""
        message = await self.say(person, room_id, content)
        run = await self.run_of(person, message)
        return run, await self.heard(person, room_id, message["seq"])

    async def heard(self, person: Person, room_id: str, after_seq: int = 0) -> list[str]:
        """What Eko said in a room, as the person reads it."""
        return [item["content"] for item in await self.messages(person, room_id, after_seq)]

    async def messages(self, person: Person, room_id: str, after_seq: int = 0) -> list[dict[str, Any]]:
        page = (await person("GET", f"/api/rooms/{room_id}/messages?after_seq={after_seq}")).ok()
        return [item for item in page["items"] if item["kind"] == "agent"]


def read_date(phrase: str, now: datetime) -> tuple[date | None, datetime | None]:
    return (date(2026, 11, 27), None) if "friday" in phrase.lower() else (None, None)


@pytest_asyncio.fixture(loop_scope="session")
async def eko(house: House) -> AsyncIterator[Eko]:
    runtime = house.hub.agent
    before = runtime.house
    agent = Eko(house=house, phrases=Phrasebook(), runtime=runtime, id=before.eko_id, grammar=before.language)
    await agent.restart(language=agent.phrases, read_date=read_date, limits=RunLimits(lease_s=6.0))
    yield agent
    if agent.thinks is not None:
        await agent.thinks.close()
    await agent.restart(language=before.language, selector=before.selector, limits=before.limits)


@pytest_asyncio.fixture(loop_scope="session")
async def shared(house: House, alice: Person, bob: Person) -> str:
    """A private room that Alice and Bob are in."""
    made = await alice("POST", "/api/rooms", {"kind": "private", "name": "Shared", "member_ids": [bob.id]})
    return made.ok()["id"]


async def tasks_of(person: Person) -> list[str]:
    return sorted(task["title"] for task in (await person("GET", "/api/tasks")).ok()["items"])


async def make_task(person: Person, title: str, **fields: Any) -> dict[str, Any]:
    return (await person("POST", "/api/tasks", {"title": title, **fields})).ok()


__all__ = ["Eko", "Phrasebook", "Socket", "make_task", "tasks_of"]
