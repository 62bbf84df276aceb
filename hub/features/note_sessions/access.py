"""Who may see and change a session: whose it is, or the members of its project; its lines go with it."""

from __future__ import annotations

from hub.features.note_sessions.documents import LineDocument, SessionDocument
from hub.kernel.context import Ctx
from hub.kernel.errors import not_found
from hub.storage.shares import Access, Under

_sessions = Access(SessionDocument, "The session")
authorize, access_session, visible, audience = (
    _sessions.authorize,
    _sessions.fetch,
    _sessions.visible,
    _sessions.audience,
)
beneath = Under(SessionDocument, "session_id", access_session, audience)


async def access_line(ctx: Ctx, session_id: str, id: str, *, write: bool = False) -> LineDocument:
    """A line of a session, if the caller may see that (or change it, with `write`).

    Raises:
        OperationError: `not_found` or `forbidden`.
    """
    session = await access_session(ctx, session_id, write=write)
    found = await ctx.work.load(LineDocument, id)
    if found is None or found.session_id != session.id:
        raise not_found("The line")
    return found
