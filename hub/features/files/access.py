"""Who may see and change a file: whoever may see what it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hub.features.files.documents import TRANSFER, FileDocument
from hub.features.files.things import access_thing, heard_by, thing_exists
from hub.features.rooms.access import access_talk, room_ids_of
from hub.kernel.context import Ctx, Role
from hub.kernel.errors import Code, OperationError, forbidden, not_found
from hub.storage.blobs import Blob
from hub.storage.documents import encode
from hub.storage.shares import Access, scopes_of

Raw = Mapping[str, Any]
_own: Access[FileDocument] = Access(FileDocument, "The file")


async def authorize(ctx: Ctx, raw: Raw, write: bool) -> None:
    """A file that was sent follows its room, one that is attached its thing, any other its project or owner.

    Raises:
        OperationError: `not_found`, so that a stranger does not even learn that it exists; `forbidden`.
    """
    if _was_sent(raw):
        await _in_room(ctx, raw, write)
    elif raw.get("thing_id"):
        await _on_thing(ctx, raw, write)
    else:
        await _own.authorize(ctx, raw, write)


async def access_file(ctx: Ctx, id: str, *, write: bool = False) -> FileDocument:
    """The file with that id, if the caller may see it (or change it, with `write`).

    Raises:
        OperationError: `not_found` or `forbidden`.
    """
    found = await ctx.work.load(FileDocument, id)
    if found is None:
        raise not_found("The file")
    await authorize(ctx, encode(found), write)
    return found


async def visible(ctx: Ctx) -> dict[str, Any]:
    """The filter for the files that the caller may see: their own, their projects', those sent in their rooms.

    What is attached to a thing is listed there, and found by who may see that (`authorize`).
    """
    scopes = await scopes_of(ctx.work, ctx.person_id)
    return {"scope": {"$in": [*scopes, *await room_ids_of(ctx.person_id)]}}


async def kept(ctx: Ctx) -> dict[str, Any]:
    """The filter for the caller's own files and their projects', those sent in rooms left out."""
    return {"scope": {"$in": await scopes_of(ctx.work, ctx.person_id)}}


async def in_rooms(ctx: Ctx) -> dict[str, Any]:
    """The filter for what was sent in the caller's rooms."""
    return {"scope": {"$in": await room_ids_of(ctx.person_id)}}


async def audience(raw: Raw) -> frozenset[str]:
    """The topics of those who may see a file: its room's, its thing's, its project's or its owner's."""
    if _was_sent(raw):
        return frozenset({f"room:{raw['room_id']}"})
    if raw.get("thing_id"):
        return await heard_by(raw)
    return await _own.audience(raw)


async def keep_made(*, owner_id: str, transfer_id: str, name: str, blob: Blob, at: datetime) -> str:
    """Keep bytes that an export has made as a file of whoever asked for it; returns its id."""
    made = FileDocument(
        owner_id=owner_id,
        name=name,
        mime_type="application/gzip",
        size=blob.size,
        sha256=blob.sha256,
        blob_id=blob.id,
        thing_kind=TRANSFER,
        thing_id=transfer_id,
        created_at=at,
        updated_at=at,
        revision=1,
    )
    made.derive()
    await FileDocument.rows().insert_one(encode(made))
    return made.id


async def forget_made(ctx: Ctx, transfer_id: str) -> None:
    """Have the file that an export made removed with it."""
    for file in await ctx.work.find(FileDocument, {"thing_kind": TRANSFER, "thing_id": transfer_id}):
        ctx.work.delete(file)


def _was_sent(raw: Raw) -> bool:
    return bool(raw.get("room_id") and raw.get("message_id"))


async def _in_room(ctx: Ctx, raw: Raw, write: bool) -> None:
    try:
        await access_talk(ctx, raw["room_id"])
    except OperationError as refusal:
        if refusal.code is Code.FORBIDDEN:  # a public room that was not joined
            raise not_found("The file") from None
        raise
    if write and raw["owner_id"] != ctx.person_id and ctx.actor.role is not Role.ADMIN:
        raise forbidden("Only its sender can change a file that was sent.")


async def _on_thing(ctx: Ctx, raw: Raw, write: bool) -> None:
    try:
        await access_thing(ctx, raw["thing_kind"], raw["thing_id"], write=write)
    except OperationError as refusal:
        if refusal.code not in (Code.NOT_FOUND, Code.INVALID):
            raise
        is_own = raw["owner_id"] == ctx.person_id
        if not is_own or await thing_exists(ctx, raw["thing_kind"], raw["thing_id"]):
            raise not_found("The file") from None
