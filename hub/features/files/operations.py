"""Listing, showing, renaming, attaching, deleting and opening files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hub.features.files.access import access_file, in_rooms, kept
from hub.features.files.documents import FileDocument
from hub.features.files.links import link_for
from hub.features.files.names import safe_name
from hub.features.files.present import FILE, MADE_OF, made_of_files, present_file
from hub.features.files.schemas import (
    AttachTo,
    FileLink,
    ListFiles,
    ListGallery,
    OpenedFile,
    OpenFile,
    SignFile,
    StoredFile,
    UpdateFile,
)
from hub.features.files.things import access_thing
from hub.features.projects.access import access_project
from hub.features.rooms.access import access_talk
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, invalid
from hub.kernel.operation import DELETE, EVERYWHERE, GET, PATCH, PUT, Effect, operation
from hub.kernel.policies import signed_in
from hub.storage.doors import PROGRAMS_AND_EKO
from hub.storage.listing import between, where
from hub.storage.plain import plain_page
from hub.storage.shares import moved
from hub.storage.wire import ById, Deleted, Page
from hub.storage.words import containing

NEWEST = (("created_at", -1), ("_id", -1))


@operation(
    "file.list", effect=Effect.READ, policy=signed_in, route=GET("/api/files"), doors=EVERYWHERE, slash="/files"
)
async def list_files(ctx: Ctx, command: ListFiles) -> Page[StoredFile]:
    """List the caller's files and those of their projects, newest first, or what is attached to one thing.

    What was sent in rooms is in `file.gallery`, or here with `room_id`.
    """
    if bool(command.thing_kind) != bool(command.thing_id):
        raise invalid("The input is not valid.", thing_id="and thing_kind go together")
    if command.thing_kind and command.thing_id:
        await access_thing(ctx, command.thing_kind, command.thing_id, write=False)
        theirs: dict[str, Any] = {"scope": command.thing_id}
    elif command.room_id:
        await access_talk(ctx, command.room_id)
        theirs = {"scope": command.room_id}
    else:
        theirs = await kept(ctx)
    conditions = where(
        media=command.media.value if command.media else None,
        project_id=command.project_id,
        words=containing(command.q),
    )
    return await _page({**theirs, **conditions}, command.limit, command.cursor)


@operation("file.gallery", effect=Effect.READ, policy=signed_in, route=GET("/api/gallery"), doors=PROGRAMS_AND_EKO)
async def list_gallery(ctx: Ctx, command: ListGallery) -> Page[StoredFile]:
    """List what was sent in the caller's rooms, newest first, by kind, sender, room, date and size."""
    if command.room_id:
        await access_talk(ctx, command.room_id)
    theirs = {"scope": command.room_id} if command.room_id else await in_rooms(ctx)
    conditions = where(
        media=command.media.value if command.media else None,
        owner_id=command.sender_id,
        created_at=between(command.from_, command.to),
        size=between(command.min_size, None),
    )
    return await _page({**theirs, **conditions}, command.limit, command.cursor)


@operation("file.get", effect=Effect.READ, policy=signed_in, route=GET("/api/files/{id}"), doors=EVERYWHERE)
async def get_file(ctx: Ctx, command: ById) -> StoredFile:
    """Show what is known of one file."""
    return await present_file(await access_file(ctx, command.id))


@operation("file.update", effect=Effect.WRITE, policy=signed_in, route=PATCH("/api/files/{id}"), doors=EVERYWHERE)
async def update_file(ctx: Ctx, command: UpdateFile) -> StoredFile:
    """Rename a file, or move it to another project or to none; only what is sent is changed."""
    file = await access_file(ctx, command.id, write=True)
    if command.revision is not None and command.revision != file.revision:
        raise conflict("The file has changed meanwhile.", (await present_file(file)).model_dump(mode="json"))
    changes = command.changes()
    if "name" in changes:
        changes["name"] = safe_name(changes["name"])
    if "project_id" in changes and changes["project_id"] != file.project_id:
        if file.message_id or file.thing_id:
            raise conflict("This file belongs to a message or a thing, and goes where that goes.")
        if changes["project_id"]:
            await access_project(ctx, changes["project_id"], write=True)
        changes |= await moved(ctx, file, changes["project_id"])
    return await present_file(ctx.work.update(file, **changes))


@operation("file.attach", effect=Effect.WRITE, policy=signed_in, route=PUT("/api/files/{id}/belongs-to"))
async def attach_file(ctx: Ctx, command: AttachTo) -> StoredFile:
    """Attach a file to a task, a note or another thing, or detach it; whoever sees the thing sees the file."""
    file = await access_file(ctx, command.id, write=True)
    if file.message_id:
        raise conflict("A file that was sent stays with its message.")
    thing = command.belongs_to
    if thing is None:
        if file.thing_id and file.owner_id != ctx.person_id:
            raise conflict("Only who uploaded a file can take it back. It can be deleted instead.")
        return await present_file(ctx.work.update(file, thing_kind=None, thing_id=None))
    await access_thing(ctx, thing.kind, thing.id, write=True)
    return await present_file(ctx.work.update(file, thing_kind=thing.kind, thing_id=thing.id, project_id=None))


@operation("file.delete", effect=Effect.DESTROY, policy=signed_in, route=DELETE("/api/files/{id}"), doors=EVERYWHERE)
async def delete_file(ctx: Ctx, command: ById) -> Deleted:
    """Delete a file. This can be undone for as long as activity is kept."""
    file = await access_file(ctx, command.id, write=True)
    ctx.work.delete(file)
    return Deleted(id=file.id)


@operation("file.sign", effect=Effect.READ, policy=signed_in, route=GET("/api/files/{id}/link"))
async def sign_file(ctx: Ctx, command: SignFile) -> FileLink:
    """Make a link that opens a file without a token for five to ten minutes, where only a link fits.

    It is the caller's: what they may see is asked again when it is opened.
    """
    file = await access_file(ctx, command.id)
    what = "thumbnail" if command.thumbnail else "content"
    url, expires_at = link_for(file.id, ctx.person_id, ctx.now, what=what, download=command.download)
    return FileLink(url=url, expires_at=expires_at)


@operation("file.open", effect=Effect.READ, policy=signed_in, doors=frozenset())
async def open_file(ctx: Ctx, command: OpenFile) -> OpenedFile:
    """Say where a file's bytes are; the door that sends them asks this, again and again while it does."""
    file = await access_file(ctx, command.id)
    return OpenedFile.model_validate(file)


async def count_saved(id: str, now: datetime) -> None:
    """Count that a file was saved; no part of its history, and nothing that an undo minds."""
    await FileDocument.rows().update_one({"_id": id}, {"$inc": {"clicks": 1}, "$set": {"last_clicked_at": now}})


async def _page(conditions: dict[str, Any], limit: int, cursor: str | None) -> Page[StoredFile]:
    return await plain_page(FILE, conditions, made=made_of_files, also=MADE_OF, limit=limit, cursor=cursor)
