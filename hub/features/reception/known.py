"""What has been typed before: the brands, models and names that are offered while one types."""

from __future__ import annotations

from typing import Any

from hub.features.reception.pieces import Pieces
from hub.features.reception.schemas import Known
from hub.features.reception.sheets import Handler
from hub.kernel.context import Ctx
from hub.kernel.operation import GET, Effect, operation
from hub.kernel.policies import member
from hub.storage.shares import scopes_of
from hub.storage.wire import Nothing

MOST = 200
"""Values of one field, the most used first."""


def known_of(kind: Pieces) -> Handler:
    """The operation that lists what has been typed on pieces of one kind."""
    fields = [name for name in Known.model_fields if name in kind.document.model_fields]

    async def list_known(ctx: Ctx, command: Nothing) -> Known:
        theirs = {"$match": {"scope": {"$in": await scopes_of(ctx.work, ctx.person_id)}}}
        facets: dict[str, Any] = {
            field: [
                {"$match": {field: {"$nin": ["", None]}}},
                {"$group": {"_id": f"${field}", "count": {"$sum": 1}}},
                {"$sort": {"count": -1, "_id": 1}},
                {"$limit": MOST},
            ]
            for field in fields
        }
        rows = await kind.document.rows().aggregate(
            [theirs, {"$project": dict.fromkeys(fields, 1)}, {"$facet": facets}]
        )
        found = (await rows.to_list(1))[0]
        return Known.model_validate({field: [one["_id"] for one in found[field]] for field in fields})

    list_known.__doc__ = f"List what was typed on {kind.noun}s that the caller may see, the most used first."
    return operation(f"{kind.kind}.known", effect=Effect.READ, policy=member, route=GET(f"{kind.path}/known"))(
        list_known
    )
