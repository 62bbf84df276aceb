"""Importing budget lines, looking before one does, and taking an import back."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial

from hub.features.budget.access import entered
from hub.features.budget.documents import ImportsDocument, LineDocument
from hub.features.budget.imports.duplicates import candidates, sort_out
from hub.features.budget.imports.known import known_lines, lines_nearby
from hub.features.budget.imports.lines import FileLine, FileRead, read_file
from hub.features.budget.imports.schemas import (
    FileToImport,
    Imported,
    ImportLines,
    ImportPreview,
    ImportUndone,
    PreviewImport,
    ReadLine,
    UndoImport,
)
from hub.features.budget.learned import departments, last_currency, learned_categories
from hub.features.budget.vendors import usual_category
from hub.features.projects.access import access_project, projects_named
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, not_found
from hub.kernel.operation import POST, Effect, Rate, operation
from hub.kernel.policies import member
from hub.storage.documents import new_id
from hub.storage.undo import mark_undone

PIECE = 250
"""Lines in one unit of work. There may be 1,000, but nobody else is served while they are put together."""
SHOWN = 50
RATE = Rate(per_second=2, burst=60)


@operation(
    "budget.preview_import",
    effect=Effect.READ,
    policy=member,
    route=POST("/api/budget/import/preview"),
    rate=RATE,
)
async def preview_import(ctx: Ctx, command: PreviewImport) -> ImportPreview:
    """Show what an import would do: columns, lines, duplicates with their reasons. Nothing is stored."""
    read = await _read(ctx, command)
    sorted_out = await asyncio.to_thread(sort_out, read.lines, await known_lines(ctx, read.lines))
    nearby = await lines_nearby(ctx, sorted_out.new)
    projects = await _projects(ctx, sorted_out.new)
    shown = await _completed(ctx, sorted_out.new[:SHOWN])
    return ImportPreview(
        columns=list(read.table.columns),
        mapping=dict(read.mapping),
        found=dict(read.found),
        rows=len(read.table.rows),
        importable=len(sorted_out.new),
        lines=[ReadLine.model_validate(line) for line in shown],
        skipped=sorted([*read.skipped, *sorted_out.skipped], key=lambda one: one.row),
        candidates=await asyncio.to_thread(candidates, sorted_out.new, nearby),
        unknown_projects=_unknown(sorted_out.new, projects),
    )


@operation(
    "budget.import",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/budget/import"),
    rate=RATE,
)
async def import_lines(ctx: Ctx, command: ImportLines) -> Imported:
    """Import budget lines from JSON, CSV, OFX or XLSX.

    Left out, with the reason, is a line of the same day, amount and vendor as another, and a line with
    the same invoice number. Lines that add up to another one of their vendor within two days are
    imported, and named as candidates. The whole import can be undone by its batch id.
    """
    if command.project_id:
        await access_project(ctx, command.project_id, write=True)
    read = await _read(ctx, command)
    projects = await _projects(ctx, read.lines)
    batch_id = new_id()
    skipped = list(read.skipped)
    for start in range(0, len(read.lines), PIECE):
        piece = read.lines[start : start + PIECE]
        store = partial(_import_piece, command=command, piece=piece, batch_id=batch_id, projects=projects)
        skipped += (await ctx.apart(batch_id, store)).skipped
    left_out = {one.row for one in skipped}
    new = [line for line in read.lines if line.row not in left_out]
    nearby = await lines_nearby(ctx, new, but=batch_id)
    return Imported(
        imported=len(new),
        batch_id=batch_id if new else None,
        skipped=sorted(skipped, key=lambda one: one.row),
        candidates=await asyncio.to_thread(candidates, new, nearby),
        unknown_projects=_unknown(new, projects),
    )


@operation(
    "budget.undo_import",
    effect=Effect.DESTROY,
    policy=member,
    route=POST("/api/budget/import/{batch_id}/undo"),
)
async def undo_import(ctx: Ctx, command: UndoImport) -> ImportUndone:
    """Take a whole import back. If lines of it were changed since, nothing is done unless that is asked for."""
    imported = {**await entered(ctx, write=True), "batch_id": command.batch_id}
    brought = await LineDocument.rows().find(imported, {"revision": 1}).to_list(None)
    if not brought:
        raise not_found("The import")
    changed = sum(row["revision"] > 1 for row in brought)
    if changed and not command.changed_too:
        raise conflict(
            f"{changed} of its {len(brought)} lines were changed since. Send changed_too to delete them all the same."
        )
    undoing = new_id()
    ids = [row["_id"] for row in brought]
    deleted = 0
    for start in range(0, len(ids), PIECE):
        some, last = ids[start : start + PIECE], start + PIECE >= len(ids)
        piece = partial(_delete_piece, batch_id=command.batch_id, ids=some, last=last)
        deleted += (await ctx.apart(undoing, piece)).deleted
    return ImportUndone(batch_id=command.batch_id, deleted=deleted)


async def _read(ctx: Ctx, command: FileToImport) -> FileRead:
    """The file's lines, found in a thread: a large file takes seconds."""
    currency = await last_currency(ctx)
    return await asyncio.to_thread(read_file, command, currency=currency, locale=ctx.actor.locale)


