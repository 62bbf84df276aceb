"""Projects that somebody alone owned, when that person is locked out."""

from __future__ import annotations

from hub.features.projects.documents import ProjectDocument
from hub.features.projects.members import join
from hub.kernel.context import Ctx
from hub.storage.shares import Part, ShareDocument, share_id


async def hand_over_projects(ctx: Ctx, leaving_id: str, heir_id: str) -> int:
    """Make the heir an owner of every project that others have part in and that only the leaving person owned.

    Returns:
        How many were handed over. Projects that nobody else has part in stay private.
    """
    count = 0
    owned = ShareDocument.rows().find({"user_id": leaving_id, "role": Part.OWNER.value})
    for raw in await owned.to_list(None):
        others = ShareDocument.rows().find({"scope": raw["scope"], "user_id": {"$ne": leaving_id}}, {"role": 1})
        roles = [other["role"] async for other in others]
        project = await ctx.work.load(ProjectDocument, raw["scope"])
        if project is None or not roles or Part.OWNER in roles:
            continue
        held = await ctx.work.load(ShareDocument, share_id(project.id, heir_id))
        if held is None:
            join(ctx, project, heir_id, Part.OWNER)
        else:
            ctx.work.update(held, role=Part.OWNER)
        ctx.work.update(project, owner_id=heir_id, members_at=ctx.now)
        count += 1
    return count
