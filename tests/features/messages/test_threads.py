"""Threads: what answers a message, and the answers to those."""

from __future__ import annotations

from typing import Any

import pytest

from hub.features.messages.documents import MessageDocument
from hub.features.rooms.access import LOBBY_ID
from hub.migrations import MIGRATIONS
from hub.storage.database import migrate
from hub.storage.documents import new_id
from tests.house import House, Person


@pytest.fixture
async def room(alice: Person, bob: Person) -> str:
    body = {"kind": "private", "name": "r", "member_ids": [bob.id]}
    return (await alice("POST", "/api/rooms", body)).ok()["id"]


async def say(person: Person, room: str, text: str, to: str | None = None) -> dict[str, Any]:
    """Say something in a room, in answer to something else if there is an id."""
    return (await person("POST", f"/api/rooms/{room}/messages", {"content": text, "reply_to": to})).ok()


async def test_answers_and_answers_to_them_are_one_thread(alice: Person, bob: Person, room: str) -> None:
    root = await say(alice, room, "lunch?")
    async with alice.socket() as hers:
        first = await say(bob, room, "yes", root["id"])
        told = await hers.hear("message.created", lambda told: told["message"]["id"] == first["id"])
    assert root["thread_id"] is None and first["thread_id"] == root["id"] == told["message"]["thread_id"]
    await say(alice, room, "beside it")
    second = await say(alice, room, "where?", first["id"])
    assert second["thread_id"] == root["id"] and second["reply_to"] == first["id"]
    third = await say(bob, room, "at the corner", second["id"])
    for id in (root["id"], second["id"]):
        found = (await bob("GET", f"/api/messages/{id}/thread")).ok()
        assert found["root"] == root and found["items"] == [first, second, third]
        assert (found["replies"], found["next_cursor"]) == (3, None)
    page = (await bob("GET", f"/api/messages/{root['id']}/thread?limit=2")).ok()
    assert page["items"] == [first, second] and page["replies"] == 3
    rest = (await bob("GET", f"/api/messages/{root['id']}/thread?limit=2&after_seq={page['next_cursor']}")).ok()
    assert rest["items"] == [third] and rest["next_cursor"] is None
    alone = (await bob("GET", f"/api/messages/{(await say(bob, room, 'alone'))['id']}/thread")).ok()
    assert (alone["replies"], alone["items"]) == (0, [])


async def test_a_room_lists_its_threads_the_last_answered_first(alice: Person, bob: Person, room: str) -> None:
    roots = [await say(alice, room, f"question {n}") for n in range(4)]
    for n in (0, 1, 2):
        await say(bob, room, f"answer {n}", roots[n]["id"])
    last = await say(alice, room, "again", roots[0]["id"])
    found = (await bob("GET", f"/api/rooms/{room}/threads")).ok()
    assert [one["root"]["id"] for one in found["items"]] == [roots[n]["id"] for n in (0, 2, 1)]
    assert [one["replies"] for one in found["items"]] == [2, 1, 1] and found["items"][0]["last_reply"] == last
    page = (await bob("GET", f"/api/rooms/{room}/threads?limit=2")).ok()
    rest = (await bob("GET", f"/api/rooms/{room}/threads?limit=2&before_seq={page['next_cursor']}")).ok()
    assert page["items"] + rest["items"] == found["items"] and rest["next_cursor"] is None
    some = (await bob("GET", f"/api/rooms/{room}/threads?roots={roots[1]['id']},{roots[3]['id']}")).ok()
    assert [(one["root"]["id"], one["replies"]) for one in some["items"]] == [(roots[1]["id"], 1)]
    # A deleted answer counts no more; a thread without answers is none; of a deleted question its place stays.
    (await alice("DELETE", f"/api/messages/{last['id']}")).ok()
    (await alice("DELETE", f"/api/messages/{roots[2]['id']}")).ok()
    for n in (1,):
        answers = (await bob("GET", f"/api/messages/{roots[n]['id']}/thread")).ok()["items"]
        (await bob("DELETE", f"/api/messages/{answers[0]['id']}")).ok()
    left = (await bob("GET", f"/api/rooms/{room}/threads")).ok()["items"]
    assert {one["root"]["id"]: one["replies"] for one in left} == {roots[0]["id"]: 1, roots[2]["id"]: 1}
    assert next(one for one in left if one["root"]["id"] == roots[2]["id"])["root"]["content"] == ""


