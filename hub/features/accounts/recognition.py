"""From a bearer token to who is calling, without asking the database every time."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pymongo.errors import PyMongoError

from hub.features.accounts.credentials import TOKEN_PREFIX, digest, session_of
from hub.features.accounts.documents import Account, PersonalToken, Session
from hub.features.accounts.setup import setup
from hub.kernel.context import Actor, ActorKind, Role
from hub.kernel.errors import OperationError, unauthenticated, unavailable
from hub.storage.gather import Gathering

TOUCH = 60.0
"""Seconds between two notes of when somebody was last seen."""
KEPT = 50_000


@dataclass(kw_only=True, slots=True)
class _Known:
    """A caller, good for as long as the cache holds these very documents."""

    actor: Actor
    proof: Session | PersonalToken
    account: Account
    expires_at: datetime | None
    looked_at: int
    """What the cache had come to (`ReadCache.turn`) when it was last seen to hold them."""


_known: OrderedDict[str, _Known] = OrderedDict()
"""By the id of the session or token."""
_token_ids: OrderedDict[str, str] = OrderedDict()
"""The ids of personal tokens by their hash; neither ever changes."""
_touched: OrderedDict[str, float] = OrderedDict()
_seen_at: OrderedDict[str, datetime] = OrderedDict()
"""When this process last noted that it has seen somebody, by account."""


async def authenticate(token: str) -> Actor:
    """Who a bearer token stands for: an access token or a personal one.

    Raises:
        OperationError: `unauthenticated`: not ours, expired, ended, or the account is disabled.
    """
    if not token.startswith(TOKEN_PREFIX):
        return await _recognise(Session, session_of(token))
    hashed = digest(token)
    id = _token_ids.get(hashed)
    if id is None:
        try:
            raw = await PersonalToken.rows().find_one({"token_hash": hashed}, {"_id": 1})
        except PyMongoError as fault:
            raise _away() from fault
        if raw is None:
            raise _ended()
        id = _token_ids[hashed] = raw["_id"]
        _shrink(_token_ids)
    return await _recognise(PersonalToken, id)


async def current(actor: Actor) -> Actor:
    """The same caller as of now: for a socket, which lives longer than what was true when it connected.

    Raises:
        OperationError: `unauthenticated`: the session or token has ended, or the account is disabled.
    """
    id = actor.session_id
    if id is None or actor.kind not in (ActorKind.USER, ActorKind.BOT):
        return actor
    return await _recognise(Session if actor.scopes is None else PersonalToken, id)


async def _recognise(kind: type[Session] | type[PersonalToken], id: str) -> Actor:
    cache = setup().cache
    known = _known.get(id)
    if known is None:
        known = await _look_up(kind, id)
    elif known.looked_at != cache.turn or not cache.hears:
        if cache.holds_still(known.proof, known.account):
            known.looked_at = cache.turn
        else:
            known = await _look_up(kind, id)
    if known.expires_at is not None and setup().clock.now() >= known.expires_at:
        raise unauthenticated("This token has expired.")
    now = time.monotonic()
    if now - _touched.get(id, -TOUCH) >= TOUCH:
        await _touch(known, now)
    return known.actor


async def _look_up(kind: type[Session] | type[PersonalToken], id: str) -> _Known:
    cache = setup().cache
    _known.pop(id, None)
    turn = cache.turn  # what changes while it is being read has another look taken
    try:
        proof = await cache.glance(kind, id)
        account = None if proof is None else await cache.glance(Account, proof.owner_id)
    except PyMongoError as fault:
        raise _away() from fault
    if proof is None or account is None or account.disabled:
        raise _ended()
    actor, expires_at = _actor(account, session_id=id), None
    if isinstance(proof, PersonalToken):
        actor, expires_at = replace(actor, scopes=frozenset(proof.scopes)), proof.expires_at
    found = _known[id] = _Known(actor=actor, proof=proof, account=account, expires_at=expires_at, looked_at=turn)
    _shrink(_known)
    return found


def actor_of(raw: Mapping[str, Any]) -> Actor:
    """The caller that a stored account is."""
    return _actor(Account.model_validate(raw), session_id=None)


def _actor(account: Account, session_id: str | None) -> Actor:
    return Actor(
        kind=ActorKind.BOT if account.kind == "bot" else ActorKind.USER,
        id=account.id,
        display_name=account.display_name,
        role=Role(account.role),
        locale=account.locale or "en",
        time_zone=account.time_zone or "UTC",
        session_id=session_id,
    )


async def _touch(known: _Known, now: float) -> None:
    """Note the use of a sign-in, at most once a minute: bookkeeping beside every unit of work."""
    _touched[known.proof.id] = now
    _touched.move_to_end(known.proof.id)
    _shrink(_touched)
    try:
        await _seen.get(known.account.id)
        if isinstance(known.proof, PersonalToken):
            await _used.get(known.proof.id)
    except PyMongoError as fault:
        raise _away() from fault


async def note_seen(ids: Iterable[str]) -> None:
    """Note that people are here now, or were until now."""
    now, people = setup().clock.now(), list(ids)
    await Account.rows().update_many({"_id": {"$in": people}}, {"$set": {"last_seen_at": now}})
    for id in people:
        _seen_at[id] = now
        _seen_at.move_to_end(id)
    _shrink(_seen_at)


def seen_at(account: Account) -> datetime | None:
    """When somebody was last seen: what was noted here goes beyond an account that was read some time ago."""
    here, stored = _seen_at.get(account.id), account.last_seen_at
    if here is None or (stored is not None and stored > here):
        return stored
    return here


async def _note_seen(ids: Sequence[str]) -> Mapping[str, None]:
    await note_seen(ids)
    return dict.fromkeys(ids)


async def _note_used(ids: Sequence[str]) -> Mapping[str, None]:
    noted = {"$set": {"last_used_at": setup().clock.now()}}
    await PersonalToken.rows().update_many({"_id": {"$in": list(ids)}}, noted)
    return dict.fromkeys(ids)


_seen: Gathering[str, None] = Gathering(_note_seen, lambda: None, at_once=1)
"""Thousands who come back at once are noted together."""
_used: Gathering[str, None] = Gathering(_note_used, lambda: None, at_once=1)


def _shrink(kept: OrderedDict[str, Any]) -> None:
    while len(kept) > KEPT:
        kept.popitem(last=False)


def _ended() -> OperationError:
    return unauthenticated("This sign-in has ended. Sign in again.")


def _away() -> OperationError:
    return unavailable("The database is not answering.", retry_after=2)
