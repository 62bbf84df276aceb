"""XLSX: the first sheet with lines in it, read without trusting what the archive says of itself."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import ParseError

from hub.features.budget.imports.csv_file import table_of
from hub.features.budget.imports.table import MOST_COLUMNS, Cell, Table, check_size, is_blank, unreadable
from hub.kernel.errors import too_large

MOST_BYTES = 60_000_000
"""Unpacked; twenty thousand lines are some ten million."""
MOST_PARTS = 2_000
PIECE = 1 << 20
SHEETS_LOOKED_AT = 20
MOST_BLANK = 1_000
"""Empty rows in a row after which a sheet is over: some programs write a million of them."""


def read(raw: bytes) -> Table:
    """The content of a workbook's first sheet that has any.

    Raises:
        OperationError: `invalid` where it is no workbook; `too_large` where unpacked it is not what it
            seems (a zip bomb) or has too many lines.
    """
    _check_archive(raw)
    # Importing openpyxl takes a while and few need it.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets[:SHEETS_LOOKED_AT]:
            # The dimensions that a sheet states may be wrong; without them it is read to its end.
            sheet.reset_dimensions()
            rows = _rows(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True))
            if rows:
                return table_of(rows, {"sheet": str(sheet.title)[:100]})
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        zlib.error,
        ParseError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        EOFError,
    ) as fault:
        raise unreadable("The file is not an XLSX workbook that can be read.") from fault
    raise unreadable("There are no lines in the workbook.")


def _check_archive(raw: bytes) -> None:
    """Unpack everything once, counting, before anything parses it; document types are refused.

    Raises:
        OperationError: `invalid` or `too_large`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise too_large("The workbook has too many parts.")
            total = 0
            for part in parts:
                with archive.open(part) as opened:
                    while piece := opened.read(PIECE):
                        total += len(piece)
                        if total > MOST_BYTES:
                            raise too_large("Unpacked, the workbook is too large.")
                        # Entities are declared in a document type, which no workbook has.
                        if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                            raise unreadable("The workbook has a document type in it.")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as fault:
        raise unreadable("The file is not an XLSX workbook.") from fault


def _rows(found: Iterable[tuple[Any, ...]]) -> list[tuple[int, list[Cell]]]:
    rows: list[tuple[int, list[Cell]]] = []
    blank = 0
    for number, values in enumerate(found, 1):
        cells = [_cell(value) for value in values]
        while cells and is_blank(cells[-1]):
            cells.pop()
        if not cells:
            blank += 1
            if blank > MOST_BLANK:
                break
            continue
        blank = 0
        rows.append((number, cells))
        check_size(len(rows) - 100, len(cells))
    return rows


def _cell(value: Any) -> Cell:
    match value:
        case None | str():
            return value
        case bool():
            return str(value)
        case int() | float():
            return _number(value)
        case datetime():
            return value.date()
        case date():
            return value
        case time() | timedelta():
            return str(value)
        case _:
            return str(value)[:1000]


def _number(value: float) -> Cell:
    """What is shown of a number: a binary fraction such as 12.1 is stored with an error that nobody typed."""
    return Decimal(repr(value)) if abs(value) < 1e15 else str(value)
