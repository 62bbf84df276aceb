"""Stored accounts, sessions and tokens to what the wire shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.accounts.documents import Account, Invitation, PersonalToken
from hub.features.accounts.schemas import InvitationOut, SessionOut, Token, User
from hub.features.accounts.setup import setup
from hub.kernel.context import Ctx, Role
from hub.storage.documents import encode, to_wire
from hub.storage.plain import Plain, Shape, read_time

Raw = Mapping[str, Any]
USER = Shape(User, Account)
INVITATION = Shape(InvitationOut, Invitation)
TOKEN = Shape(Token, PersonalToken)
PRIVATE = ("email", "locale", "time_zone")


async def present_public(raws: Sequence[Raw]) -> list[User]:
    """Accounts as everyone may see them."""
    return [user_of(raw, private=False) for raw in raws]


def present_for(ctx: Ctx, raws: Sequence[Raw]) -> list[User]:
    """Accounts as this caller may see them."""
    everything = ctx.actor.role is Role.ADMIN
    return [user_of(raw, private=everything or raw["_id"] == ctx.person_id) for raw in raws]


def present_own(account: Account) -> User:
    """An account as its owner sees it."""
    return user_of(encode(account), private=True)


async def made_for(raws: Sequence[Raw], *, ctx: Ctx) -> list[Plain]:
    """What accounts show this caller otherwise than they are stored."""
    everything = ctx.actor.role is Role.ADMIN
    return [_made(raw, private=everything or raw["_id"] == ctx.person_id) for raw in raws]


def user_of(raw: Raw, *, private: bool) -> User:
    """One account; a status that has run out is over."""
    return USER.models([raw], [_made(raw, private=private)])[0]


def _made(raw: Raw, *, private: bool) -> Plain:
    shown: Plain = {}
    if not private:
        shown.update(dict.fromkeys(PRIVATE))
    until = raw.get("status_until")
    if until is not None and read_time(until) <= setup().clock.now():
        shown.update(status="available", status_text="", status_until=None)
    return shown


async def present_sessions(raws: Sequence[Raw]) -> list[SessionOut]:
    """Sessions without their rotation; only for the record, the list joins it."""
    return [
        SessionOut.model_validate(
            {**to_wire(raw), "last_used_at": raw["created_at"], "expires_at": raw["created_at"], "current": False}
        )
        for raw in raws
    ]


async def present_tokens(raws: Sequence[Raw]) -> list[Token]:
    """Personal access tokens without their secrets."""
    return [Token.model_validate(to_wire(raw)) for raw in raws]


async def present_invitations(raws: Sequence[Raw]) -> list[InvitationOut]:
    """Invitations without their codes."""
    return [InvitationOut.model_validate(to_wire(raw)) for raw in raws]
