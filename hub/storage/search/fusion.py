"""Words and meaning in one order: reciprocal rank, in which words count as much as they cover of the question.

Plain reciprocal rank takes the sides for equally good. But who asks in other words than those that are stored gets,
by words, whatever happens to share one with the question, and these push the right answers down. So a place among the
words is worth a power of the share of the question's words that stand there: a name or a phrase that is found as it
was typed comes first, a stray word hardly moves anything (measured: bench/search_quality).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from hub.storage.search.store import Scored
from hub.storage.search.words import number, spots

RANK_K = 20
"""How fast rank loses weight."""
POWER = 2.0


def question_words(text: str) -> list[frozenset[int]]:
    """The words of a question that say something, each as the numbers of its forms."""
    found = {spot.forms for spot in spots(text) if spot.forms}
    return [frozenset(number(form) for form in forms) for forms in found]


def covered(question: Sequence[frozenset[int]], words: Collection[int]) -> float:
    """The share of a question's words that stand in a text with these words, 0 to 1."""
    there = set(words)
    return sum(not there.isdisjoint(forms) for forms in question) / len(question) if question else 0.0


def fused(
    question: Sequence[frozenset[int]], by_words: Sequence[Scored], by_meaning: Sequence[Scored]
) -> list[Scored]:
    """Both sides, each best first, as one order with new scores."""
    scores: dict[str, float] = {}
    points: dict[str, Scored] = {}
    for rank, one in enumerate(by_meaning):
        points[one.id] = one
        scores[one.id] = 1 / (RANK_K + rank)
    for rank, one in enumerate(by_words):
        points.setdefault(one.id, one)
        worth = covered(question, one.words) ** POWER / (RANK_K + rank)
        scores[one.id] = scores.get(one.id, 0.0) + worth
    ordered = sorted(scores, key=lambda id: -scores[id])
    return [replace(points[id], score=scores[id]) for id in ordered]
