"""Rooms through their doors: who is in them, who may see them, how far people have read."""

from __future__ import annotations

import asyncio
from typing import Any

from hub.features.rooms.access import LOBBY_ID
from tests.house import House, Person


async def test_everyone_is_in_the_lobby_and_nobody_leaves_or_deletes_it(house: House, alice: Person) -> None:
    (lobby,) = (await alice("GET", "/api/rooms")).ok()["items"]
    assert (lobby["id"], lobby["kind"], lobby["name"], lobby["member"]) == (LOBBY_ID, "lobby", "Lobby", True)
    (await alice("POST", f"/api/rooms/{LOBBY_ID}/leave")).refused("forbidden", 403)
    (await house.admin("DELETE", f"/api/rooms/{LOBBY_ID}")).refused("forbidden", 403)
    (await alice("POST", f"/api/rooms/{LOBBY_ID}/join")).ok()


async def test_ready_says_how_every_room_stands(alice: Person) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "plans"})).ok()
    async with alice.socket() as hers:
        (ready,) = hers.all("ready")
        assert ready["user"]["id"] == alice.id
        assert set(ready["server"]) == {"name", "version", "time"}
        found = {one["id"]: one for one in ready["rooms"]}
        assert set(found) == {LOBBY_ID, room["id"]}
        assert {"id", "name", "kind", "seq", "rev", "last_read_seq", "unread", "mentions", "muted"} <= set(
            found[room["id"]]
        )


async def test_a_direct_room_exists_once_and_names_the_other(alice: Person, bob: Person) -> None:
    body = {"kind": "direct", "user_id": bob.id}
    async with bob.socket() as his:
        asked = await asyncio.gather(*[alice("POST", "/api/rooms", body) for _ in range(3)])
        ids = {answer.ok()["id"] for answer in asked}
        back = (await bob("POST", "/api/rooms", {"kind": "direct", "user_id": alice.id})).ok()
        assert ids == {back["id"]}
        assert back["name"] == alice.user["display_name"]
        heard = await his.hear("room.created", lambda told: told["room"]["id"] == back["id"])
        assert {peer["id"] for peer in heard["room"]["peers"]} == {alice.id, bob.id}
        await alice("POST", f"/api/rooms/{back['id']}/messages", {"content": "hello"})
        await his.hear("message.created", lambda told: told["room_id"] == back["id"])
    (await alice("POST", f"/api/rooms/{back['id']}/leave")).refused("forbidden")
    (await alice("POST", "/api/rooms", {"kind": "direct"})).refused("invalid")
    (await alice("POST", "/api/rooms", {"kind": "direct", "user_id": "0" * 24})).refused("not_found")


async def test_a_private_room_does_not_exist_for_those_outside(alice: Person, bob: Person) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "secret"})).ok()
    for method, path, body in (
        ("GET", "", None),
        ("GET", "/members", None),
        ("GET", "/messages", None),
        ("POST", "/messages", {"content": "let me in"}),
        ("POST", "/join", None),
        ("PATCH", "", {"name": "mine"}),
        ("DELETE", "", None),
        ("POST", "/read", {"seq": 1}),
    ):
        (await bob(method, f"/api/rooms/{room['id']}{path}", body)).refused("not_found", 404)
    async with bob.socket() as his:
        await his.refused("typing.set", {"room_id": room["id"], "typing": True}, "not_found")
        await his.refused("room.sync", {"room_id": room["id"], "after_seq": 0}, "not_found")
        await alice("POST", f"/api/rooms/{room['id']}/messages", {"content": "psst"})
        await his.ok("account.get", {})
        assert not his.all("room.created") and not his.all("message.created")


async def test_a_public_room_is_found_joined_and_left(alice: Person, bob: Person) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "public", "name": "garden"})).ok()
    joinable = (await bob("GET", "/api/rooms?joinable=true&limit=200")).ok()["items"]
    assert room["id"] in {one["id"] for one in joinable}
    (await bob("POST", f"/api/rooms/{room['id']}/messages", {"content": "hi"})).refused("forbidden", 403)
    async with alice.socket() as hers, bob.socket() as his:
        await his.ok("room.join", {"id": room["id"]})
        joined = await hers.hear("room.member_joined", lambda told: told["user"]["id"] == bob.id)
        assert joined["room_id"] == room["id"]
        await hers.ok("message.send", {"room_id": room["id"], "content": "welcome", "client_msg_id": "w"})
        await his.hear("message.created", lambda told: told["room_id"] == room["id"])
        await his.ok("room.leave", {"id": room["id"]})
        await hers.hear("room.member_left", lambda told: told["user"]["id"] == bob.id)
        his.forget()
        await hers.ok("message.send", {"room_id": room["id"], "content": "gone?", "client_msg_id": "g"})
        await his.ok("account.get", {})
        assert not his.all("message.created")


