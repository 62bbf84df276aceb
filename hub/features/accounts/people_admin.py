"""What administrators do with other people's accounts."""

from __future__ import annotations

from hub.features.accounts import credentials
from hub.features.accounts.access import access_account, admin_in_person
from hub.features.accounts.documents import Account
from hub.features.accounts.passwords import hash_password
from hub.features.accounts.present import present_for
from hub.features.accounts.rosters import add_admin, admins, remove_admin
from hub.features.accounts.schemas import CreateUser, PasswordGiven, ResetPassword, UpdateUser, User
from hub.features.accounts.sessions import end_sessions
from hub.features.accounts.sign_in import check_username
from hub.features.projects.handover import hand_over_projects
from hub.features.rooms.handover import hand_over_rooms
from hub.kernel.context import ActorKind, Ctx, Role
from hub.kernel.errors import conflict, invalid
from hub.kernel.events import Disconnect, Subscribe, Unsubscribe
from hub.kernel.operation import PATCH, POST, Effect, operation
from hub.storage.documents import encode, new_id
from hub.storage.wire import ById

WATCHED_BY_ADMINS = ("activity:watch",)
"""Topics that an administrator's sockets may have joined, and that no one else's may hear."""


@operation(
    "user.create",
    effect=Effect.WRITE,
    policy=admin_in_person,
    route=POST("/api/users", status=201),
    undoable=False,
    idempotent=False,
)
async def create_user(ctx: Ctx, command: CreateUser) -> PasswordGiven:
    """Make an account for somebody, or for a bot (which has tokens and no password)."""
    await check_username(command.username)
    is_bot = command.role is Role.BOT
    if is_bot and command.password:
        raise invalid("A bot has tokens, not a password.", password="a bot has none")  # noqa: S106 - a message
    password = None if is_bot else command.password or credentials.new_password()
    id = new_id()
    account = Account(
        id=id,
        owner_id=id,
        kind="bot" if is_bot else "user",
        username=command.username,
        display_name=command.display_name or command.username,
        email=command.email,
        role=command.role,
        locale=command.locale or ctx.actor.locale,
        time_zone=command.time_zone or ctx.actor.time_zone,
        password_hash=await hash_password(password) if password else None,
    )
    ctx.work.insert(account)
    if command.role is Role.ADMIN:
        await add_admin(ctx, account.id)
    return PasswordGiven(user=_shown(ctx, account), password=None if command.password else password)


@operation("user.update", effect=Effect.WRITE, policy=admin_in_person, route=PATCH("/api/users/{id}"), undoable=False)
async def update_user(ctx: Ctx, command: UpdateUser) -> User:
    """Change somebody's role, name or address, or disable them; only what is sent is changed."""
    account = await access_account(ctx, command.id)
    if command.revision is not None and command.revision != account.revision:
        raise conflict("The account has changed meanwhile.", _shown(ctx, account).model_dump(mode="json"))
    changes = command.changes("role", "disabled")
    emptied = [name for name, value in changes.items() if value is None and name != "email"]
    if emptied:
        raise invalid("These cannot be empty.", **dict.fromkeys(emptied, "cannot be empty"))
    ctx.work.update(account, **changes)
    if command.role is not None and command.role is not account.role:
        await _set_role(ctx, account, command.role)
    if command.disabled is not None and command.disabled is not account.disabled:
        await _set_disabled(ctx, account, command.disabled)
    return _shown(ctx, account)


@operation(
    "user.disable",
    effect=Effect.WRITE,
    policy=admin_in_person,
    route=POST("/api/users/{id}/disable"),
    undoable=False,
)
async def disable_user(ctx: Ctx, command: ById) -> User:
    """Keep somebody out, at once: sessions end, sockets are cut, tokens stop working.

    Rooms that others are in and that only this person owned go to the administrator.
    """
    account = await access_account(ctx, command.id)
    if not account.disabled:
        await _set_disabled(ctx, account, True)
    return _shown(ctx, account)


@operation(
    "user.enable",
    effect=Effect.WRITE,
    policy=admin_in_person,
    route=POST("/api/users/{id}/enable"),
    undoable=False,
)
async def enable_user(ctx: Ctx, command: ById) -> User:
    """Let somebody in again."""
    account = await access_account(ctx, command.id)
    if account.disabled:
        await _set_disabled(ctx, account, False)
    return _shown(ctx, account)


@operation(
    "user.reset_password",
    effect=Effect.WRITE,
    policy=admin_in_person,
    route=POST("/api/users/{id}/reset-password"),
    undoable=False,
    idempotent=False,
)
async def reset_password(ctx: Ctx, command: ResetPassword) -> PasswordGiven:
    """Give somebody a new password, shown this once. All their devices are signed out."""
    account = await access_account(ctx, command.id)
    if account.kind == "bot":
        raise invalid("A bot has no password.", id="is a bot")
    password = command.password or credentials.new_password()
    ctx.work.update(account, password_hash=await hash_password(password))
    await end_sessions(ctx, account.id, "the password was reset")
    return PasswordGiven(user=_shown(ctx, account), password=None if command.password else password)


async def _set_role(ctx: Ctx, account: Account, role: Role) -> None:
    if account.kind == "bot" or role is Role.BOT:
        raise invalid("A bot stays a bot, and a person a person.", role="cannot be changed to this")
    if role is Role.ADMIN and not account.disabled:
        await add_admin(ctx, account.id)
    elif account.role is Role.ADMIN and not account.disabled:
        await remove_admin(ctx, account.id)
    for topic in (f"role:{account.role}", *WATCHED_BY_ADMINS):
        ctx.work.signal(Unsubscribe(user_id=account.id, topic=topic))
    ctx.work.signal(Subscribe(user_id=account.id, topic=f"role:{role}"))
    ctx.work.update(account, role=role)


async def _set_disabled(ctx: Ctx, account: Account, disabled: bool) -> None:
    if account.role is Role.ADMIN:
        await (remove_admin if disabled else add_admin)(ctx, account.id)
    ctx.work.update(account, disabled=disabled)
    if disabled:
        heir_id = await _heir(ctx)
        await hand_over_rooms(ctx, account.id, heir_id)
        await hand_over_projects(ctx, account.id, heir_id)
        await end_sessions(ctx, account.id, "the account was disabled")
        # Sockets that came in with a personal token belong to no session.
        ctx.work.signal(Disconnect(user_id=account.id, reason="the account was disabled"))


async def _heir(ctx: Ctx) -> str:
    """The administrator who takes over what somebody alone owned: the one who acts, else the first."""
    if ctx.actor.kind is not ActorKind.SYSTEM:
        return ctx.person_id
    return (await admins(ctx))[0]


def _shown(ctx: Ctx, account: Account) -> User:
    return present_for(ctx, [encode(account)])[0]
