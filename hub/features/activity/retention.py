"""How long activity is kept."""

from __future__ import annotations

from pymongo.errors import OperationFailure

from hub.features.activity.documents import Reveal
from hub.storage.activity import Activity, ActivityChanges
from hub.storage.documents import Stored

DAY = 24 * 3600
OPTIONS_CONFLICT = 85


async def keep_for(days: int) -> None:
    """Have MongoDB remove what is older; a changed setting changes the index in place. Call at start."""
    for kind, field in ((Activity, "at"), (ActivityChanges, "created_at"), (Reveal, "created_at")):
        await _expire(kind, field, days * DAY)


async def _expire(kind: type[Stored], field: str, seconds: int) -> None:
    name = f"{field}_ttl"
    try:
        await kind.rows().create_index([(field, 1)], name=name, expireAfterSeconds=seconds)
    except OperationFailure as fault:
        if fault.code != OPTIONS_CONFLICT:
            raise
        change = {"name": name, "expireAfterSeconds": seconds}
        await kind.rows().database.command({"collMod": kind.rows().name, "index": change})
