"""Slash commands: whatever the composer offers is understood, in the language of its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from agents.language.outcome import Understood
from agents.runtime.operations import agent_feature
from agents.runtime.runtime import AgentRuntime
from hub.kernel.catalog import Catalog
from hub.kernel.operation import Door
from hub.main import FEATURES
from tests.agents.language.saying import grammar, memory, speaker

CATALOG = Catalog((*FEATURES, agent_feature(AgentRuntime())))
FILLED = {
    "url": "example.org/whales", "q": "whale", "last_name": "Lovelace", "summary": "lunch on 3/12 at 12:30",
    "agenda": "", "/alarm": "8:00 stretch", "/alarme": "7h30 sortir", "/spend": "12 € lunch",
    "/dépense": "12 € repas",
    "/received": "500 € from Paul", "/reçu": "500 € de Paul", "/événement": "dîner le 3/12 à 20h",
}  # fmt: skip
OFFERED = [
    (operation.name, template)
    for operation in CATALOG.through(Door.SLASH)
    for template in operation.slash
    if operation.feature != "activity"
]
ALSO = {"agenda.upcoming": "agenda.list"}
"""What is read another way."""


async def said(text: str, locale: str = "en") -> list[tuple[str, dict[str, Any]]]:
    """The calls of a command; none if it is not understood."""

    async def lookup(operation: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        return await memory().lookup(operation, arguments)

    outcome = await grammar().slash(text, speaker(locale), lookup)
    return [(call.operation, call.arguments) for call in outcome.calls] if isinstance(outcome, Understood) else []


@pytest.mark.parametrize(("operation", "template"), OFFERED, ids=[template for _, template in OFFERED])
async def test_whatever_is_offered_is_understood(operation: str, template: str) -> None:
    name, _, rest = template.partition(" ")
    filled = FILLED.get(name) or re.sub(r"{(\w+)}", lambda slot: FILLED.get(slot[1], "Blue whale"), rest)
    found = await said(f"{name} {filled}".strip())
    assert [name for name, _ in found] == [ALSO.get(operation, operation)]


@pytest.mark.parametrize(
    ("command", "operation", "arguments"),
    [
        ("/j slept well", "journal.create", {"text": "slept well"}),
        ("/journal", "journal.list", {}),
        ("/link", "link.list", {}),
        ("/link example.org", "link.create", {"url": "example.org"}),
        ("/link handbook", "link.list", {"q": "handbook"}),
        ("/liens", "link.list", {}),
        ("/person Ada Lovelace", "person.create", {"first_name": "Ada", "last_name": "Lovelace"}),
        ("/personne", "person.list", {}),
        ("/equipe Nuit", "team.create", {"name": "Nuit"}),
        ("/files", "file.list", {}),
        ("/files contract", "search.find", {"q": "contract", "kinds": ["file"], "limit": 8}),
        ("/session Kick-off", "note_session.create", {"title": "Kick-off"}),
        ("/séances", "note_session.list", {}),
        ("/lots open", "lot.list", {"state": "open"}),
        ("/lot", "lot.list", {}),
        ("/serial PF2X", "reception.trace", {"q": "PF2X"}),
        ("/situations", "situation.list", {}),
    ],
)
async def test_what_follows_and_what_does_not(command: str, operation: str, arguments: dict[str, Any]) -> None:
    assert await said(command) == [(operation, arguments)]


@pytest.mark.parametrize("command", ["/nothing", "/", "/journals x", "//j x"])
async def test_what_is_no_command(command: str) -> None:
    assert await said(command) == []
