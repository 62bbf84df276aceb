"""Counting what was stored since a time: ids grow with time, so what is older is not looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bson import ObjectId
from pymongo.errors import ExecutionTimeout

from hub.kernel.errors import unavailable
from hub.storage.documents import Stored

HOUR = {"$dateTrunc": {"date": "$created_at", "unit": "hour"}}
"""The hour in which something was stored."""
PATIENCE_MS = 3_000


def since_id(at: datetime) -> str:
    """The least id of what was stored at that time or later."""
    return str(ObjectId.from_datetime(at))


async def counted(
    document: type[Stored], since: datetime, groups: Mapping[str, Any], **also: Any
) -> list[dict[str, Any]]:
    """What was stored since, in groups.

    Args:
        document: Of what.
        since: From when on, to the second.
        groups: What `$group` makes.
        also: Further conditions.

    Raises:
        OperationError: `unavailable` where it takes too long.
    """
    found = {"_id": {"$gte": since_id(since)}, **also}
    try:
        rows = await document.rows().aggregate([{"$match": found}, {"$group": dict(groups)}], maxTimeMS=PATIENCE_MS)
        return await rows.to_list(None)
    except ExecutionTimeout:
        raise unavailable("There is too much to be counted in time.") from None
