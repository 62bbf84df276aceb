"""Filters among words."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from hub.features.search.asked import take_apart

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


def test_filters_are_taken_out_of_the_words() -> None:
    found = take_apart('invoice from:marie in:"web site" kind:notes has:lien of the mason', NOW, PARIS)
    assert found.text == "invoice of the mason"
    assert (found.people, found.places, found.kinds, found.has) == (["marie"], ["web site"], ["note"], "link")


def test_french_names_are_known_too() -> None:
    found = take_apart("devis de:moi dans:chantier avec:fichier type:tâche", NOW, PARIS)
    assert found.text == "devis"
    assert (found.people, found.places, found.kinds, found.has) == (["moi"], ["chantier"], ["task"], "file")


@pytest.mark.parametrize(
    ("q", "since", "until"),
    [
        ("after:2026-11-20", datetime(2026, 11, 19, 23, tzinfo=UTC), None),
        ("avant:2026-11-20", None, datetime(2026, 11, 19, 22, 59, 59, 999_000, tzinfo=UTC)),
        ("après:2026-11", datetime(2026, 10, 31, 23, tzinfo=UTC), None),
        ("after:2026", datetime(2025, 12, 31, 23, tzinfo=UTC), None),
        # Half past midnight in Paris: there today is the 23rd already.
        ("after:yesterday", datetime(2026, 11, 21, 23, tzinfo=UTC), None),
        ("après:hier", datetime(2026, 11, 21, 23, tzinfo=UTC), None),
    ],
)
def test_days_begin_where_the_person_is(q: str, since: datetime | None, until: datetime | None) -> None:
    found = take_apart(f"stone {q}", NOW, PARIS)
    assert (found.text, found.since, found.until) == ("stone", since, until)


@pytest.mark.parametrize(
    "q", ["note: this", "at 10:30", "see https://example.org/x", "a:b", "ratio 3:4", "::", "from:"]
)
def test_what_only_looks_like_a_filter_stays_text(q: str) -> None:
    found = take_apart(q, NOW, PARIS)
    assert found.text == q and not found.unknown


def test_a_filter_that_says_nothing_is_told() -> None:
    assert take_apart("x before:soon has:wings after:2026-02-31", NOW, PARIS).unknown == [
        "before:soon",
        "has:wings",
        "after:2026-02-31",
    ]
