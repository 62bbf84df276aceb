"""Stored forms of accounts, sessions, tokens and invitations; they never leave this feature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Literal

from pymongo import ASCENDING, IndexModel
from pymongo.asynchronous.client_session import AsyncClientSession

from hub.kernel.context import Role
from hub.storage.documents import Owned, Stored
from hub.storage.portable import Portable
from hub.storage.words import folded

DAY = 24 * 3600
LONGEST_SESSION_DAYS = 365
ROSTER = "administrators"


async def _same_people(docs: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Who has the same username is the same person."""
    wanted = {str(doc.get("username", "")).lower(): doc["_id"] for doc in docs}
    rows = Account.rows().find({"username": {"$in": list(wanted)}}, {"username": 1})
    return {wanted[row["username"]]: row["_id"] async for row in rows}


async def _put_on_roster(rows: list[dict[str, Any]], session: AsyncClientSession) -> None:
    """Administrators who come from elsewhere are on the roster like any other."""
    admins = [row["_id"] for row in rows if row["role"] == Role.ADMIN.value and not row["disabled"]]
    if admins:
        told = {"$addToSet": {"admin_ids": {"$each": admins}}, "$inc": {"revision": 1}}
        await Roster.rows().update_one({"_id": ROSTER}, told, upsert=True, session=session)


async def _off_roster(ids: Sequence[str], session: AsyncClientSession) -> None:
    """Who is taken back is no administrator any more."""
    told = {"$pull": {"admin_ids": {"$in": list(ids)}}, "$inc": {"revision": 1}}
    await Roster.rows().update_one({"_id": ROSTER, "admin_ids": {"$in": list(ids)}}, told, session=session)


class Account(Owned):
    """A person or a bot. It owns itself: `owner_id` is its own id."""

    kind: Literal["user", "bot"] = "user"
    username: str
    display_name: str
    words: str = ""
    """Username and display name, folded, for finding."""
    email: str | None = None
    role: Role = Role.MEMBER
    locale: str = "en"
    time_zone: str = "UTC"
    status: Literal["available", "busy", "away", "dnd"] = "available"
    status_text: str = ""
    status_until: datetime | None = None
    avatar_url: str | None = None
    last_seen_at: datetime | None = None
    disabled: bool = False
    password_hash: str | None = None
    """Argon2id, or bcrypt from an import; none for who cannot sign in with a password."""
    # When somebody was last seen is noted beside every revision, and decides nothing.
    GLANCED = frozenset({"revision", "disabled", "role"})

    def derive(self) -> None:
        """Fold the words anew."""
        self.words = folded(self.display_name, self.username)

    PORTABLE = Portable(
        collection="users",
        instance=True,
        ids={"owner_id": "actor"},
        leave=frozenset({"last_seen_at"}),
        secret=frozenset({"password_hash"}),
        same=_same_people,
        settle=_put_on_roster,
        gone=_off_roster,
    )

    class Settings:
        name = "users"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("username", ASCENDING)], unique=True),
            IndexModel([("words", ASCENDING), ("_id", ASCENDING)]),
        ]


class Roster(Stored):
    """Who the administrators are, in one document: it exists from the first administrator on.

    Two people who register first at once, or two administrators who demote each other, both write it,
    so one of them is told to look again.
    """

    admin_ids: list[str]

    class Settings:
        name = "roster"


class Session(Owned):
    """A sign-in on one device. Recorded when it begins and when it is ended."""

    user_agent: str = ""
    address: str = ""
    GLANCED = frozenset[str]()

    class Settings:
        name = "sessions"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING)]),
            IndexModel([("created_at", ASCENDING)], expireAfterSeconds=(LONGEST_SESSION_DAYS + 1) * DAY),
        ]


class Rotation(Owned):
    """Where a session's refresh tokens stand; same id as the session. Bookkeeping, never recorded."""

    generation: int = 1
    nonce: str
    rotated_at: datetime
    last_used_at: datetime
    expires_at: datetime

    class Settings:
        name = "session_rotations"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING)]),
            IndexModel([("expires_at", ASCENDING)], expireAfterSeconds=0),
        ]


class PersonalToken(Owned):
    """A personal access token, as a hash."""

    name: str
    scopes: list[str]
    token_hash: str
    hint: str
    """Its first characters, to tell tokens apart."""
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    GLANCED = frozenset({"revision"})

    class Settings:
        name = "personal_tokens"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING)]),
            IndexModel([("token_hash", ASCENDING)], unique=True),
        ]


class Invitation(Owned):
    """A code that lets people register; as a hash."""

    note: str = ""
    role: Role = Role.MEMBER
    code_hash: str
    max_uses: int = 1
    uses: int = 0
    expires_at: datetime | None = None

    class Settings:
        name = "invitations"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("code_hash", ASCENDING)], unique=True)]
