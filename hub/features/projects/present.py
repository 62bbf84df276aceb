"""Stored projects to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from hub.features.accounts.access import actor_for
from hub.features.projects.documents import ProjectDocument
from hub.features.projects.health import health_of
from hub.features.projects.schemas import Project
from hub.kernel.clock import SystemClock
from hub.kernel.context import Ctx
from hub.storage.documents import encode, to_wire

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
    return [Project.model_validate({**to_wire(row), **_derived(row), "health": found[row["_id"]]}) for row in rows]


def presenter(ctx: Ctx) -> partial[Any]:
    """How lists are presented to the caller: by the call's clock, in the caller's time zone."""
    return partial(_present, now=ctx.now, zone=ctx.actor.time_zone)


async def present_project(ctx: Ctx, doc: ProjectDocument) -> Project:
    """The public form of one project."""
    return (await presenter(ctx)([encode(doc)]))[0]


def _derived(row: Raw) -> dict[str, Any]:
    return {"members": [{"user_id": row["owner_id"], "role": "owner"}]}
