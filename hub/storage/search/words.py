"""The words of a text as the engine compares them: folded, stemmed in French and English, weighted (BM25).

How often a word occurs in a text is weighed here, how rare it is among all texts by the engine (its IDF
modifier), so that nothing has to be counted anew when a text is added.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, cast

from hub.storage.words import folded

K1 = 1.2
B = 0.75
USUAL_LENGTH = 90.0
"""Words of a usual chunk. BM25 wants the average; a fixed one keeps every stored weight right for ever."""
TITLE_TIMES = 3
KNOWN_WORDS = 100_000

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_COMMON = """
a an and are as at be been but by can did do does for from had has have he her him his how i if in into is it
its me my no not of on or our out she so than that the their them then there these they this those to too up
us was we were what when where which who whom why will with would you your au aux avec c ce ces cet cette d
dans de des du elle elles en est et eu il ils j je l la le les leur leurs lui m ma mais mes moi mon n ne nos
notre nous on ont ou par pas pour qu que quel quelle quels quelles qui quoi s sa se ses son sont sur t ta te
tes toi ton tu un une vos votre vous y quand comment ai as avons avez etait ete etre
"""
_STOP = frozenset(_COMMON.split())


@dataclass(frozen=True, slots=True)
class Sparse:
    """A vector of words: their numbers, rising, and how much each counts."""

    indices: list[int]
    values: list[float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A word where it stands in a text."""

    start: int
    end: int
    forms: frozenset[str]
    """Itself folded, and its stems; empty for a word that says nothing."""


class Question:
    """The words that are looked for, where they stand in texts.

    Args:
        text: What was asked.
    """

    def __init__(self, text: str) -> None:
        self._forms = frozenset[str]().union(*(spot.forms for spot in spots(text)))
        self._met: dict[str, frozenset[str]] = {}
        """What a word of a text has in common with them: most words come again in the next text."""

    def hits(self, text: str) -> list[tuple[int, int, frozenset[str]]]:
        """`(start, end, forms)` of each word of a text that was looked for, in order."""
        found: list[tuple[int, int, frozenset[str]]] = []
        if not self._forms:
            return found
        met = self._met
        for word in _WORD.finditer(text):
            common = met.get(word.group())
            if common is None:
                common = met[word.group()] = forms(word.group()) & self._forms
            if common:
                found.append((word.start(), word.end(), common))
        return found


def spots(text: str) -> list[Spot]:
    """Every word of a text, in order."""
    return [Spot(found.start(), found.end(), forms(found.group())) for found in _WORD.finditer(text)]


@lru_cache(maxsize=KNOWN_WORDS)
def forms(word: str) -> frozenset[str]:
    """What a word is compared by: itself, folded, and its French and English stems.

    The stem is taken of the word as it is written and folded afterwards: of a French word without its accents the
    stemmer makes another stem. Folded ones are stemmed too, since many type without accents.
    """
    lower = unicodedata.normalize("NFC", word).lower()
    plain = folded(lower)
    if not plain or plain in _STOP:
        return frozenset()
    french, english = _stemmers()
    stems = {folded(stemmer.stemWord(one)) for stemmer in (french, english) for one in {lower, plain}}
    return frozenset({plain, *(f"~{stem}" for stem in stems if stem)})


def words_of_text(text: str, title: str = "") -> Sparse:
    """The words of a stored text, weighed by BM25's term frequency; those of its title count several times."""
    counts: dict[str, float] = {}
    length = 0
    for part, times in ((title, TITLE_TIMES), (text, 1)):
        for spot in spots(part):
            length += 1
            for form in spot.forms:
                counts[form] = counts.get(form, 0.0) + times
    norm = K1 * (1 - B + B * length / USUAL_LENGTH)
    return _sparse((form, count * (K1 + 1) / (count + norm)) for form, count in counts.items())


def words_of_query(text: str) -> Sparse:
    """The words of a question; each counts the same, a stem less than the word itself."""
    found: dict[str, float] = {}
    for spot in spots(text):
        for form in spot.forms:
            found[form] = 0.6 if form.startswith("~") else 1.0
    return _sparse(found.items())


def number(form: str) -> int:
    """The number under which the engine knows a word."""
    return zlib.crc32(form.encode()) & 0x7FFFFFFF


def _sparse(weights: Iterable[tuple[str, float]]) -> Sparse:
    numbered: dict[int, float] = {}
    for form, weight in weights:
        index = number(form)
        numbered[index] = numbered.get(index, 0.0) + weight
    ordered = sorted(numbered.items())
    return Sparse([index for index, _ in ordered], [round(weight, 4) for _, weight in ordered])


@cache
def _stemmers() -> tuple[Any, Any]:
    # Compiled code without types. Imported late: only who searches needs it.
    import Stemmer  # pyright: ignore[reportMissingTypeStubs, reportMissingImports]

    module = cast("Any", Stemmer)
    return module.Stemmer("french"), module.Stemmer("english")
