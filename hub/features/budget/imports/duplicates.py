"""Which lines of a file are known already, and which may be the same money under other amounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from typing import TypeVar

from hub.features.budget.imports.lines import FileLine
from hub.features.budget.imports.schemas import Candidate, SkippedRow

L = TypeVar("L", bound="FileLine | KnownLine")
NEAR = timedelta(days=2)
MOST_PARTS = 4
"""Lines that are added up at most."""
MOST_NEAR = 12
"""Lines around one that are tried at most, the nearest first; four of twelve are under 800 sums."""


@dataclass(frozen=True, kw_only=True)
class KnownLine:
    """What a stored line is compared by."""

    id: str
    date: date
    vendor_key: str
    amount_cents: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is stored of what a file says."""

    fingerprints: Mapping[str, str] = field(default_factory=dict[str, str])
    """Fingerprint to the id of a line that has it."""
    invoices: Mapping[str, str] = field(default_factory=dict[str, str])
    """Invoice number to the id of a line that has it."""
    nearby: Sequence[KnownLine] = ()
    """The lines of the file's vendors around its dates."""


@dataclass(frozen=True, kw_only=True)
class Sorted:
    """A file's lines, those to import and those not to."""

    new: Sequence[FileLine]
    skipped: Sequence[SkippedRow]


def sort_out(lines: Sequence[FileLine], known: Known, keep: frozenset[int] = frozenset()) -> Sorted:
    """Part new lines from known ones: by day, amount and vendor; else by invoice number.

    A file that says the same twice brings it once. Rows in `keep` are new whatever they look like.
    """
    new: list[FileLine] = []
    skipped: list[SkippedRow] = []
    fingerprints: dict[str, int] = {}
    invoices: dict[str, int] = {}
    for line in lines:
        reason = None if line.row in keep else _reason(line, known, fingerprints, invoices)
        if reason is not None:
            skipped.append(reason)
            continue
        new.append(line)
        fingerprints.setdefault(line.fingerprint, line.row)
        if line.invoice_key:
            invoices.setdefault(line.invoice_key, line.row)
    return Sorted(new=new, skipped=skipped)


def _reason(
    line: FileLine, known: Known, fingerprints: Mapping[str, int], invoices: Mapping[str, int]
) -> SkippedRow | None:
    if line.fingerprint in known.fingerprints or line.fingerprint in fingerprints:
        return SkippedRow(
            row=line.row,
            reason="same_line",
            detail="There is a line of the same day, amount and vendor.",
            line_id=known.fingerprints.get(line.fingerprint),
            same_as_row=fingerprints.get(line.fingerprint),
        )
    number = line.invoice_key
    if number and (number in known.invoices or number in invoices):
        return SkippedRow(
            row=line.row,
            reason="same_invoice",
            detail=f"There is a line with the invoice number {line.invoice_number}.",
            line_id=known.invoices.get(number),
            same_as_row=invoices.get(number),
        )
    return None


def candidates(new: Sequence[FileLine], nearby: Sequence[KnownLine]) -> list[Candidate]:
    """New lines that add up to a known one, and known lines that add up to a new one.

    All of one vendor and currency, all spent or all received, within two days of the one that they add up to.
    """
    fresh: dict[tuple[str, str, bool], list[FileLine]] = defaultdict(list)
    stored: dict[tuple[str, str, bool], list[KnownLine]] = defaultdict(list)
    for line in new:
        if line.vendor_key:
            fresh[line.vendor_key, line.currency, line.amount_cents < 0].append(line)
    for line in nearby:
        stored[line.vendor_key, line.currency, line.amount_cents < 0].append(line)
    found: list[Candidate] = []
    for key in fresh.keys() & stored.keys():
        for whole in fresh[key]:
            parts = adding_up(whole, stored[key])
            if parts:
                found.append(_candidate(whole, [whole], parts))
        for known in stored[key]:
            rows = adding_up(known, fresh[key])
            if rows:
                found.append(_candidate(rows[0], rows, [known]))
    return sorted(found, key=lambda one: (one.rows, one.line_ids))


def adding_up(whole: FileLine | KnownLine, lines: Sequence[L]) -> list[L]:
    """The fewest of the lines that add up to another within two days of it; empty if none do."""
    near = [
        line
        for line in lines
        if abs(line.date - whole.date) <= NEAR and 0 < abs(line.amount_cents) < abs(whole.amount_cents)
    ]
    near.sort(key=lambda line: (abs(line.date - whole.date), line.date))
    for count in range(2, MOST_PARTS + 1):
        for some in combinations(near[:MOST_NEAR], count):
            if sum(line.amount_cents for line in some) == whole.amount_cents:
                return list(some)
    return []


def _candidate(one: FileLine, rows: Sequence[FileLine], known: Sequence[KnownLine]) -> Candidate:
    whole = rows[0] if len(rows) == 1 else known[0]
    return Candidate(
        vendor=one.vendor,
        rows=[line.row for line in rows],
        line_ids=[line.id for line in known],
        amount_cents=whole.amount_cents,
        currency=one.currency,
    )
