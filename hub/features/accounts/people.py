"""Who one can talk to."""

from __future__ import annotations

from functools import partial

from hub.features.accounts.access import access_account, visible
from hub.features.accounts.present import USER, made_for, present_for
from hub.features.accounts.schemas import ListUsers, User
from hub.kernel.context import Ctx, Role
from hub.kernel.operation import GET, Effect, operation
from hub.kernel.policies import signed_in
from hub.storage.documents import encode
from hub.storage.doors import PROGRAMS_AND_EKO
from hub.storage.listing import where
from hub.storage.plain import plain_page
from hub.storage.wire import ById, Page
from hub.storage.words import containing


@operation(
    "user.list", effect=Effect.READ, policy=signed_in, route=GET("/api/users"), private=False, doors=PROGRAMS_AND_EKO
)
async def list_users(ctx: Ctx, command: ListUsers) -> Page[User]:
    """List the people and bots that one can talk to, by name."""
    is_admin = ctx.actor.role is Role.ADMIN
    conditions = where(
        words=containing(command.q),
        role=command.role.value if command.role else None,
        disabled=command.disabled if is_admin else False,
    )

    return await plain_page(
        USER,
        {**visible(ctx), **conditions},
        made=partial(made_for, ctx=ctx),
        limit=command.limit,
        cursor=command.cursor,
        order=(("words", 1),),
    )


@operation("user.get", effect=Effect.READ, policy=signed_in, route=GET("/api/users/{id}"), private=False)
async def get_user(ctx: Ctx, command: ById) -> User:
    """Show one person or bot."""
    account = await access_account(ctx, command.id)
    return present_for(ctx, [encode(account)])[0]
