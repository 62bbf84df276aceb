"""Keeping at least one administrator, whoever is demoted or disabled at the same time."""

from __future__ import annotations

from hub.features.accounts.access import ROSTER
from hub.features.accounts.documents import Roster
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict


async def is_first(ctx: Ctx) -> bool:
    """Whether there is no administrator yet."""
    return await ctx.work.load(Roster, ROSTER) is None


async def admins(ctx: Ctx) -> list[str]:
    """The administrators that are not disabled."""
    roster = await ctx.work.load(Roster, ROSTER)
    return list(roster.admin_ids) if roster else []


def begin_roster(ctx: Ctx, account_id: str) -> None:
    """Make the first administrator. Of several who are first at once, the others are told to look again:
    not looked up anew here, for meanwhile (a password takes a while to hash) there may be one.
    """
    ctx.work.insert(Roster(id=ROSTER, admin_ids=[account_id]))


async def add_admin(ctx: Ctx, account_id: str) -> None:
    """Put an account on the roster."""
    roster = await ctx.work.load(Roster, ROSTER)
    if roster is None:
        begin_roster(ctx, account_id)
    elif account_id not in roster.admin_ids:
        ctx.work.update(roster, admin_ids=[*roster.admin_ids, account_id])


async def remove_admin(ctx: Ctx, account_id: str) -> None:
    """Take an account off the roster.

    Raises:
        OperationError: `conflict` for the last one.
    """
    roster = await ctx.work.load(Roster, ROSTER)
    left = [id for id in (roster.admin_ids if roster else []) if id != account_id]
    if roster is None or not left:
        raise conflict("This is the last administrator. Make somebody else one first.")
    ctx.work.update(roster, admin_ids=left)
