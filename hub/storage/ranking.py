"""Places in a list that people order by hand: the top of it, and right between two others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.kernel.errors import conflict, invalid
from hub.storage import ranks
from hub.storage.documents import Stored


async def top_rank(kind: type[Stored], within: Mapping[str, Any]) -> str:
    """A rank above everything in the list that the filter `within` describes."""
    first = await kind.rows().find_one(dict(within), {"rank": 1}, sort=[("rank", 1)])
    return ranks.before(first["rank"] if first else None)


async def rank_between(
    kind: type[Stored], within: Mapping[str, Any], itself: str, *, after: str | None, before: str | None
) -> str:
    """The rank right after one item, right before another, or between the two.

    Args:
        kind: What is ordered.
        within: The filter for the list in which it is ordered.
        itself: The id of what is moved; it does not count as a neighbour.
        after: The rank of the item that it goes after, if that is said.
        before: The rank of the item that it goes before, if that is said.

    Raises:
        OperationError: `invalid` without either; `conflict` where the two are not in that order.
    """
    others = {**within, "_id": {"$ne": itself}}
    if after is None and before is None:
        raise invalid("Say where it goes.", after_id="or before_id is needed")
    if after is None:
        found = await kind.rows().find_one({**others, "rank": {"$lt": before}}, {"rank": 1}, sort=[("rank", -1)])
        after = found["rank"] if found else None
    elif before is None:
        found = await kind.rows().find_one({**others, "rank": {"$gt": after}}, {"rank": 1}, sort=[("rank", 1)])
        before = found["rank"] if found else None
    if after is None:
        return ranks.before(before)
    if before is None:
        return ranks.after(after)
    if after >= before:
        raise conflict("These two are no longer next to one another in this order.")
    return ranks.between(after, before)
