"""Filters on activity, built from typed scalars, and what a reader may see of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hub.features.activity.schemas import Filters
from hub.kernel.context import Ctx, Role
from hub.kernel.errors import Code
from hub.storage.activity import Activity
from hub.storage.counting import counted
from hub.storage.listing import between
from hub.storage.shares import scopes_of

Where = dict[str, Any]
# By name rather than "not ok", so that an index finds them.
REFUSALS = [code.value for code in Code]


async def visible(ctx: Ctx) -> Where:
    """What the caller may see: an administrator everything, others what they did or what is theirs."""
    if ctx.actor.role is Role.ADMIN:
        return {}
    return {"audience": {"$in": await scopes_of(ctx.work, ctx.person_id)}}


async def matching(ctx: Ctx, wanted: Filters) -> Where:
    """The filter on entries."""
    found: list[Where] = [await visible(ctx)]
    if wanted.actor:
        # Somebody who signs in is nobody yet: then the account that it led to counts.
        found.append(
            {
                "$or": [
                    {"person_id": wanted.actor},
                    {"actor.id": wanted.actor},
                    {"person_id": "", "changes.owner_id": wanted.actor},
                ]
            }
        )
    if wanted.operation:
        exact = "." in wanted.operation
        found.append({"operation": wanted.operation if exact else {"$regex": f"^{wanted.operation}\\."}})
    if wanted.kind:
        found.append({"entity.kind": wanted.kind})
    if wanted.entity:
        found.append({"$or": [{"changes.id": wanted.entity}, {"entity.id": wanted.entity}]})
    if wanted.outcome:
        found.append({"outcome": {"$in": REFUSALS} if wanted.outcome == "refused" else wanted.outcome})
    for field, value in (
        ("room_id", wanted.room),
        ("project_id", wanted.project),
        ("run_id", wanted.run),
        ("origin", wanted.origin),
        ("at", between(wanted.from_, wanted.to)),
        ("_id", {"$gt": wanted.after} if wanted.after else None),
    ):
        if value is not None:
            found.append({field: value})
    return {"$and": found}


async def access_entry(ctx: Ctx, id: str) -> Activity | None:
    """The entry with that id, if the caller may see it."""
    found = await ctx.work.load(Activity, id)
    if found is None or ctx.actor.role is Role.ADMIN:
        return found
    return found if not frozenset(await scopes_of(ctx.work, ctx.person_id)).isdisjoint(found.audience) else None


async def tally_since(since: datetime) -> dict[str, tuple[int, datetime]]:
    """Who did how much, and when last; the caller decides who may know."""
    groups = {"_id": "$person_id", "count": {"$sum": 1}, "last": {"$max": "$at"}}
    rows = await counted(Activity, since, groups, outcome="ok")
    return {row["_id"]: (row["count"], row["last"]) for row in rows if row["_id"]}


async def refused_since(since: datetime) -> dict[str, int]:
    """How often what was refused, by code."""
    groups = {"_id": "$outcome", "count": {"$sum": 1}}
    rows = await counted(Activity, since, groups, outcome={"$in": REFUSALS})
    return {row["_id"]: row["count"] for row in rows}
