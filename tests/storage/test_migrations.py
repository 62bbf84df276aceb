"""The steps from an older schema: what was stored before projects were shared is its owner's afterwards, and what
was written in notes before they led to one another leads somewhere."""

from __future__ import annotations

from datetime import UTC, datetime

from hub.migrations import MIGRATIONS
from hub.storage.database import migrate
from hub.storage.documents import new_id
from hub.storage.shares import share_id
from tests.house import House


async def test_projects_and_what_is_in_them_say_whose_they_are(house: House) -> None:
    client = house.hub.mongo.client
    database = client["older"]
    owner, project, born = new_id(), new_id(), datetime(2026, 1, 2, tzinfo=UTC)
    await database["meta"].insert_one({"_id": "schema", "version": 0})
    await database["projects"].insert_one({"_id": project, "owner_id": owner, "created_at": born})
    for name in ("tasks", "notes", "budget_lines"):
        inside = {"_id": "in", "owner_id": owner, "project_id": project}
        await database[name].insert_many([inside, {"_id": "out", "owner_id": owner, "project_id": None}])
    for _ in range(2):  # what was cut short begins again
        await database["meta"].update_one({"_id": "schema"}, {"$set": {"version": 0}})
        assert await migrate(database, MIGRATIONS) == MIGRATIONS[-1].version
        for name in ("tasks", "notes", "budget_lines"):
            scopes = {row["_id"]: row["scope"] async for row in database[name].find({})}
            assert scopes == {"in": project, "out": owner}
        shares = await database["shares"].find({}).to_list(None)
        assert [(row["_id"], row["role"]) for row in shares] == [(share_id(project, owner), "owner")]
        assert (await database["projects"].find_one({"_id": project}) or {})["scope"] == project
    await client.drop_database("older")


async def test_notes_of_before_say_what_they_name(house: House) -> None:
    client = house.hub.mongo.client
    database = client["older_notes"]
    await database["meta"].insert_one({"_id": "schema", "version": 2})
    many = [
        {"_id": f"n{n}", "title": f"Été {n}", "content": f"see [[Été  {n + 1}]]", "items": []} for n in range(450)
    ]
    await database["notes"].insert_many([*many, {"_id": "list", "title": "A", "items": [{"text": "[[Été 1]]"}]}])
    for _ in range(2):  # what was cut short begins again
        await database["meta"].update_one({"_id": "schema"}, {"$set": {"version": 2}})
        await migrate(database, MIGRATIONS)
        found = {row["_id"]: (row["title_key"], row["links"]) async for row in database["notes"].find({})}
        assert found["n0"] == ("ete 0", ["ete 1"]) and found["n449"] == ("ete 449", ["ete 450"])
        assert found["list"] == ("a", ["ete 1"])
    await client.drop_database("older_notes")
