"""JSON: a list of objects, or an object that holds one such as what `budget.list` answers."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from hub.features.budget.imports.table import Cell, Table, TableRow, check_size, unreadable

LONGEST_NUMBER = 40


def read(text: str) -> Table:
    """A JSON file's content.

    Raises:
        OperationError: `invalid` where it is not JSON or holds no list of objects; `too_large`.
    """
    try:
        found: Any = json.loads(
            text.removeprefix("\ufeff"), parse_float=_number, parse_int=_number, parse_constant=_none
        )
    except (ValueError, RecursionError, InvalidOperation) as fault:
        raise unreadable("The file is not JSON.") from fault
    lines = _lines(found)
    columns = dict.fromkeys(str(name) for line in lines for name in line)
    check_size(len(lines), len(columns))
    if not columns:
        raise unreadable("There are no lines in the file.")
    return Table(
        columns=tuple(columns),
        rows=tuple(
            TableRow(number=number, cells=tuple(_cell(line.get(name)) for name in columns))
            for number, line in enumerate(lines, 1)
        ),
    )


def _lines(found: Any) -> list[dict[str, Any]]:
    if isinstance(found, dict):
        lists = [value for value in cast("dict[str, Any]", found).values() if isinstance(value, list)]
        found = lists[0] if len(lists) == 1 else None
    if not isinstance(found, list) or not all(isinstance(line, dict) for line in cast("list[Any]", found)):
        raise unreadable("The file does not hold a list of lines.")
    return cast("list[dict[str, Any]]", found)


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return str(value)
    if value is None or isinstance(value, (str, Decimal)):
        return value
    return json.dumps(value, default=str, ensure_ascii=False)[:1000]


def _number(text: str) -> Decimal:
    if len(text) > LONGEST_NUMBER:
        raise ValueError("a number with too many digits")
    return Decimal(text)


def _none(_text: str) -> None:
    """NaN and infinity are no amounts."""
    return None
