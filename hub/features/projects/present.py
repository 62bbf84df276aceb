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
from hub.storage.documents import encode
from hub.storage.plain import Plain, Shape
from hub.storage.shares import Part

Raw = Mapping[str, Any]
PROJECT = Shape(Project, ProjectDocument, made={"members", "health"})


async def present_projects(rows: Sequence[Raw]) -> list[Project]:
    """Public projects for what follows a commit: without a call it takes the machine's clock and the owner's zone."""
    shown: list[Project] = []
    for row in rows:
        owner = await actor_for(row["owner_id"])
        zone = owner.time_zone if owner else "UTC"
        shown += PROJECT.models([row], await _made([row], now=SystemClock().now(), zone=zone))
    return shown


async def _made(rows: Sequence[Raw], *, now: datetime, zone: str) -> list[Plain]:
    found = await health_of(rows, now=now, today=now.astimezone(ZoneInfo(zone)).date())
    members = await members_of([row["_id"] for row in rows])
    return [
        {
            "members": [
                {"user_id": one["user_id"], "role": one["role"]}
                for one in members.get(row["_id"], ({"user_id": row["owner_id"], "role": Part.OWNER.value},))
            ],
            "health": found[row["_id"]],
        }
        for row in rows
    ]


def made_for(ctx: Ctx) -> partial[Any]:
    """What projects show the caller beside what is stored: by the call's clock, in the caller's time zone."""
    return partial(_made, now=ctx.now, zone=ctx.actor.time_zone)


async def present_project(ctx: Ctx, doc: ProjectDocument) -> Project:
    """The public form of one project."""
    row = encode(doc)
    return PROJECT.models([row], await made_for(ctx)([row]))[0]
