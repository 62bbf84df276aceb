"""Who may call an operation at all. What may be done with one object is the feature's `access.py`."""

from __future__ import annotations

from hub.kernel.context import ActorKind, Ctx, Role
from hub.kernel.errors import forbidden, unauthenticated


def anyone(ctx: Ctx) -> None:
    """No sign-in needed."""


def signed_in(ctx: Ctx) -> None:
    """Any account, guests and bots too.

    Raises:
        OperationError: `unauthenticated`.
    """
    if not ctx.actor.id:
        raise unauthenticated()


def member(ctx: Ctx) -> None:
    """Any account but a guest's, or an agent on behalf of one.

    Raises:
        OperationError: `unauthenticated` or `forbidden`.
    """
    signed_in(ctx)
    if ctx.actor.role not in (Role.MEMBER, Role.ADMIN, Role.BOT) and ctx.actor.kind is not ActorKind.SYSTEM:
        raise forbidden("Guests cannot do this.")


def admin(ctx: Ctx) -> None:
    """Administrators only.

    Raises:
        OperationError: `unauthenticated` or `forbidden`.
    """
    signed_in(ctx)
    if ctx.actor.role is not Role.ADMIN:
        raise forbidden("Only an administrator can do this.")


def system_only(ctx: Ctx) -> None:
    """The hub itself, such as a schedule; nobody may do this by hand.

    Raises:
        OperationError: `unauthenticated` or `forbidden`.
    """
    signed_in(ctx)
    if ctx.actor.kind is not ActorKind.SYSTEM:
        raise forbidden("Only Panoramix itself does this.")
