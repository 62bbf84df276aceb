"""Files in messages: what sending and deleting a message does to them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from hub.features.files.access import access_file
from hub.features.files.documents import FileDocument
from hub.features.files.present import attachment_of
from hub.kernel.context import Ctx
from hub.kernel.errors import invalid
from hub.storage.documents import encode, new_id


class Claimed(BaseModel):
    """The attachments of a message that is about to be stored."""

    attachments: list[dict[str, Any]]


async def claim(
    ctx: Ctx, *, room_id: str, message_id: str, client_msg_id: str, file_ids: Sequence[str]
) -> list[dict[str, Any]]:
    """Have files belong to a message that is about to be stored; durable when this returns.

    What was uploaded for the room is taken; of any other file that the caller may see, the message gets one of its
    own with the same bytes. A message that is sent again finds its files again.

    Raises:
        OperationError: `not_found` for a file that the caller may not see; `invalid` for one that is named twice.
    """
    if len(set(file_ids)) < len(file_ids):
        raise invalid("The input is not valid.", attachments="the same file twice")

    async def part(within: Ctx) -> Claimed:
        files = [await _claimed(within, id, room_id, message_id, client_msg_id) for id in file_ids]
        return Claimed(attachments=[attachment_of(file) for file in files])

    return (await ctx.apart(new_id(), part)).attachments


async def settle(ctx: Ctx, *, room_id: str, client_msg_id: str, message_id: str) -> None:
    """Have the files of a message that had been stored before name that one, not the one that was not stored."""

    async def part(within: Ctx) -> Claimed:
        for file in await _files(within, room_id, ctx.person_id, client_msg_id):
            within.work.update(file, message_id=message_id)
        return Claimed(attachments=[])

    await ctx.apart(new_id(), part)


async def delete_files_of(ctx: Ctx, *, room_id: str, owner_id: str, client_msg_id: str) -> None:
    """Delete the files of a message that is deleted, in the same unit of work."""
    for file in await _files(ctx, room_id, owner_id, client_msg_id):
        ctx.work.delete(file)


async def _files(ctx: Ctx, room_id: str, owner_id: str, client_msg_id: str) -> list[FileDocument]:
    found = {"room_id": room_id, "owner_id": owner_id, "sent_as": client_msg_id}
    return await ctx.work.find(FileDocument, found)


async def _claimed(ctx: Ctx, id: str, room_id: str, message_id: str, client_msg_id: str) -> FileDocument:
    file = await access_file(ctx, id)
    waiting = file.room_id == room_id and file.message_id is None and file.owner_id == ctx.person_id
    if waiting:
        return ctx.work.update(file, message_id=message_id, sent_as=client_msg_id)
    if file.room_id == room_id and file.sent_as == client_msg_id and file.owner_id == ctx.person_id:
        return file
    own = hashlib.sha256(f"{room_id}/{ctx.person_id}/{client_msg_id}/{id}".encode()).hexdigest()[:24]
    again = await ctx.work.load(FileDocument, own)
    if again is not None:
        return again
    fields = encode(file)
    for name in ("_id", "revision", "created_at", "updated_at", "clicks", "last_clicked_at"):
        fields.pop(name)
    fields |= {
        "owner_id": ctx.person_id,
        "project_id": None,
        "thing_kind": None,
        "thing_id": None,
        "room_id": room_id,
        "message_id": message_id,
        "sent_as": client_msg_id,
    }
    return ctx.work.insert(FileDocument(id=own, **fields))
