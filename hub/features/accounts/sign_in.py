"""Register, login, refresh, logout: REST only, for the refresh token is a cookie."""

from __future__ import annotations

from hub.bootstrap import forget_bootstrap_code, matches_bootstrap_code, needs_bootstrap_code
from hub.features.accounts import credentials, guesses
from hub.features.accounts.access import is_reserved
from hub.features.accounts.credentials import ACCESS_LIFE, GRACE, REFRESH_COOKIE, SESSION_IDLE
from hub.features.accounts.documents import Account, Invitation, Rotation
from hub.features.accounts.passwords import hash_password, is_outdated, verify_password
from hub.features.accounts.present import present_own
from hub.features.accounts.rosters import add_admin, begin_roster, is_first
from hub.features.accounts.schemas import Login, Register, SignedIn
from hub.features.accounts.sessions import begin_session, end_session
from hub.features.accounts.setup import setup
from hub.kernel.context import Ctx, Role
from hub.kernel.errors import OperationError, conflict, forbidden, invalid, unauthenticated
from hub.kernel.operation import POST, Door, Effect, Rate, operation
from hub.kernel.policies import anyone
from hub.log import get_log
from hub.settings import Registration
from hub.storage.documents import new_id
from hub.storage.wire import Nothing, Ok

log = get_log(__name__)
REST_ONLY = frozenset({Door.REST})
NO_MATCH = "The username or the password is not right."


@operation(
    "auth.register",
    effect=Effect.WRITE,
    policy=anyone,
    route=POST("/api/auth/register", status=201),
    doors=REST_ONLY,
    rate=Rate(per_second=0.5, burst=20),
    undoable=False,
    idempotent=False,
)
async def register(ctx: Ctx, command: Register) -> SignedIn:
    """Make an account and sign in. The first account is the administrator's; later ones may need an invitation."""
    first = await is_first(ctx)
    if first:
        _check_first(command.invite)
        role = Role.ADMIN
    else:
        forget_bootstrap_code(setup().settings)
        role = await _admit(ctx, command.invite)
    await check_username(command.username)
    id = new_id()
    account = Account(
        id=id,
        owner_id=id,
        username=command.username,
        display_name=command.display_name or command.username,
        email=command.email,
        role=role,
        locale=command.locale or "en",
        time_zone=command.time_zone or "UTC",
        password_hash=await hash_password(command.password),
    )
    ctx.work.insert(account)
    if first:
        begin_roster(ctx, account.id)
    elif role is Role.ADMIN:
        await add_admin(ctx, account.id)
    return _signed_in(ctx, account, await begin_session(ctx, account))


@operation(
    "auth.login",
    effect=Effect.WRITE,
    policy=anyone,
    route=POST("/api/auth/login"),
    doors=REST_ONLY,
    rate=Rate(per_second=1, burst=30),
    undoable=False,
    idempotent=False,
)
async def login(ctx: Ctx, command: Login) -> SignedIn:
    """Sign in with a password."""
    guesses.check(command.username, ctx.call.address)
    raw = await Account.rows().find_one({"username": command.username}, {"password_hash": 1})
    if not await verify_password(command.password, raw["password_hash"] if raw else None):
        guesses.wrong(command.username, ctx.call.address)
        # Not the name that was typed: people type passwords there.
        log.warning("sign_in.refused", account_id=raw["_id"] if raw else None, address=ctx.call.address)
        raise unauthenticated(NO_MATCH)
    account = await ctx.work.load(Account, raw["_id"]) if raw else None
    if raw is None or account is None or account.password_hash != raw["password_hash"]:
        raise unauthenticated(NO_MATCH)
    if account.disabled:
        raise forbidden("This account is disabled. Ask an administrator.")
    guesses.right(command.username, ctx.call.address)
    if account.password_hash and is_outdated(account.password_hash):
        ctx.work.update(account, password_hash=await hash_password(command.password))
    return _signed_in(ctx, account, await begin_session(ctx, account))