async def test_who_is_removed_hears_no_more_and_who_owned_hands_over(
    house: House, alice: Person, bob: Person
) -> None:
    body = {"kind": "private", "name": "team", "member_ids": [bob.id]}
    room = (await alice("POST", "/api/rooms", body)).ok()
    (await bob("DELETE", f"/api/rooms/{room['id']}/members/{alice.id}")).refused("forbidden")
    async with bob.socket() as his:
        (await alice("DELETE", f"/api/rooms/{room['id']}/members/{bob.id}")).ok()
        await his.hear("room.member_left")
        his.forget()
        await alice("POST", f"/api/rooms/{room['id']}/messages", {"content": "now we can talk"})
        await his.refused("room.get", {"id": room["id"]}, "not_found")
        assert not his.all("message.created")
    (await alice("POST", f"/api/rooms/{room['id']}/members", {"user_id": bob.id})).ok()
    (await alice("POST", f"/api/rooms/{room['id']}/leave")).ok()
    assert (await bob("GET", f"/api/rooms/{room['id']}")).ok()["role"] == "owner"


async def test_unread_and_mentions_can_be_trusted(alice: Person, bob: Person) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "r", "member_ids": [bob.id]})).ok()["id"]

    async def state() -> dict[str, Any]:
        found = (await bob("GET", f"/api/rooms/{room}")).ok()
        return {name: found[name] for name in ("seq", "last_read_seq", "unread", "mentions")}

    for text in ("one", f"@{bob.username} two", "`@room` is code", "three @room"):
        (await alice("POST", f"/api/rooms/{room}/messages", {"content": text})).ok()
    assert await state() == {"seq": 4, "last_read_seq": 0, "unread": 4, "mentions": 2}
    async with bob.socket() as his:
        await his.ok("room.read", {"room_id": room, "seq": 2})
        await his.hear("room.read", lambda told: (told["user_id"], told["seq"]) == (bob.id, 2))
    assert await state() == {"seq": 4, "last_read_seq": 2, "unread": 2, "mentions": 1}
    (await bob("POST", f"/api/rooms/{room}/read", {"seq": 1})).ok()
    assert (await state())["last_read_seq"] == 2, "reading never goes back"
    (await bob("POST", f"/api/rooms/{room}/read", {"seq": 900})).ok()
    assert await state() == {"seq": 4, "last_read_seq": 4, "unread": 0, "mentions": 0}


async def test_who_speaks_has_read_what_came_before(alice: Person, bob: Person) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "r", "member_ids": [bob.id]})).ok()["id"]
    for person, text in ((alice, "one"), (bob, "two"), (alice, "three")):
        (await person("POST", f"/api/rooms/{room}/messages", {"content": text})).ok()
    assert (await alice("GET", f"/api/rooms/{room}")).ok()["unread"] == 0
    assert (await bob("GET", f"/api/rooms/{room}")).ok()["unread"] == 1


async def test_typing_is_told_to_the_others_and_ends_by_itself(alice: Person, bob: Person) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "r", "member_ids": [bob.id]})).ok()["id"]
    async with alice.socket() as hers, bob.socket() as his:
        await hers.ok("typing.set", {"room_id": room, "typing": True})
        told = await his.hear("typing", lambda told: told["typing"])
        assert told == {"room_id": room, "user_id": alice.id, "typing": True}
        await his.hear("typing", lambda told: not told["typing"])
        assert not any(told["typing"] for told in hers.all("typing"))
        await hers.refused("typing.set", {"room_id": room}, "invalid")


async def test_presence_is_told_as_it_changes(alice: Person, bob: Person) -> None:
    async with alice.socket() as hers:
        async with bob.socket() as his:
            await hers.hear("presence", lambda told: told["user_id"] == bob.id and told["online"])
            await his.ok("presence.set", {"status": "dnd", "text": "writing"})
            told = await hers.hear("presence", lambda told: told["status"] == "dnd")
            assert (told["user_id"], told["text"]) == (bob.id, "writing")
            await his.refused("presence.set", {"status": "dancing"}, "invalid")
        await hers.hear("presence", lambda told: told["user_id"] == bob.id and not told["online"], timeout=60)
