"""What accounts look like on the wire."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from hub.kernel.context import Role
from hub.storage.wire import EntityOut, Id, Input, PageInput, Time, UpdateInput, Wire
from hub.storage.words import folded

RESERVED = frozenset({"all", "channel", "eko", "everyone", "here", "panoramix", "room", "system"})
"""Names that mean something else in a mention, or that would pass for the house itself."""

MAY_JOIN = frozenset({"\u200d", "\ufe0f"})
"""Invisible characters that emoji need."""


def _name(value: str) -> str:
    # Control and direction characters would let a name pass for another one.
    for character in value:
        if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") and character not in MAY_JOIN:
            raise ValueError("must not contain invisible characters")
    return value


def _persons_name(value: str) -> str:
    if folded(value) in RESERVED:
        raise ValueError("is reserved")
    return _name(value)


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError("is not a time zone such as Europe/Paris") from None
    return value


def _zone_hint(value: Any) -> Any:
    # A browser may be ahead of our list of zones; that must not keep anybody out.
    try:
        return _zone(value) if isinstance(value, str) else value
    except ValueError:
        return "UTC"


Username = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_lower=True, min_length=3, max_length=30, pattern=r"^[A-Za-z0-9_]+$"),
    Field(description="3 to 30 letters, digits or underscores; lower-cased."),
]
DisplayName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(_persons_name)
]
Email = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
]
NewPassword = Annotated[
    str, StringConstraints(min_length=8, max_length=128), Field(description="8 to 128 characters.")
]
GivenPassword = Annotated[str, StringConstraints(min_length=1, max_length=128)]
Locale = Annotated[str, StringConstraints(max_length=35, pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$")]
Zone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_zone)]
ZoneHint = Annotated[str, BeforeValidator(_zone_hint), StringConstraints(max_length=64)]
Status = Literal["available", "busy", "away", "dnd"]
StatusText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=140), AfterValidator(_name)]
SCOPE = re.compile(r"^(read|write|[a-z][a-z_]*:(read|write))$")


def _scopes(value: list[str]) -> list[str]:
    for scope in value:
        if not SCOPE.match(scope):
            raise ValueError("each must be read, write, or such as task:read")
    return sorted(set(value))


Scopes = Annotated[list[str], Field(min_length=1, max_length=60), AfterValidator(_scopes)]


class User(EntityOut):
    """An account as others see it. What is private is only filled for oneself and administrators."""

    kind: Literal["user", "bot"]
    username: str
    display_name: str
    role: Role
    status: Status
    status_text: str
    status_until: Time | None = None
    avatar_url: str | None = None
    last_seen_at: Time | None = None
    disabled: bool = False
    email: str | None = None
    locale: str | None = None
    time_zone: str | None = None


class Register(Input):
    """Make an account."""

    username: Username
    password: NewPassword
    display_name: DisplayName | None = None
    email: Email | None = None
    invite: Annotated[str | None, Field(max_length=100, description="An invitation, or the one-time code.")] = None
    locale: Locale | None = None
    time_zone: ZoneHint | None = None


class Login(Input):
    """Sign in."""

    username: Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=1, max_length=100)]
    password: GivenPassword


class SignedIn(Wire):
    """The answer to register, login and refresh; the refresh token is a cookie."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - RFC 6750's word
    expires_in: int
    """Seconds."""
    user: User


class UpdateAccount(Input):
    """Change one's own account; only what is sent changes."""

    revision: Annotated[int | None, Field(ge=0)] = None
    display_name: DisplayName | None = None
    email: Email | None = None
    locale: Locale | None = None
    time_zone: Zone | None = None
    status: Status | None = None
    status_text: StatusText | None = None
    status_until: Time | None = None


class ChangePassword(Input):
    """Set a new password; the current one must be given."""

    current: GivenPassword
    new: NewPassword


class SessionOut(EntityOut):
    """A device that is signed in."""

    user_agent: str
    address: str
    last_used_at: Time
    expires_at: Time
    current: bool


class ListSessions(PageInput):
    """One's own sessions."""


class Revoked(Wire):
    """How many were ended."""

    revoked: int


class CreateToken(Input):
    """Make a personal access token."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    scopes: Scopes
    expires_at: Time | None = None
    user_id: Annotated[Id | None, Field(description="A bot's, for administrators.")] = None


class ListTokens(PageInput):
    """One's own tokens, or a bot's."""

    user_id: Annotated[Id | None, Field(description="A bot's, for administrators.")] = None


class Token(EntityOut):
    """A personal access token, without the secret."""

    name: str
    scopes: list[str]
    hint: str
    expires_at: Time | None = None
    last_used_at: Time | None = None


class NewToken(Token):
    """A token just made: the only time that its secret is shown."""

    token: str


class CreateInvitation(Input):
    """Invite people."""

    role: Literal[Role.ADMIN, Role.MEMBER, Role.GUEST] = Role.MEMBER
    max_uses: Annotated[int, Field(ge=1, le=1000)] = 1
    expires_at: Time | None = None
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""


class InvitationOut(EntityOut):
    """An invitation, without its code."""

    role: Role
    max_uses: int
    uses: int
    expires_at: Time | None = None
    note: str = ""


class NewInvitation(InvitationOut):
    """An invitation just made: the only time that its code is shown."""

    code: str


class ListUsers(PageInput):
    """People and bots one can talk to."""

    q: Annotated[str | None, Field(max_length=100, description="Part of a name; accents do not matter.")] = None
    role: Role | None = None
    disabled: Annotated[bool | None, Field(description="For administrators; others see no disabled accounts.")] = None


class CreateUser(Input):
    """Make an account for somebody."""

    username: Username
    display_name: DisplayName | None = None
    email: Email | None = None
    role: Role = Role.MEMBER
    password: Annotated[NewPassword | None, Field(description="Made and shown once if it is left out.")] = None
    locale: Locale | None = None
    time_zone: Zone | None = None


class UpdateUser(UpdateInput):
    """Change somebody's account."""

    role: Role | None = None
    disabled: bool | None = None
    display_name: DisplayName | None = None
    email: Email | None = None
    locale: Locale | None = None
    time_zone: Zone | None = None


class ResetPassword(Input):
    """Give somebody a new password."""

    id: Id
    password: Annotated[NewPassword | None, Field(description="Made and shown once if it is left out.")] = None


class PasswordGiven(Wire):
    """An account whose password was set."""

    user: User
    password: str | None = None
    """The password, if it was made here."""
