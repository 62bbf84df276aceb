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
from hub.storage.listing import where


def _given(ctx: Ctx, fields: dict[str, Any]) -> dict[str, Any]:
    if "held_on" in fields and fields["held_on"] is None:
        fields["held_on"] = ctx.now.astimezone(ctx.zone).date()
    return fields


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
    check=DiskDocument.must_fit,
)
