"""A draft ends as it is sent."""

from __future__ import annotations

from hub.features.drafts.access import end_draft
from hub.features.messages.schemas import SendMessage
from hub.features.rooms.access import access_talk
from hub.kernel.context import Ctx
from hub.kernel.errors import invalid


async def end_sent_draft(ctx: Ctx, command: SendMessage) -> None:
    """End the caller's draft in the room, in the unit of work of the message that it has become.

    Only senders that say that they had one pay for it. A unit of work may be run again; then only the message's own
    `client_msg_id` keeps it from being sent twice.

    Raises:
        OperationError: `invalid` without a `client_msg_id`; `not_found` or `forbidden` for the room.
    """
    if command.draft_at is None:
        return
    if command.client_msg_id is None:
        raise invalid("The input is not valid.", draft_at="needs a client_msg_id")
    await access_talk(ctx, command.room_id)
    await end_draft(ctx, command.room_id, command.draft_at)
