"""A lease: at most one process at a time holds it, and one that dies loses it."""

from __future__ import annotations

from typing import ClassVar

from pymongo import IndexModel

from hub.storage.documents import EPOCH, Stored, new_id

SECONDS = 12.0
"""How long a lease lasts that is not renewed."""


class LeaseDocument(Stored):
    """Who holds the lease of that name. Times are the database's own, so clocks need not agree."""

    holder: str = ""
    expires_at: object = EPOCH

    class Settings:
        name = "leases"
        indexes: ClassVar[list[IndexModel]] = []


class Lease:
    """One process's side of a lease. What is done under it must still hold up if two believe they have it."""

    def __init__(self, name: str, *, seconds: float = SECONDS) -> None:
        self.name = name
        self.seconds = seconds
        self.holder = new_id()

    async def take(self) -> bool:
        """Take the lease, or renew it; False while another holds it."""
        rows = LeaseDocument.rows()
        free_or_mine = {"$or": [{"holder": self.holder}, {"$expr": {"$lte": ["$expires_at", "$$NOW"]}}]}
        until = {"$add": ["$$NOW", round(self.seconds * 1000)]}
        mine = [{"$set": {"holder": self.holder, "expires_at": until}}]
        taken = await rows.update_one({"_id": self.name, **free_or_mine}, mine)
        if taken.matched_count:
            return True
        fresh = {"holder": "", "expires_at": EPOCH}
        made = await rows.update_one({"_id": self.name}, {"$setOnInsert": fresh}, upsert=True)
        if made.upserted_id is None:
            return False
        return bool((await rows.update_one({"_id": self.name, **free_or_mine}, mine)).matched_count)

    async def release(self) -> None:
        """Give the lease back, so that another need not wait for it to run out."""
        await LeaseDocument.rows().update_one(
            {"_id": self.name, "holder": self.holder}, {"$set": {"holder": "", "expires_at": EPOCH}}
        )
