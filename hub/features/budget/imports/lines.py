"""A table to lines: columns to fields, text to dates and cents, with a reason for each row that is none."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from hub.features.budget.documents import fingerprint, invoice_key
from hub.features.budget.imports import csv_file, json_file, ofx_file, xlsx_file
from hub.features.budget.imports.amounts import Mark, NotAnAmount, cents, currency_in, decimal_mark, whole_cents
from hub.features.budget.imports.columns import AMOUNTS, Target, placed
from hub.features.budget.imports.days import NotADay, Order, day, day_order
from hub.features.budget.imports.schemas import LARGEST, FileToImport, SkippedRow
from hub.features.budget.imports.table import Cell, Table, TableRow, is_blank, unreadable
from hub.features.budget.imports.text import decode
from hub.features.budget.money import CURRENCIES
from hub.features.budget.vendors import vendor_key
from hub.kernel.errors import invalid, too_large

LONGEST: Mapping[Target, int] = {"category": 100, "invoice_number": 100, "invoice_id": 100, "notes": 20_000}


@dataclass(frozen=True, kw_only=True)
class FileLine:
    """A row of a file that is a budget line."""

    row: int
    date: date
    vendor: str
    label: str
    category: str
    amount_cents: int
    vat_cents: int
    currency: str
    project: str
    """Its name, as the file says it."""
    department: str | None
    invoice_number: str | None
    invoice_id: str | None
    notes: str
    reference: str

    def with_guesses(self, *, category: str, department: str | None) -> FileLine:
        """The line with a category and a department where it says none."""
        return replace(self, category=self.category or category, department=self.department or department)

    @cached_property
    def fingerprint(self) -> str:
        """The same for lines of the same day, amount and vendor."""
        return fingerprint(self.date, self.amount_cents, self.currency, self.vendor, self.label)

    @property
    def invoice_key(self) -> str | None:
        """The invoice number as it is compared."""
        return invoice_key(self.invoice_number)

    @property
    def vendor_key(self) -> str:
        """The vendor as it is compared."""
        return vendor_key(self.vendor)


@dataclass(frozen=True, kw_only=True)
class FileRead:
    """What a file holds."""

    table: Table
    mapping: Mapping[Target, str]
    found: Mapping[str, str]
    lines: Sequence[FileLine]
    skipped: Sequence[SkippedRow]


def read_file(file: FileToImport, *, currency: str, locale: str) -> FileRead:
    """Read a file into lines. Slow for a large one: run it in a thread.

    Args:
        file: The file and what its sender says of it.
        currency: For lines that do not say theirs.
        locale: The sender's; in the United States 03/04 is the 4th of March.

    Raises:
        OperationError: `invalid` where the file is not what it is said to be, or has no dates or no
            amounts; `too_large`.
    """
    if len(file.content) > LARGEST:
        raise too_large("A file to import can have 8 MB at most. Split it.")
    table, encoding = _table(file)
    places = placed(table, file.mapping)
    _check_complete(places)
    reading = _Reading(table, places, file, file.currency or table.found.get("currency") or currency, locale)
    lines: list[FileLine] = []
    skipped: list[SkippedRow] = []
    for row in table.rows:
        try:
            lines.append(reading.line(row))
        except (NotADay, NotAnAmount) as fault:
            skipped.append(SkippedRow(row=row.number, reason="unreadable", detail=f"{fault}."))
    found = {**table.found, **({"encoding": encoding} if encoding else {}), **reading.found()}
    mapping: dict[Target, str] = {target: table.columns[place] for target, place in places.items()}
    return FileRead(table=table, mapping=mapping, found=found, lines=lines, skipped=skipped)


def _table(file: FileToImport) -> tuple[Table, str | None]:
    if file.format == "xlsx":
        return xlsx_file.read(_bytes(file.content)), None
    text, encoding = decode(_bytes(file.content)) if file.base64 else (file.content, None)
    reader = {"csv": csv_file.read, "json": json_file.read, "ofx": ofx_file.read}[file.format]
    return reader(text), encoding


def _bytes(content: str) -> bytes:
    try:
        return base64.b64decode("".join(content.split()), validate=True)
    except (binascii.Error, ValueError) as fault:
        raise unreadable("The content is not base64.") from fault


def _check_complete(places: Mapping[Target, int]) -> None:
    missing: dict[str, str] = {}
    if "date" not in places:
        missing["mapping.date"] = "no column looks like a date"
    if not places.keys() & AMOUNTS:
        missing["mapping.amount"] = "no column looks like an amount"
    if missing:
        raise invalid("Say which column holds the date and which the amount.", **missing)


class _Reading:
    """How the cells of one table are understood, found out from whole columns at once."""

    def __init__(
        self, table: Table, places: Mapping[Target, int], file: FileToImport, currency: str, locale: str
    ) -> None:
        self._places = places
        self._currency = currency
        self._sign = -1 if file.spending_is_positive else 1
        money = [place for target, place in places.items() if target in ("amount", "spent", "received", "vat")]
        texts = [cell for row in table.rows for place in money if isinstance(cell := row.cells[place], str)]
        self._mark: Mark | None = file.decimal or decimal_mark(texts)
        dates = [cell for row in table.rows if isinstance(cell := row.cells[places["date"]], str)]
        usual: Order = "mdy" if locale.lower().replace("_", "-") == "en-us" else "dmy"
        said: Order | None = None if file.day_first is None else "dmy" if file.day_first else "mdy"
        self._order: Order = said or day_order(dates) or usual
        columns = [table.columns[place] for place in money]
        self._column_currency = next((found for name in columns if (found := currency_in(name))), None)

    def found(self) -> dict[str, str]:
        """What was found out, for people to check."""
        return {"decimal": self._mark or "", "day_first": "true" if self._order == "dmy" else "false"}

    def line(self, row: TableRow) -> FileLine:
        """A row as a line.

        Raises:
            NotADay: Its date cannot be read.
            NotAnAmount: Its amount cannot be read.
        """
        amount = self._amount(row)
        vat = self._whole(row, "vat_cents")
        if vat is None:
            vat = self._money(row, "vat") or 0
        label = self._text(row, "label")
        return FileLine(
            row=row.number,
            date=day(self._cell(row, "date"), self._order),
            # A bank's statement often has one text for both: who was paid is in it.
            vendor=self._text(row, "vendor") if "vendor" in self._places else label,
            label=label,
            category=self._text(row, "category"),
            amount_cents=amount * self._sign,
            vat_cents=vat * self._sign,
            currency=self._currency_of(row),
            project=self._text(row, "project"),
            department=self._text(row, "department") or None,
            invoice_number=self._text(row, "invoice_number") or None,
            invoice_id=self._text(row, "invoice_id") or None,
            notes=self._text(row, "notes"),
            reference=self._text(row, "reference"),
        )

    def _amount(self, row: TableRow) -> int:
        whole = self._whole(row, "amount_cents")
        if whole is not None:
            return whole
        amount = self._money(row, "amount")
        if amount is not None:
            return amount
        spent, received = self._money(row, "spent"), self._money(row, "received")
        if spent is None and received is None:
            raise NotAnAmount("there is no amount")
        # A column of what was spent is written with a minus by some banks and without by others.
        return abs(received or 0) - abs(spent or 0)

    def _money(self, row: TableRow, target: Target) -> int | None:
        cell = self._cell(row, target)
        return None if is_blank(cell) else cents(cell, self._mark)

    def _whole(self, row: TableRow, target: Target) -> int | None:
        cell = self._cell(row, target)
        return None if is_blank(cell) else whole_cents(cell)

    def _currency_of(self, row: TableRow) -> str:
        said = self._text(row, "currency")
        code = said.upper() if said.upper() in CURRENCIES else currency_in(said)
        if said and code is None:
            raise NotAnAmount(f"“{said[:40]}” is not a currency of ISO 4217")
        for target in ("amount", "spent", "received"):
            cell = self._cell(row, target)
            if code is None and isinstance(cell, str):
                code = currency_in(cell)
        return code or self._column_currency or self._currency

    def _text(self, row: TableRow, target: Target) -> str:
        cell = self._cell(row, target)
        if cell is None:
            return ""
        text = str(cell).strip() if target == "notes" else " ".join(str(cell).split())
        return text[: LONGEST.get(target, 300)]

    def _cell(self, row: TableRow, target: Target) -> Cell:
        place = self._places.get(target)
        return None if place is None else row.cells[place]
