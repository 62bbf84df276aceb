"""What can be done with the lines of a journal."""

from __future__ import annotations

from hub.features.journal.access import access_line, visible
from hub.features.journal.documents import JournalDocument
from hub.features.journal.present import LINE, present_line
from hub.features.journal.schemas import CreateJournalLine, JournalLine, ListJournal, UpdateJournalLine
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict
from hub.kernel.operation import DELETE, EVERYWHERE, GET, PATCH, POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.listing import between, where
from hub.storage.plain import plain_page
from hub.storage.wire import ById, Deleted, Page
from hub.storage.words import containing

NEWEST = (("at", -1),)


@operation(
    "journal.create",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/journal", status=201),
    doors=EVERYWHERE,
    slash=("/j {text}", "/journal {text}"),
)
async def create_line(ctx: Ctx, command: CreateJournalLine) -> JournalLine:
    """Write a line into the caller's journal, for now or for when it happened."""
    line = JournalDocument(text=command.text, at=command.at or ctx.now, owner_id=ctx.person_id)
    return await present_line(ctx.work.insert(line))


@operation("journal.list", effect=Effect.READ, policy=member, route=GET("/api/journal"), doors=EVERYWHERE)
async def list_lines(ctx: Ctx, command: ListJournal) -> Page[JournalLine]:
    """List the lines of the caller's journal, newest first, filtered by words and time."""
    conditions = where(words=containing(command.q), at=between(command.from_, command.to))
    return await plain_page(
        LINE,
        {**await visible(ctx), **conditions},
        limit=command.limit,
        cursor=command.cursor,
        order=NEWEST,
    )


@operation("journal.get", effect=Effect.READ, policy=member, route=GET("/api/journal/{id}"), doors=EVERYWHERE)
async def get_line(ctx: Ctx, command: ById) -> JournalLine:
    """Show one line of the journal."""
    return await present_line(await access_line(ctx, command.id))


@operation("journal.update", effect=Effect.WRITE, policy=member, route=PATCH("/api/journal/{id}"), doors=EVERYWHERE)
async def update_line(ctx: Ctx, command: UpdateJournalLine) -> JournalLine:
    """Change what a line of the journal says, or when it happened; only what is sent is changed."""
    line = await access_line(ctx, command.id, write=True)
    if command.revision is not None and command.revision != line.revision:
        raise conflict("The line has changed meanwhile.", (await present_line(line)).model_dump(mode="json"))
    changes = command.changes()
    if changes.get("at", line.at) is None:
        changes["at"] = ctx.now
    if changes.get("text", line.text) != line.text:
        # Written anew by hand: what it said before its spelling was put right is of no use now.
        changes["original"] = None
    return await present_line(ctx.work.update(line, **changes))


@operation(
    "journal.delete", effect=Effect.DESTROY, policy=member, route=DELETE("/api/journal/{id}"), doors=EVERYWHERE
)
async def delete_line(ctx: Ctx, command: ById) -> Deleted:
    """Delete a line of the journal. This can be undone."""
    line = await access_line(ctx, command.id, write=True)
    ctx.work.delete(line)
    return Deleted(id=line.id)
