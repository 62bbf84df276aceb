"""What a sheet says on paper: a title, facts, a table; in the language of whoever prints it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from hub.features.reception.words import MONTHS, WORDS
from hub.storage.wire import Wire


class Fact(Wire):
    """A name and what stands beside it."""

    name: str
    says: str


class Column(Wire):
    """A column of the table."""

    head: str
    width: int
    """Its part of the whole, beside the others."""
    right: bool = False
    """Numbers stand at the right."""


class Paper(Wire):
    """A sheet, ready to be drawn."""

    title: str
    name: str
    locale: str
    facts: list[Fact]
    columns: list[Column]
    rows: list[list[str]]
    last: list[str] = []
    """A line of sums beneath the table."""
    notes: str = ""
    signed: list[str] = []
    """Who signs: a box for each."""
    made: str
    page: str


@dataclass(frozen=True)
class Speech:
    """How one language says it, at one place on earth."""

    locale: str
    zone: ZoneInfo

    def __call__(self, key: str) -> str:
        """A word or sentence by its key; what nobody translated stays as it is."""
        return WORDS[self.locale].get(key, key)

    def day(self, day: date | datetime | None) -> str:
        """`22 November 2026`; nothing where there is no day."""
        if day is None:
            return ""
        local = day.astimezone(self.zone) if isinstance(day, datetime) else day
        number = "1er" if local.day == 1 and self.locale == "fr" else str(local.day)
        return f"{number} {MONTHS[self.locale][local.month - 1]} {local.year}"

    def money(self, cents: int, currency: str) -> str:
        """`€1,234.50`, « 1 234,50 € »."""
        symbol = {"EUR": "€", "USD": "$", "GBP": "£"}.get(currency, currency)
        sign, (whole, part) = "-" if cents < 0 else "", divmod(abs(cents), 100)
        if self.locale == "fr":
            return f"{sign}{whole:,}".replace(",", "\u202f") + f",{part:02d}\u00a0{symbol}"
        return f"{sign}{symbol}{'' if len(symbol) == 1 else chr(0xA0)}{whole:,}.{part:02d}"

    def facts(self, given: Mapping[str, str]) -> list[Fact]:
        """Facts by the key of their name; without those that say nothing."""
        return [Fact(name=self(name), says=says) for name, says in given.items() if says]

    def columns(self, *given: tuple[str, int] | tuple[str, int, bool]) -> list[Column]:
        """Columns by the key of their head, their width, and whether they hold numbers."""
        return [Column(head=self(one[0]), width=one[1], right=len(one) > 2) for one in given]


def speech(locale: str, zone: ZoneInfo) -> Speech:
    """The language that somebody reads; English where there is none of theirs."""
    language = locale.lower().partition("-")[0]
    return Speech(language if language in WORDS else "en", zone)


def joined(*parts: str | None) -> str:
    """What there is of several, in one cell."""
    return " ".join(part for part in parts if part)