async def test_a_thread_is_seen_by_those_in_its_room_alone(
    house: House, alice: Person, bob: Person, room: str
) -> None:
    root = await say(alice, room, "secret")
    await say(bob, room, "very", root["id"])
    stranger = await house.person("stranger")
    (await stranger("GET", f"/api/messages/{root['id']}/thread")).refused("not_found", 404)
    (await stranger("GET", f"/api/rooms/{room}/threads")).refused("not_found", 404)
    elsewhere = (await stranger("GET", f"/api/rooms/{LOBBY_ID}/threads?roots={root['id']}")).ok()
    assert elsewhere["items"] == []
    public = (await alice("POST", "/api/rooms", {"kind": "public", "name": "open"})).ok()["id"]
    (await stranger("GET", f"/api/rooms/{public}/threads")).refused("forbidden", 403)
    for query in ("roots=nope", "limit=101", "before_seq=-1", "roots=" + ",".join(["0" * 24] * 201)):
        (await alice("GET", f"/api/rooms/{room}/threads?{query}")).refused("invalid", 422)
    (await alice("DELETE", f"/api/rooms/{room}/members/{bob.id}")).ok()
    (await bob("GET", f"/api/messages/{root['id']}/thread")).refused("not_found", 404)


async def test_threads_are_found_and_counted_in_the_index_alone(alice: Person, room: str) -> None:
    root = await say(alice, room, "question")
    for n in range(5):
        await say(alice, room, f"{n}", root["id"])
    match: dict[str, Any] = {"room_id": room, "thread_id": {"$in": [root["id"]], "$gt": ""}}
    living = {"$sum": {"$cond": [{"$eq": [{"$type": "$deleted_at"}, "date"]}, 0, 1]}}
    counted = [{"$match": match}, {"$group": {"_id": "$thread_id", "n": living, "seq": {"$max": "$seq"}}}]
    latest = [
        {"$match": {"room_id": room, "thread_id": {"$gt": ""}}},
        {"$sort": {"room_id": -1, "thread_id": -1, "seq": -1}},
        {"$group": {"_id": "$thread_id", "seq": {"$first": "$seq"}}},
    ]
    database = MessageDocument.rows().database
    for steps, stage in ((counted, "IXSCAN"), (latest, "DISTINCT_SCAN")):
        command = {"aggregate": "messages", "pipeline": steps, "cursor": {}}
        plan = str(await database.command("explain", command, verbosity="queryPlanner"))
        winning = plan.split("rejectedPlans")[0]
        assert stage in winning and "'FETCH'" not in winning and "COLLSCAN" not in winning


async def test_answers_from_before_threads_were_known_are_in_theirs(house: House) -> None:
    database = house.hub.mongo.client["older_threads"]
    room, other = new_id(), new_id()
    answered = {1: None, 2: 1, 3: None, 4: 2, 5: 4, 6: 3}
    ids = {n: new_id() for n in answered}
    rows = [
        {"_id": ids[n], "room_id": room, "seq": n, "reply_to": ids[to] if to else None} for n, to in answered.items()
    ]
    astray = {"_id": new_id(), "room_id": other, "seq": 1, "reply_to": ids[1]}
    await database["messages"].insert_many([*reversed(rows), astray])
    await database["meta"].insert_one({"_id": "schema", "version": 1})
    for _ in range(2):  # what was cut short begins again
        await database["meta"].update_one({"_id": "schema"}, {"$set": {"version": 1}})
        await migrate(database, MIGRATIONS)
        found = {row["_id"]: row.get("thread_id") async for row in database["messages"].find({})}
        assert [found[ids[n]] for n in sorted(ids)] == [None, ids[1], None, ids[1], ids[1], ids[3]]
        assert found[astray["_id"]] is None
    await house.hub.mongo.client.drop_database("older_threads")
