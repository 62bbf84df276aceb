"""Dates as people and banks write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

from hub.features.budget.imports.table import Cell

Order = Literal["dmy", "mdy"]
"""What comes first where the year comes last."""

YEAR_FIRST = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$", re.ASCII)
YEAR_LAST = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ,].*)?$", re.ASCII)
DIGITS = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:\d{4,}.*)?$", re.ASCII)


class NotADay(ValueError):
    """The text is not a date."""


def day_order(texts: Iterable[str]) -> Order | None:
    """Whether a column of dates has the day or the month first; None if nothing in it tells."""
    first = second = 0
    for text in texts:
        found = YEAR_LAST.match(text.strip())
        if found:
            first = max(first, int(found[1]))
            second = max(second, int(found[2]))
    if first > 12:
        return "dmy"
    return "mdy" if second > 12 else None


def day(cell: Cell, order: Order = "dmy") -> date:
    """A date; a year of two digits is one of this century.

    Args:
        cell: Such as `2026-11-21`, `21/11/2026`, `21.11.26`, `20261121120000`, or a date.
        order: What comes first where the year comes last.

    Raises:
        NotADay: It is none.
    """
    if isinstance(cell, date):
        return cell
    if not isinstance(cell, str):
        raise NotADay("not a date")
    text = cell.strip()
    found = YEAR_FIRST.match(text) or DIGITS.match(text)
    if found:
        year, month, number = found.groups()
    else:
        found = YEAR_LAST.match(text)
        if not found:
            raise NotADay(f"“{text[:40]}” is not a date")
        number, month, year = found.groups()
        if order == "mdy":
            number, month = month, number
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(number))
    except ValueError as fault:
        raise NotADay(f"“{text[:40]}” is not a date") from fault
