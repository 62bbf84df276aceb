"""The lines of a session: one for each Enter, put where they belong, mended in place."""

from __future__ import annotations

from hub.features.note_sessions.access import access_line, access_session
from hub.features.note_sessions.documents import LineDocument
from hub.features.note_sessions.present import LINE, present_line
from hub.features.note_sessions.schemas import LINES, AddLine, ListLines, MoveLine, NoteLine, OfLine, UpdateLine
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, too_large
from hub.kernel.operation import DELETE, GET, PATCH, POST, Effect, operation
from hub.kernel.policies import member
from hub.storage import ranks
from hub.storage.documents import new_id
from hub.storage.doors import PROGRAMS_AND_EKO
from hub.storage.plain import plain_page
from hub.storage.ranking import rank_between
from hub.storage.wire import Deleted, Page

ORDER = (("rank", 1),)


@operation(
    "note_session.lines",
    effect=Effect.READ,
    policy=member,
    route=GET("/api/note-sessions/{id}/lines"),
    doors=PROGRAMS_AND_EKO,
)
async def list_lines(ctx: Ctx, command: ListLines) -> Page[NoteLine]:
    """List the lines of a session, in order."""
    session = await access_session(ctx, command.id)
    return await plain_page(
        LINE,
        {"session_id": session.id},
        limit=command.limit,
        cursor=command.cursor,
        order=ORDER,
    )


@operation(
    "note_session.add_line",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/note-sessions/{id}/lines", status=201),
    doors=PROGRAMS_AND_EKO,
)
async def add_line(ctx: Ctx, command: AddLine) -> NoteLine:
    """Add a line to a session, at its end or right after another line."""
    session = await access_session(ctx, command.id, write=True)
    within = {"session_id": session.id}
    if await LineDocument.rows().count_documents(within, limit=LINES) >= LINES:
        raise too_large(f"A session can hold {LINES} lines. Begin another one.")
    id = new_id()
    if command.after_id:
        after = await access_line(ctx, session.id, command.after_id)
        rank = await rank_between(LineDocument, within, id, after=after.rank, before=None)
    else:
        last = await LineDocument.rows().find_one(within, {"rank": 1}, sort=[("rank", -1)])
        rank = ranks.after(last["rank"] if last else None)
    line = LineDocument(
        id=id,
        owner_id=session.owner_id,
        session_id=session.id,
        rank=rank,
        text=command.text,
        author=ctx.actor.public(),
    )
    return await present_line(ctx.work.insert(line))


@operation(
    "note_session.update_line",
    effect=Effect.WRITE,
    policy=member,
    route=PATCH("/api/note-sessions/{id}/lines/{line_id}"),
)
async def update_line(ctx: Ctx, command: UpdateLine) -> NoteLine:
    """Change what a line says; what cites it goes on citing it."""
    line = await access_line(ctx, command.id, command.line_id, write=True)
    if command.revision is not None and command.revision != line.revision:
        raise conflict("The line has changed meanwhile.", (await present_line(line)).model_dump(mode="json"))
    return await present_line(ctx.work.update(line, text=command.text))


@operation(
    "note_session.move_line",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/note-sessions/{id}/lines/{line_id}/move"),
)
async def move_line(ctx: Ctx, command: MoveLine) -> NoteLine:
    """Give a line another place; only this one document changes."""
    line = await access_line(ctx, command.id, command.line_id, write=True)
    rank = await rank_between(
        LineDocument,
        {"session_id": line.session_id},
        line.id,
        after=(await access_line(ctx, command.id, command.after_id)).rank if command.after_id else None,
        before=(await access_line(ctx, command.id, command.before_id)).rank if command.before_id else None,
    )
    return await present_line(ctx.work.update(line, rank=rank))


@operation(
    "note_session.delete_line",
    effect=Effect.DESTROY,
    policy=member,
    route=DELETE("/api/note-sessions/{id}/lines/{line_id}"),
)
async def delete_line(ctx: Ctx, command: OfLine) -> Deleted:
    """Delete a line of a session. This can be undone."""
    line = await access_line(ctx, command.id, command.line_id, write=True)
    ctx.work.delete(line)
    return Deleted(id=line.id)
