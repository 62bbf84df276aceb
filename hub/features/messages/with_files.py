"""Sending a message with files: they are its own, durably, before it is stored."""

from __future__ import annotations

from hub.features.files import sent
from hub.features.messages.checks import check_content, check_reply
from hub.features.messages.draft import append, draft
from hub.features.messages.mentions import mentions_in
from hub.features.messages.schemas import Message, MessageKind, SendMessage
from hub.features.rooms.access import access_talk
from hub.kernel.context import Ctx


async def send_with_files(ctx: Ctx, command: SendMessage) -> Message:
    """Send a message that has files; sent again, it answers with the first one, and its files are no others.

    Raises:
        OperationError: `not_found` for a file that the caller may not see, as for a room.
    """
    content = check_content(command.content, may_be_empty=True)
    await access_talk(ctx, command.room_id)
    thread_id = await check_reply(ctx, command.room_id, command.reply_to)
    said = bool(content.strip())
    entry = draft(
        ctx,
        room_id=command.room_id,
        content=content if said else "",
        client_msg_id=command.client_msg_id,
        reply_to=command.reply_to,
        thread_id=thread_id,
        kind=MessageKind.TEXT if said else MessageKind.FILE,
        mentions=await mentions_in(content) if said else (),
    )
    row = entry.row
    key = str(row["client_msg_id"])
    row["attachments"] = await sent.claim(
        ctx,
        room_id=command.room_id,
        message_id=str(row["_id"]),
        client_msg_id=key,
        file_ids=[one.file_id for one in command.attachments],
    )
    ctx.call.admitted()
    message = await append(ctx, entry)
    if message.id != row["_id"]:
        await sent.settle(ctx, room_id=command.room_id, client_msg_id=key, message_id=message.id)
    return message
