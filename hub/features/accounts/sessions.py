"""Sessions: the devices on which somebody is signed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.accounts import credentials
from hub.features.accounts.access import in_person
from hub.features.accounts.credentials import SESSION_IDLE
from hub.features.accounts.documents import Account, Rotation, Session
from hub.features.accounts.schemas import ListSessions, Revoked, SessionOut
from hub.kernel.context import Ctx
from hub.kernel.errors import not_found
from hub.kernel.events import Disconnect
from hub.kernel.operation import DELETE, GET, Effect, operation
from hub.storage.documents import to_wire
from hub.storage.listing import page
from hub.storage.wire import ById, Deleted, Nothing, Page

MOST = 100
"""Sessions of one account; the oldest make room, so that ending them all fits in one transaction."""


async def begin_session(ctx: Ctx, account: Account) -> Rotation:
    """Start a session for the device that is calling; returns where its refresh tokens stand."""
    older = Session.rows().find({"owner_id": account.id}, {"_id": 1}).sort("_id", -1).skip(MOST - 1)
    for raw in await older.to_list(None):
        await end_session(ctx, raw["_id"], "too many sessions")
    session = Session(owner_id=account.id, user_agent=ctx.call.user_agent[:300], address=ctx.call.address[:64])
    ctx.work.insert(session)
    return ctx.work.insert(
        Rotation(
            id=session.id,
            owner_id=account.id,
            nonce=credentials.new_nonce(),
            rotated_at=ctx.now,
            last_used_at=ctx.now,
            expires_at=ctx.now + SESSION_IDLE,
        )
    )


async def end_session(ctx: Ctx, id: str, reason: str) -> bool:
    """End a session and cut its sockets; False if it had ended already."""
    session = await ctx.work.load(Session, id)
    rotation = await ctx.work.load(Rotation, id)
    if rotation is not None:
        ctx.work.delete(rotation)
    if session is None:
        return False
    ctx.work.delete(session)
    ctx.work.signal(Disconnect(user_id=session.owner_id, reason=reason, session_ids=frozenset({id})))
    return True


async def end_sessions(ctx: Ctx, account_id: str, reason: str, *, but: str | None = None) -> int:
    """End all sessions of an account but one; returns how many."""
    count = 0
    for raw in await Session.rows().find({"owner_id": account_id}, {"_id": 1}).to_list(None):
        if raw["_id"] != but:
            count += await end_session(ctx, raw["_id"], reason)
    return count


@operation("session.list", effect=Effect.READ, policy=in_person, route=GET("/api/auth/sessions"))
async def list_sessions(ctx: Ctx, command: ListSessions) -> Page[SessionOut]:
    """List the devices on which the caller is signed in."""
    here = ctx.actor.session_id

    async def present(raws: Sequence[Mapping[str, Any]]) -> list[SessionOut]:
        kept = {raw["_id"]: raw async for raw in Rotation.rows().find({"_id": {"$in": [raw["_id"] for raw in raws]}})}
        return [
            SessionOut.model_validate(
                {
                    **to_wire(raw),
                    "last_used_at": kept[raw["_id"]]["last_used_at"],
                    "expires_at": kept[raw["_id"]]["expires_at"],
                    "current": raw["_id"] == here,
                }
            )
            for raw in raws
            if raw["_id"] in kept
        ]

    return await page(Session, {"owner_id": ctx.person_id}, present, limit=command.limit, cursor=command.cursor)


@operation(
    "session.revoke",
    effect=Effect.DESTROY,
    policy=in_person,
    route=DELETE("/api/auth/sessions/{id}"),
    undoable=False,
)
async def revoke_session(ctx: Ctx, command: ById) -> Deleted:
    """Sign a device out, at once."""
    session = await ctx.work.load(Session, command.id)
    if session is None or session.owner_id != ctx.person_id:
        raise not_found("The session")
    await end_session(ctx, session.id, "revoked")
    return Deleted(id=command.id)


@operation(
    "session.revoke_others",
    effect=Effect.DESTROY,
    policy=in_person,
    route=DELETE("/api/auth/sessions"),
    undoable=False,
)
async def revoke_other_sessions(ctx: Ctx, command: Nothing) -> Revoked:
    """Sign all other devices out."""
    return Revoked(revoked=await end_sessions(ctx, ctx.person_id, "revoked", but=ctx.actor.session_id))
