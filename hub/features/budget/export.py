"""Budget lines as CSV for a file, or as TSV for the clipboard."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.budget.documents import LineDocument
from hub.features.budget.imports.csv_file import FORMULA
from hub.features.budget.operations import filter_of
from hub.features.budget.schemas import BudgetFile, ExportLines
from hub.features.projects.access import project_names
from hub.kernel.context import Ctx
from hub.kernel.errors import too_large
from hub.kernel.operation import GET, PEOPLE_AND_PROGRAMS, Effect, operation
from hub.kernel.policies import member

MOST_LINES = 50_000
BYTE_ORDER_MARK = "\ufeff"
"""Without it, spreadsheets take the accents of a CSV file for something else."""
TEXTS = ("vendor", "label", "category")
COLUMNS = (
    *("date", "vendor", "label", "category", "amount", "vat", "currency"),
    *("project", "department", "invoice_number", "notes"),
)


@operation(
    "budget.export",
    effect=Effect.READ,
    policy=member,
    route=GET("/api/budget/export"),
    doors=PEOPLE_AND_PROGRAMS,
)
async def export_lines(ctx: Ctx, command: ExportLines) -> BudgetFile:
    """Give budget lines as CSV (a file) or TSV (to paste into a spreadsheet), the latest first.

    In French the decimal mark is a comma and CSV is separated by semicolons, as spreadsheets there
    expect. Text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    rows = (
        await LineDocument.rows()
        .find(await filter_of(ctx, command))
        .sort([("date", -1), ("_id", -1)])
        .to_list(MOST_LINES + 1)
    )
    if len(rows) > MOST_LINES:
        raise too_large(f"That is more than {MOST_LINES:,} lines. Choose a shorter time.")
    names = await project_names(list({row["project_id"] for row in rows if row["project_id"]}))
    comma = ctx.actor.locale.startswith("fr")
    writer = as_tsv if command.format == "tsv" else as_csv
    day = ctx.now.astimezone(ctx.zone).date().isoformat()
    return BudgetFile(
        content=await asyncio.to_thread(writer, rows, names, comma=comma),
        filename=f"budget-{day}.{command.format}",
        mime_type="text/csv" if command.format == "csv" else "text/tab-separated-values",
        count=len(rows),
    )


def as_csv(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str], *, comma: bool) -> str:
    """Lines as RFC 4180 says, with semicolons where the decimal mark is a comma."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if comma else ",", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row, names, comma=comma) for row in rows)
    return BYTE_ORDER_MARK + out.getvalue()


def as_tsv(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str], *, comma: bool) -> str:
    """Lines separated by tabs, each cell on one line."""
    cells = [COLUMNS, *(_cells(row, names, comma=comma) for row in rows)]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in cells) + "\n"


def _cells(row: Mapping[str, Any], names: Mapping[str, str], *, comma: bool) -> tuple[str, ...]:
    return (
        row["date"],
        *(_safe(row[name]) for name in TEXTS),
        decimal_text(row["amount_cents"], comma=comma),
        decimal_text(row["vat_cents"], comma=comma),
        row["currency"],
        _safe(names.get(row["project_id"] or "", "")),
        _safe(row["department"] or ""),
        _safe(row["invoice_number"] or ""),
        _safe(row["notes"]),
    )


def _safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula (CWE-1236)."""
    # An apostrophe that was there already gets another, so that an import can tell the two apart.
    return f"'{text}" if text.startswith((*FORMULA, "'")) else text


def decimal_text(cents: int, *, comma: bool) -> str:
    """Hundredths with two decimals, as `-1234,50` or `-1234.50`."""
    units, hundredths = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{units}{',' if comma else '.'}{hundredths:02d}"
