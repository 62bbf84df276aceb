"""Which messages are still there, for what hangs on one."""

from __future__ import annotations

from collections.abc import Iterable

from hub.features.messages.documents import MessageDocument


async def standing(ids: Iterable[str]) -> frozenset[str]:
    """Those of some messages that are stored and have not been deleted, in one query."""
    where = {"_id": {"$in": list(dict.fromkeys(ids))}, "deleted_at": None}
    return frozenset([row["_id"] async for row in MessageDocument.rows().find(where, {"_id": 1})])
