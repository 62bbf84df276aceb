"""One's own account."""

from __future__ import annotations

from hub.features.accounts import guesses
from hub.features.accounts.access import in_person, own_account
from hub.features.accounts.passwords import hash_password, verify_password
from hub.features.accounts.present import present_own
from hub.features.accounts.schemas import ChangePassword, UpdateAccount, User
from hub.features.accounts.sessions import end_sessions
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, invalid
from hub.kernel.operation import GET, PATCH, POST, Effect, Rate, operation
from hub.kernel.policies import signed_in
from hub.storage.wire import Nothing, Ok

CLEARABLE = frozenset({"email", "status_text", "status_until"})


@operation("account.get", effect=Effect.READ, policy=signed_in, route=GET("/api/auth/me"))
async def get_account(ctx: Ctx, command: Nothing) -> User:
    """Show the caller's own account."""
    return present_own(await own_account(ctx))


@operation("account.update", effect=Effect.WRITE, policy=signed_in, route=PATCH("/api/auth/me"))
async def update_account(ctx: Ctx, command: UpdateAccount) -> User:
    """Change the caller's name, address, language, time zone or status; only what is sent is changed."""
    account = await own_account(ctx)
    if command.revision is not None and command.revision != account.revision:
        raise conflict("The account has changed meanwhile.", present_own(account).model_dump(mode="json"))
    changes = {name: getattr(command, name) for name in command.model_fields_set if name != "revision"}
    emptied = [name for name, value in changes.items() if value is None and name not in CLEARABLE]
    if emptied:
        raise invalid("These cannot be empty.", **dict.fromkeys(emptied, "cannot be empty"))
    if "status_text" in changes:
        changes["status_text"] = changes["status_text"] or ""
    if "status" in changes:
        changes.setdefault("status_until", None)
        if account.status_until is not None and account.status_until <= ctx.now:
            # What was said with a status that has run out does not come back with the next one.
            changes.setdefault("status_text", "")
    return present_own(ctx.work.update(account, **changes))


@operation(
    "account.change_password",
    effect=Effect.WRITE,
    policy=in_person,
    route=POST("/api/auth/password"),
    rate=Rate(per_second=0.2, burst=10),
    undoable=False,
    idempotent=False,
)
async def change_password(ctx: Ctx, command: ChangePassword) -> Ok:
    """Set a new password. Every other device is signed out."""
    account = await own_account(ctx)
    guesses.check(account.username, ctx.call.address)
    if not await verify_password(command.current, account.password_hash):
        guesses.wrong(account.username, ctx.call.address)
        raise invalid("The current password is not right.", current="is not right")
    ctx.work.update(account, password_hash=await hash_password(command.new))
    await end_sessions(ctx, account.id, "the password was changed", but=ctx.actor.session_id)
    return Ok()
