"""Who may see and change a transfer: who started it; of what concerns everybody, administrators."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hub.features.transfer.documents import TransferDocument
from hub.features.transfer.schemas import Direction, Scope
from hub.kernel.context import ActorKind, Ctx, Role
from hub.kernel.errors import not_found
from hub.storage.documents import encode, new_id

Raw = Mapping[str, Any]


async def authorize(ctx: Ctx, raw: Raw, write: bool) -> None:
    """Let its owner through, and administrators where it concerns everybody.

    Raises:
        OperationError: `not_found`, so that a stranger does not even learn that it exists.
    """
    if raw["owner_id"] == ctx.person_id or ctx.actor.kind is ActorKind.SYSTEM:
        return
    if raw["scope"] != Scope.ALL or ctx.actor.role is not Role.ADMIN:
        raise not_found("The transfer")


async def access_transfer(ctx: Ctx, id: str, *, write: bool = False) -> TransferDocument:
    """The transfer with that id, if the caller may see it.

    Raises:
        OperationError: `not_found`.
    """
    found = await ctx.work.load(TransferDocument, id)
    if found is None:
        raise not_found("The transfer")
    await authorize(ctx, encode(found), write)
    return found


async def make_by_hand(
    *,
    owner_id: str,
    direction: Direction,
    source: str,
    scope: Scope,
    dry_run: bool,
    overwrite: bool,
    file_name: str,
    at: datetime,
) -> str:
    """A transfer that a command in a terminal carries out; returns its id."""
    made = TransferDocument(
        owner_id=owner_id,
        direction=direction,
        source=source,
        scope=scope,
        dry_run=dry_run,
        overwrite=overwrite,
        file_name=file_name,
        batch_id=new_id(),
        by_hand=True,
        beat_at=at,
        created_at=at,
        updated_at=at,
        revision=1,
    )
    await TransferDocument.rows().insert_one(encode(made))
    return made.id


async def stored_transfer(id: str) -> dict[str, Any]:
    """A transfer as it is stored, for the command that carried it out."""
    found = await TransferDocument.rows().find_one({"_id": id})
    assert found is not None, "nobody but its owner removes it, and only when it is over"
    return found


async def visible(ctx: Ctx) -> dict[str, Any]:
    """The filter for the transfers that the caller may see."""
    if ctx.actor.role is Role.ADMIN:
        return {"$or": [{"owner_id": ctx.person_id}, {"scope": Scope.ALL.value}]}
    return {"owner_id": ctx.person_id}


async def audience(raw: Raw) -> frozenset[str]:
    """The topics of those who may see it."""
    everybody = {"role:admin"} if raw["scope"] == Scope.ALL else set[str]()
    return frozenset({f"user:{raw['owner_id']}", *everybody})
