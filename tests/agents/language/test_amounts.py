"""Amounts of money in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.language.amounts import find_amounts
from agents.language.fold import clean, fold
from agents.language.outcome import Language


def amounts(text: str, language: Language) -> list[tuple[int, str]]:
    return [(one.cents, one.currency) for one in find_amounts(fold(clean(text)), language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("42,50 €", "fr", (4250, "EUR")),
        ("$12", "en", (1200, "USD")),
        ("1 200 euros", "fr", (120000, "EUR")),
        ("1\u202f200,50 €", "fr", (120050, "EUR")),
        ("1,200.50 €", "en", (120050, "EUR")),
        ("vingt et un euros", "fr", (2100, "EUR")),
        ("quatre-vingt-dix euros", "fr", (9000, "EUR")),
        ("a hundred dollars", "en", (10000, "USD")),
        ("250 € TTC", "fr", (25000, "EUR")),
        ("12€50", "fr", (1250, "EUR")),
        ("£8", "en", (800, "GBP")),
        ("3k€", "en", (300000, "EUR")),
    ],
)
def test_an_amount(text: str, language: Language, expected: tuple[int, str]) -> None:
    assert amounts(text, language) == [expected]


@pytest.mark.parametrize("text", ["4512", "room 12", "at 9", "20 minutes", "2026-11-27", "#12"])
def test_a_number_is_not_money(text: str) -> None:
    assert amounts(text, "en") == []


@given(st.integers(0, 99_999_999))
def test_written_out_and_read_again(cents: int) -> None:
    whole, part = divmod(cents, 100)
    assert amounts(f"{whole:,}.{part:02d} €", "en") == [(cents, "EUR")]
    assert amounts(f"{whole:,}".replace(",", " ") + f",{part:02d} €", "fr") == [(cents, "EUR")]
