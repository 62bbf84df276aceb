"""Long texts in pieces that overlap: each is found by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 1_200
OVERLAP = 150
MOST = 2_000
"""Chunks of one item; a note of 1 MB has fewer."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a text and where in it that begins."""

    number: int
    start: int
    text: str


def chunks(text: str) -> Iterator[Chunk]:
    """The pieces of a text, at most 1,200 characters each, beginning 150 before the end of the one before.

    A piece ends at a space where there is one. Of no text there is one empty piece, as there is a title to find.
    """
    start = number = 0
    while number < MOST:
        end = min(start + LONGEST, len(text))
        if end < len(text):
            space = text.rfind(" ", start + LONGEST // 2, end)
            end = space if space > 0 else end
        yield Chunk(number, start, text[start:end])
        if end >= len(text):
            return
        number += 1
        start = end - OVERLAP
