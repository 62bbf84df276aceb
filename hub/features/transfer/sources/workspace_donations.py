"""Workspace's donations, as ours: what the workshop gave to its trainees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hub.features.transfer.sources import values, workspace_lines
from hub.features.transfer.sources.reading import Doc, Made
from hub.features.transfer.sources.values import Unfit
from hub.features.transfer.sources.workspace_kinds import DELETED
from hub.features.transfer.sources.workspace_lines import LONGEST, Left, Line


def learn(doc: Doc, given: Left) -> None:
    """Note when each serial number was given: what was given again had come back."""
    workspace_lines.note(doc, _given_on(doc), given)


def donation(doc: Doc, given: Left) -> Iterator[Made]:
    """A donation, and what has a serial number in it, each with who got it; the rest stands beside it."""
    if doc.take("deleted_at"):
        raise Unfit(DELETED)
    id, owner = doc.own_id(), doc.id("user_id")
    doc.drop("pdf_path")
    day = _given_on(doc)
    if day is None:
        raise Unfit("does not say when it was given")
    stamps = doc.stamps()
    lines = workspace_lines.lines_of(doc)
    accessories = workspace_lines.without_serial(lines)
    said = [doc.text("description"), "" if len(accessories) <= LONGEST else accessories]
    name, description = doc.titled(id, doc.text("lot_name", "name") or f"Don {id}", "\n".join(filter(None, said)))
    whose = {"owner_id": owner} if owner else {}
    fields = {"name": name, "description": description, "direction": "given", "given_on": day}
    beside = {"accessories": workspace_lines.shortened(accessories)}
    yield Made("donation", id, {**fields, **beside, **stamps, **whose})
    for number, (serial, line) in enumerate(workspace_lines.with_serial(lines).items(), 1):
        back = workspace_lines.back_at(given, owner, serial, (day, id), doc)
        item = {
            "donation_id": id,
            "serial": serial,
            **workspace_lines.machine(line),
            "recipient": workspace_lines.said(line, "stagiaire", "recipient"),
            "notes": _day_of_its_own(line, day, doc),
            "state": "returned" if back else "given",
            "ready_at": back,
        }
        yield Made("donation_item", f"{id}/{number}", {**item, **stamps, **whose})


def _given_on(doc: Doc) -> date | None:
    day = doc.day("date")
    if day is None:
        made = doc.fields.get("created_at")
        try:
            day = None if made is None else values.day(made, doc.zone)
        except Unfit:
            return None
    return day


def _day_of_its_own(line: Line, day: date, doc: Doc) -> str:
    """When this one was given, where it was another day."""
    found = workspace_lines.said(line, "date", most=40)
    if not found:
        return ""
    try:
        return "" if values.day(found, doc.zone) == day else found
    except Unfit:
        return found
