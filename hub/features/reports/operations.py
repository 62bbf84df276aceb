"""Reporting a message, looking at it, and settling the report."""

from __future__ import annotations

from dataclasses import asdict

from hub.features.messages.moderation import Reported, as_stored, delete_reported, reportable
from hub.features.reports.access import access_report, visible
from hub.features.reports.documents import ReportDocument, Status
from hub.features.reports.present import present_report, present_reports
from hub.features.reports.schemas import (
    Action,
    CreateReport,
    ListReports,
    MessageReport,
    ReportedMessage,
    ResolveReport,
    Revealed,
)
from hub.features.rooms.access import room_name_of
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict
from hub.kernel.operation import GET, POST, Effect, Rate, operation
from hub.kernel.policies import admin, signed_in
from hub.storage.listing import page, where
from hub.storage.wire import ById, Page

MOST_AT_ONCE = 500
"""Reports of one message that are settled with it."""


@operation(
    "report.create",
    effect=Effect.WRITE,
    policy=signed_in,
    route=POST("/api/reports", status=201),
    rate=Rate(per_second=0.2, burst=20),
)
async def create_report(ctx: Ctx, command: CreateReport) -> MessageReport:
    """Report a message of somebody else's to the administrators, with the reason. Its writer is not told."""
    message = await reportable(ctx, command.message_id)
    mine = {"message_id": message.id, "owner_id": ctx.person_id, "status": Status.OPEN.value}
    if await ctx.work.find(ReportDocument, mine, limit=1):
        raise conflict("This message has been reported already; an administrator will look at it.")
    report = ReportDocument(
        message_id=message.id,
        room_id=message.room_id,
        writer_id=message.owner_id,
        reason=command.reason.replace("\x00", ""),
        owner_id=ctx.person_id,
    )
    return await present_report(ctx.work.insert(report))


@operation("report.list", effect=Effect.READ, policy=admin, route=GET("/api/reports"))
async def list_reports(ctx: Ctx, command: ListReports) -> Page[MessageReport]:
    """List what was reported, newest first, without the messages; none about a message of one's own."""
    conditions = {**await visible(ctx), **where(status=command.status)}
    return await page(ReportDocument, conditions, present_reports, limit=command.limit, cursor=command.cursor)


@operation("report.get", effect=Effect.READ, policy=signed_in, route=GET("/api/reports/{id}"))
async def get_report(ctx: Ctx, command: ById) -> MessageReport:
    """Show one report: one's own, or any as an administrator."""
    return await present_report(await access_report(ctx, command.id))


@operation(
    "report.reveal",
    effect=Effect.WRITE,
    policy=admin,
    route=POST("/api/reports/{id}/reveal"),
    undoable=False,
    idempotent=False,
)
async def reveal_report(ctx: Ctx, command: ById) -> Revealed:
    """Show the one message that an open report is about; that an administrator looked is recorded."""
    report = await _open_report(ctx, command.id)
    ctx.work.update(report, revealed_at=ctx.now, revealed_by=ctx.person_id)
    message = await as_stored(ctx, report.message_id)
    shown = await _shown(message) if message is not None else None
    return Revealed(report=await present_report(report), message=shown)


@operation("report.resolve", effect=Effect.WRITE, policy=admin, route=POST("/api/reports/{id}/resolve"))
async def resolve_report(ctx: Ctx, command: ResolveReport) -> MessageReport:
    """Settle a report: dismiss it, or delete the message, which settles the others about it too. Can be undone."""
    report = await _open_report(ctx, command.id)
    settled = {"resolved_at": ctx.now, "resolved_by": ctx.person_id}
    if command.action is Action.DISMISS:
        return await present_report(ctx.work.update(report, status=Status.DISMISSED, **settled))
    ctx.work.update(report, status=Status.DELETED, **settled)
    await delete_reported(ctx, report.message_id)
    others = {"message_id": report.message_id, "status": Status.OPEN.value, "_id": {"$ne": report.id}}
    for other in await ctx.work.find(ReportDocument, others, limit=MOST_AT_ONCE):
        ctx.work.update(other, status=Status.DELETED, **settled)
    return await present_report(report)


async def _open_report(ctx: Ctx, id: str) -> ReportDocument:
    """A report that waits to be settled.

    Raises:
        OperationError: `not_found`, or `conflict` for one that is settled: its message is nobody's business any more.
    """
    report = await access_report(ctx, id, write=True)
    if report.status is not Status.OPEN:
        raise conflict("This report has been settled.")
    return report


async def _shown(message: Reported) -> ReportedMessage:
    room_name = await room_name_of(message.room_id)
    return ReportedMessage.model_validate({**asdict(message), "room_name": room_name})
