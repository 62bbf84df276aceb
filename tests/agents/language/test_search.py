"""Searching, as people ask for it in both languages."""

from __future__ import annotations

import pytest

from agents.language.outcome import Understood
from tests.agents.language.saying import calls, grammar, hear, speaker

SAID = [
    ("search for Berlin", "Berlin", None),
    ("search everything for the plumber", "plumber", None),
    ("search everywhere for Leroy Merlin", "Leroy Merlin", None),
    ("find everything about the website", "website", None),
    ("find anything about solar panels", "solar panels", None),
    ("show me everything about Berlin", "Berlin", None),
    ("what did we say about the quote?", "quote", None),
    ("what do we know about the landlord?", "landlord", None),
    ("what did we decide about the logo", "logo", None),
    ("where did we talk about the insurance?", "insurance", None),
    ("find messages about the invoice", "invoice", ["message"]),
    ("search my messages for plumber", "plumber", ["message"]),
    ("/search Berlin", "Berlin", None),
    ("cherche Berlin partout", "Berlin", None),
    ("cherche partout le plombier", "plombier", None),
    ("trouve ce qu'on a dit du devis", "devis", None),
    ("retrouve tout ce qu'on a sur le site web", "site web", None),
    ("cherche tout ce qui parle de Berlin", "Berlin", None),
    ("trouve quelque chose sur les panneaux solaires", "panneaux solaires", None),
    ("qu'est-ce qu'on a dit sur le loyer ?", "loyer", None),
    ("qu'a-t-on décidé sur le logo ?", "logo", None),
    ("où a-t-on parlé de l'assurance ?", "assurance", None),
    ("cherche les messages sur la facture", "facture", ["message"]),
    ("trouve les conversations sur le budget", "budget", ["message"]),
    ("/chercher devis", "devis", None),
]


@pytest.mark.parametrize(("text", "q", "kinds"), SAID, ids=[text for text, _, _ in SAID])
async def test_what_is_searched(text: str, q: str, kinds: list[str] | None) -> None:
    if text.startswith("/"):
        outcome = await grammar().slash(text, speaker("fr" if "chercher" in text else "en"), nobody)
        assert isinstance(outcome, Understood), outcome
        found = [(call.operation, call.arguments) for call in outcome.calls]
    else:
        found = list(await calls(text))
    expected: dict[str, object] = {"q": q, "limit": 8}
    if kinds:
        expected["kinds"] = kinds
    assert found == [("search.find", expected)]


async def nobody(operation: str, arguments: object) -> dict[str, object]:
    return {"items": []}


async def test_what_was_found_is_told_with_links() -> None:
    outcome = await hear("search for Berlin")
    assert isinstance(outcome, Understood)
    note = {"kind": "note", "id": "a" * 24, "title": "Trip [1]", "snippet": "to  *Berlin*", "room_id": None}
    said = {"kind": "message", "id": "b" * 24, "title": "Marie", "snippet": "Berlin!", "room_id": "c" * 24}
    told = grammar().reply(outcome, [{"items": [note, said], "next_cursor": None}], speaker())
    assert told.splitlines() == [
        "2 results:",
        "",
        f"- [Trip \\[1\\]](/notes/{'a' * 24}) — to \\*Berlin\\*",
        f"- [Marie](/rooms/{'c' * 24}?message={'b' * 24}) — Berlin!",
    ]
    told = grammar().reply(outcome, [{"items": []}], speaker())
    assert told == "Nothing found for “Berlin”."


async def test_where_nothing_is_found_there_is_more_to_look_at() -> None:
    outcome = await hear("cherche les messages sur la facture")
    assert isinstance(outcome, Understood)
    told = grammar().reply(outcome, [{"items": []}], speaker("fr"))
    assert told == "Rien trouvé pour « facture ». « cherche partout facture » regarde aussi ailleurs."


async def test_notes_are_told_with_links() -> None:
    outcome = await hear("search my notes about Berlin")
    assert isinstance(outcome, Understood)
    told = grammar().reply(outcome, [{"items": [{"id": "a" * 24, "title": "Berlin"}]}], speaker())
    assert told.splitlines()[-1] == f"- [Berlin](/notes/{'a' * 24})"
