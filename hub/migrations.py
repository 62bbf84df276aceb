"""The steps from one schema of the stored data to the next."""

from __future__ import annotations

from pymongo import UpdateOne

from hub.features.notes.linking import links_in
from hub.storage.database import Database, Migration
from hub.storage.shares import Part, share_id
from hub.storage.words import folded

_BATCH = 200


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


async def _thread_replies(database: Database) -> None:
    """Say of every answer what its thread began with. It comes after what it answers, so once through is enough."""
    messages = database["messages"]
    fields = {"reply_to": 1, "room_id": 1, "thread_id": 1}
    unsaid = {"reply_to": {"$type": "string"}, "thread_id": {"$exists": False}}
    found = messages.find(unsaid, fields).sort([("room_id", 1), ("seq", 1)])
    while some := await found.to_list(1_000):
        # Later ones of a batch may answer earlier ones of it.
        asked = {row["reply_to"] for row in some} | {row["_id"] for row in some}
        known = {row["_id"]: row async for row in messages.find({"_id": {"$in": list(asked)}}, fields)}
        writes: list[UpdateOne] = []
        for row in some:
            answered = known.get(row["reply_to"])
            if answered is not None and answered["room_id"] == row["room_id"]:
                thread_id = answered.get("thread_id") or answered["_id"]
                known[row["_id"]]["thread_id"] = thread_id
                writes.append(UpdateOne({"_id": row["_id"]}, {"$set": {"thread_id": thread_id}}))
        if writes:
            await messages.bulk_write(writes)


async def _link_notes(database: Database) -> None:
    """Say of every note which titles it names, and under which it is named."""
    notes = database["notes"]
    batch: list[UpdateOne] = []
    fields = {"title": 1, "content": 1, "items": 1}
    async for note in notes.find({"title_key": {"$exists": False}}, fields).batch_size(_BATCH):
        texts = [note.get("content", ""), *(item["text"] for item in note.get("items", []))]
        found = {"title_key": folded(note.get("title")), "links": links_in(texts), "label_ids": []}
        batch.append(UpdateOne({"_id": note["_id"]}, {"$set": found}))
        if len(batch) == _BATCH:
            await notes.bulk_write(batch)
            batch.clear()
    if batch:
        await notes.bulk_write(batch)


MIGRATIONS = (
    Migration(version=1, name="projects are shared", run=_share_projects),
    Migration(version=2, name="answers are in threads", run=_thread_replies),
    Migration(version=3, name="notes lead to one another", run=_link_notes),
)
