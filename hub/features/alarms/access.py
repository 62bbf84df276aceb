"""Who may see and change an alarm, and the one way to fetch one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hub.features.alarms.documents import AlarmDocument
from hub.kernel.context import Ctx
from hub.kernel.errors import not_found
from hub.storage.documents import encode

Raw = Mapping[str, Any]


async def authorize(ctx: Ctx, raw: Raw, write: bool) -> None:
    """An alarm is its owner's alone.

    Raises:
        OperationError: `not_found`, so that a stranger does not even learn that it exists.
    """
    if ctx.person_id != raw.get("owner_id"):
        raise not_found("The alarm")


async def access_alarm(ctx: Ctx, id: str, *, write: bool = False) -> AlarmDocument:
    """The alarm with that id, if the caller may see it (or change it, with `write`).

    Raises:
        OperationError: `not_found`.
    """
    found = await ctx.work.load(AlarmDocument, id)
    if found is None:
        raise not_found("The alarm")
    await authorize(ctx, encode(found), write)
    return found


def visible(ctx: Ctx) -> dict[str, Any]:
    """The filter for the alarms that the caller may see."""
    return {"owner_id": ctx.person_id}


async def audience(raw: Raw) -> frozenset[str]:
    """The topic of the owner, which every session of theirs hears."""
    return frozenset({f"user:{raw['owner_id']}"})


def remind(ctx: Ctx, *, owner_id: str, title: str, at: datetime, time_zone: str, event_id: str) -> None:
    """Have an alarm of somebody's ring that reminds of an event; for the agenda, which knows when."""
    ctx.work.insert(
        AlarmDocument(
            title=title,
            next_trigger_at=at,
            starts_at=at,
            time_zone=time_zone,
            event_id=event_id,
            owner_id=owner_id,
        )
    )
