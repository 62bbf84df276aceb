"""What the catalog tests make and ask of transfers."""

from __future__ import annotations

from collections.abc import Collection

from hub.features.transfer.documents import TransferDocument
from hub.features.transfer.schemas import Direction, Scope, TransferStatus
from hub.storage.documents import encode, new_id
from tests.catalog.world import Fill, Makers, World

MAKERS: Makers = {}
BY_HAND: dict[str, Fill] = {
    "transfer.import_file": lambda world: {"source": "archive", "scope": "mine", "dry_run": True},
    "transfer.export": lambda world: {"scope": "mine"},
}


async def prepare(world: World, kinds: Collection[str]) -> None:
    """An import that is over; carrying one out takes a process of its own, which would be much for each world."""
    if "file" not in kinds and "transfer" in world.ids:
        return
    now = world.owner.house.clock.now()
    made = TransferDocument(
        owner_id=world.owner.id,
        direction=Direction.IMPORT,
        source="archive",
        scope=Scope.MINE,
        status=TransferStatus.DONE,
        batch_id=new_id(),
        created_at=now,
        updated_at=now,
        revision=1,
    )
    await TransferDocument.rows().insert_one(encode(made))
    world.ids["transfer"] = made.id
