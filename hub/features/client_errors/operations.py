"""Taking and showing what went wrong in browsers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from hub.features.client_errors.documents import ErrorGroup
from hub.features.client_errors.schemas import ClientError, ListClientErrors, Report, Reported
from hub.kernel.context import Ctx
from hub.kernel.errors import not_found
from hub.kernel.operation import DELETE, GET, POST, Effect, Rate, operation
from hub.kernel.policies import admin, anyone
from hub.storage.plain import Plain, Shape, plain_page
from hub.storage.wire import ById, Deleted, Page

MOST_GROUPS = 2_000
MOST_FROM_STRANGERS = 500
"""Anyone can make up messages: beyond this many groups, new kinds of faults go into one, and strangers
cannot use up the places of those who are signed in.
"""
MOST_PEOPLE = 100
OVERFLOW = "More kinds of errors than are kept"

GROUP = Shape(ClientError, ErrorGroup, made={"count", "people"})
COUNTED = ("times", "person_ids")
"""What the stored form says beside what is shown as it is."""


@operation(
    "client_error.report",
    effect=Effect.WRITE,
    policy=anyone,
    route=POST("/api/client-errors"),
    rate=Rate(per_second=0.2, burst=20),
    undoable=False,
    idempotent=False,
)
async def report_client_error(ctx: Ctx, command: Report) -> Reported:
    """Report something that went wrong in the browser. The same fault is counted, not kept again."""
    id = fingerprint(command)
    group = await ctx.work.load(ErrorGroup, id)
    most = MOST_GROUPS if ctx.actor.id else MOST_FROM_STRANGERS
    if group is None and await ErrorGroup.rows().estimated_document_count() >= most:
        command = Report(message=OVERFLOW)
        id = fingerprint(command)
        group = await ctx.work.load(ErrorGroup, id)
    if group is None:
        group = ctx.work.insert(ErrorGroup(id=id, message=command.message, first_at=ctx.now, last_at=ctx.now))
    person = {ctx.person_id} - {""}
    ctx.work.update(
        group,
        message=command.message,
        stack=command.stack,
        url=_address(command.url),
        where=command.where,
        version=command.version,
        user_agent=ctx.call.user_agent,
        times=group.times + 1,
        person_ids=sorted({*group.person_ids, *person})[:MOST_PEOPLE],
        last_at=ctx.now,
    )
    return Reported(fingerprint=id)


@operation("client_error.list", effect=Effect.READ, policy=admin, route=GET("/api/client-errors"))
async def list_client_errors(ctx: Ctx, command: ListClientErrors) -> Page[ClientError]:
    """List what went wrong in browsers, the last seen first."""
    return await plain_page(
        GROUP, {}, made=_made, also=COUNTED, limit=command.limit, cursor=command.cursor, order=(("last_at", -1),)
    )


@operation(
    "client_error.delete",
    effect=Effect.DESTROY,
    policy=admin,
    route=DELETE("/api/client-errors/{id}"),
    undoable=False,
)
async def delete_client_error(ctx: Ctx, command: ById) -> Deleted:
    """Take a fault off the list; it comes back if it happens again."""
    group = await ctx.work.load(ErrorGroup, command.id)
    if group is None:
        raise not_found("The error")
    ctx.work.delete(group)
    return Deleted(id=group.id)


def fingerprint(report: Report) -> str:
    """One id for the same fault: message and first frames, without the numbers that vary."""
    frames = [line.strip() for line in (report.stack or "").splitlines() if line.strip()][:4]
    steady = re.sub(r"[0-9a-f]{24}|\d+", "#", "\n".join([report.message, report.where or "", *frames]))
    return hashlib.sha256(steady.encode()).hexdigest()[:24]


def _address(url: str | None) -> str | None:
    """The address without query and fragment, which may hold what somebody typed."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.netloc else parts.path


async def _made(raws: Sequence[Mapping[str, Any]]) -> list[Plain]:
    return [{"count": raw["times"], "people": len(raw["person_ids"])} for raw in raws]
