"""Personal access tokens, for bots and programs."""

from __future__ import annotations

from hub.features.accounts import credentials
from hub.features.accounts.access import access_account, in_person
from hub.features.accounts.documents import PersonalToken
from hub.features.accounts.present import TOKEN
from hub.features.accounts.schemas import CreateToken, ListTokens, NewToken, Token
from hub.kernel.context import Ctx, Role
from hub.kernel.errors import conflict, forbidden, invalid, not_found
from hub.kernel.events import Disconnect
from hub.kernel.operation import DELETE, GET, POST, Effect, operation
from hub.storage.documents import encode, to_wire
from hub.storage.plain import plain_page
from hub.storage.wire import ById, Deleted, Page

MOST = 100


@operation(
    "token.create",
    effect=Effect.WRITE,
    policy=in_person,
    route=POST("/api/tokens", status=201),
    undoable=False,
    idempotent=False,
)
async def create_token(ctx: Ctx, command: CreateToken) -> NewToken:
    """Make a personal access token. Its secret is shown this once."""
    owner_id = await _whose(ctx, command.user_id)
    if command.expires_at is not None and command.expires_at <= ctx.now:
        raise invalid("The token would have expired already.", expires_at="is in the past")
    if await PersonalToken.rows().count_documents({"owner_id": owner_id}, limit=MOST) >= MOST:
        raise conflict(f"There are {MOST} tokens already. Revoke one first.")
    secret = credentials.new_personal_token()
    token = ctx.work.insert(
        PersonalToken(
            owner_id=owner_id,
            name=command.name,
            scopes=command.scopes,
            token_hash=credentials.digest(secret),
            hint=secret[:8],
            expires_at=command.expires_at,
        )
    )
    return NewToken.model_validate({**to_wire(encode(token)), "token": secret})


@operation("token.list", effect=Effect.READ, policy=in_person, route=GET("/api/tokens"))
async def list_tokens(ctx: Ctx, command: ListTokens) -> Page[Token]:
    """List the caller's personal access tokens, or a bot's, without their secrets."""
    owner_id = await _whose(ctx, command.user_id)
    return await plain_page(TOKEN, {"owner_id": owner_id}, limit=command.limit, cursor=command.cursor)


@operation("token.revoke", effect=Effect.DESTROY, policy=in_person, route=DELETE("/api/tokens/{id}"), undoable=False)
async def revoke_token(ctx: Ctx, command: ById) -> Deleted:
    """Make a token worthless, at once."""
    token = await ctx.work.load(PersonalToken, command.id)
    if token is None:
        raise not_found("The token")
    if token.owner_id != ctx.person_id:
        if ctx.actor.role is not Role.ADMIN:
            raise not_found("The token")
        await _whose(ctx, token.owner_id)
    ctx.work.delete(token)
    ctx.work.signal(
        Disconnect(user_id=token.owner_id, reason="the token was revoked", session_ids=frozenset({token.id}))
    )
    return Deleted(id=token.id)


async def _whose(ctx: Ctx, user_id: str | None) -> str:
    """The caller, or a bot that an administrator looks after."""
    if user_id is None or user_id == ctx.person_id:
        return ctx.person_id
    account = await access_account(ctx, user_id)
    if ctx.actor.role is not Role.ADMIN or account.kind != "bot":
        raise forbidden("Tokens are one's own; an administrator may make them for bots.")
    return account.id
