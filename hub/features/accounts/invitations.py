"""Invitations: codes with which people may register."""

from __future__ import annotations

from hub.features.accounts import credentials
from hub.features.accounts.access import admin_in_person
from hub.features.accounts.documents import Invitation
from hub.features.accounts.present import INVITATION
from hub.features.accounts.schemas import CreateInvitation, InvitationOut, NewInvitation
from hub.kernel.context import Ctx
from hub.kernel.errors import invalid, not_found
from hub.kernel.operation import DELETE, GET, POST, Effect, operation
from hub.storage.documents import encode, to_wire
from hub.storage.plain import plain_page
from hub.storage.wire import ById, Deleted, Page, PageInput


@operation(
    "invitation.create",
    effect=Effect.WRITE,
    policy=admin_in_person,
    route=POST("/api/invitations", status=201),
    undoable=False,
    idempotent=False,
)
async def create_invitation(ctx: Ctx, command: CreateInvitation) -> NewInvitation:
    """Make a code to register with. It is shown this once."""
    if command.expires_at is not None and command.expires_at <= ctx.now:
        raise invalid("The invitation would have expired already.", expires_at="is in the past")
    code = credentials.new_invitation_code()
    invitation = ctx.work.insert(
        Invitation(owner_id=ctx.person_id, code_hash=credentials.digest(code), **command.model_dump())
    )
    return NewInvitation.model_validate({**to_wire(encode(invitation)), "code": code})


@operation("invitation.list", effect=Effect.READ, policy=admin_in_person, route=GET("/api/invitations"))
async def list_invitations(ctx: Ctx, command: PageInput) -> Page[InvitationOut]:
    """List all invitations, without their codes."""
    return await plain_page(INVITATION, {}, limit=command.limit, cursor=command.cursor)


@operation(
    "invitation.revoke",
    effect=Effect.DESTROY,
    policy=admin_in_person,
    route=DELETE("/api/invitations/{id}"),
    undoable=False,
)
async def revoke_invitation(ctx: Ctx, command: ById) -> Deleted:
    """Make an invitation worthless."""
    invitation = await ctx.work.load(Invitation, command.id)
    if invitation is None:
        raise not_found("The invitation")
    ctx.work.delete(invitation)
    return Deleted(id=invitation.id)
