"""Who may see a report: who made it, and the administrators, but never whose message it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.features.accounts.access import administrators
from hub.features.reports.documents import ReportDocument, Status
from hub.kernel.context import Ctx, Role
from hub.kernel.errors import forbidden, not_found
from hub.storage.documents import encode

Raw = Mapping[str, Any]


async def authorize(ctx: Ctx, raw: Raw, write: bool) -> None:
    """Administrators settle a report; who made it may take it back while it is open.

    Raises:
        OperationError: `not_found` or `forbidden`.
    """
    is_admin = ctx.actor.role is Role.ADMIN
    own = raw["owner_id"] == ctx.person_id
    if raw["writer_id"] == ctx.person_id or not (own or is_admin):
        raise not_found("The report")
    if write and not is_admin and raw["status"] != Status.OPEN:
        raise forbidden("An administrator has settled this report.")


async def access_report(ctx: Ctx, id: str, *, write: bool = False) -> ReportDocument:
    """The report with that id, if the caller may see it (or change it, with `write`).

    Raises:
        OperationError: `not_found` or `forbidden`.
    """
    found = await ctx.work.load(ReportDocument, id)
    if found is None:
        raise not_found("The report")
    await authorize(ctx, encode(found), write)
    return found


async def visible(ctx: Ctx) -> dict[str, Any]:
    """The filter for the reports that the caller may see."""
    if ctx.actor.role is Role.ADMIN:
        return {"writer_id": {"$ne": ctx.person_id}}
    return {"owner_id": ctx.person_id}


async def audience(raw: Raw) -> frozenset[str]:
    """Who made it and each administrator but one whose message it is about."""
    people = {raw["owner_id"], *await administrators()} - {raw["writer_id"]}
    return frozenset(f"user:{person}" for person in people)
