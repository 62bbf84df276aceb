"""Words, pieces and snippets."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.features.search.snippets import LENGTH, snippet
from hub.storage.search.chunks import LONGEST, OVERLAP, chunks
from hub.storage.search.texts import text_of
from hub.storage.search.words import Question, forms, spots, words_of_query, words_of_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("réunions", "reunion"),
        ("Élodie", "elodie"),
        ("running", "run"),
        ("chevaux", "chevaux"),
        ("bâtiments", "batiment"),
        ("œuvre", "oeuvre"),
        ("invoices", "invoice"),
    ],
)
def test_forms_of_one_word_meet(one: str, other: str) -> None:
    assert forms(one) & forms(other)


@pytest.mark.parametrize("word", ["the", "les", "et", "À"])
def test_a_word_that_says_nothing_has_no_forms(word: str) -> None:
    assert forms(word) == frozenset()


def test_a_word_weighs_more_the_oftener_it_stands_there_and_in_a_title() -> None:
    def weight(text: str, title: str = "") -> float:
        found = words_of_text(text, title)
        return max(dict(zip(found.indices, found.values, strict=True)).values())

    assert weight("stone") < weight("stone stone") < weight("stone stone", "stone")
    assert words_of_query("stone and the stone").indices == words_of_query("Stone").indices


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300), st.integers(1, 30))
def test_pieces_hold_all_of_a_text_and_overlap(text: str, times: int) -> None:
    text *= times
    found = list(chunks(text))
    assert found[0].start == 0 and found[-1].start + len(found[-1].text) == len(text)
    for piece, following in pairwise(found):
        assert following.start == piece.start + len(piece.text) - OVERLAP
    assert all(len(piece.text) <= LONGEST and text[piece.start :].startswith(piece.text) for piece in found)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300), st.text(min_size=1, max_size=20), st.integers(0, 300))
def test_marks_are_inside_the_snippet_and_mark_what_was_looked_for(text: str, word: str, start: int) -> None:
    question = Question(word)
    found = snippet(text, question, min(start, len(text)))
    assert len(found.text) <= LENGTH + 2
    for begin, end in found.marks:
        assert 0 <= begin < end <= len(found.text)
        assert forms(found.text[begin:end]) & frozenset().union(*(spot.forms for spot in spots(word)))


def test_a_snippet_is_where_most_of_the_words_are() -> None:
    text = "Berlin. " + "Nothing of note here at all. " * 20 + "The invoice of the plumber from Berlin came."
    question = Question("berlin plumber invoices")
    found = snippet(text, question, 0)
    marked = [found.text[start:end] for start, end in found.marks]
    assert marked == ["invoice", "plumber", "Berlin"] and found.text.startswith("…")


async def test_texts_are_made_of_fields() -> None:
    raw = {"title": "One", "items": [{"text": "milk"}, {"text": " "}], "tags": ["home"], "none": None}
    assert await text_of("title", "items", "tags", "none", lambda row: row["title"])([raw]) == ["One\nmilk\nhome"]
