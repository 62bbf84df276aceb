"""Putting back what was done."""

from __future__ import annotations

from typing import cast

from hub.features.activity.queries import access_entry
from hub.features.activity.schemas import Undone
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, not_found
from hub.kernel.operation import EVERYWHERE, POST, Effect, operation
from hub.kernel.policies import signed_in
from hub.storage.activity import Activity
from hub.storage.documents import decode
from hub.storage.undo import undo
from hub.storage.unit_of_work import UnitOfWork
from hub.storage.wire import ById, Nothing


@operation("activity.undo", effect=Effect.WRITE, policy=signed_in, route=POST("/api/activity/{id}/undo"))
async def undo_activity(ctx: Ctx, command: ById) -> Undone:
    """Put back what an entry changed, if it still stands; of a batch, the whole batch."""
    found = await access_entry(ctx, command.id)
    if found is None:
        raise not_found("The activity")
    entries = [found]
    if found.batch_id:
        entries = await _alive(ctx, {"batch_id": found.batch_id, "person_id": found.person_id})
    return await _undo(ctx, entries)


@operation(
    "activity.undo_last",
    effect=Effect.WRITE,
    policy=signed_in,
    route=POST("/api/activity/undo-last"),
    doors=EVERYWHERE,
    slash=("/undo", "/annuler"),
)
async def undo_last(ctx: Ctx, command: Nothing) -> Undone:
    """Undo the last thing that the caller did, or that Eko did for them in one go."""
    newest = {"person_id": ctx.person_id, "outcome": "ok", "undoable": True, "undone_by": None, "undoes": []}
    raw = await Activity.rows().find_one(newest, sort=[("_id", -1)])
    if raw is None:
        raise conflict("There is nothing to undo.")
    last = decode(Activity, raw)
    together = {"run_id": last.run_id} if last.run_id else {"batch_id": last.batch_id} if last.batch_id else None
    if together is None:
        found = await ctx.work.load(Activity, last.id)
        return await _undo(ctx, [found] if found else [])
    return await _undo(ctx, await _alive(ctx, {**together, "person_id": ctx.person_id}))


async def _alive(ctx: Ctx, where: dict[str, str]) -> list[Activity]:
    """The entries that stand and can be undone, as this unit of work sees them."""
    rows = Activity.rows().find({**where, "outcome": "ok", "undoable": True, "undone_by": None}, {"_id": 1})
    found = [await ctx.work.load(Activity, raw["_id"]) async for raw in rows]
    return [one for one in found if one is not None]


async def _undo(ctx: Ctx, entries: list[Activity]) -> Undone:
    if not entries:
        raise conflict("This has been undone already.")
    work = cast(UnitOfWork, ctx.work)
    restored = await undo(ctx, work.catalog, entries)
    for entry in entries:
        # To undo an undo is to do again: what it had undone stands once more.
        for id in entry.undoes:
            again = await ctx.work.load(Activity, id)
            if again is not None:
                ctx.work.update(again, undone_by=None)
    return Undone(restored=restored, entries=[entry.id for entry in entries])
