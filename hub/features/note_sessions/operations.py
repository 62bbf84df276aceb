"""What can be done with note sessions."""

from __future__ import annotations

from hub.features.note_sessions.access import access_session, visible
from hub.features.note_sessions.documents import LineDocument, SessionDocument
from hub.features.note_sessions.present import COACHING, SESSION, made_of_sessions, present_session
from hub.features.note_sessions.schemas import CreateSession, ListSessions, NoteSession, UpdateSession
from hub.features.projects.access import access_project
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict
from hub.kernel.operation import DELETE, EVERYWHERE, GET, PATCH, POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.doors import PROGRAMS_AND_EKO
from hub.storage.listing import where
from hub.storage.plain import plain_page
from hub.storage.shares import moved
from hub.storage.wire import ById, Deleted, Page
from hub.storage.words import containing

ORDER = (("pinned", -1), ("started_at", -1))


@operation(
    "note_session.create",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/note-sessions", status=201),
    doors=EVERYWHERE,
    slash="/session {title}",
)
async def create_session(ctx: Ctx, command: CreateSession) -> NoteSession:
    """Begin the notes of a meeting, for the caller or in a project that they can write to."""
    if command.project_id:
        await access_project(ctx, command.project_id, write=True)
    session = SessionDocument(
        title=command.title, project_id=command.project_id, owner_id=ctx.person_id, started_at=ctx.now
    )
    return await present_session(ctx.work.insert(session))


@operation(
    "note_session.list",
    effect=Effect.READ,
    policy=member,
    route=GET("/api/note-sessions"),
    doors=EVERYWHERE,
    slash="/sessions",
)
async def list_sessions(ctx: Ctx, command: ListSessions) -> Page[NoteSession]:
    """List the notes of meetings that the caller may see, filtered by words or project."""
    conditions = where(project_id=command.project_id, words=containing(command.q))
    return await plain_page(
        SESSION,
        {**await visible(ctx), **conditions},
        made=made_of_sessions,
        also=COACHING.fields,
        limit=command.limit,
        cursor=command.cursor,
        order=ORDER,
    )


@operation(
    "note_session.get", effect=Effect.READ, policy=member, route=GET("/api/note-sessions/{id}"), doors=EVERYWHERE
)
async def get_session(ctx: Ctx, command: ById) -> NoteSession:
    """Show the notes of one meeting, with their summary; the lines are listed apart."""
    return await present_session(await access_session(ctx, command.id))


@operation("note_session.update", effect=Effect.WRITE, policy=member, route=PATCH("/api/note-sessions/{id}"))
async def update_session(ctx: Ctx, command: UpdateSession) -> NoteSession:
    """Change a session's title, project or end; only what is sent is changed."""
    session = await access_session(ctx, command.id, write=True)
    if command.revision is not None and command.revision != session.revision:
        raise conflict("The session has changed meanwhile.", (await present_session(session)).model_dump(mode="json"))
    changes = command.changes()
    if changes.get("project_id"):
        await access_project(ctx, changes["project_id"], write=True)
    if "project_id" in changes:
        changes |= await moved(ctx, session, changes["project_id"])
    return await present_session(ctx.work.update(session, **changes))


@operation(
    "note_session.delete",
    effect=Effect.DESTROY,
    policy=member,
    route=DELETE("/api/note-sessions/{id}"),
    doors=PROGRAMS_AND_EKO,
)
async def delete_session(ctx: Ctx, command: ById) -> Deleted:
    """Delete a session with all of its lines. This can be undone."""
    session = await access_session(ctx, command.id, write=True)
    ctx.work.delete(session)
    for line in await ctx.work.find(LineDocument, {"session_id": session.id}):
        ctx.work.delete(line)
    return Deleted(id=session.id)
