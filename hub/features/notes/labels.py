"""Labels for notes: whose they are, and what becomes of the notes that have one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import partial
from typing import Any

from hub.features.notes.access import access_label, labels_visible
from hub.features.notes.documents import LabelDocument, LabelNamesDocument, NoteDocument
from hub.features.notes.present import LABEL, present_label
from hub.features.notes.schemas import CreateLabel, ListLabels, NoteLabel, UpdateLabel
from hub.features.projects.access import access_project
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, invalid, too_large
from hub.kernel.operation import DELETE, EVERYWHERE, GET, PATCH, POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.documents import new_id
from hub.storage.listing import where
from hub.storage.plain import plain_page
from hub.storage.shares import moved
from hub.storage.wire import ById, Deleted, Ok, Page
from hub.storage.words import containing, folded

MOST = 500
"""Labels of one person, or of one project."""
AT_ONCE = 1_000
"""Notes that a label is taken off in one entry of the activity."""


@operation(
    "note_label.create",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/note-labels", status=201),
    doors=EVERYWHERE,
)
async def create_label(ctx: Ctx, command: CreateLabel) -> NoteLabel:
    """Make a label for the caller's notes, or for those of a project that they can write to.

    Each name is there once: making it again changes at most its colour.
    """
    if command.project_id:
        await access_project(ctx, command.project_id, write=True)
    scope = command.project_id or ctx.person_id
    kept = await _named(ctx, scope, command.name)
    if kept is not None:
        return await present_label(ctx.work.update(kept, **({"color": command.color} if command.color else {})))
    if await LabelDocument.rows().count_documents({"scope": scope}, limit=MOST) >= MOST:
        raise too_large(f"There can be {MOST} labels. Delete one first.")
    return await present_label(ctx.work.insert(LabelDocument(**command.model_dump(), owner_id=ctx.person_id)))


@operation("note_label.list", effect=Effect.READ, policy=member, route=GET("/api/note-labels"), doors=EVERYWHERE)
async def list_labels(ctx: Ctx, command: ListLabels) -> Page[NoteLabel]:
    """List the labels for the caller's notes and for those of their projects, by name."""
    return await plain_page(
        LABEL,
        {**await labels_visible(ctx), **where(project_id=command.project_id, name_key=containing(command.q))},
        limit=command.limit,
        cursor=command.cursor,
        order=(("name_key", 1),),
    )


@operation("note_label.get", effect=Effect.READ, policy=member, route=GET("/api/note-labels/{id}"))
async def get_label(ctx: Ctx, command: ById) -> NoteLabel:
    """Show one label."""
    return await present_label(await access_label(ctx, command.id))


@operation("note_label.update", effect=Effect.WRITE, policy=member, route=PATCH("/api/note-labels/{id}"))
async def update_label(ctx: Ctx, command: UpdateLabel) -> NoteLabel:
    """Change a label. In another project, or in none, it comes off the notes that it was on."""
    label = await access_label(ctx, command.id, write=True)
    if command.revision is not None and command.revision != label.revision:
        raise conflict("The label has changed meanwhile.", (await present_label(label)).model_dump(mode="json"))
    changes = command.changes()
    if changes.get("project_id"):
        await access_project(ctx, changes["project_id"], write=True)
    if "project_id" in changes:
        changes |= await moved(ctx, label, changes["project_id"])
    scope = changes.get("project_id", label.project_id) or changes.get("owner_id", label.owner_id)
    if scope != label.scope or folded(changes.get("name", label.name)) != label.name_key:
        taken = await _named(ctx, scope, changes.get("name", label.name))
        if taken is not None:
            current = (await present_label(taken)).model_dump(mode="json")
            raise conflict("There is a label of that name.", current)
    if scope == label.scope:
        return await present_label(ctx.work.update(label, **changes))

    async def last(apart: Ctx, notes: Sequence[str]) -> NoteLabel:
        await _take_off(apart, label.id, notes)
        again = await access_label(apart, label.id, write=True)
        return await present_label(apart.work.update(again, **changes))

    return await _with_notes(ctx, label, last)


@operation("note_label.delete", effect=Effect.DESTROY, policy=member, route=DELETE("/api/note-labels/{id}"))
async def delete_label(ctx: Ctx, command: ById) -> Deleted:
    """Delete a label; it comes off the notes that have it. This can be undone."""
    label = await access_label(ctx, command.id, write=True)

    async def last(apart: Ctx, notes: Sequence[str]) -> Deleted:
        apart.work.delete(await access_label(apart, label.id, write=True))
        await _take_off(apart, label.id, notes)
        return Deleted(id=label.id)

    return await _with_notes(ctx, label, last)


async def fitting_labels(ctx: Ctx, ids: Sequence[str], scope: str) -> list[str]:
    """Labels that a note of that scope can have, each once, in the order given.

    Raises:
        OperationError: `not_found` for one that the caller does not see; `invalid` for another scope's.
    """
    for id in dict.fromkeys(ids):
        if (await access_label(ctx, id)).scope != scope:
            raise invalid("A note in a project has labels of that project.", label_ids="belong elsewhere")
    return list(dict.fromkeys(ids))


async def namesakes(ids: Sequence[str], scope: str) -> list[str]:
    """The labels of a scope that are called as these are: what a note that moves there keeps of its labels."""
    if not ids:
        return []
    names = [row["name_key"] async for row in LabelDocument.rows().find({"_id": {"$in": list(ids)}}, {"name_key": 1})]
    found = LabelDocument.rows().find({"scope": scope, "name_key": {"$in": names}}, {"name_key": 1}).sort("_id", 1)
    by_name = {row["name_key"]: row["_id"] async for row in found}
    return list(by_name.values())


async def _named(ctx: Ctx, scope: str, name: str) -> LabelDocument | None:
    """The label of that name, if there is one; nobody else gives the name to another until the caller's commit."""
    key = folded(name)
    if not key:
        raise invalid("A label needs a name that can be read.", name="has no letter in it")
    id = hashlib.sha256(f"note_labels/{scope}".encode()).hexdigest()[:24]
    names = await ctx.work.load(LabelNamesDocument, id)
    if names is None:
        ctx.work.insert(LabelNamesDocument(id=id, turn=1))
    else:
        ctx.work.update(names, turn=names.turn + 1)
    taken = await ctx.work.find(LabelDocument, {"scope": scope, "name_key": key}, limit=1)
    return taken[0] if taken else None


async def _with_notes(ctx: Ctx, label: LabelDocument, last: Any) -> Any:
    """Take a label off its notes: with what is done last in one entry, or before it in parts where they are many."""
    rows = NoteDocument.rows().find({"label_ids": label.id}, {"_id": 1}).sort("_id", 1)
    notes = [row["_id"] async for row in rows]
    room = AT_ONCE - 1
    if len(notes) <= room:
        return await last(ctx, notes)
    batch_id = new_id()
    for start in range(room, len(notes), room):
        await ctx.apart(batch_id, partial(_part, id=label.id, notes=notes[start : start + room]))
    return await ctx.apart(batch_id, partial(last, notes=notes[:room]))


async def _part(ctx: Ctx, *, id: str, notes: Sequence[str]) -> Ok:
    await access_label(ctx, id, write=True)
    await _take_off(ctx, id, notes)
    return Ok()


async def _take_off(ctx: Ctx, id: str, notes: Sequence[str]) -> None:
    for note in await ctx.work.find(NoteDocument, {"_id": {"$in": list(notes)}, "label_ids": id}):
        ctx.work.update(note, label_ids=[one for one in note.label_ids if one != id])
