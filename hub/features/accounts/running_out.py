"""When sign-ins run out, for who keeps sockets open."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from hub.features.accounts.documents import PersonalToken, Rotation
from hub.features.accounts.setup import setup
from hub.kernel.context import Actor
from hub.storage.documents import EPOCH

AT_A_TIME = 1_000


async def runs_out_at(actor: Actor) -> datetime | None:
    """When the personal token that a caller came with runs out; None for never, or once it has been revoked."""
    token = None if actor.session_id is None else await setup().cache.glance(PersonalToken, actor.session_id)
    return None if token is None else token.expires_at


async def running_out(until: datetime, session_ids: Collection[str]) -> Mapping[str, datetime]:
    """Those of these sessions that run out until then, unless they are renewed, and when.

    One of which the database has forgotten when it was to run out has run out: it forgets them by themselves.
    """
    ids = list(session_ids)
    found: dict[str, datetime] = {}
    for start in range(0, len(ids), AT_A_TIME):
        part = ids[start : start + AT_A_TIME]
        rows = Rotation.rows().find({"_id": {"$in": part}}, {"expires_at": 1})
        known = {raw["_id"]: raw["expires_at"] async for raw in rows}
        found |= {id: known.get(id, EPOCH) for id in part if known.get(id, EPOCH) <= until}
    return found