async def _projects(ctx: Ctx, lines: Sequence[FileLine]) -> dict[str, str]:
    """The caller's projects that lines name, by those names."""
    return await projects_named(ctx, {line.project for line in lines if line.project})


def _unknown(lines: Sequence[FileLine], projects: Mapping[str, str]) -> list[str]:
    return sorted({line.project for line in lines if line.project and line.project not in projects})


async def _import_piece(
    ctx: Ctx, *, command: ImportLines, piece: Sequence[FileLine], batch_id: str, projects: Mapping[str, str]
) -> Imported:
    """Store those of some lines that are not known; no other import looks for duplicates meanwhile."""
    turns = await ctx.work.find(ImportsDocument, {"owner_id": ctx.person_id}, limit=1)
    sorted_out = sort_out(piece, await known_lines(ctx, piece), frozenset(command.keep_rows))
    if sorted_out.new:
        # Read before the lines are and changed with them: what another import brings meanwhile is a conflict.
        if turns:
            ctx.work.update(turns[0], pieces=turns[0].pieces + 1)
        else:
            ctx.work.insert(ImportsDocument(owner_id=ctx.person_id, pieces=1))
        for line in await _completed(ctx, sorted_out.new):
            ctx.work.insert(_document(ctx, line, projects.get(line.project, command.project_id), batch_id))
    return Imported(
        imported=len(sorted_out.new),
        batch_id=batch_id,
        skipped=list(sorted_out.skipped),
        candidates=[],
        unknown_projects=[],
    )


async def _completed(ctx: Ctx, lines: Sequence[FileLine]) -> list[FileLine]:
    """Lines with a category and a department where the file says none."""
    keys = {line.vendor_key for line in lines}
    learned = await learned_categories(ctx, keys)
    set_for = await departments(ctx, keys)
    return [
        line.with_guesses(
            category=learned.get(line.vendor_key) or usual_category(line.vendor, line.label),
            department=set_for.get(line.vendor_key),
        )
        for line in lines
    ]


def _document(ctx: Ctx, line: FileLine, project_id: str | None, batch_id: str) -> LineDocument:
    return LineDocument(
        owner_id=ctx.person_id,
        date=line.date,
        vendor=line.vendor,
        label=line.label,
        category=line.category,
        amount_cents=line.amount_cents,
        vat_cents=line.vat_cents,
        currency=line.currency,
        project_id=project_id,
        department=line.department,
        invoice_id=line.invoice_id,
        invoice_number=line.invoice_number,
        notes=line.notes,
        source={"kind": "import", "ids": [line.reference] if line.reference else []},
        batch_id=batch_id,
    )


async def _delete_piece(ctx: Ctx, *, batch_id: str, ids: Sequence[str], last: bool) -> ImportUndone:
    mine = await entered(ctx, write=True)
    lines = await ctx.work.find(LineDocument, {**mine, "batch_id": batch_id, "_id": {"$in": list(ids)}})
    for line in lines:
        ctx.work.delete(line)
    # There are about as many entries as pieces, and each is large: one goes with each piece, the last takes the rest.
    await mark_undone(ctx, batch_id, limit=0 if last else 1)
    return ImportUndone(batch_id=batch_id, deleted=len(lines))
