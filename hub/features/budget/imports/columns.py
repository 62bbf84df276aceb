"""Which column holds what: as the caller says, else by the columns' names, else by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from hub.features.budget.imports.amounts import NotAnAmount, cents
from hub.features.budget.imports.days import NotADay, day
from hub.features.budget.imports.table import Cell, Table, TableRow, is_blank
from hub.kernel.errors import invalid
from hub.storage.words import folded

Target = Literal[
    "date",
    "vendor",
    "label",
    "category",
    "amount",
    "amount_cents",
    "spent",
    "received",
    "vat",
    "vat_cents",
    "currency",
    "project",
    "department",
    "invoice_number",
    "invoice_id",
    "notes",
    "reference",
]
"""What a column can be: a field of a line, or an amount split into what was spent and what was received."""

TARGETS: tuple[Target, ...] = get_args(Target)

AMOUNTS: frozenset[Target] = frozenset({"amount", "amount_cents", "spent", "received"})

NAMES: Mapping[Target, str] = {
    "date": "date dateoperation datedoperation dateop datetransaction transactiondate bookingdate operationdate "
    "dateachat datefacture invoicedate dateposted dtposted completeddate starteddate datecomptable "
    "datecomptabilisation dateval datevaleur datedevaleur valuedate day jour",
    "amount_cents": "amountcents montantcentimes cents",
    "vat_cents": "vatcents tvacentimes",
    "spent": "spent debit debits depense depenses withdrawal withdrawals paidout moneyout sortie sorties",
    "received": "received credit credits recette recettes deposit deposits paidin moneyin entree entrees",
    "amount": "amount montant montantttc totalttc ttc trnamt value valeur prix price sum somme total",
    "vat": "vat tva montanttva vatamount taxe tax",
    "vendor": "vendor fournisseur merchant commercant marchand payee supplier beneficiaire tiers counterparty "
    "contrepartie raisonsociale nomdutiers name nom societe company",
    "label": "label libelle libelles designation description libelleoperation intitule objet motif memo title titre",
    "category": "category categorie rubrique poste",
    "currency": "currency devise monnaie curdef",
    "project": "project projet",
    "department": "department departement service costcenter centredecout",
    "invoice_number": "invoicenumber invoiceno invoice numerofacture numfacture nfacture nofacture facture "
    "numeropiece piece checknum",
    "invoice_id": "invoiceid",
    "notes": "notes note comment comments commentaire commentaires remarque remarques remarks",
    "reference": "reference fitid transactionid idtransaction",
}
LONG_ENOUGH = 5
"""Letters from which the start of a name counts: `Montant (EUR)` is an amount."""
LOOKED_AT = 50
"""Rows that are looked at to tell what stands in a column, or where the header is."""
PREAMBLE = 20


def named(column: str) -> Target | None:
    """What a column of that name holds, if its name tells."""
    name = _plain(column)
    for target, names in NAMES.items():
        if name in names.split():
            return target
    for target, names in NAMES.items():
        if any(len(known) >= LONG_ENOUGH and name.startswith(known) for known in names.split()):
            return target
    return None


def placed(table: Table, mapping: Mapping[Target, str]) -> dict[Target, int]:
    """Which column holds what: as the mapping says, the rest guessed.

    Raises:
        OperationError: `invalid` for a column that the file does not have.
    """
    said = chosen(table, mapping)
    amount_is_said = bool(said.keys() & AMOUNTS)
    taken = set(said.values())
    places: dict[Target, int] = dict(said)
    for target, place in guessed(table).items():
        if target not in said and place not in taken and not (amount_is_said and target in AMOUNTS):
            places[target] = place
    return places


def chosen(table: Table, mapping: Mapping[Target, str]) -> dict[Target, int]:
    """The caller's mapping as places of columns.

    Raises:
        OperationError: `invalid` for a column that the file does not have.
    """
    places: dict[Target, int] = {}
    for target, column in mapping.items():
        wanted = _plain(column)
        exact = [place for place, name in enumerate(table.columns) if name == column]
        alike = exact or [place for place, name in enumerate(table.columns) if _plain(name) == wanted]
        if not alike:
            raise invalid("The file has no such column.", **{f"mapping.{target}": f"no column “{column[:60]}”"})
        places[target] = alike[0]
    return places


def guessed(table: Table) -> dict[Target, int]:
    """Which column holds what, by name and, for dates and amounts that no name tells, by content."""
    places: dict[Target, int] = {}
    ranked: dict[Target, int] = {}
    for place, column in enumerate(table.columns):
        target = named(column)
        if target is None:
            continue
        names = NAMES[target].split()
        rank = names.index(_plain(column)) if _plain(column) in names else len(names)
        if target not in places or rank < ranked[target]:
            places[target], ranked[target] = place, rank
    sample = table.rows[:LOOKED_AT]
    taken = set(places.values())
    free = [place for place in range(len(table.columns)) if place not in taken]
    if "date" not in places:
        _take(places, free, "date", [place for place in free if _all(sample, place, _is_day)])
    if not places.keys() & AMOUNTS:
        numbers = [place for place in free if _all(sample, place, _is_amount)]
        fractions = [place for place in numbers if any(_is_fraction(row.cells[place]) for row in sample)]
        _take(places, free, "amount", fractions or numbers)
    if not places.keys() & {"vendor", "label"}:
        texts = [place for place in free if not _all(sample, place, _is_amount) and not _all(sample, place, _is_day)]
        texts.sort(key=lambda place: -sum(len(str(row.cells[place] or "")) for row in sample))
        _take(places, free, "label", texts)
    return places


def header_place(rows: Sequence[Sequence[Cell]]) -> int | None:
    """Which of the first rows names the columns; None if none does (what a bank writes above it is skipped)."""
    best: tuple[int, int] | None = None
    for place, cells in enumerate(rows[:PREAMBLE]):
        if any(_is_amount(cell) or _is_day(cell) for cell in cells):
            continue
        known = {named(cell) for cell in cells if isinstance(cell, str) and not is_blank(cell)} - {None}
        if len(known) >= 2 and (best is None or len(known) > best[0]):
            best = (len(known), place)
    return best[1] if best else None


def first_is_header(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first row looks like names: all text, nothing that is a date or an amount, none empty."""
    if not rows:
        return False
    return all(
        isinstance(cell, str) and cell.strip() and not _is_amount(cell) and not _is_day(cell) for cell in rows[0]
    )


def _take(places: dict[Target, int], free: list[int], target: Target, candidates: list[int]) -> None:
    if candidates:
        places[target] = candidates[0]
        free.remove(candidates[0])


def _all(rows: Sequence[TableRow], place: int, holds: object) -> bool:
    cells = [row.cells[place] for row in rows if place < len(row.cells) and not is_blank(row.cells[place])]
    return bool(cells) and callable(holds) and all(holds(cell) for cell in cells)


def _is_day(cell: Cell) -> bool:
    try:
        day(cell)
    except NotADay:
        try:
            day(cell, "mdy")
        except NotADay:
            return False
    return True


def _is_amount(cell: Cell) -> bool:
    try:
        cents(cell)
    except NotAnAmount:
        return False
    return True


def _is_fraction(cell: Cell) -> bool:
    return _is_amount(cell) and bool(re.search(r"[.,]\d", str(cell)))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", folded(name))
