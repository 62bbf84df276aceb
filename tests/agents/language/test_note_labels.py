"""How people speak about labels of notes, and about what leads to a note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from agents.language.outcome import Understood
from tests.agents.language.saying import calls, grammar, hear, memory, speaker

LABELS = [
    {"id": "aaaaaaaaaaaaaaaaaaaaaaaa", "name": "Très urgent", "project_id": None},
    {"id": "bbbbbbbbbbbbbbbbbbbbbbbb", "name": "Ideas", "project_id": None},
]
URGENT, IDEAS = (label["id"] for label in LABELS)


async def said(sentence: str) -> list[tuple[str, Mapping[str, Any]]]:
    """The calls of a sentence of somebody who has labels."""

    async def lookup(operation: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"items": LABELS} if operation == "note_label.list" else await memory().lookup(operation, arguments)

    outcome = await grammar().understand(sentence, speaker(), lookup)
    assert isinstance(outcome, Understood), (sentence, outcome)
    return [(call.operation, call.arguments) for call in outcome.calls]


@pytest.mark.parametrize(
    ("sentence", "operation", "arguments"),
    [
        ("create a label called Someday", "note_label.create", {"name": "Someday"}),
        ("new label: Someday", "note_label.create", {"name": "Someday"}),
        ("crée une étiquette Un jour", "note_label.create", {"name": "Un jour"}),
        ("ajoute une étiquette appelée Un jour", "note_label.create", {"name": "Un jour"}),
        ("show my labels", "note_label.list", {}),
        ("which labels do I have?", "note_label.list", {}),
        ("mes étiquettes", "note_label.list", {}),
        ("montre les étiquettes", "note_label.list", {}),
    ],
)
async def test_labels_are_made_and_shown(sentence: str, operation: str, arguments: dict[str, Any]) -> None:
    assert await calls(sentence) == [(operation, arguments)]


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("show my notes labelled tres urgent", URGENT),
        ("which notes are labelled ideas", IDEAS),
        ("my notes with the label ideas", IDEAS),
        ("montre mes notes étiquetées très urgent", URGENT),
        ("mes notes avec l'étiquette ideas", IDEAS),
    ],
)
async def test_notes_with_a_label_are_shown(sentence: str, label: str) -> None:
    assert await said(sentence) == [("note.list", {"label_id": [label]})]


def a_note() -> tuple[str, str]:
    """Id and title of a note of the fixture, in no project."""
    notes = memory().entities["note"].values()
    return next((note["id"], note["title"]) for note in notes if not note.get("project_id"))


@pytest.mark.parametrize(
    "sentence",
    [
        "label {} as ideas",
        "put the label ideas on the note {}",
        "mets l'étiquette ideas sur la note {}",
        "étiquette la note {} avec ideas",
    ],
)
async def test_a_note_is_labelled(sentence: str) -> None:
    id, title = a_note()
    assert await said(sentence.format(title)) == [("note.update", {"id": id, "label_ids": [IDEAS]})]


@pytest.mark.parametrize(
    "sentence", ["take the label ideas off the note {}", "enlève l'étiquette ideas de la note {}"]
)
async def test_a_label_is_taken_off(sentence: str) -> None:
    id, title = a_note()
    assert await said(sentence.format(title)) == [("note.update", {"id": id, "label_ids": []})]


@pytest.mark.parametrize(
    "sentence", ["what links to the note {}", "show the backlinks of {}", "quelles notes mènent à la note {}"]
)
async def test_what_leads_to_a_note_is_shown(sentence: str) -> None:
    id, title = a_note()
    assert await said(sentence.format(title)) == [("note.backlinks", {"id": id})]


@pytest.mark.parametrize("sentence", ["show my notes labelled nowhere", "mes notes avec l'étiquette nulle part"])
async def test_a_label_that_is_not_there_is_not_made_up(sentence: str) -> None:
    outcome = await hear(sentence)
    assert not isinstance(outcome, Understood) or all("label_id" not in call.arguments for call in outcome.calls)
