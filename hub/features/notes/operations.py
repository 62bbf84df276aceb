"""What can be done with notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hub.features.notes.access import access_note, visible
from hub.features.notes.backlinks import rename_links
from hub.features.notes.documents import NoteDocument, RevisionDocument
from hub.features.notes.history import delete_revisions_of, keep_revision, text_bytes
from hub.features.notes.labels import fitting_labels, namesakes
from hub.features.notes.present import LISTED, NOTE, REVISION, made_of_notes, present_note
from hub.features.notes.schemas import (
    CONTENT_BYTES,
    CreateNote,
    ListNotes,
    ListRevisions,
    Note,
    NoteItem,
    NoteRevision,
    RestoreRevision,
    UpdateNote,
)
from hub.features.projects.access import access_project
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, invalid, not_found, too_large
from hub.kernel.operation import DELETE, EVERYWHERE, GET, PATCH, POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.listing import where
from hub.storage.plain import plain_page
from hub.storage.shares import moved
from hub.storage.wire import ById, Deleted, Page
from hub.storage.words import containing, folded

ORDERS = {
    "pinned": (("pinned", -1), ("updated_at", -1)),
    "updated_at": (("updated_at", -1),),
    "created_at": (("created_at", -1),),
}
MARKS = re.compile(r"^[\s#>*+-]*(?:\[[ xX]\]\s*)?|[*_`]+")
"""Markdown at the start of a line, and emphasis anywhere: not part of a title."""


@operation(
    "note.create",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/notes", status=201),
    doors=EVERYWHERE,
    slash="/note {title}",
)
async def create_note(ctx: Ctx, command: CreateNote) -> Note:
    """Write a note for the caller, or in a project that they can write to. `items` make it a checklist."""
    _check_size(command.title, command.content, command.items)
    if command.project_id:
        await access_project(ctx, command.project_id, write=True)
    labels = await fitting_labels(ctx, command.label_ids, command.project_id or ctx.person_id)
    note = NoteDocument(
        **{name: getattr(command, name) for name in CreateNote.model_fields if name not in ("title", "label_ids")},
        label_ids=labels,
        title=command.title or _first_line(command.content, command.items),
        owner_id=ctx.person_id,
        written_at=ctx.now,
    )
    return await present_note(ctx.work.insert(note))


@operation("note.list", effect=Effect.READ, policy=member, route=GET("/api/notes"), doors=EVERYWHERE, slash="/notes")
async def list_notes(ctx: Ctx, command: ListNotes) -> Page[Note]:
    """List the notes that the caller may see, filtered by words, title, labels, project, pinned or archived.

    Long content is shortened here (`shortened` says so); `note.get` shows all of it.
    """
    conditions: dict[str, Any] = where(
        project_id=command.project_id,
        pinned=command.pinned,
        archived=command.archived,
        title_key=folded(command.title) if command.title is not None else None,
        label_ids={"$all": command.label_id} if command.label_id else None,
        words=containing(command.q),
    )
    return await plain_page(
        NOTE,
        {**await visible(ctx), **conditions},
        limit=command.limit,
        cursor=command.cursor,
        order=ORDERS[command.sort],
        made=made_of_notes,
        fields=LISTED,
    )


@operation("note.get", effect=Effect.READ, policy=member, route=GET("/api/notes/{id}"), doors=EVERYWHERE)
async def get_note(ctx: Ctx, command: ById) -> Note:
    """Show one note."""
    return await present_note(await access_note(ctx, command.id))


@operation("note.update", effect=Effect.WRITE, policy=member, route=PATCH("/api/notes/{id}"), doors=EVERYWHERE)
async def update_note(ctx: Ctx, command: UpdateNote) -> Note:
    """Change a note; only what is sent is changed. What it said before is kept as a revision.

    Moved to another project it keeps the labels that there are by the same names. With a stale `revision`
    nothing is changed, and the conflict carries the note as it is now.
    """
    note = await access_note(ctx, command.id, write=True)
    if command.revision is not None and command.revision != note.revision:
        raise conflict("The note has changed meanwhile.", (await present_note(note)).model_dump(mode="json"))
    changes = command.changes("rename_links")
    if changes.get("project_id"):
        await access_project(ctx, changes["project_id"], write=True)
    if "project_id" in changes:
        changes |= await moved(ctx, note, changes["project_id"])
    scope = changes.get("project_id", note.project_id) or changes.get("owner_id", note.owner_id)
    if "label_ids" in changes:
        changes["label_ids"] = await fitting_labels(ctx, changes["label_ids"], scope)
    elif scope != note.scope:
        changes["label_ids"] = await namesakes(note.label_ids, scope)
    if command.rename_links and "title" in changes:
        await rename_links(ctx, note, changes)
    return await _write(ctx, note, changes)


@operation("note.delete", effect=Effect.DESTROY, policy=member, route=DELETE("/api/notes/{id}"), doors=EVERYWHERE)
async def delete_note(ctx: Ctx, command: ById) -> Deleted:
    """Delete a note with its revisions. This can be undone."""
    note = await access_note(ctx, command.id, write=True)
    ctx.work.delete(note)
    await delete_revisions_of(ctx, note.id)
    return Deleted(id=note.id)


@operation("note.revisions", effect=Effect.READ, policy=member, route=GET("/api/notes/{id}/revisions"))
async def list_revisions(ctx: Ctx, command: ListRevisions) -> Page[NoteRevision]:
    """List what a note said before, newest first."""
    note = await access_note(ctx, command.id)
    return await plain_page(
        REVISION,
        {"note_id": note.id},
        limit=command.limit,
        cursor=command.cursor,
    )


@operation(
    "note.restore_revision",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/notes/{id}/revisions/{revision_id}/restore"),
)
async def restore_revision(ctx: Ctx, command: RestoreRevision) -> Note:
    """Have a note say again what it said before. What it says now is kept as a revision."""
    note = await access_note(ctx, command.id, write=True)
    kept = await ctx.work.load(RevisionDocument, command.revision_id)
    if kept is None or kept.note_id != note.id:
        raise not_found("The revision")
    return await _write(ctx, note, {"title": kept.title, "content": kept.content, "items": list(kept.items)})


async def _write(ctx: Ctx, note: NoteDocument, changes: dict[str, Any]) -> Note:
    _check_size(
        changes.get("title", note.title), changes.get("content", note.content), changes.get("items", note.items)
    )
    await keep_revision(ctx, note, changes)
    return await present_note(ctx.work.update(note, **changes))


def _check_size(title: str, content: str, items: Sequence[NoteItem]) -> None:
    if text_bytes(title, content, items) > CONTENT_BYTES:
        raise too_large("A note can hold 1 MB of text. Split it, or attach it as a file.")


def _first_line(content: str, items: Sequence[NoteItem]) -> str:
    lines = (*content.splitlines()[:50], *(item.text for item in items[:50]))
    found = next((plain for line in lines if (plain := MARKS.sub("", line).strip())), "")
    if not found:
        raise invalid("An empty note says nothing.", title="or content or items are needed")
    return found[:300]
