"""How people speak about messages for later and about polls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from agents.language.outcome import Asks, NothingToDo, NotUnderstood, Outcome, Understood
from agents.language.reply import compose
from tests.agents.language.saying import grammar, memory, speaker

ROOMS = {"Design": "d" * 24, "Lunch club": "c" * 24, "Bob Martin": "b" * 24, "Élodie": "e" * 24}


async def lookup(operation: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Four rooms, two of them with one person; the rest as in the fixture."""
    if operation == "room.list":
        return {"items": [{"id": id, "name": name} for name, id in ROOMS.items()]}
    return await memory().lookup(operation, arguments)


async def hear(text: str, locale: str = "en") -> Outcome:
    """What a sentence comes to."""
    return await grammar().understand(text, speaker(locale), lookup)


async def calls(text: str, locale: str = "en") -> list[tuple[str, dict[str, Any]]]:
    """The calls of a sentence that is understood."""
    outcome = await hear(text, locale)
    assert isinstance(outcome, Understood), (text, outcome)
    return [(call.operation, dict(call.arguments)) for call in outcome.calls]


@pytest.mark.parametrize(
    ("sentence", "room", "at", "content"),
    [
        (
            "send a message to design tomorrow at 9: See you, and bye",
            "Design",
            "2026-11-22T08:00:00Z",
            "See you, and bye",
        ),
        (
            "schedule a message in the lunch club on Monday at 12:15: Who comes?",
            "Lunch club",
            "2026-11-23T11:15:00Z",
            "Who comes?",
        ),
        (
            "send a message on 1 December at 8am to Bob: Happy birthday",
            "Bob Martin",
            "2026-12-01T07:00:00Z",
            "Happy birthday",
        ),
        (
            "schedule a message for tomorrow at 9 in #design: call me at 5 on Friday",
            "Design",
            "2026-11-22T08:00:00Z",
            "call me at 5 on Friday",
        ),
        (
            "envoie un message à Élodie demain à 9h : Bon anniversaire",
            "Élodie",
            "2026-11-22T08:00:00Z",
            "Bon anniversaire",
        ),
        (
            "programme un message dans design lundi à 8h30 : Qui vient ?",
            "Design",
            "2026-11-23T07:30:00Z",
            "Qui vient ?",
        ),
    ],
)
async def test_a_message_for_later_is_word_for_word(sentence: str, room: str, at: str, content: str) -> None:
    asked = {"room_id": ROOMS[room], "content": content, "send_at": at}
    assert await calls(sentence) == [("scheduled.create", asked)]


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("show my scheduled messages", {"status": "scheduled"}),
        ("which messages are scheduled?", {"status": "scheduled"}),
        ("montre mes messages programmés", {"status": "scheduled"}),
        ("quels messages sont programmés ?", {"status": "scheduled"}),
    ],
)
async def test_what_waits_is_listed(sentence: str, asked: dict[str, Any]) -> None:
    assert await calls(sentence) == [("scheduled.list", asked)]


@pytest.mark.parametrize(
    ("sentence", "room", "question", "options"),
    [
        (
            "create a poll in lunch club: Where to eat? Here, there or nowhere",
            "Lunch club",
            "Where to eat?",
            ["Here", "there", "nowhere"],
        ),
        ("ask a poll in the design room: Ship on Friday? yes / no", "Design", "Ship on Friday?", ["yes", "no"]),
        (
            "fais un sondage dans design : Où manger ? Ici, là-bas ou nulle part",
            "Design",
            "Où manger ?",
            ["Ici", "là-bas", "nulle part"],
        ),
    ],
)
async def test_a_poll_is_asked(sentence: str, room: str, question: str, options: list[str]) -> None:
    asked = {"room_id": ROOMS[room], "question": question, "options": options}
    assert await calls(sentence) == [("poll.create", asked)]


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("show the polls", {}),
        ("which polls are open?", {"open": True}),
        ("montre les sondages ouverts", {"open": True}),
    ],
)
async def test_polls_are_listed(sentence: str, asked: dict[str, Any]) -> None:
    assert await calls(sentence) == [("poll.list", asked)]


@pytest.mark.parametrize(
    "sentence",
    [
        "send a message to design: hello",
        "envoie un message à Élodie : bonjour",
        "create a poll in design: Where to eat?",
        "fais un sondage dans design : Ici ou là",
        "send a message to design yesterday at 9: hello",
        "schedule a message for tomorrow at 9 in the board: call me at 5 on Friday",
    ],
)
async def test_what_is_missing_is_asked_for(sentence: str) -> None:
    assert isinstance(await hear(sentence), Asks | NothingToDo | NotUnderstood)
    assert not isinstance(await hear(sentence), Understood)


async def test_a_room_that_one_is_not_in_is_not_found() -> None:
    outcome = await hear("send a message to the board tomorrow at 9: hello")
    assert isinstance(outcome, NothingToDo) and "board" in outcome.text


async def test_the_answer_says_when_and_not_what() -> None:
    outcome = await hear("send a message to design tomorrow at 9: Secret")
    assert isinstance(outcome, Understood)
    said = compose(outcome, [outcome.calls[0].arguments], speaker())
    assert said == "Done: one scheduled message, on Sunday 22 November at 09:00."
