"""What must hold of a message before it is stored."""

from __future__ import annotations

from hub.features.messages.access import access_message
from hub.features.messages.schemas import LONGEST
from hub.kernel.context import Ctx
from hub.kernel.errors import invalid, too_large


def check_content(content: str, *, may_be_empty: bool = False) -> str:
    """A message's text as it is stored.

    Raises:
        OperationError: `invalid` if nothing is left, `too_large` beyond 16 KB.
    """
    if len(content.encode("utf-8", "surrogatepass")) > LONGEST:
        raise too_large("A message has at most 16 KB of text.")
    cleaned = content.replace("\x00", "").encode("utf-8", "replace").decode().strip("\r\n")
    if not cleaned.strip() and not may_be_empty:
        raise invalid("The input is not valid.", content="a message needs some text")
    return cleaned


async def check_reply(ctx: Ctx, room_id: str, reply_to: str | None) -> str | None:
    """Refuse an answer to a message of another room.

    Returns:
        The thread that the answer is in: the one of the message that it answers, or one that this begins.

    Raises:
        OperationError: `invalid`, or `not_found` where it cannot be seen.
    """
    if reply_to is None:
        return None
    answered = await access_message(ctx, reply_to)
    if answered.room_id != room_id:
        raise invalid("The input is not valid.", reply_to="is a message of another room")
    return answered.thread_id or answered.id
