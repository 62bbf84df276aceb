"""The wire models of imports."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from hub.features.budget.imports.columns import Target
from hub.features.budget.money import Currency
from hub.storage.wire import Date, Id, Input, Wire

LARGEST = 8_000_000
"""Characters of a file; `too_large` beyond."""
Column = Annotated[str, StringConstraints(max_length=300)]


class FileToImport(Input):
    """A file of budget lines and how to read it."""

    model_config = ConfigDict(str_max_length=None)

    format: Literal["json", "csv", "ofx", "xlsx"]
    content: str = Field(description="The file: text, or base64 (always for xlsx).")
    base64: bool = Field(
        default=False, description="True: `content` is base64 of the file, so that its encoding is found out here."
    )
    mapping: dict[Target, Column] = Field(
        default={}, description="Which column holds what. Guessed from names and content for what is left out."
    )
    decimal: Literal[",", "."] | None = Field(default=None, description="Found out from the amounts if not said.")
    day_first: bool | None = Field(
        default=None, description="Whether 03/04 is the 3rd of April; found out from the dates if not said."
    )
    spending_is_positive: bool = Field(
        default=False, description="The file shows what was spent as positive amounts."
    )
    currency: Currency | None = Field(default=None, description="For lines that do not say theirs.")


class PreviewImport(FileToImport):
    """A file to look at before it is imported."""


class ImportLines(FileToImport):
    """A file to import."""

    project_id: Id | None = Field(default=None, description="For lines that name no project of the caller's.")
    keep_rows: Annotated[list[int], Field(max_length=20_000)] = Field(
        default=[], description="Rows to import although they look like duplicates."
    )


class SkippedRow(Wire):
    """A row that was not imported, and why."""

    row: int = Field(description="As counted in the file, from 1.")
    reason: Literal["same_line", "same_invoice", "unreadable"]
    detail: str
    line_id: Id | None = Field(default=None, description="The line that is there already.")
    same_as_row: int | None = Field(default=None, description="The row of this file that says the same.")


class Candidate(Wire):
    """Lines of one vendor that may be the same money twice: some add up to another within two days."""

    vendor: str
    rows: list[int] = Field(description="Rows of this file; they are imported all the same.")
    line_ids: list[Id] = Field(description="Lines that were there before.")
    amount_cents: int
    currency: str


class ReadLine(Wire):
    """A row as it was understood."""

    row: int
    date: Date
    vendor: str
    label: str
    category: str
    amount_cents: int
    vat_cents: int
    currency: str
    project: str
    department: str | None
    invoice_number: str | None
    notes: str


class ImportPreview(Wire):
    """What an import would do."""

    columns: list[str]
    mapping: dict[Target, str]
    found: dict[str, str] = Field(description="What was found out: encoding, delimiter, decimal, day_first, sheet.")
    rows: int
    importable: int
    lines: list[ReadLine] = Field(description="The first 50 of those that would be imported.")
    skipped: list[SkippedRow]
    candidates: list[Candidate]
    unknown_projects: list[str] = Field(description="Names in the file that no project of the caller's has.")


class Imported(Wire):
    """What an import did."""

    imported: int
    batch_id: Id | None = Field(description="What the import can be undone by; null if it brought nothing.")
    skipped: list[SkippedRow]
    candidates: list[Candidate]
    unknown_projects: list[str] = Field(description="Names in the file that no project of the caller's has.")


class UndoImport(Input):
    """An import to take back."""

    batch_id: Id
    changed_too: bool = Field(default=False, description="Take back lines that were changed since as well.")


class ImportUndone(Wire):
    """How many lines an import had brought that are gone now."""

    batch_id: Id
    deleted: int
