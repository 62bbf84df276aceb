"""Pieces that come from elsewhere: their sheets count them and hand down whose they are, as if they were scanned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession

from hub.storage.portable import Portable

if TYPE_CHECKING:
    from hub.features.reception.documents import CountedDocument

HANDED_DOWN = frozenset({"scope", "claimed_in"})
Row = dict[str, Any]


def pieces(collection: str, sheet: Callable[[], type[CountedDocument]]) -> Portable:
    """How pieces are carried.

    Args:
        collection: Their name in archives.
        sheet: The sheets that they are on; asked for late, as each names the other.
    """

    async def settle(rows: list[Row], session: AsyncClientSession) -> None:
        """Before they are stored: whose they are, and what their sheets say then."""
        kind = sheet()
        above = kind.PIECE.ABOVE
        on = defaultdict[str, list[Row]](list)
        for row in rows:
            on[row[above]].append(row)
        for found in await kind.rows().find({"_id": {"$in": list(on)}}, session=session).to_list(None):
            lot = kind.model_validate(found)
            for row in on[lot.id]:
                claim = lot.claim_for(row["ready_at"])
                row |= {"scope": lot.project_id or lot.owner_id, "claimed_in": claim}
        await _count(kind, list(on), session, coming=on, leaving=[row["_id"] for row in rows])

    async def renew(rows: list[Row], session: AsyncClientSession) -> None:
        """Before they take the place of stored ones: the same, and what the sheets say that those were on."""
        kind = sheet()
        above, ids = kind.PIECE.ABOVE, [row["_id"] for row in rows]
        left = await kind.PIECE.rows().distinct(above, {"_id": {"$in": ids}}, session=session)
        await settle(rows, session)
        await _count(kind, [id for id in left if id not in {row[above] for row in rows}], session, leaving=ids)

    async def gone(ids: Sequence[str], session: AsyncClientSession) -> None:
        """After they were taken back: any sheet may have had some of them."""
        kind = sheet()
        counted = await kind.rows().distinct("_id", {"total": {"$gt": 0}}, session=session)
        await _count(kind, counted, session)

    return Portable(collection=collection, leave=HANDED_DOWN, settle=settle, renew=renew, gone=gone)


async def _count(
    kind: type[CountedDocument],
    ids: Sequence[str],
    session: AsyncClientSession,
    *,
    coming: Mapping[str, list[Row]] = {},
    leaving: Sequence[str] = (),
) -> None:
    """Have sheets say how many pieces are on them, with those that are about to be stored, without those that leave.

    The sheet's revision stays: nobody changed it, and an import that is taken back must find what it made.
    """
    above = kind.PIECE.ABOVE
    ready: Row = {"$sum": {"$cond": [{"$gt": ["$ready_at", None]}, 1, 0]}}
    group: Row = {"_id": f"${above}", "total": {"$sum": 1}, "ready": ready, "last": {"$max": "$ready_at"}}
    match = {"$match": {above: {"$in": list(ids)}, "_id": {"$nin": list(leaving)}}}
    found = await kind.PIECE.rows().aggregate([match, {"$group": group}], session=session)
    stored: dict[str, Row] = {row["_id"]: row for row in await found.to_list(None)}
    writes: list[UpdateOne] = []
    for raw in await kind.rows().find({"_id": {"$in": list(ids)}}, session=session).to_list(None):
        held = stored.get(raw["_id"], {"total": 0, "ready": 0, "last": None})
        new = coming.get(raw["_id"], [])
        moments: list[datetime] = [row["ready_at"] for row in new if row["ready_at"]]
        last: datetime | None = max([*moments, *([held["last"]] if held["last"] else [])], default=None)
        lot = kind.model_validate({**raw, "total": held["total"] + len(new), "ready": held["ready"] + len(moments)})
        fields = {"total": lot.total, "ready": lot.ready, **lot.follows(last)}
        if any(raw.get(name) != value for name, value in fields.items()):
            writes.append(UpdateOne({"_id": lot.id}, {"$set": fields}))
    if writes:
        await kind.rows().bulk_write(writes, session=session)
