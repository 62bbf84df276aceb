"""Serial numbers: however one was typed or scanned, it is the same one."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

LONGEST = 60
"""Characters of a serial number as it is kept."""
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Unicode categories that scanners and pasting add: control characters, marks, white space."""
NO_TEXT = frozenset({"Cs", "Co", "Cn"})


def serial_of(given: str) -> str:
    """A serial number as it is kept: compatibility forms made plain (NFKC), upper case, nothing unseen in it.

    Raises:
        ValueError: Nothing is left, too much is, or it holds what is no text.
    """
    plain = unicodedata.normalize("NFKC", given).upper()
    kept = "".join(char for char in plain if unicodedata.category(char) not in UNSEEN)
    if any(unicodedata.category(char) in NO_TEXT for char in kept):
        raise ValueError("must be text")
    if not 1 <= len(kept) <= LONGEST:
        raise ValueError(f"must have 1 to {LONGEST} characters")
    return kept


Serial = Annotated[
    str,
    StringConstraints(max_length=300),
    AfterValidator(serial_of),
    Field(description="A serial number; upper case, without white space, at most 60 characters."),
]
