"""Starting, watching, cancelling and undoing imports and exports. A process of its own carries them out."""

from __future__ import annotations

from hub.features.accounts.access import in_person
from hub.features.files.access import access_file, forget_made
from hub.features.transfer.access import access_transfer, visible
from hub.features.transfer.documents import TransferDocument
from hub.features.transfer.present import present_transfer, present_transfers
from hub.features.transfer.schemas import (
    UNDER_WAY,
    UNDOABLE,
    Direction,
    ExportData,
    ImportFile,
    ListTransfers,
    Scope,
    Transfer,
    TransferStatus,
)
from hub.features.transfer.sources.known import ARCHIVE, INSTANCE, SOURCES
from hub.kernel.context import Ctx, Role
from hub.kernel.errors import conflict, forbidden, invalid
from hub.kernel.operation import DELETE, GET, POST, Effect, Rate, operation
from hub.kernel.policies import member, signed_in
from hub.storage.documents import new_id
from hub.storage.doors import PROGRAMS_AND_EKO
from hub.storage.listing import page
from hub.storage.wire import ById, Deleted, Page

STARTING = Rate(per_second=0.2, burst=10)
MOST_WAITING = 5
"""Of one person; what waits holds others up."""


def member_in_person(ctx: Ctx) -> None:
    """A policy: who signed in themselves and is no guest. A token would get more than it was given.

    Raises:
        OperationError: `unauthenticated` or `forbidden`.
    """
    in_person(ctx)
    member(ctx)


@operation(
    "transfer.import_file",
    effect=Effect.WRITE,
    policy=member_in_person,
    route=POST("/api/transfers/import", status=201),
    rate=STARTING,
    undoable=False,
)
async def import_file(ctx: Ctx, command: ImportFile) -> Transfer:
    """Bring in what is in a file that was uploaded before. It runs by itself; `transfer.updated` tells how far it is.

    Doing it again changes nothing. What an import wrote can be undone, all of it at once.
    """
    if command.source != ARCHIVE and command.source not in SOURCES:
        raise invalid("The input is not valid.", source=f"is one of {', '.join([ARCHIVE, *SOURCES])}")
    scope = Scope.ALL if command.source in INSTANCE else command.scope
    _check_scope(ctx, scope)
    file = await access_file(ctx, command.file_id)
    await _check_waiting(ctx)
    made = TransferDocument(
        owner_id=ctx.person_id,
        direction=Direction.IMPORT,
        source=command.source,
        scope=scope,
        dry_run=command.dry_run,
        overwrite=command.overwrite,
        file_id=file.id,
        file_name=file.name,
        batch_id=new_id(),
    )
    return await present_transfer(ctx.work.insert(made))


@operation(
    "transfer.export",
    effect=Effect.WRITE,
    policy=member_in_person,
    route=POST("/api/transfers/export", status=201),
    rate=STARTING,
    undoable=False,
)
async def export_data(ctx: Ctx, command: ExportData) -> Transfer:
    """Put what is the caller's, or everything there is, into an archive. It becomes a file that can be downloaded."""
    _check_scope(ctx, command.scope)
    await _check_waiting(ctx)
    made = TransferDocument(
        owner_id=ctx.person_id,
        direction=Direction.EXPORT,
        source=ARCHIVE,
        scope=command.scope,
        batch_id=new_id(),
    )
    return await present_transfer(ctx.work.insert(made))


@operation("transfer.list", effect=Effect.READ, policy=signed_in, route=GET("/api/transfers"), doors=PROGRAMS_AND_EKO)
async def list_transfers(ctx: Ctx, command: ListTransfers) -> Page[Transfer]:
    """List the caller's imports and exports, newest first; for administrators also those of everything there is."""
    return await page(
        TransferDocument, await visible(ctx), present_transfers, limit=command.limit, cursor=command.cursor
    )


@operation("transfer.get", effect=Effect.READ, policy=signed_in, route=GET("/api/transfers/{id}"))
async def get_transfer(ctx: Ctx, command: ById) -> Transfer:
    """Show one import or export: how far it is, and what became of each line."""
    return await present_transfer(await access_transfer(ctx, command.id))


@operation(
    "transfer.cancel",
    effect=Effect.WRITE,
    policy=member_in_person,
    route=POST("/api/transfers/{id}/cancel"),
    undoable=False,
)
async def cancel_transfer(ctx: Ctx, command: ById) -> Transfer:
    """Stop an import or export that is under way. What was written stays, and can be undone."""
    found = await access_transfer(ctx, command.id, write=True)
    if found.status not in UNDER_WAY:
        raise conflict("This is over already.")
    if found.status is TransferStatus.UNDOING:
        raise conflict("This is being undone, and cannot be stopped half way.")
    if found.status is TransferStatus.QUEUED:
        ctx.work.update(found, status=TransferStatus.CANCELLED, finished_at=ctx.now)
    else:
        ctx.work.update(found, cancel_requested=True)
    return await present_transfer(found)


@operation(
    "transfer.undo",
    effect=Effect.DESTROY,
    policy=member_in_person,
    route=POST("/api/transfers/{id}/undo"),
    undoable=False,
)
async def undo_transfer(ctx: Ctx, command: ById) -> Transfer:
    """Take back what an import wrote. What was changed since, or is used by something newer, stays and is named."""
    found = await access_transfer(ctx, command.id, write=True)
    if found.direction is not Direction.IMPORT or found.dry_run:
        raise conflict("This wrote nothing.")
    _check_scope(ctx, found.scope)
    if found.status not in UNDOABLE:
        raise conflict("This is under way, or has been undone already.")
    ctx.work.update(found, status=TransferStatus.UNDOING, cancel_requested=False, phase="undoing", done=0, total=0)
    # Whoever carried it out is gone: it waits for a hub now, as if it were new.
    ctx.work.update(found, beat_at=None, by_hand=False)
    return await present_transfer(found)


@operation("transfer.delete", effect=Effect.DESTROY, policy=member_in_person, route=DELETE("/api/transfers/{id}"))
async def delete_transfer(ctx: Ctx, command: ById) -> Deleted:
    """Forget an import or export, and remove the archive that it made. What an import wrote stays."""
    found = await access_transfer(ctx, command.id, write=True)
    if found.status in UNDER_WAY:
        raise conflict("This is under way. Cancel it first.")
    if found.direction is Direction.EXPORT:
        await forget_made(ctx, found.id)
    ctx.work.delete(found)
    return Deleted(id=found.id)


def _check_scope(ctx: Ctx, scope: Scope) -> None:
    if scope is Scope.ALL and ctx.actor.role is not Role.ADMIN:
        raise forbidden("Only an administrator can do this for everybody.")


async def _check_waiting(ctx: Ctx) -> None:
    waiting = {"owner_id": ctx.person_id, "status": {"$in": [one.value for one in UNDER_WAY]}}
    if await TransferDocument.rows().count_documents(waiting, limit=MOST_WAITING) >= MOST_WAITING:
        raise conflict("Several of yours are under way already. Wait for one to end, or cancel it.")
