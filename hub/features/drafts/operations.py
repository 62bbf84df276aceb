"""What can be done with drafts: of those of one device and another the one that was typed last counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.drafts.access import end_draft, own_draft, present, tell
from hub.features.drafts.documents import DraftDocument
from hub.features.drafts.schemas import Draft, ListDrafts, OfRoom, SavedDraft, SaveDraft
from hub.features.messages.checks import check_content
from hub.features.rooms.access import access_talk
from hub.kernel.context import Ctx
from hub.kernel.operation import DELETE, GET, PUT, Effect, operation
from hub.kernel.policies import signed_in
from hub.storage.doors import PROGRAMS_AND_EKO
from hub.storage.listing import page
from hub.storage.wire import Ok, Page


@operation("draft.save", effect=Effect.WRITE, policy=signed_in, route=PUT("/api/drafts/{room_id}"), undoable=False)
async def save_draft(ctx: Ctx, command: SaveDraft) -> SavedDraft:
    """Keep what the caller has typed in a room, for all their devices; a later draft that is here already stays."""
    content = check_content(command.content, may_be_empty=True)
    await access_talk(ctx, command.room_id)
    # A clock that is ahead would otherwise keep all others from being heard.
    at = min(command.edited_at or ctx.now, ctx.now)
    draft = await own_draft(ctx, command.room_id)
    if draft is None:
        draft = DraftDocument(room_id=command.room_id, owner_id=ctx.person_id, content=content, edited_at=at)
        ctx.work.insert(draft)
    elif draft.edited_at > at:
        return SavedDraft(draft=present(draft), kept=draft.content == content)
    else:
        ctx.work.update(draft, content=content, edited_at=at)
    tell(ctx, draft)
    return SavedDraft(draft=present(draft), kept=True)


@operation("draft.list", effect=Effect.READ, policy=signed_in, route=GET("/api/drafts"), doors=PROGRAMS_AND_EKO)
async def list_drafts(ctx: Ctx, command: ListDrafts) -> Page[Draft]:
    """List the caller's drafts, the last typed first."""
    return await page(
        DraftDocument,
        {"owner_id": ctx.person_id, "content": {"$ne": ""}},
        _present_all,
        limit=command.limit,
        cursor=command.cursor,
        order=(("edited_at", -1),),
    )


@operation(
    "draft.delete", effect=Effect.WRITE, policy=signed_in, route=DELETE("/api/drafts/{room_id}"), undoable=False
)
async def delete_draft(ctx: Ctx, command: OfRoom) -> Ok:
    """End the caller's draft in a room, if there is one."""
    await access_talk(ctx, command.room_id)
    await end_draft(ctx, command.room_id, ctx.now)
    return Ok()


async def _present_all(rows: Sequence[Mapping[str, Any]]) -> list[Draft]:
    return [Draft.model_validate(row) for row in rows]
