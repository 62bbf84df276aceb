"""One's drafts, and how others have them end."""

from __future__ import annotations

from datetime import datetime

from hub.features.drafts.documents import DraftDocument, draft_id
from hub.features.drafts.schemas import Draft
from hub.kernel.context import Ctx
from hub.kernel.events import Publish


async def own_draft(ctx: Ctx, room_id: str) -> DraftDocument | None:
    """The caller's draft in a room, if there is or was one."""
    return await ctx.work.load(DraftDocument, draft_id(room_id, ctx.person_id))


async def end_draft(ctx: Ctx, room_id: str, at: datetime) -> None:
    """End the caller's draft in a room, unless it was typed after that."""
    found = await own_draft(ctx, room_id)
    if found is not None and found.content and found.edited_at <= at:
        tell(ctx, ctx.work.update(found, content="", edited_at=min(at, ctx.now)))


async def forget_drafts(ctx: Ctx, room_id: str, user_id: str | None = None) -> None:
    """Delete somebody's draft in a room that they leave; everybody's in one that is deleted."""
    where = {"_id": draft_id(room_id, user_id)} if user_id else {"room_id": room_id}
    for draft in await ctx.work.find(DraftDocument, where):
        ctx.work.delete(draft)


def tell(ctx: Ctx, draft: DraftDocument) -> None:
    """Have all devices of its owner know how a draft stands, and nobody else."""
    ctx.work.signal(
        Publish(
            name="draft.updated",
            audience=frozenset({f"user:{draft.owner_id}"}),
            payload={"draft": present(draft).model_dump(mode="json")},
            settles=draft.id,
        )
    )


def present(draft: DraftDocument) -> Draft:
    """The public form."""
    return Draft(room_id=draft.room_id, content=draft.content, edited_at=draft.edited_at)
