"""OFX: statements of banks, in SGML (1.x, elements left open) and XML (2.x) alike."""

from __future__ import annotations

import html
import re
from bisect import bisect_left

from hub.features.budget.imports.table import MOST_ROWS, Table, TableRow, check_size, unreadable

TRANSACTION = re.compile(r"<STMTTRN>(.*?)(?=</STMTTRN>|<STMTTRN>|</BANKTRANLIST>|\Z)", re.DOTALL | re.IGNORECASE)
ELEMENT = re.compile(r"<([A-Z0-9.]+)>([^<\r\n]*)", re.IGNORECASE)
CURRENCY = re.compile(r"<CURDEF>\s*([A-Z]{3})", re.IGNORECASE)
OWN_CURRENCY = re.compile(r"<(?:ORIG)?CURRENCY>", re.IGNORECASE)
COLUMNS = ("date", "amount", "vendor", "label", "currency", "invoice_number", "reference")


def read(text: str) -> Table:
    """The transactions of all statements in an OFX file.

    The value of an element is what stands up to the next tag or the end of the line, which holds for
    both forms (OFX 1.6, section 2.3; OFX 2.2, section 2.4).

    Raises:
        OperationError: `invalid` where it is not OFX; `too_large`.
    """
    if not re.search(r"<OFX>", text, re.IGNORECASE):
        raise unreadable("The file is not OFX.")
    currencies = [(found.start(), found[1].upper()) for found in CURRENCY.finditer(text)]
    places = [place for place, _ in currencies]
    rows: list[TableRow] = []
    for number, found in enumerate(TRANSACTION.finditer(text), 1):
        if number > MOST_ROWS:
            check_size(number, 1)
        said = {name.upper(): html.unescape(value.strip()) for name, value in ELEMENT.findall(found[1])}
        before = bisect_left(places, found.start())
        vendor = said.get("NAME", "")
        memo = said.get("MEMO", "")
        rows.append(
            TableRow(
                number=number,
                cells=(
                    said.get("DTPOSTED") or said.get("DTUSER"),
                    said.get("TRNAMT"),
                    vendor or memo,
                    memo,
                    _own_currency(found[1], said) or (currencies[before - 1][1] if before else None),
                    said.get("CHECKNUM"),
                    said.get("FITID"),
                ),
            )
        )
    return Table(columns=COLUMNS, rows=tuple(rows), found={"currency": currencies[0][1]} if currencies else {})


def _own_currency(transaction: str, said: dict[str, str]) -> str | None:
    """The currency of one transaction where it differs from the statement's (`CURRENCY`, not `ORIGCURRENCY`)."""
    found = OWN_CURRENCY.search(transaction)
    return said.get("CURSYM", "").upper() or None if found and found[0].upper() == "<CURRENCY>" else None
