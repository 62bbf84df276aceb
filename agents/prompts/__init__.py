"""The words that a model is given: one system prompt a language, filled in for one run."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent


def system_prompt(locale: str, *, name: str, now: datetime, zone: str, reads_only: bool, fence: str) -> str:
    """The system prompt for one run.

    Args:
        locale: The asker's; English unless it is French.
        name: How the asker is called.
        now: The time on the asker's own clock.
        zone: Its IANA name.
        reads_only: The sentence is a question: nothing may be changed.
        fence: The mark between which text is data.
    """
    language = language_of(locale)
    rule = _part(language, "reads_only") if reads_only else ""
    return _part(language, "system").format(
        # A name is what its owner wrote: one line, no marks.
        name=" ".join(name.split())[:60],
        weekday=_WEEKDAYS[language][now.weekday()],
        date=now.date().isoformat(),
        time=now.strftime("%H:%M"),
        zone=zone,
        reads_only=rule,
        fence=fence,
    ).strip()  # fmt: skip


def thinking_prompt(
    locale: str, *, name: str, now: datetime, zone: str, instructions: str, schema: str, fence: str
) -> str:
    """The system prompt for something that a module has thought about.

    Args:
        locale: The asker's; English unless it is French.
        name: How the asker is called.
        now: The time on the asker's own clock.
        zone: Its IANA name.
        instructions: What is to be done, the module's own words.
        schema: The JSON schema of the answer.
        fence: The mark between which text is data.
    """
    language = language_of(locale)
    return _part(language, "thinking").format(
        name=" ".join(name.split())[:60],
        weekday=_WEEKDAYS[language][now.weekday()],
        date=now.date().isoformat(),
        time=now.strftime("%H:%M"),
        zone=zone,
        instructions=instructions,
        schema=schema,
        fence=fence,
    ).strip()  # fmt: skip


def language_of(locale: str) -> str:
    """The language that a prompt is written in: `fr`, or else `en`."""
    return "fr" if locale.lower().startswith("fr") else "en"


def fenced(text: str, fence: str) -> str:
    """Text from outside, marked as data; it cannot close the mark itself."""
    return f"<{fence}>\n{text.replace(fence, '')}\n</{fence}>"


_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}


@lru_cache(maxsize=8)
def _part(language: str, name: str) -> str:
    return (_FOLDER / f"{name}.{language}.md").read_text(encoding="utf-8")
