"""From a bearer token to who is calling, without asking the database every time."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pymongo.errors import PyMongoError

from hub.features.accounts.credentials import TOKEN_PREFIX, digest, read_access_token
from hub.features.accounts.documents import Account, PersonalToken, Session
from hub.features.accounts.setup import setup
from hub.kernel.context import Actor, ActorKind, Role
from hub.kernel.errors import unauthenticated, unavailable

FRESH = 3.0
"""Seconds for which an answer of the database is believed."""
FRESH_ON_SOCKET = 30.0
"""The same for a socket: when its session ends it is cut by a signal, in every process."""
DOUBT = 10.0
"""Seconds for which an account that is being changed is looked up every time: longer than any commit."""
TOUCH = 60.0
"""Seconds between two notes of when somebody was last seen."""
KEPT = 50_000


@dataclass(frozen=True, kw_only=True)
class _Known:
    actor: Actor
    at: float
    expires_at: datetime | None


_known: OrderedDict[str, _Known] = OrderedDict()
_doubted: dict[str, float] = {}
_touched: OrderedDict[str, float] = OrderedDict()


async def authenticate(token: str) -> Actor:
    """Who a bearer token stands for: an access token or a personal one.

    Raises:
        OperationError: `unauthenticated`: not ours, expired, ended, or the account is disabled.
    """
    if token.startswith(TOKEN_PREFIX):
        key = "token:" + digest(token)
    else:
        key = "session:" + read_access_token(token).session_id
    return await _recognise(key)


async def current(actor: Actor) -> Actor:
    """The same caller as of now: for a socket, which lives longer than what was true when it connected.

    Raises:
        OperationError: `unauthenticated`: the session or token has ended, or the account is disabled.
    """
    if actor.kind not in (ActorKind.USER, ActorKind.BOT) or actor.session_id is None:
        return actor
    key = _keys_of.get(actor.session_id, "session:" + actor.session_id)
    return await _recognise(key, fresh=FRESH_ON_SOCKET)


def doubt(account_id: str) -> None:
    """Look this account up anew each time for a while: it is about to change.

    Called before the commit, so that nothing read meanwhile is believed afterwards.
    """
    now = time.monotonic()
    _doubted[account_id] = now + DOUBT
    for stale in [id for id, until in _doubted.items() if until < now]:
        del _doubted[stale]


def forget(session_id: str) -> None:
    """A session or token has ended: do not believe in it any longer."""
    _known.pop("session:" + session_id, None)
    _known.pop(_keys_of.pop(session_id, ""), None)


def forget_all() -> None:
    """Believe nothing any more; for tests that change the database behind our back."""
    _known.clear()
    _touched.clear()
    _doubted.clear()
    _keys_of.clear()


_keys_of: dict[str, str] = {}
"""Personal tokens by their id, for `current`."""


async def _recognise(key: str, fresh: float = FRESH) -> Actor:
    now = time.monotonic()
    found = _known.get(key)
    if found is None or now - found.at > fresh or _doubted.get(found.actor.id, 0.0) > now:
        try:
            found = await _look_up(key, now)
        except PyMongoError as fault:
            raise unavailable("The database is not answering.", retry_after=2) from fault
        if found is None:
            _known.pop(key, None)
            raise unauthenticated("This sign-in has ended. Sign in again.")
        _known[key] = found
        _known.move_to_end(key)
        while len(_known) > KEPT:
            _known.popitem(last=False)
    if found.expires_at is not None and setup().clock.now() >= found.expires_at:
        raise unauthenticated("This token has expired.")
    return found.actor


async def _look_up(key: str, now: float) -> _Known | None:
    sort, _, value = key.partition(":")
    if sort == "token":
        held = await PersonalToken.rows().find_one({"token_hash": value})
    else:
        held = await Session.rows().find_one({"_id": value}, {"owner_id": 1})
    if held is None:
        return None
    account = await Account.rows().find_one({"_id": held["owner_id"], "disabled": False})
    if account is None:
        return None
    actor = actor_of(account, session_id=held["_id"])
    if sort == "token":
        actor = replace(actor, scopes=frozenset(held["scopes"]))
        _keys_of[held["_id"]] = key
        await _touch(PersonalToken, held["_id"], "last_used_at", now)
    await _touch(Account, account["_id"], "last_seen_at", now)
    return _Known(actor=actor, at=now, expires_at=held.get("expires_at"))


def actor_of(account: Mapping[str, Any], session_id: str | None = None) -> Actor:
    """The caller that a stored account is."""
    return Actor(
        kind=ActorKind.BOT if account["kind"] == "bot" else ActorKind.USER,
        id=account["_id"],
        display_name=account["display_name"],
        role=Role(account["role"]),
        locale=account.get("locale") or "en",
        time_zone=account.get("time_zone") or "UTC",
        session_id=session_id,
    )


async def _touch(kind: type[Account] | type[PersonalToken], id: str, field: str, now: float) -> None:
    """Note the use of something, at most once a minute: bookkeeping beside every unit of work."""
    if now - _touched.get(id, -TOUCH) < TOUCH:
        return
    _touched[id] = now
    _touched.move_to_end(id)
    while len(_touched) > KEPT:
        _touched.popitem(last=False)
    await kind.rows().update_one({"_id": id}, {"$set": {field: setup().clock.now()}})
