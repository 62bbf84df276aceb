"""Workspace's sessions of disks, as ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hub.features.reception.disk_documents import FITS
from hub.features.reception.serials import serial_of
from hub.features.transfer.sources.reading import Doc, Made
from hub.features.transfer.sources.values import Unfit
from hub.features.transfer.sources.workspace_kinds import DELETED
from hub.storage.words import folded

SIZE = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(to|tb|go|gb|g|t)?\s*", re.IGNORECASE)
MOST_GB = 1_000_000
INTERFACES = {
    "sata": "SATA",
    "nvme": "NVMe",
    "m.2 nvme": "NVMe",
    "sas": "SAS",
    "ide": "IDE",
    "pata": "IDE",
    "usb": "USB",
}
WIPED: Mapping[str, tuple[str, ...]] = {
    "destroyed": ("destr", "perc", "drill", "broy"),
    "erase_sanitise": ("secure", "sanit", "erase"),
    "overwrite": ("shred", "dod", "overwrit", "reecri", "nwipe", "dban", "passe"),
}
"""How a disk was wiped, by what is said of it; the first that fits."""
NOT_YET = frozenset({"", "-", "–", "non", "no", "a faire", "todo"})


def session(doc: Doc) -> Made:
    """A session."""
    if doc.take("deleted_at"):
        raise Unfit(DELETED)
    id, owner = doc.own_id(), doc.id("user_id")
    doc.drop("pdf_path", "disk_count")
    collected = doc.day("recovered_at")
    said = [doc.text("description"), f"Récupéré : {collected}" if collected else ""]
    name, description = doc.titled(id, doc.text("name") or f"Disques {id}", "\n".join(filter(None, said)))
    stamps = doc.stamps()
    day = doc.day("date") or (stamps["created_at"].astimezone(doc.zone).date() if "created_at" in stamps else None)
    if day is None:
        raise Unfit("does not say when it was held")
    made: dict[str, Any] = {"name": name, "description": description, "held_on": day, **stamps}
    if owner:
        made["owner_id"] = owner
    return Made("disk_session", id, made)


def disk(doc: Doc, owners: Mapping[str, str]) -> Made:
    """A disk of a session. What is said of it and does not fit stands in its notes.

    Args:
        doc: Its row.
        owners: By session, whose it is.
    """
    if doc.take("deleted_at"):
        raise Unfit(DELETED)
    id, session_id, notes = doc.own_id(), doc.id("session_id"), list[str]()
    if session_id is None:
        raise Unfit("is in no session")
    try:
        serial = serial_of(doc.text("serial", "serial_number"))
    except ValueError:
        raise Unfit("has no serial number") from None
    kind, said, stamps = _kind(doc, notes), doc.words(100, "shred", "wiping"), doc.stamps()
    wiping = _wiping(said, notes)
    needs = FITS.get(wiping or "")
    if kind is None:
        kind = needs
    elif needs and kind != needs:
        notes.append(said)
        wiping = None
    made: dict[str, Any] = {
        "session_id": session_id,
        "serial": serial,
        "brand": doc.words(100, "marque", "brand"),
        "model": doc.words(100, "modele", "model"),
        "type": kind,
        "size_gb": _gigabytes(doc, notes),
        "interface": _interface(doc, notes),
        "wiping": wiping,
        "ready_at": (stamps.get("updated_at") or doc.now) if wiping else None,
        **stamps,
    }
    if owner := owners.get(session_id):
        made["owner_id"] = owner
    return Made("disk", id, {**made, "notes": "\n".join([*filter(None, [doc.text("notes")[:1_500]]), *notes])})


def _kind(doc: Doc, notes: list[str]) -> str | None:
    said = doc.words(60, "disk_type", "type")
    plain = folded(said)
    if "ssd" in plain or "nvme" in plain or "flash" in plain:
        return "ssd"
    if "hdd" in plain or "dur" in plain or "mecanique" in plain:
        return "hdd"
    if said:
        notes.append(said)
    return None


def _wiping(said: str, notes: list[str]) -> str | None:
    plain = folded(said)
    if plain in NOT_YET:
        return None
    found = next((how for how, parts in WIPED.items() if any(part in plain for part in parts)), None)
    if found is None:
        notes.append(said)
    return found


def _interface(doc: Doc, notes: list[str]) -> str | None:
    said = doc.words(60, "interface")
    if not said:
        return None
    found = next((ours for name, ours in INTERFACES.items() if name in folded(said)), None)
    if found is None:
        notes.append(said)
    return found or "other"


def _gigabytes(doc: Doc, notes: list[str]) -> int | None:
    """`500 Go`, `1,5 To`, `256`."""
    said = doc.words(40, "size", "taille")
    found = SIZE.fullmatch(said)
    if found is None:
        if said:
            notes.append(said)
        return None
    many = float(found[1].replace(",", "."))
    size = round(many * 1_000) if (found[2] or "").lower().startswith("t") else round(many)
    if 1 <= size <= MOST_GB:
        return size
    notes.append(said)
    return None
