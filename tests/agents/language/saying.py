"""Saying sentences to the grammar, over the evaluation's fixture."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from agents.evals.expectations import fixture
from agents.evals.kinds import kind_of
from agents.evals.memory import Memory
from agents.evals.run import phrase_directories
from agents.language.outcome import Asks, Outcome, Recent, Speaker, Understood
from agents.language.understanding import Understanding

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 21, 10, tzinfo=PARIS)  # a Saturday


@cache
def grammar() -> Understanding:
    """All phrases, compiled once."""
    return Understanding(phrase_directories())


@cache
def memory() -> Memory:
    """The fixture; the tests only read it."""
    return Memory(fixture())


def speaker(locale: str = "en", *recent: str, now: datetime = NOW) -> Speaker:
    """Somebody in Paris, who has just spoken of these entities (by fixture key)."""
    about = [Recent(kind=kind_of(key), id=memory().ids[key], label=key) for key in recent]
    return Speaker(locale=locale, time_zone="Europe/Paris", now=now, recent=about)


async def hear(text: str, *recent: str, locale: str = "en") -> Outcome:
    """What a sentence comes to."""
    return await grammar().understand(text, speaker(locale, *recent), memory().lookup)


async def calls(text: str, *recent: str, locale: str = "en") -> list[tuple[str, dict[str, object]]]:
    """The calls of a sentence that is understood, ids as fixture keys."""
    outcome = await hear(text, *recent, locale=locale)
    assert isinstance(outcome, Understood), (text, outcome)
    keys = {id: key for key, id in memory().ids.items()}
    return [
        (call.operation, {k: keys.get(v, v) if isinstance(v, str) else v for k, v in call.arguments.items()})
        for call in outcome.calls
    ]


async def asks(text: str, *recent: str, locale: str = "en") -> Asks:
    """The question that a sentence is answered with."""
    outcome = await hear(text, *recent, locale=locale)
    assert isinstance(outcome, Asks), (text, outcome)
    return outcome
