"""What the activity feature hands over to the composition root."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from hub.features.activity import operations, undoing
from hub.features.activity.documents import Reveal
from hub.kernel.catalog import Entity, Feature
from hub.kernel.context import Ctx, Role
from hub.kernel.errors import not_found
from hub.storage.documents import to_wire
from hub.storage.wire import EntityOut


class RevealOut(EntityOut):
    """That somebody looked."""

    activity_id: str
    seen_by: str


async def _present(raws: Sequence[Mapping[str, Any]]) -> list[BaseModel]:
    return [RevealOut.model_validate(to_wire(raw)) for raw in raws]


async def _audience(raw: Mapping[str, Any]) -> frozenset[str]:
    return frozenset({f"user:{raw['owner_id']}"})


async def _authorize(ctx: Ctx, raw: Mapping[str, Any], write: bool) -> None:
    if write or (raw["owner_id"] != ctx.person_id and ctx.actor.role is not Role.ADMIN):
        raise not_found()


FEATURE = Feature(
    name="activity",
    operations=(
        operations.list_activity,
        operations.export_activity,
        operations.get_activity,
        operations.reveal_activity,
        operations.watch_activity,
        undoing.undo_last,
        undoing.undo_activity,
    ),
    entities=(
        Entity(
            kind="reveal",
            document=Reveal,
            model=RevealOut,
            present=_present,
            audience=_audience,
            authorize=_authorize,
            silent=True,
        ),
    ),
)
