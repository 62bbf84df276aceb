"""The part of a text that fits a question best, with the words that were looked for marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hub.storage.search.chunks import LONGEST
from hub.storage.search.words import Question

LENGTH = 160
BEFORE = 40
"""How much of a text stands before the first word that is marked."""
Mark = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text, and where in it the words stand."""

    text: str
    marks: list[Mark]


def snippet(text: str, question: Question, start: int) -> Snippet:
    """The best part of the piece of a text that begins at `start`.

    Args:
        text: All of it.
        question: The words that were looked for.
        start: Where the piece begins that was found.
    """
    # One character for one: the places stay what they are.
    piece = re.sub(r"\s", " ", text[start : start + LONGEST])
    hits = question.hits(piece)
    begin = _best(hits)
    if begin > 0:
        begin = piece.rfind(" ", 0, max(begin - BEFORE, 0) + 1) + 1
    end = min(begin + LENGTH, len(piece))
    if end < len(piece):
        space = piece.rfind(" ", begin + LENGTH // 2, end)
        end = space if space > 0 else end
    shown = piece[begin:end]
    inset = len(shown) - len(shown.lstrip())
    lead = "…" if start + begin > 0 and shown.strip() else ""
    tail = "…" if start + end < len(text.rstrip()) else ""
    moved = len(lead) - begin - inset
    marks = [(first + moved, last + moved) for first, last, _ in hits if begin + inset <= first and last <= end]
    return Snippet(f"{lead}{shown.strip()}{tail}", marks)


def marks(text: str, question: Question) -> list[Mark]:
    """Where the words that were looked for stand in a text."""
    return [(start, end) for start, end, _ in question.hits(text)]


def _best(hits: Sequence[tuple[int, int, frozenset[str]]]) -> int:
    """Where the window begins that has the most different words."""
    best, at = 0, 0
    for number, (start, _, _) in enumerate(hits):
        window = [forms for first, _, forms in hits[number:] if first < start + LENGTH - BEFORE]
        different = len(frozenset().union(*window))
        if different > best:
            best, at = different, start
    return at
