"""What can be done with budget lines. Imports, totals and exports are apart."""

from __future__ import annotations

from typing import Any

from hub.features.budget.access import access_line, visible
from hub.features.budget.documents import LineDocument
from hub.features.budget.learned import department_of, guess_category, last_currency
from hub.features.budget.present import LINE, present_line
from hub.features.budget.schemas import BudgetLine, CreateLine, LineFilter, ListLines, UpdateLine
from hub.features.budget.vendors import vendor_key
from hub.features.projects.access import access_project
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict
from hub.kernel.operation import DELETE, EVERYWHERE, GET, PATCH, POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.listing import Filter, between, where
from hub.storage.plain import plain_page
from hub.storage.shares import moved
from hub.storage.wire import ById, Deleted, Page
from hub.storage.words import containing, folded

ORDERS = {"date": (("date", -1),), "created_at": (("created_at", -1),)}


@operation(
    "budget.create",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/budget", status=201),
    doors=EVERYWHERE,
    slash=("/spend {label}", "/dépense {label}", "/received {label}", "/reçu {label}"),
)
async def create_line(ctx: Ctx, command: CreateLine) -> BudgetLine:
    """Note money spent (a negative amount) or received, in a project that the caller can write to or in none."""
    if command.project_id:
        await access_project(ctx, command.project_id, write=True)
    line = LineDocument(
        **command.model_dump(exclude={"date", "currency", "category", "department"}),
        owner_id=ctx.person_id,
        date=command.date or ctx.now.astimezone(ctx.zone).date(),
        currency=command.currency or await last_currency(ctx),
        category=command.category or await guess_category(ctx, command.vendor, command.label),
        department=command.department or await department_of(ctx, command.vendor),
    )
    return await present_line(ctx.work.insert(line))


@operation(
    "budget.list",
    effect=Effect.READ,
    policy=member,
    route=GET("/api/budget"),
    doors=EVERYWHERE,
    slash=("/expenses", "/dépenses"),
)
async def list_lines(ctx: Ctx, command: ListLines) -> Page[BudgetLine]:
    """List the budget lines that the caller may see, filtered by words, dates, category, vendor or project."""
    return await plain_page(
        LINE,
        await filter_of(ctx, command),
        limit=command.limit,
        cursor=command.cursor,
        order=ORDERS[command.sort],
    )


@operation("budget.get", effect=Effect.READ, policy=member, route=GET("/api/budget/{id}"), doors=EVERYWHERE)
async def get_line(ctx: Ctx, command: ById) -> BudgetLine:
    """Show one budget line."""
    return await present_line(await access_line(ctx, command.id))


@operation("budget.update", effect=Effect.WRITE, policy=member, route=PATCH("/api/budget/{id}"), doors=EVERYWHERE)
async def update_line(ctx: Ctx, command: UpdateLine) -> BudgetLine:
    """Change fields of a budget line; only what is sent is changed."""
    line = await access_line(ctx, command.id, write=True)
    if command.revision is not None and command.revision != line.revision:
        raise conflict("The budget line has changed meanwhile.", (await present_line(line)).model_dump(mode="json"))
    changes = command.changes()
    if changes.get("project_id"):
        await access_project(ctx, changes["project_id"], write=True)
    if "project_id" in changes:
        changes |= await moved(ctx, line, changes["project_id"])
    return await present_line(ctx.work.update(line, **changes))


@operation("budget.delete", effect=Effect.DESTROY, policy=member, route=DELETE("/api/budget/{id}"), doors=EVERYWHERE)
async def delete_line(ctx: Ctx, command: ById) -> Deleted:
    """Delete a budget line. This can be undone."""
    line = await access_line(ctx, command.id, write=True)
    ctx.work.delete(line)
    return Deleted(id=line.id)


async def filter_of(ctx: Ctx, wanted: LineFilter) -> Filter:
    """The condition for the lines that are wanted, among those that the caller may see."""
    conditions: dict[str, Any] = where(
        date=between(wanted.from_, wanted.to),
        category_key=folded(wanted.category) if wanted.category is not None else None,
        vendor_key=vendor_key(wanted.vendor) if wanted.vendor else None,
        project_id=wanted.project_id,
        department=wanted.department,
        currency=wanted.currency,
        batch_id=wanted.batch_id,
        words=containing(wanted.q),
    )
    if wanted.sign:
        conditions["amount_cents"] = {"$lt": 0} if wanted.sign == "spent" else {"$gt": 0}
    return {**await visible(ctx), **conditions}