@operation(
    "auth.refresh",
    effect=Effect.WRITE,
    policy=anyone,
    route=POST("/api/auth/refresh"),
    doors=REST_ONLY,
    rate=Rate(per_second=2, burst=120),
    undoable=False,
    idempotent=False,
)
async def refresh(ctx: Ctx, command: Nothing) -> SignedIn:
    """Exchange the refresh cookie for a new access token and a new cookie."""
    claims = credentials.read_refresh_token(ctx.call.cookies.get(REFRESH_COOKIE, ""))
    rotation = await ctx.work.load(Rotation, claims.session_id) if claims else None
    if claims is None or rotation is None or not credentials.is_genuine(claims, rotation.nonce):
        raise _ended(ctx)
    account = await ctx.work.load(Account, rotation.owner_id)
    if account is None or account.disabled or rotation.expires_at <= ctx.now:
        raise _ended(ctx)
    just_before = claims.generation == rotation.generation - 1 and ctx.now < rotation.rotated_at + GRACE
    if claims.generation == rotation.generation:
        ctx.work.update(
            rotation,
            generation=rotation.generation + 1,
            rotated_at=ctx.now,
            last_used_at=ctx.now,
            expires_at=ctx.now + SESSION_IDLE,
        )
    elif not just_before:
        raise await _reused(ctx, rotation)
    return _signed_in(ctx, account, rotation)


@operation(
    "auth.logout",
    effect=Effect.WRITE,
    policy=anyone,
    route=POST("/api/auth/logout"),
    doors=REST_ONLY,
    undoable=False,
    idempotent=False,
)
async def logout(ctx: Ctx, command: Nothing) -> Ok:
    """End the session of the refresh cookie, or of the access token, and remove the cookie."""
    claims = credentials.read_refresh_token(ctx.call.cookies.get(REFRESH_COOKIE, ""))
    ctx.call.reply.cookies[REFRESH_COOKIE] = ("", 0)
    rotation = await ctx.work.load(Rotation, claims.session_id) if claims else None
    if claims and rotation and credentials.is_genuine(claims, rotation.nonce):
        await end_session(ctx, rotation.id, "signed out")
    elif ctx.actor.session_id and ctx.actor.scopes is None:
        await end_session(ctx, ctx.actor.session_id, "signed out")
    return Ok()


async def check_username(username: str) -> None:
    """Refuse a username that is taken or means something else.

    Raises:
        OperationError: `conflict` or `invalid`.
    """
    if is_reserved(username):
        raise invalid("This username is reserved.", username="is reserved")
    if await Account.rows().find_one({"username": username}, {"_id": 1}):
        raise conflict("This username is taken.")


def _check_first(invite: str | None) -> None:
    settings = setup().settings
    if settings.registration is Registration.CLOSED:
        raise forbidden("Registration is closed. Make the first account with `panoramix user`.")
    if needs_bootstrap_code(settings) and not matches_bootstrap_code(settings, invite or ""):
        raise forbidden("The first account needs the one-time code that `panoramix serve` has printed.")


async def _admit(ctx: Ctx, invite: str | None) -> Role:
    """The role that a newcomer gets, with the invitation used up by one."""
    mode = setup().settings.registration or Registration.INVITE
    if mode is Registration.CLOSED:
        raise forbidden("Registration is closed.")
    if invite is None and mode is Registration.OPEN:
        return Role.MEMBER
    if invite is None:
        raise forbidden("An invitation is needed to register here.")
    raw = await Invitation.rows().find_one({"code_hash": credentials.digest(invite.strip().lower())}, {"_id": 1})
    invitation = await ctx.work.load(Invitation, raw["_id"]) if raw else None
    over = invitation is not None and invitation.expires_at is not None and invitation.expires_at <= ctx.now
    if invitation is None or over or invitation.uses >= invitation.max_uses:
        raise forbidden("This invitation is not valid any more.")
    ctx.work.update(invitation, uses=invitation.uses + 1)
    return invitation.role


def _signed_in(ctx: Ctx, account: Account, rotation: Rotation) -> SignedIn:
    token = credentials.make_refresh_token(rotation.id, rotation.generation, rotation.nonce)
    ctx.call.reply.cookies[REFRESH_COOKIE] = (token, int(SESSION_IDLE.total_seconds()))
    return SignedIn(
        access_token=credentials.make_access_token(account.id, rotation.id, ctx.now),
        expires_in=int(ACCESS_LIFE.total_seconds()),
        user=present_own(account),
    )


def _ended(ctx: Ctx) -> OperationError:
    ctx.call.reply.cookies[REFRESH_COOKIE] = ("", 0)
    return unauthenticated("This session has ended. Sign in again.")


async def _reused(ctx: Ctx, rotation: Rotation) -> OperationError:
    """An old refresh token came back: it was copied. Whoever holds the family must sign in again."""
    log.warning("refresh.reused", account_id=rotation.owner_id, session_id=rotation.id, address=ctx.call.address)
    await end_session(ctx, rotation.id, "reused")
    refusal = _ended(ctx)
    refusal.keeps_work = True
    return refusal
