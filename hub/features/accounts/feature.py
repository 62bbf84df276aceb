"""What the accounts feature hands over to the composition root."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.features.accounts import (
    account,
    invitations,
    people,
    people_admin,
    sessions,
    sign_in,
    tokens,
)
from hub.features.accounts.access import authorize, user_audience
from hub.features.accounts.documents import (
    Account,
    Invitation,
    PersonalToken,
    Roster,
    Rotation,
    Session,
)
from hub.features.accounts.present import (
    present_invitations,
    present_public,
    present_sessions,
    present_tokens,
)
from hub.features.accounts.schemas import InvitationOut, SessionOut, Token, User
from hub.kernel.catalog import Entity, Feature
from hub.kernel.context import Ctx, Role
from hub.kernel.errors import not_found


async def _only_owner(ctx: Ctx, raw: Mapping[str, Any], write: bool) -> None:
    if raw["owner_id"] != ctx.person_id:
        raise not_found()


async def _only_admin(ctx: Ctx, raw: Mapping[str, Any], write: bool) -> None:
    if ctx.actor.role is not Role.ADMIN:
        raise not_found()


async def _owner(raw: Mapping[str, Any]) -> frozenset[str]:
    return frozenset({f"user:{raw['owner_id']}"})


async def _admins(raw: Mapping[str, Any]) -> frozenset[str]:
    return frozenset({"role:admin"})


FEATURE = Feature(
    name="accounts",
    operations=(
        sign_in.register,
        sign_in.login,
        sign_in.refresh,
        sign_in.logout,
        account.get_account,
        account.update_account,
        account.change_password,
        sessions.list_sessions,
        sessions.revoke_session,
        sessions.revoke_other_sessions,
        tokens.create_token,
        tokens.list_tokens,
        tokens.revoke_token,
        people.list_users,
        people.get_user,
        people_admin.create_user,
        people_admin.update_user,
        people_admin.disable_user,
        people_admin.enable_user,
        people_admin.reset_password,
        invitations.create_invitation,
        invitations.list_invitations,
        invitations.revoke_invitation,
    ),
    entities=(
        Entity(
            kind="user",
            document=Account,
            model=User,
            present=present_public,
            audience=user_audience,
            authorize=authorize,
            label=lambda raw: str(raw.get("display_name", "")),
            secrets=frozenset({"password_hash"}),
            unrecorded=frozenset({"words", "last_seen_at"}),
        ),
        Entity(
            kind="session",
            document=Session,
            model=SessionOut,
            present=present_sessions,
            audience=_owner,
            authorize=_only_owner,
            label=lambda raw: str(raw.get("user_agent", "")),
            silent=True,
        ),
        Entity(
            kind="token",
            document=PersonalToken,
            model=Token,
            present=present_tokens,
            audience=_owner,
            authorize=_only_owner,
            secrets=frozenset({"token_hash"}),
            unrecorded=frozenset({"last_used_at"}),
            silent=True,
        ),
        Entity(
            kind="invitation",
            document=Invitation,
            model=InvitationOut,
            present=present_invitations,
            audience=_admins,
            authorize=_only_admin,
            label=lambda raw: str(raw.get("note", "")),
            secrets=frozenset({"code_hash"}),
            silent=True,
        ),
    ),
    documents=(Rotation, Roster),
)
