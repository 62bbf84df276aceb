"""Who may see and change an event, and the one way to fetch one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.features.agenda.documents import EventDocument
from hub.kernel.context import Ctx
from hub.kernel.errors import not_found
from hub.storage.documents import encode

Raw = Mapping[str, Any]


async def authorize(ctx: Ctx, raw: Raw, write: bool) -> None:
    """An event is its owner's alone.

    Raises:
        OperationError: `not_found`, so that a stranger does not even learn that it exists.
    """
    if ctx.person_id != raw.get("owner_id"):
        raise not_found("The event")


async def access_event(ctx: Ctx, id: str, *, write: bool = False) -> EventDocument:
    """The event with that id, if the caller may see it (or change it, with `write`).

    Raises:
        OperationError: `not_found`.
    """
    found = await ctx.work.load(EventDocument, id)
    if found is None:
        raise not_found("The event")
    await authorize(ctx, encode(found), write)
    return found


def visible(ctx: Ctx) -> dict[str, Any]:
    """The filter for the events that the caller may see."""
    return {"owner_id": ctx.person_id}


async def audience(raw: Raw) -> frozenset[str]:
    """The topic of the owner, which every session of theirs hears."""
    return frozenset({f"user:{raw['owner_id']}"})
