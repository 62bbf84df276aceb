"""What sends a message for somebody without their hand on it: with no more rights than they have then."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from hub.features.accounts.access import actor_for
from hub.kernel.context import Ctx
from hub.kernel.errors import forbidden


def must_may_send(ctx: Ctx) -> None:
    """Refuse a token that may not send messages: what is sent for it later would be one.

    Raises:
        OperationError: `forbidden`.
    """
    scopes = ctx.actor.scopes
    if scopes is not None and not scopes & {"write", "message:write"}:
        raise forbidden("This token does not have the scope message:write.")


async def as_person(ctx: Ctx, person_id: str, scopes: Collection[str] | None) -> Ctx:
    """The same unit of work with that person as the caller, as they are now.

    Args:
        ctx: The call that acts for them.
        person_id: Their account.
        scopes: What the token allowed that asked for it; None for everything they may.

    Raises:
        OperationError: `forbidden` where the account has been disabled or is gone.
    """
    actor = await actor_for(person_id)
    if actor is None:
        raise forbidden("The account has been disabled.")
    if scopes is not None:
        actor = replace(actor, scopes=frozenset(scopes))
    return replace(ctx, call=replace(ctx.call, actor=actor))
