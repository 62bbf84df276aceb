"""CSV, whatever its delimiter: RFC 4180 and what spreadsheets and banks make of it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence

from hub.features.budget.imports.columns import first_is_header, header_place
from hub.features.budget.imports.table import MOST_ROWS, Cell, Table, TableRow, check_size, is_blank, unreadable

DELIMITERS = (";", ",", "\t", "|")
NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
SAMPLE = 100
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheets take for the start of a formula; an apostrophe before it says that it is text."""


def read(text: str) -> Table:
    """A CSV file's content.

    Raises:
        OperationError: `invalid` where there is nothing in it; `too_large`.
    """
    text = text.removeprefix("\ufeff").replace("\x00", "")
    if not text.strip():
        raise unreadable("The file is empty.")
    delimiter = delimiter_of(text)
    rows = _rows(text, delimiter)
    return table_of(rows, {"delimiter": NAMES[delimiter]})


def table_of(rows: Sequence[tuple[int, Sequence[Cell]]], found: dict[str, str]) -> Table:
    """A table of rows with their numbers, the row with the columns' names found among them.

    Raises:
        OperationError: `invalid` where there is nothing in it; `too_large`.
    """
    if not rows:
        raise unreadable("There are no lines in the file.")
    cells = [row for _, row in rows]
    place = header_place(cells)
    if place is None and first_is_header(cells):
        place = 0
    width = max(len(row) for row in cells)
    body = rows if place is None else rows[place + 1 :]
    if not body:
        raise unreadable("There are no lines in the file.")
    check_size(len(body), width)
    header = [] if place is None else [str(cell or "").strip() for cell in cells[place]]
    names = [*header, *([""] * (width - len(header)))]
    return Table(
        columns=tuple(name or str(number) for number, name in enumerate(names, 1)),
        rows=tuple(TableRow(number=number, cells=(*row, *([None] * (width - len(row))))) for number, row in body),
        found=found,
    )


def delimiter_of(text: str) -> str:
    """The delimiter that cuts the first lines into the same number of cells most often, and into most."""
    return max(DELIMITERS, key=lambda delimiter: (_agreement(text, delimiter), -DELIMITERS.index(delimiter)))


def _agreement(text: str, delimiter: str) -> float:
    widths = Counter(len(row) for _, row in _rows(text[:100_000], delimiter, SAMPLE))
    wide = {width: times for width, times in widths.items() if width > 1}
    if not wide:
        return 0
    width, times = max(wide.items(), key=lambda one: (one[1], one[0]))
    return times / sum(widths.values()) * (2 - 1 / width)


def _rows(text: str, delimiter: str, at_most: int | None = None) -> list[tuple[int, list[Cell]]]:
    """Rows that say something, each with the number of the line on which it ends."""
    rows: list[tuple[int, list[Cell]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            cells: list[Cell] = [_unescaped(cell.strip()) for cell in row]
            if all(is_blank(cell) for cell in cells):
                continue
            rows.append((reader.line_num, cells))
            if len(rows) == at_most:
                break
            if len(rows) > MOST_ROWS + 100:
                check_size(len(rows), 1)
    except csv.Error as fault:
        raise unreadable(f"Line {reader.line_num} cannot be read: {fault}.") from fault
    return rows


def _unescaped(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*FORMULA, "'")) else cell
