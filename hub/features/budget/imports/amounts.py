"""Amounts as people and banks write them, to whole cents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Literal

from hub.features.budget.imports.table import Cell
from hub.features.budget.money import CURRENCIES, LARGEST, SYMBOLS

Mark = Literal[",", "."]
"""What stands between units and hundredths."""

SPACES = re.compile(r"[\s\u00a0\u2007\u202f'’]+")
MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "﹣": "-", "-": "-"})
NUMBER = re.compile(r"^[0-9]+(?:[.,][0-9]+)*$")
LEADING = re.compile(r"^[.,][0-9]+$")
AT_THE_END = re.compile(r"([.,])([0-9]+)$")
WORDS = re.compile(r"[A-Za-z]+|[€$£¥₣]")


class NotAnAmount(ValueError):
    """The text is not an amount."""


def decimal_mark(texts: Iterable[str]) -> Mark | None:
    """The decimal mark that a column of amounts uses; None if nothing in it tells.

    An amount with both marks has the decimal one last; one mark with other than three digits behind it
    is decimal; the same mark twice separates thousands, so the decimal one is the other.
    """
    votes = {",": 0, ".": 0}
    for text in texts:
        number = _bare(text)[0]
        marks = [char for char in number if char in ",."]
        if not marks:
            continue
        last = marks[-1]
        other = "." if last == "," else ","
        digits = len(number) - number.rindex(last) - 1
        if len(set(marks)) == 2:
            votes[last] += 1
        elif len(marks) > 1:
            votes[other] += 1
        elif digits != 3:
            votes[last] += 1
    if votes[","] == votes["."]:
        return None
    return "," if votes[","] > votes["."] else "."


def cents(cell: Cell, mark: Mark | None = None) -> int:
    """An amount in hundredths, half a hundredth going to the even one.

    Args:
        cell: Such as `1 234,56 €`, `-1,234.56`, `(12.50)`, `12,50-`, or a number.
        mark: The decimal mark of the column, where it is known. Without it, a single mark with three
            digits behind it is taken to separate thousands.

    Raises:
        NotAnAmount: It is none, or one beyond what a line can hold.
    """
    if isinstance(cell, Decimal):
        return _whole(cell)
    if not isinstance(cell, str):
        raise NotAnAmount("not an amount")
    number, negative = _bare(cell)
    if LEADING.match(number):
        number = "0" + number
    if not NUMBER.match(number):
        raise NotAnAmount(f"“{cell[:40]}” is not an amount")
    value = _whole(Decimal(_plain(number, mark, cell)))
    return -value if negative else value


def whole_cents(cell: Cell) -> int:
    """An amount that is given in hundredths already.

    Raises:
        NotAnAmount: It is no whole number, or one beyond what a line can hold.
    """
    text = str(cell).strip()
    try:
        value = Decimal(text)
    except InvalidOperation as fault:
        raise NotAnAmount(f"“{text[:40]}” is not an amount in cents") from fault
    if not value.is_finite() or abs(value) > LARGEST or value != value.to_integral_value():
        raise NotAnAmount(f"“{text[:40]}” is not an amount in cents")
    return int(value)


def currency_in(text: str) -> str | None:
    """The currency that an amount or the name of a column carries, such as the `€` of `12,50 €`."""
    for word in WORDS.findall(text):
        found = _currency(word)
        if found:
            return found
    return None


def _currency(word: str) -> str | None:
    if word.lower() in ("euro", "euros"):
        return "EUR"
    if word.isupper() and word in CURRENCIES:
        return word
    return SYMBOLS.get(word)


def _bare(text: str) -> tuple[str, bool]:
    """The digits and marks of an amount, and whether it is negative."""
    bare = SPACES.sub("", text.translate(MINUS))
    bare = WORDS.sub(lambda found: "" if _currency(found[0]) else found[0], bare)
    negative = False
    if bare.startswith("(") and bare.endswith(")"):
        bare, negative = bare[1:-1], True
    if bare.startswith(("-", "+")):
        negative = negative or bare.startswith("-")
        bare = bare[1:]
    elif bare.endswith(("-", "+")):
        negative = negative or bare.endswith("-")
        bare = bare[:-1]
    return bare, negative


def _plain(number: str, mark: Mark | None, cell: str) -> str:
    """A number with a point for its decimal mark and nothing between its thousands."""
    end = AT_THE_END.search(number)
    if end is None:
        return number
    if mark is None:
        single = len(re.findall(r"[.,]", number)) == 1
        other = "," if end[1] == "." else "."
        if other in number or (single and len(end[2]) != 3):
            mark = "," if end[1] == "," else "."
        else:
            mark = "." if end[1] == "," else ","
    whole, _, hundredths = number.partition(mark)
    if mark in hundredths or any(char in ",." for char in hundredths):
        raise NotAnAmount(f"“{cell[:40]}” is not an amount")
    thousands = re.split(r"[.,]", whole)
    if len(thousands) > 1 and any(len(part) != 3 for part in thousands[1:]):
        raise NotAnAmount(f"“{cell[:40]}” is not an amount")
    return f"{''.join(thousands)}.{hundredths or 0}"


def _whole(value: Decimal) -> int:
    if not value.is_finite() or abs(value) > LARGEST:
        raise NotAnAmount("not an amount that a line can hold")
    found = int((value * 100).to_integral_value(ROUND_HALF_EVEN))
    if abs(found) > LARGEST:
        raise NotAnAmount("not an amount that a line can hold")
    return found
