"""What every format is read into: columns with names, and rows of cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from hub.kernel.errors import OperationError, invalid, too_large

Cell = str | Decimal | date | None
"""Text as it stands in the file, or what the format itself says is a number or a date."""

MOST_ROWS = 20_000
MOST_COLUMNS = 200


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """One row and where it stands in the file, counted as people count: from 1, the header included."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A file's content."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    found: dict[str, str] = field(default_factory=dict[str, str])
    """What was found out about the file: `encoding`, `delimiter`, `sheet`, `currency`."""


def is_blank(cell: Cell) -> bool:
    """Whether a cell says nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def unreadable(detail: str) -> OperationError:
    """The refusal of a file that is not what it is said to be."""
    return invalid(detail, content=detail)


def check_size(rows: int, columns: int) -> None:
    """A table is small enough to be looked at as a whole.

    Raises:
        OperationError: `too_large`.
    """
    if rows > MOST_ROWS:
        raise too_large(f"A file can bring {MOST_ROWS:,} lines at most. Split it.")
    if columns > MOST_COLUMNS:
        raise too_large(f"A file can have {MOST_COLUMNS} columns at most.")
