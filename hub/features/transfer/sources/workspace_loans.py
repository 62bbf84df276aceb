"""Workspace's loans, as ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hub.features.transfer.sources import workspace_lines
from hub.features.transfer.sources.reading import Doc, Made
from hub.features.transfer.sources.values import Unfit
from hub.features.transfer.sources.workspace_kinds import DELETED
from hub.features.transfer.sources.workspace_lines import LONGEST, Left
from hub.features.transfer.sources.workspace_orders import CURRENCY, price
from hub.storage.words import folded

COMPANIES = frozenset({"societe", "company", "entreprise"})


def learn(doc: Doc, lent: Left) -> None:
    """Note when each serial number of a loan went out."""
    workspace_lines.note(doc, _began(doc), lent)


def loan(doc: Doc, lent: Left) -> Iterator[Made]:
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
    lines, lot = workspace_lines.lines_of(doc), doc.text("lot_name")
    accessories = workspace_lines.without_serial(lines)
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
            "accessories": workspace_lines.shortened(accessories),
            **stamps,
            **whose,
        },
    )
    for number, (serial, line) in enumerate(workspace_lines.with_serial(lines).items(), 1):
        back = workspace_lines.back_at(lent, owner, serial, (day, id), doc)
        item = {
            "loan_id": id,
            "serial": serial,
            **workspace_lines.machine(line),
            "state": "back" if back else "out",
            "ready_at": back,
        }
        yield Made("loan_item", f"{id}/{number}", {**item, **stamps, **whose})


def _began(doc: Doc) -> date | None:
    began, written = doc.day("date_debut"), doc.day("date")
    return began or written
