"""What other features, the doors and main may know of accounts, and the ways to fetch them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from hub.bootstrap import forget_bootstrap_code
from hub.features.accounts.documents import ROSTER, Account, Roster
from hub.features.accounts.ended import EndedElsewhere
from hub.features.accounts.present import user_of
from hub.features.accounts.recognition import actor_of, authenticate, current, seen_at
from hub.features.accounts.recognition import note_seen as seen
from hub.features.accounts.running_out import running_out, runs_out_at
from hub.features.accounts.schemas import RESERVED
from hub.features.accounts.setup import configure, setup
from hub.kernel.context import Actor, ActorKind, Ctx, Role
from hub.kernel.errors import forbidden, not_found
from hub.kernel.policies import signed_in
from hub.storage.documents import encode, new_id
from hub.storage.following import Wanted
from hub.storage.gather import one_by_id
from hub.storage.wire import as_json, iso

__all__ = [
    "EKO",
    "AccountName",
    "EndedElsewhere",
    "access_account",
    "account_exists",
    "actor_for",
    "administrators",
    "any_account",
    "authenticate",
    "configure",
    "current",
    "ensure_bot",
    "in_person",
    "name_of",
    "named",
    "names",
    "only_person",
    "profile_json",
    "running_out",
    "runs_out_at",
    "seen",
    "standings",
    "who_is_what",
]

EKO = "eko"


@dataclass(frozen=True, kw_only=True)
class AccountName:
    """What may be shown of an account beside what it wrote."""

    id: str
    kind: Literal["user", "bot"]
    username: str
    display_name: str
    role: Role
    disabled: bool

    def public(self) -> dict[str, Any]:
        """What everyone may see of it, for lists of people."""
        return {"id": self.id, "kind": self.kind, "username": self.username, "display_name": self.display_name}


class _Profile(NamedTuple):
    """An account as its owner sees it."""

    account: Account
    """What it was made from."""
    seen: datetime | None
    json: bytes
    seen_from: int
    seen_to: int
    """Where `seen` stands in it: that changes each time that they come and go."""


_SHOWN = {"kind": 1, "username": 1, "display_name": 1, "role": 1, "disabled": 1}
_shown = one_by_id(Account, _SHOWN)
MOST_PROFILES = 10_000
NEVER_SEEN = b'"last_seen_at":null'
_profiles: OrderedDict[str, _Profile] = OrderedDict()
_standing = one_by_id(Account, {"kind": 1, "role": 1, "status": 1, "status_text": 1, "status_until": 1})


async def names(ids: Iterable[str]) -> dict[str, AccountName]:
    """The accounts among these ids, in one query; unknown ids are left out."""
    found = await _shown.get_many(dict.fromkeys(ids))
    return {id: _name(raw) for id, raw in found.items() if raw is not None}


async def name_of(id: str) -> AccountName:
    """One account that may be written to.

    Raises:
        OperationError: `not_found`, also for a disabled one.
    """
    found = (await names([id])).get(id)
    if found is None or found.disabled:
        raise not_found("The user")
    return found


async def account_exists(id: str) -> bool:
    """Whether there is an account with that id that is not disabled."""
    return await Account.rows().find_one({"_id": id, "disabled": False}, {"_id": 1}) is not None


async def named(usernames: Iterable[str]) -> dict[str, AccountName]:
    """The accounts with these usernames, for mentions; unknown and disabled ones are left out."""
    wanted = list({username.lower() for username in usernames})
    if not wanted:
        return {}
    found = Account.rows().find({"username": {"$in": wanted}, "disabled": False}, _SHOWN)
    return {raw["username"]: _name(raw) async for raw in found}


async def actor_for(id: str) -> Actor | None:
    """An account as a caller, for what is done on its behalf later (alarms, runs); None if disabled or gone."""
    raw = await Account.rows().find_one({"_id": id, "disabled": False})
    return actor_of(raw) if raw else None


async def only_person() -> str | None:
    """The id of the only person who may sign in; None if there are several, or nobody."""
    rows = await Account.rows().find({"kind": "user", "disabled": False}, {"_id": 1}).limit(2).to_list(2)
    return rows[0]["_id"] if len(rows) == 1 else None


async def profile_json(id: str) -> bytes:
    """An account as its owner sees it, as JSON; made once for each time that it changed.

    Raises:
        OperationError: `not_found`.
    """
    account = await setup().cache.glance(Account, id)
    if account is None:
        raise not_found("The user")
    seen = seen_at(account)
    shown = _profiles.get(id)
    if shown is not None and shown.account is account:
        if shown.seen == seen:
            return shown.json
        json, start, end = shown.json, shown.seen_from, shown.seen_to
    else:
        json = as_json(user_of({**encode(account), "last_seen_at": None}, private=True))
        end = json.index(NEVER_SEEN) + len(NEVER_SEEN)  # in a text the quotes would be escaped
        start = end - len(b"null")
    said = b"null" if seen is None else b'"%b"' % iso(seen).encode()
    json = json[:start] + said + json[end:]
    if account.status_until is None:  # a status that runs out changes by itself
        _profiles[id] = _Profile(account, seen, json, start, start + len(said))
        if len(_profiles) > MOST_PROFILES:
            _profiles.popitem(last=False)
    return json


async def administrators() -> list[str]:
    """The accounts that look after the instance, disabled ones left out."""
    raw = await Roster.rows().find_one({"_id": ROSTER}, {"admin_ids": 1})
    return list(raw["admin_ids"]) if raw else []


async def any_account() -> bool:
    """Whether there is an administrator, so that nobody can become one by being first."""
    return await Roster.rows().find_one({"_id": ROSTER}, {"_id": 1}) is not None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How somebody says they are, and who may know."""

    shown: Mapping[str, Any]
    """`{status, text, until}`; what has expired is available again."""
    to_guests: bool
    """Whether guests may know of this person: the same rule as `authorize`."""


