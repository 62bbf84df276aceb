"""Who may see and change a scheduled message: who wrote it, and nobody else."""

from __future__ import annotations

from hub.features.scheduled.documents import ScheduledDocument, Status
from hub.kernel.catalog import Raw
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict
from hub.storage.documents import encode
from hub.storage.shares import Access

_access = Access(ScheduledDocument, "The scheduled message")
visible, audience = _access.visible, _access.audience


async def authorize(ctx: Ctx, raw: Raw, write: bool) -> None:
    """Its writer's alone; what has been sent, or is on its way, is no longer changed.

    Raises:
        OperationError: `not_found`, or `conflict` for what has left.
    """
    await _access.authorize(ctx, raw, write)
    if write and raw["status"] == Status.SENT:
        raise conflict("This message has been sent.")
    if write and raw["sending"]:
        raise conflict("This message is being sent.")


async def access_scheduled(ctx: Ctx, id: str, *, write: bool = False) -> ScheduledDocument:
    """The scheduled message with that id, if it is the caller's (and has not left, with `write`).

    Raises:
        OperationError: `not_found` or `conflict`.
    """
    found = await _access.fetch(ctx, id)
    await authorize(ctx, encode(found), write)
    return found
