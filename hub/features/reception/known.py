"""What has been typed before: the brands, models and names that are offered while one types."""

from __future__ import annotations

from typing import Any

from hub.features.reception.documents import ItemDocument
from hub.features.reception.schemas import Known
from hub.kernel.context import Ctx
from hub.kernel.operation import GET, Effect, operation
from hub.kernel.policies import member
from hub.storage.shares import scopes_of
from hub.storage.wire import Nothing

FIELDS = ("brand", "model", "technician", "os")
MOST = 200
"""Values of one field, the most used first."""


@operation("lot_item.known", effect=Effect.READ, policy=member, route=GET("/api/lot-items/known"))
async def list_known(ctx: Ctx, command: Nothing) -> Known:
    """List the brands, models, technicians and systems that the caller's stock has, the most used first."""
    theirs = {"$match": {"scope": {"$in": await scopes_of(ctx.work, ctx.person_id)}}}
    facets: dict[str, Any] = {
        field: [
            {"$match": {field: {"$nin": ["", None]}}},
            {"$group": {"_id": f"${field}", "count": {"$sum": 1}}},
            {"$sort": {"count": -1, "_id": 1}},
            {"$limit": MOST},
        ]
        for field in FIELDS
    }
    shown = {"$project": dict.fromkeys(FIELDS, 1)}
    rows = await ItemDocument.rows().aggregate([theirs, shown, {"$facet": facets}])
    found = (await rows.to_list(1))[0]
    return Known.model_validate({field: [one["_id"] for one in found[field]] for field in FIELDS})
