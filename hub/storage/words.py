"""Folding text so that it is found whatever its case and accents."""

from __future__ import annotations

import re
import unicodedata
from typing import Any


def folded(*texts: str | None) -> str:
    """Texts joined, without accents (NFKD), in lower case, white space made single spaces."""
    joined = " ".join(text for text in texts if text)
    plain = joined
    if not joined.isascii():
        plain = "".join(char for char in unicodedata.normalize("NFKD", joined) if not unicodedata.combining(char))
    return " ".join(plain.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "'").split())


def containing(query: str | None) -> dict[str, Any] | None:
    """A condition on a folded field: every word of the query occurs in it (as text, never as a pattern)."""
    words = folded(query).split() if query else []
    if not words:
        return None
    # Anchored: otherwise a long text without the words is searched again from each of its characters.
    return {"$regex": "^" + "".join(f"(?=.*{re.escape(word)})" for word in words), "$options": "s"}
