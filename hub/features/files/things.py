"""What files are attached to: things of any other kind, whose rights are theirs too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from hub.features.files.documents import TRANSFER, FileDocument
from hub.features.files.setup import setup
from hub.kernel.catalog import Catalog, Entity
from hub.kernel.context import Ctx
from hub.kernel.errors import invalid, not_found
from hub.storage.documents import Stored, encode
from hub.storage.unit_of_work import UnitOfWork

Raw = Mapping[str, Any]
KINDS = frozenset(
    {
        TRANSFER,
        "task",
        "note",
        "agenda",
        "budget",
        "person",
        "situation",
        "note_session",
        "lot",
        "lot_item",
        "order",
        "loan",
    }
)
"""What one would attach a file to; those of them that this hub has."""


def entity_of(catalog: Catalog, kind: str) -> Entity:
    """The kind of thing that a file may be attached to.

    Raises:
        OperationError: `invalid` for any other kind.
    """
    entity = catalog.entities.get(kind) if kind in KINDS else None
    if entity is None:
        raise invalid("The input is not valid.", belongs_to=f"nothing can be attached to a {kind[:40]}")
    return entity


async def access_thing(ctx: Ctx, kind: str, id: str, *, write: bool) -> Stored:
    """The thing that a file is (to be) attached to, if the caller may see it (or change it, with `write`).

    Raises:
        OperationError: `invalid`, `not_found` or `forbidden`.
    """
    entity = entity_of(cast(UnitOfWork, ctx.work).catalog, kind)
    found = await ctx.work.load(cast("type[Stored]", entity.document), id)
    if found is None:
        raise not_found("What it is attached to")
    await entity.authorize(ctx, encode(found), write)
    return found


async def heard_by(raw: Raw) -> frozenset[str]:
    """The topics of those who may see an attached file: of its thing, or its owner's once that is gone."""
    entity = setup().catalog.entities.get(raw["thing_kind"])
    thing = await entity.document.rows().find_one({"_id": raw["thing_id"]}) if entity is not None else None
    if entity is None or thing is None:
        return frozenset({f"user:{raw['owner_id']}"})
    return await entity.audience(thing)


async def attached_to(ids: Sequence[str]) -> list[Raw]:
    """The files that are attached to any of these things, as they are stored."""
    return [row async for row in FileDocument.rows().find({"scope": {"$in": list(ids)}, "thing_id": {"$ne": None}})]


async def thing_exists(ctx: Ctx, kind: str, id: str) -> bool:
    """Whether there is (still) a thing, whoever may see it."""
    entity = cast(UnitOfWork, ctx.work).catalog.entities.get(kind)
    return entity is not None and await ctx.work.load(cast("type[Stored]", entity.document), id) is not None
