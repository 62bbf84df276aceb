"""Workspace's loans, as ours."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, cast

import orjson

from hub.features.reception.serials import serial_of
from hub.features.transfer.sources import values
from hub.features.transfer.sources.reading import Doc, Made
from hub.features.transfer.sources.values import Unfit
from hub.features.transfer.sources.workspace_kinds import DELETED, TYPES
from hub.features.transfer.sources.workspace_orders import CURRENCY, price
from hub.storage.words import folded

COMPANIES = frozenset({"societe", "company", "entreprise"})
LONGEST = 2_000
"""Characters of what goes along without a serial number."""
Lent = dict[tuple[str, str], list[tuple[date, str]]]
"""By owner and serial number, when it was lent and in which loan, in that order."""


def learn(doc: Doc, lent: Lent) -> None:
    """Note when each serial number of a loan went out: what was lent again had come back."""
    id, owner, day = doc.own_id(), doc.id("user_id") or "", _began(doc)
    for serial, _ in _with_serial(_lines(doc)):
        if day is not None and not doc.fields.get("deleted_at"):
            lent.setdefault((owner, serial), []).append((day, id))


def loan(doc: Doc, lent: Lent) -> Iterator[Made]:
    """A loan, and what has a serial number in it; the rest stands beside it."""
    if doc.take("deleted_at"):
        raise Unfit(DELETED)
    id, owner, reference = doc.own_id(), doc.id("user_id"), doc.words(100, "reference")
    doc.drop("pdf_path")
    day, due = _began(doc), doc.day("date_fin")
    if day is None:
        raise Unfit("does not say when it began")
    if due is not None and due < day:
        doc.lost.append(f"`date_fin` says {due}, which is before it begins: it is left out")
        due = None
    lines, lot = _lines(doc), doc.text("lot_name")
    serials = dict(_with_serial(lines))
    others = [_described(line) for line in lines if _serial(line) is None]
    others += [f"{serial}: ×2" for serial, times in _counted(lines).items() if times > 1]
    accessories = "\n".join(others)
    description = "\n".join(part for part in (lot, "" if len(accessories) <= LONGEST else accessories) if part)
    name, description = doc.titled(id, doc.text("borrower_name") or reference or f"Prêt {id}", description)
    free, cents = doc.yes("remuneration_gratuit"), price(doc, "remuneration_montant")
    stamps = doc.stamps()
    whose = {"owner_id": owner} if owner else {}
    yield Made(
        "loan",
        id,
        {
            "name": name,
            "description": description,
            "borrower": "company" if folded(doc.text("borrower_type")) in COMPANIES else "person",
            "contact": doc.words(300, "borrower_contact"),
            "reference": reference,
            "lent_on": day,
            "due_on": due,
            "price_cents": 0 if free else cents,
            "currency": CURRENCY,
            "accessories": accessories[:LONGEST] if len(accessories) <= LONGEST else accessories[: LONGEST - 1] + "…",
            **stamps,
            **whose,
        },
    )
    for number, (serial, line) in enumerate(serials.items(), 1):
        times = lent.get((owner or "", serial), [])
        again = bisect_right(times, (day, id))
        back = datetime.combine(times[again][0], time(), doc.zone).astimezone(UTC) if again < len(times) else None
        kind = values.words(line.get("type"), 60)
        item = {
            "loan_id": id,
            "serial": serial,
            "type": TYPES.get(folded(kind), "other") if kind else None,
            "brand": _said(line, "marque_name", "marque", "brand"),
            "model": _said(line, "modele_name", "modele", "model"),
            "state": "back" if back else "out",
            "ready_at": back,
        }
        yield Made("loan_item", f"{id}/{number}", {**item, **stamps, **whose})


def _began(doc: Doc) -> date | None:
    began, written = doc.day("date_debut"), doc.day("date")
    return began or written


def _lines(doc: Doc) -> Sequence[Mapping[str, Any]]:
    """What is lent: a list in a text, or the list itself."""
    said = doc.take("lines")
    if isinstance(said, str):
        try:
            said = orjson.loads(said)
        except orjson.JSONDecodeError:
            doc.lost.append("`lines` cannot be read: what is lent is left out")
            return ()
    rows = cast("list[Any]", said) if isinstance(said, list) else []
    return [values.snaked(cast("dict[str, Any]", row)) for row in rows if isinstance(row, dict)]


def _serial(line: Mapping[str, Any]) -> str | None:
    try:
        return serial_of(_said(line, "serial_number", "serial", "sn", most=300))
    except ValueError:
        return None


def _with_serial(lines: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for line in lines:
        if (serial := _serial(line)) is not None:
            yield serial, line


def _counted(lines: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    found = dict[str, int]()
    for serial, _ in _with_serial(lines):
        found[serial] = found.get(serial, 0) + 1
    return found


def _described(line: Mapping[str, Any]) -> str:
    """A line without a serial number, in words: `2 × Souris Logitech M90`."""
    many = _said(line, "qty", "quantity", "quantite", most=10)
    parts = [_said(line, *names) for names in (("type",), ("marque_name", "marque"), ("modele_name", "modele"))]
    odd = _said(line, "serial_number", "serial", "sn", most=300)
    said = " ".join(part for part in (*parts, odd) if part) or "–"
    return f"{many} × {said}" if many not in ("", "1") else said


def _said(line: Mapping[str, Any], *names: str, most: int = 100) -> str:
    return next((found for name in names if (found := values.words(line.get(name), most))), "")
