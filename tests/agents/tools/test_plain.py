"""What a small model picked, turned into what was said, or into nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agents.runtime.spoken import read_date
from agents.tools.plain import PlainCalls, plain_specs
from hub.kernel.catalog import Catalog
from hub.kernel.operation import Door
from hub.kernel.pipeline import validate
from hub.main import FEATURES

SATURDAY = datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
CATALOG = Catalog(FEATURES)


def restored(
    sentence: str, name: str, reads_only: bool = False, **arguments: Any
) -> tuple[str, dict[str, Any]] | None:
    allowed = list(CATALOG.through(Door.AGENT))
    calls = PlainCalls(allowed, sentence, SATURDAY, "Europe/Paris", read_date=read_date, reads_only=reads_only)
    return calls.restored(name, arguments)


@pytest.mark.parametrize(
    ("sentence", "name", "arguments", "expected"),
    [
        (
            "I really must ring the plumber on friday", "add_task",
            {"title": "Ring the plumber", "date_phrase": "friday"},
            ("task.create", {"title": "Ring the plumber", "deadline": "2026-11-27"}),
        ),
        (
            "ring the plumber on friday", "add_task",
            {"title": "ring the plumber", "date_phrase": "2026-11-23"},
            ("task.create", {"title": "ring the plumber", "deadline": "2026-11-27"}),
        ),
        (
            "mets le dentiste dans mon agenda demain à 15h", "add_event",
            {"title": "Dentiste", "time_phrase": "demain"},
            ("agenda.create", {"summary": "Dentiste", "start": "2026-11-22T14:00:00Z"}),
        ),
        (
            "I just forked out 42.50 at Carrefour for groceries", "record_money",
            {"amount": 42.5, "vendor": "Carrefour", "what_for": "groceries"},
            ("budget.create", {"amount_cents": -4250, "vendor": "Carrefour", "label": "groceries"}),
        ),
        (
            "I got 12 euros back from Lidl", "record_money", {"amount": 12, "vendor": "Lidl"},
            ("budget.create", {"amount_cents": 1200, "vendor": "Lidl"}),
        ),
        (
            "jot down that the wifi code is 1234", "add_note", {"text": "the wifi code is 1234"},
            ("note.create", {"title": "the wifi code is 1234"}),
        ),
        ("What have I got on today?", "show_tasks", {}, ("task.list", {"open": True})),
    ],
)  # fmt: skip
def test_what_was_said_becomes_a_valid_call(
    sentence: str, name: str, arguments: dict[str, Any], expected: tuple[str, dict[str, Any]]
) -> None:
    found = restored(sentence, name, **arguments)
    assert found == expected
    operation = CATALOG.operation(found[0])
    assert operation is not None
    validate(operation.input, found[1])


@pytest.mark.parametrize(
    ("sentence", "name", "arguments"),
    [
        ("ring the plumber", "add_task", {"title": "Buy a yacht"}),
        ("ring the plumber", "add_task", {}),
        ("wake me", "set_alarm", {"title": "wake me", "time_phrase": "7:00 tomorrow"}),
        ("12 euros at Lidl", "record_money", {"amount": 12000, "vendor": "Lidl"}),
        ("tidy up", "format_disk", {}),
    ],
)
def test_what_was_made_up_becomes_nothing(sentence: str, name: str, arguments: dict[str, Any]) -> None:
    assert restored(sentence, name, **arguments) is None


def test_a_question_only_gets_to_look() -> None:
    assert restored("should I ring the plumber?", "add_task", reads_only=True, title="ring the plumber") is None
    assert restored("what is left?", "show_tasks", reads_only=True) is not None


def test_the_tools_are_few_and_always_the_same() -> None:
    assert plain_specs() == plain_specs() and len(plain_specs()) < 10
