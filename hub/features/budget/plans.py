"""What is decided about money once for many lines: envelopes, and the departments of vendors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from hub.features.budget.access import entered, own
from hub.features.budget.documents import EnvelopeDocument, LineDocument, VendorDocument
from hub.features.budget.present import present_envelopes
from hub.features.budget.schemas import Envelope, SetEnvelope, SetVendorDepartment, VendorDepartment
from hub.features.budget.vendors import vendor_key
from hub.kernel.context import Ctx
from hub.kernel.errors import invalid, not_found
from hub.kernel.operation import PEOPLE_AND_PROGRAMS, POST, PUT, Effect, operation
from hub.kernel.policies import member
from hub.storage.documents import encode, new_id
from hub.storage.words import folded

PIECE = 500
"""Lines changed in one unit of work; more go in several, under one batch id."""


@operation(
    "budget.set_envelope",
    effect=Effect.WRITE,
    policy=member,
    route=PUT("/api/budget/envelopes"),
    doors=PEOPLE_AND_PROGRAMS,
)
async def set_envelope(ctx: Ctx, command: SetEnvelope) -> Envelope:
    """Set what a category may cost in a month; null takes its envelope away."""
    key = folded(command.category)
    same = {**await own.visible(ctx), "category_key": key, "currency": command.currency}
    found = next(iter(await ctx.work.find(EnvelopeDocument, same, limit=1)), None)
    if command.amount_cents is None:
        if found is None:
            raise not_found("The envelope")
        ctx.work.delete(found)
        return (await present_envelopes([encode(found)]))[0].model_copy(update={"amount_cents": None})
    if found is None:
        found = ctx.work.insert(
            EnvelopeDocument(
                owner_id=ctx.person_id,
                category=command.category,
                amount_cents=command.amount_cents,
                currency=command.currency,
            )
        )
    else:
        ctx.work.update(found, category=command.category, amount_cents=command.amount_cents)
    return (await present_envelopes([encode(found)]))[0]


@operation(
    "budget.set_vendor_department",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/budget/vendors/department"),
    doors=PEOPLE_AND_PROGRAMS,
)
async def set_vendor_department(ctx: Ctx, command: SetVendorDepartment) -> VendorDepartment:
    """Set the department of a vendor: of all its lines, and of those to come that do not say theirs."""
    key = vendor_key(command.vendor)
    if not key:
        raise invalid("A vendor's name has at least one letter or digit.", vendor="has neither letters nor digits")
    others = {**await entered(ctx, write=True), "vendor_key": key, "department": {"$ne": command.department or None}}
    ids = [row["_id"] async for row in LineDocument.rows().find(others, {"_id": 1}).sort("_id", 1)]
    if len(ids) <= PIECE:
        return await _set_piece(ctx, command=command, key=key, ids=ids)
    batch_id, changed = new_id(), 0
    for start in range(0, len(ids), PIECE):
        piece = partial(_set_piece, command=command, key=key, ids=ids[start : start + PIECE])
        changed += (await ctx.apart(batch_id, piece)).changed
    return VendorDepartment(vendor=command.vendor, department=command.department or None, changed=changed)


async def _set_piece(ctx: Ctx, *, command: SetVendorDepartment, key: str, ids: Sequence[str]) -> VendorDepartment:
    department = command.department or None
    found = next(
        iter(await ctx.work.find(VendorDocument, {**await own.visible(ctx), "vendor_key": key}, limit=1)), None
    )
    if found is None:
        ctx.work.insert(VendorDocument(owner_id=ctx.person_id, name=command.vendor, department=department))
    else:
        ctx.work.update(found, name=command.vendor, department=department)
    lines = await ctx.work.find(
        LineDocument, {**await entered(ctx, write=True), "vendor_key": key, "_id": {"$in": list(ids)}}
    )
    for line in lines:
        ctx.work.update(line, department=department)
    return VendorDepartment(vendor=command.vendor, department=department, changed=len(lines))
