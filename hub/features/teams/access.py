"""Who may see and change a team, the one way to fetch one, and the one way into one."""

from __future__ import annotations

from hub.features.teams.documents import TeamDocument
from hub.kernel.context import Ctx
from hub.storage.shares import Access

_access = Access(TeamDocument, "The team")
authorize, access_team, visible, audience = _access.authorize, _access.fetch, _access.visible, _access.audience


async def join_team(ctx: Ctx, id: str) -> TeamDocument:
    """The team with that id, which somebody joins in the caller's unit of work: it is not removed meanwhile.

    Raises:
        OperationError: `not_found` for a team that is not the caller's.
    """
    team = await access_team(ctx, id, write=True)
    return ctx.work.update(team, turn=team.turn + 1)
