"""The steps from one schema of the stored data to the next."""

from __future__ import annotations

from hub.storage.database import Database, Migration
from hub.storage.shares import Part, share_id


async def _share_projects(database: Database) -> None:
    """Say of everything whose it is, and give every project's owner a part in it."""
    for name in ("tasks", "notes", "budget_lines"):
        whose = [{"$set": {"scope": {"$ifNull": ["$project_id", "$owner_id"]}}}]
        await database[name].update_many({"scope": {"$exists": False}}, whose)
    await database["projects"].update_many({"scope": {"$exists": False}}, [{"$set": {"scope": "$_id"}}])
    async for project in database["projects"].find({}, {"owner_id": 1, "created_at": 1}):
        share = {
            "scope": project["_id"],
            "user_id": project["owner_id"],
            "role": Part.OWNER.value,
            "revision": 1,
            "created_at": project["created_at"],
            "updated_at": project["created_at"],
        }
        where = {"_id": share_id(project["_id"], project["owner_id"])}
        await database["shares"].update_one(where, {"$setOnInsert": share}, upsert=True)


MIGRATIONS = (Migration(version=1, name="projects are shared", run=_share_projects),)
