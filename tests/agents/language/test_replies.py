"""The answers, in the writer's language."""

from __future__ import annotations

import pytest

from agents.language.outcome import Understood
from agents.language.reply import money
from tests.agents.language.saying import grammar, hear, memory, speaker


async def answer(text: str) -> str:
    """The answer to a sentence, its results being its own arguments (or the fixture, for a read)."""
    outcome = await hear(text)
    assert isinstance(outcome, Understood), outcome
    results = [await memory().lookup(c.operation, c.arguments) if c.reads else c.arguments for c in outcome.calls]
    return grammar().reply(outcome, results, speaker())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("create a task to buy bread by Friday", "Done: one task, for Friday 27 November."),
        ("crée une tâche acheter du pain pour vendredi", "C'est fait : une tâche, pour le vendredi 27 novembre."),
        ("create tasks to buy bread and to call Bo", "Done: two tasks."),
        ("crée des tâches : pain, lait et œufs", "C'est fait : trois tâches."),
        ("supprime la note Courses", "C'est fait : une note supprimée."),
        ("supprime le projet Garden", "C'est fait : un projet supprimé."),
        ("j'ai payé 1 250,50 € chez Ikea", "C'est fait : une ligne de budget, -1\u202f250,50\u00a0€."),
        ("wake me up at 7", "Done: one alarm, on Sunday 22 November at 07:00."),
    ],
)
async def test_what_was_done(text: str, expected: str) -> None:
    assert await answer(text) == expected


async def test_a_private_title_is_never_told() -> None:
    """What is done is told in a shared room; its title is only on the card, for who may read it."""
    assert "passport" not in await answer("mark renew passport as done")


async def test_what_was_found() -> None:
    tasks = await answer("what are my urgent tasks?")
    assert (
        tasks.splitlines()[0] == "1 task:"
        and f"- [Renew passport](/tasks/{memory().ids['t_passport']}) (urgent)" in tasks
    )
    assert (await answer("quels sont mes projets ?")).splitlines()[0] == "5 projets :"
    assert (await answer("find tasks about unicorns")).startswith("No tasks. “search everything for unicorns”")
    assert (await answer("cherche dans mes notes sur les licornes")).startswith("Aucune note. « cherche partout")


def test_money_is_written_as_the_language_does() -> None:
    assert money(-123450, "EUR", "en") == "-€1,234.50"
    assert money(-123450, "EUR", "fr") == "-1\u202f234,50\u00a0€"