async def standings(ids: Iterable[str]) -> dict[str, Standing]:
    """How people say they are; unknown ids are left out."""
    now = setup().clock.now()
    found: dict[str, Standing] = {}
    for id, raw in (await _standing.get_many(dict.fromkeys(ids))).items():
        if raw is not None:
            until = raw.get("status_until")
            over = until is not None and until <= now
            found[id] = Standing(
                shown={
                    "status": "available" if over else raw.get("status", "available"),
                    "text": "" if over else raw.get("status_text", ""),
                    "until": None if over or until is None else iso(until),
                },
                to_guests=raw["kind"] == "bot" or raw["role"] == Role.ADMIN,
            )
    return found


def who_is_what(changed: Callable[[], None]) -> Wanted:
    """For who follows changes: told when somebody's role changed."""
    when = {"updateDescription.updatedFields.role": {"$exists": True}}
    return Wanted(collection=Account.collection_name(), when=when, told=lambda _: changed())


async def ensure_bot(username: str = EKO, display_name: str = "Eko") -> AccountName:
    """The bot with that name, made if it is not there; it cannot sign in. Call at start.

    Raises:
        RuntimeError: A person has that username.
    """
    if await any_account():
        forget_bootstrap_code(setup().settings)
    id, now = new_id(), setup().clock.now()
    bot = Account(
        id=id,
        owner_id=id,
        kind="bot",
        username=username,
        display_name=display_name,
        role=Role.BOT,
        created_at=now,
        updated_at=now,
        revision=1,
    )
    bot.derive()
    await Account.rows().update_one({"username": username}, {"$setOnInsert": encode(bot)}, upsert=True)
    raw = await Account.rows().find_one({"username": username})
    assert raw is not None
    if raw["kind"] != "bot":
        raise RuntimeError(f"the username {username!r} belongs to a person; rename that account")
    return _name(raw)


async def access_account(ctx: Ctx, id: str) -> Account:
    """The account with that id, if the caller may see it.

    Raises:
        OperationError: `not_found`.
    """
    found = await ctx.work.load(Account, id)
    if found is None:
        raise not_found("The user")
    await authorize(ctx, encode(found), False)
    return found


async def own_account(ctx: Ctx) -> Account:
    """The caller's account.

    Raises:
        OperationError: `not_found` for a caller that has none (the system, a visitor).
    """
    found = await ctx.work.load(Account, ctx.person_id)
    if found is None:
        raise not_found("The account")
    return found


async def authorize(ctx: Ctx, raw: Mapping[str, Any], write: bool) -> None:
    """Who may see an account, or change it: members see everyone, a guest sees whom they can turn to.

    Raises:
        OperationError: `not_found` or `forbidden`.
    """
    if ctx.actor.role is Role.ADMIN or raw["_id"] == ctx.person_id:
        return
    if ctx.actor.role is Role.GUEST and not (raw["kind"] == "bot" or raw["role"] == Role.ADMIN):
        raise not_found("The user")
    if write:
        raise forbidden("Only an administrator can change somebody else's account.")


def visible(ctx: Ctx) -> dict[str, Any]:
    """The filter for the accounts that the caller may list; the same rule as `authorize`."""
    if ctx.actor.role is Role.GUEST:
        return {"$or": [{"_id": ctx.person_id}, {"kind": "bot"}, {"role": Role.ADMIN.value}]}
    return {}


def in_person(ctx: Ctx) -> None:
    """A policy: a person who signed in themselves. No token, agent or connector may make credentials,
    for it would get more than it was given.

    Raises:
        OperationError: `unauthenticated` or `forbidden`.
    """
    signed_in(ctx)
    if ctx.actor.kind is ActorKind.SYSTEM:
        return
    if ctx.actor.kind is not ActorKind.USER or ctx.actor.scopes is not None or ctx.actor.on_behalf_of:
        raise forbidden("Only a person who signed in with a password can do this.")


def admin_in_person(ctx: Ctx) -> None:
    """A policy: an administrator who signed in themselves.

    Raises:
        OperationError: `unauthenticated` or `forbidden`.
    """
    in_person(ctx)
    if ctx.actor.role is not Role.ADMIN:
        raise forbidden("Only an administrator can do this.")


def is_reserved(username: str) -> bool:
    """Whether a name means something else."""
    return username in RESERVED


async def user_audience(raw: Mapping[str, Any]) -> frozenset[str]:
    """Who hears of the public part of an account: the same people who may list it."""
    topics = {"role:admin", "role:member", "role:bot", f"user:{raw['_id']}"}
    if raw["kind"] == "bot" or raw["role"] == Role.ADMIN:
        topics.add("role:guest")
    return frozenset(topics)


def _name(raw: Mapping[str, Any]) -> AccountName:
    return AccountName(
        id=raw["_id"],
        kind=raw["kind"],
        username=raw["username"],
        display_name=raw["display_name"],
        role=Role(raw["role"]),
        disabled=raw["disabled"],
    )
