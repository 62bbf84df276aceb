"""Disks that are wiped, session by session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.reception.disk_documents import DiskDocument, DiskSessionDocument
from hub.features.reception.disk_schemas import (
    CreateDiskSession,
    Disk,
    DiskSession,
    ListDisks,
    ListDiskSessions,
    ScanDisk,
    SetDisks,
    UpdateDisk,
    UpdateDiskSession,
)
from hub.features.reception.papers import Speech, joined
from hub.features.reception.pieces import Models, Pieces
from hub.features.reception.sheets import Sheets
from hub.kernel.context import Ctx
from hub.kernel.errors import invalid
from hub.storage.listing import where

FITS = {"overwrite": "hdd", "erase_sanitise": "ssd"}
"""How a disk is wiped to what it must be; what is destroyed may be anything."""


def _given(ctx: Ctx, fields: dict[str, Any]) -> dict[str, Any]:
    if "held_on" in fields and fields["held_on"] is None:
        fields["held_on"] = ctx.now.astimezone(ctx.zone).date()
    return fields


def _check(disk: DiskDocument) -> None:
    """Overwriting is for what spins, erasing and sanitising for what does not.

    Raises:
        OperationError: `invalid`, naming the disk.
    """
    wanted = FITS.get(disk.wiping or "")
    if wanted and disk.type != wanted:
        how = "overwriting" if wanted == "hdd" else "secure erase and sanitise"
        is_now = f"an {disk.type.upper()}" if disk.type else "of no type yet"
        why = f"{how} is for an {wanted.upper()}, and {disk.serial} is {is_now}"
        raise invalid(f"{why[0].upper()}{why[1:]}.", wiping=why)


def _paper(say: Speech, session: DiskSessionDocument, disks: Sequence[DiskDocument]) -> Mapping[str, Any]:
    return {
        "facts": say.facts(
            {
                "held_on": say.day(session.held_on),
                "wiped": say("so_many_of").format(ready=session.ready, total=session.total),
            }
        ),
        "columns": say.columns(
            *(("number", 5, True), ("serial", 22), ("machine", 22), ("type", 8), ("size", 11, True)),
            *(("interface", 11), ("wiping", 22), ("technician", 15)),
        ),
        "rows": [
            [
                str(number),
                disk.serial,
                joined(disk.brand, disk.model),
                (disk.type or "").upper(),
                say("gigabytes").format(size=disk.size_gb) if disk.size_gb else "",
                disk.interface or "",
                say(disk.wiping or ""),
                disk.technician,
            ]
            for number, disk in enumerate(disks, 1)
        ],
        "signed": [say("technician"), say("responsible")],
    }


SESSIONS = Sheets(
    kind="disk_session",
    noun="disk session",
    path="/api/disk-sessions",
    document=DiskSessionDocument,
    model=DiskSession,
    create=CreateDiskSession,
    update=UpdateDiskSession,
    list=ListDiskSessions,
    given=_given,
    said=True,
    slash=(("/disks {name}", "/disques {name}"), ()),
    paper=_paper,
)
DISKS = Pieces(
    kind="disk",
    noun="disk",
    path="/api/disks",
    document=DiskDocument,
    sheets=SESSIONS,
    models=Models(shown=Disk, scan=ScanDisk, update=UpdateDisk, set_many=SetDisks, list=ListDisks),
    filters=lambda command: where(wiping=command.wiping),
    check=_check,
)
