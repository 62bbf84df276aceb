"""Stored projects to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from hub.features.accounts.access import actor_for
from hub.features.projects.access import members_of
from hub.features.projects.documents import ProjectDocument
from hub.features.projects.health import health_of
from hub.features.projects.schemas import Project
from hub.kernel.clock import SystemClock
from hub.kernel.context import Ctx
from hub.storage.documents import encode, to_wire
from hub.storage.shares import Part

Raw = Mapping[str, Any]


async def present_projects(rows: Sequence[Raw]) -> list[Project]:
    """Public projects for what follows a commit: without a call it takes the machine's clock and the owner's zone."""
    shown: list[Project] = []
    for row in rows:
        owner = await actor_for(row["owner_id"])
        shown += await _present([row], now=SystemClock().now(), zone=owner.time_zone if owner else "UTC")
    return shown


async def _present(rows: Sequence[Raw], *, now: datetime, zone: str) -> list[Project]:
    found = await health_of(rows, now=now, today=now.astimezone(ZoneInfo(zone)).date())
    members = await members_of([row["_id"] for row in rows])
    return [
        Project.model_validate(
            {
                **to_wire(row),
                "members": [
                    {"user_id": one["user_id"], "role": one["role"]}
                    for one in members.get(row["_id"], ({"user_id": row["owner_id"], "role": Part.OWNER},))
                ],
                "health": found[row["_id"]],
            }
        )
        for row in rows
    ]


def presenter(ctx: Ctx) -> partial[Any]:
    """How lists are presented to the caller: by the call's clock, in the caller's time zone."""
    return partial(_present, now=ctx.now, zone=ctx.actor.time_zone)


async def present_project(ctx: Ctx, doc: ProjectDocument) -> Project:
    """The public form of one project."""
    return (await presenter(ctx)([encode(doc)]))[0]
