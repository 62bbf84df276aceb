"""Counters that are advanced inside transactions, so that their order is the order of commits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pymongo import ReturnDocument
from pymongo.asynchronous.client_session import AsyncClientSession

from hub.storage.documents import Stored
from hub.storage.gather import lasting_rows


class Counter(Stored):
    """The last value given out. Its id says what it counts."""

    value: int = 0

    class Settings:
        name = "counters"


async def next_value(counter: str, session: AsyncClientSession, step: int = 1) -> int:
    """Advance a counter in a transaction; returns the new value.

    Others who advance the same counter wait for, or give way to, this transaction: a value is never
    visible before a smaller one.
    """
    found: dict[str, Any] | None = await Counter.rows().find_one_and_update(
        {"_id": counter},
        {"$inc": {"value": step}},
        upsert=True,
        return_document=ReturnDocument.AFTER,
        session=session,
    )
    assert found is not None, "an upsert that returns what it leaves"
    return int(found["value"])


async def values(counters: Sequence[str]) -> dict[str, int]:
    """The last values of several counters; 0 for those that never moved.

    Only what a majority has is seen: nobody is told of a value that a crash could take back.
    """
    found = lasting_rows(Counter).find({"_id": {"$in": list(counters)}}, {"value": 1}, batch_size=len(counters) + 1)
    moved = {row["_id"]: int(row["value"]) for row in await found.to_list(None)}
    return {name: moved.get(name, 0) for name in counters}
