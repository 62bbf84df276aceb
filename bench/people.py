"""Thousands of accounts for a hub, put straight into its database: signing up is not what is measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import aiohttp
import jwt
from beanie import init_beanie

from bench.servers import Server
from hub.features.accounts.documents import Account, Rotation, Session
from hub.features.accounts.setup import configure, setup
from hub.features.rooms.documents import MembershipDocument
from hub.kernel.clock import SystemClock
from hub.settings import Settings
from hub.storage.documents import Stored, encode
from hub.storage.mongo import open_or_join_mongo

PASSWORD = "a password for measuring"
LIFE = timedelta(hours=4)
CHUNK = 1000


@dataclass(frozen=True, kw_only=True)
class Town:
    """A hub's people and rooms.

    Attributes:
        tokens: One access token for each person, good for hours.
        rooms: The rooms' ids by the names that were asked for.
    """

    tokens: list[str]
    rooms: dict[str, str]


async def settle(hub: Server, data_dir: Path, people: int, rooms: Mapping[str, Sequence[int]]) -> Town:
    """Make people and private rooms in a hub that is running.

    Args:
        hub: The hub, with no account yet.
        data_dir: Its data folder.
        people: How many.
        rooms: A room's name to its members, as places among the people.
    """
    ids = await _make_rooms(hub, list(rooms))
    mongo = await open_or_join_mongo(Settings(_env_file=None, data_dir=data_dir))  # pyright: ignore[reportCallIssue] - pydantic's own argument
    try:
        await init_beanie(
            database=mongo.database,
            document_models=[Account, Session, Rotation, MembershipDocument],
            skip_indexes=True,
        )
        accounts, sessions, rotations = _people(people)
        members: list[Stored] = [
            MembershipDocument(room_id=ids[name], user_id=accounts[place].id, created_at=_now(), updated_at=_now())
            for name, places in rooms.items()
            for place in places
        ]
        for documents in (accounts, sessions, rotations, members):
            for start in range(0, len(documents), CHUNK):
                chunk = documents[start : start + CHUNK]
                await type(chunk[0]).rows().insert_many([encode(one) for one in chunk])
    finally:
        await mongo.stop()
    # Only the keys are needed of it here, and they come from the data folder.
    configure(Settings(_env_file=None, data_dir=data_dir), SystemClock(), cast(Any, None))  # pyright: ignore[reportCallIssue]
    tokens = [_token(account.id, session.id) for account, session in zip(accounts, sessions, strict=True)]
    return Town(tokens=tokens, rooms=ids)


def _people(count: int) -> tuple[list[Stored], list[Stored], list[Stored]]:
    accounts: list[Stored] = []
    sessions: list[Stored] = []
    rotations: list[Stored] = []
    stamp = {"created_at": _now(), "updated_at": _now(), "revision": 1}
    for number in range(count):
        account = Account(owner_id="", username=f"person{number}", display_name=f"Person {number}", **stamp)
        account.owner_id = account.id
        account.derive()
        session = Session(owner_id=account.id, user_agent="bench", address="127.0.0.1", **stamp)
        rotation = Rotation(
            id=session.id,
            owner_id=account.id,
            nonce="bench",
            rotated_at=_now(),
            last_used_at=_now(),
            expires_at=_now() + timedelta(days=1),
            **stamp,
        )
        accounts.append(account)
        sessions.append(session)
        rotations.append(rotation)
    return accounts, sessions, rotations


async def _make_rooms(hub: Server, names: Sequence[str]) -> dict[str, str]:
    base = f"http://127.0.0.1:{hub.port}"
    made: dict[str, str] = {}
    async with aiohttp.ClientSession() as session:
        account = {"username": "admin", "password": PASSWORD}
        token = (await _post(session, f"{base}/api/auth/register", account))["access_token"]
        for name in names:
            room = await _post(session, f"{base}/api/rooms", {"kind": "private", "name": name}, token)
            made[name] = room["id"]
    return made


async def _post(session: aiohttp.ClientSession, url: str, body: Mapping[str, Any], token: str = "") -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with session.post(url, json=body, headers=headers) as response:
        answer = await response.json()
        if response.status >= 300:
            raise RuntimeError(f"{url}: {response.status} {answer}")
        return answer


def _token(account_id: str, session_id: str) -> str:
    claims = {
        "sub": account_id,
        "sid": session_id,
        "aud": "panoramix",
        "iat": int(_now().timestamp()),
        "exp": int((_now() + LIFE).timestamp()),
    }
    return jwt.encode(claims, setup().access_key, algorithm="HS256")


def _now() -> datetime:
    now = datetime.now(UTC)
    return now.replace(microsecond=0)
