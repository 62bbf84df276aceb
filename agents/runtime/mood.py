"""Whether a sentence asks for a change at all. Doubt means no: a model then only gets to look."""

from __future__ import annotations

import re
from enum import StrEnum

_REQUEST = re.compile(
    r"^\W*(?:(?:can|could|would|will) you|(?:can|could|may) (?:i|we) (?:have|get)|please|"
    r"peux[- ]tu|pourrais[- ]tu|tu peux|tu pourrais|pouvez[- ]vous|veux[- ]tu|merci de|s['’]il te pla[iî]t)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"^\W*(?:what|which|who|whom|whose|when|where|why|how|is|are|am|was|were|do|does|did|have|has|had|should|shall|"
    r"quel(?:le)?s?|quoi|qui|quand|o[uù]|pourquoi|comment|combien|est[- ]ce|qu['’]est|"
    r"ai[- ]je|a[- ]t|dois[- ]je|y a)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:don['’]?t|do not|does not|doesn['’]?t|never|not (?:yet|now)|no need|rather not|without)\b|"
    r"\b(?:ne|n['’])\s*\w+(?:[- ]\w+)?\s+(?:pas|plus|jamais|rien)\b|"
    r"\b(?:pas besoin|surtout pas|inutile de|jamais)\b|^\W*pas de\b",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"^\W*(?:if|what if|imagine|suppose|i (?:wish|might|may)|maybe|perhaps|si|imagine|suppose|peut-[eê]tre)\b",
    re.IGNORECASE,
)


class Mood(StrEnum):
    """What sort of sentence it is."""

    REQUEST = "request"
    QUESTION = "question"
    NEGATION = "negation"
    HYPOTHETICAL = "hypothetical"

    @property
    def may_change(self) -> bool:
        """Whether a model may be given tools that change something."""
        return self is Mood.REQUEST


def mood_of(sentence: str) -> Mood:
    """Read the sort of a sentence off its words."""
    if _NEGATION.search(sentence):
        return Mood.NEGATION
    if _REQUEST.match(sentence):
        return Mood.REQUEST
    if sentence.rstrip().endswith("?") or _QUESTION.match(sentence):
        return Mood.QUESTION
    if _HYPOTHETICAL.match(sentence):
        return Mood.HYPOTHETICAL
    return Mood.REQUEST
