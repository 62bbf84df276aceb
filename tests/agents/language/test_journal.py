"""How people speak about their journal."""

from __future__ import annotations

from typing import Any

import pytest

from tests.agents.language.saying import calls


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("note in my journal that the boiler was replaced", "the boiler was replaced"),
        ("write in my journal: called Paul at 3pm", "called Paul at 3pm"),
        ("add a line to my journal: lunch with Élodie", "lunch with Élodie"),
        ("put finished the report in my journal", "finished the report"),
        ("journal: slept badly", "slept badly"),
        ("journal entry: rain all day", "rain all day"),
        ("note dans mon journal que la chaudière est changée", "la chaudière est changée"),
        ("écris dans mon journal : appelé Paul à 15h", "appelé Paul à 15h"),
        ("ajoute au journal : déjeuner avec Élodie", "déjeuner avec Élodie"),
        ("mets rapport terminé dans mon journal", "rapport terminé"),
        ("journal : mal dormi", "mal dormi"),
        ("consigne dans le journal de bord que la pluie a cessé", "la pluie a cessé"),
    ],
)
async def test_a_line_is_written_word_for_word(sentence: str, text: str) -> None:
    assert await calls(sentence) == [("journal.create", {"text": text})]


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("what did I do this morning?", {"from": "2026-11-21T05:00:00Z", "to": "2026-11-21T11:00:00Z"}),
        ("what have I done today", {"from": "2026-11-20T23:00:00Z", "to": "2026-11-21T23:00:00Z"}),
        ("what did I do yesterday?", {"from": "2026-11-19T23:00:00Z", "to": "2026-11-20T23:00:00Z"}),
        ("show my journal", {}),
        ("search my journal for the boiler", {"q": "the boiler"}),
        ("qu'ai-je fait ce matin ?", {"from": "2026-11-21T05:00:00Z", "to": "2026-11-21T11:00:00Z"}),
        ("qu'est-ce que j'ai fait hier", {"from": "2026-11-19T23:00:00Z", "to": "2026-11-20T23:00:00Z"}),
        ("montre mon journal", {}),
        ("cherche la chaudière dans mon journal", {"q": "la chaudière"}),
    ],
)
async def test_what_was_done_is_read(sentence: str, asked: dict[str, Any]) -> None:
    assert await calls(sentence) == [("journal.list", asked)]
