"""How people speak about people and links."""

from __future__ import annotations

from typing import Any

import pytest

from agents.language.outcome import NotUnderstood, Understood
from tests.agents.language.saying import calls, hear


@pytest.mark.parametrize(
    ("sentence", "operation", "arguments"),
    [
        ("save the link https://example.org/a?b=c", "link.create", {"url": "https://example.org/a?b=c"}),
        ("bookmark example.org", "link.create", {"url": "example.org"}),
        ("enregistre le lien https://example.org/x", "link.create", {"url": "https://example.org/x"}),
        ("show my links", "link.list", {}),
        ("mes liens", "link.list", {}),
        ("open the link to the wiki", "link.list", {"q": "wiki"}),
        ("ouvre le lien vers le wiki", "link.list", {"q": "wiki"}),
        ("add a person called Ada Lovelace", "person.create", {"first_name": "Ada", "last_name": "Lovelace"}),
        ("ajoute une personne Élodie Martin", "person.create", {"first_name": "Élodie", "last_name": "Martin"}),
        ("what is Paul's email", "person.list", {"q": "Paul"}),
        ("quel est l'email de Paul", "person.list", {"q": "Paul"}),
        ("montre l'annuaire", "person.list", {}),
    ],
)
async def test_it_is_understood(sentence: str, operation: str, arguments: dict[str, Any]) -> None:
    assert await calls(sentence) == [(operation, arguments)]


@pytest.mark.parametrize("sentence", ["save the document", "garde le chat"])
async def test_what_is_no_address_is_kept_as_none(sentence: str) -> None:
    assert isinstance(await hear(sentence), NotUnderstood)


async def test_without_a_message_before_it_nothing_is_bookmarked() -> None:
    outcome = await hear("bookmark this")
    assert not isinstance(outcome, Understood | NotUnderstood)
