"""Who hears what: no socket is told more than its caller could ask for."""

from __future__ import annotations

from typing import Any

from hub.doors.sockets import MOST_WAITING, SocketDoor
from hub.kernel.context import Actor, ActorKind
from hub.realtime.server import Connection
from tests.house import House, Person, Socket


async def token_of(person: Person, *scopes: str) -> str:
    return (await person("POST", "/api/tokens", {"name": "t", "scopes": list(scopes)})).ok()["token"]


async def test_a_narrow_token_hears_only_what_it_may_read(house: House, alice: Person) -> None:
    narrow, talk = await token_of(alice, "task:read"), await token_of(alice, "room:read", "message:read")
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "secret"})).ok()["id"]
    async with Socket(house.base, narrow) as deaf, Socket(house.base, talk) as listens, alice.socket() as own:
        assert deaf.all("ready")[0]["rooms"] == []
        (await alice("POST", f"/api/rooms/{room}/messages", {"content": "psst"})).ok()
        (await alice("POST", "/api/notes", {"title": "private"})).ok()
        other = (await alice("POST", "/api/rooms", {"kind": "private", "name": "later"})).ok()["id"]
        (await alice("POST", f"/api/rooms/{other}/messages", {"content": "psst again"})).ok()
        await own.hear("note.created")
        await own.hear("message.created", lambda told: told["room_id"] == other)
        await listens.hear("message.created", lambda told: told["room_id"] == other)
        await deaf.ok("task.list", {})
        assert {name for name, _ in deaf.heard} == {"ready"}
        assert not listens.all("note.created")


async def test_a_guest_does_not_hear_of_public_rooms(house: House, alice: Person, bob: Person) -> None:
    (await house.admin("PATCH", f"/api/users/{bob.id}", {"role": "guest"})).ok()
    async with bob.socket() as his, alice.socket() as hers:
        room = (await alice("POST", "/api/rooms", {"kind": "public", "name": "staff only"})).ok()["id"]
        (await alice("PATCH", f"/api/rooms/{room}", {"name": "still staff only"})).ok()
        await hers.hear("room.updated", lambda told: told["room"]["id"] == room)
        await his.ok("account.get", {})
        assert not his.all("room.created") and not his.all("room.updated")
        (await alice("POST", f"/api/rooms/{room}/members", {"user_id": bob.id})).ok()
        (await alice("PATCH", f"/api/rooms/{room}", {"name": "with a guest"})).ok()
        await his.hear("room.updated", lambda told: told["room"]["id"] == room)


async def test_one_connection_cannot_pile_up_work(house: House) -> None:
    actor = Actor(kind=ActorKind.USER, id="0" * 24, display_name="flood")
    connection = Connection(sid="s", actor=actor, address="", user_agent="", waiting=MOST_WAITING)
    door = SocketDoor(house.hub.pipeline)
    ack = await door.receive(connection, "task.list", {})
    assert ack["error"]["code"] == "rate_limited"
    assert connection.waiting == MOST_WAITING


async def test_a_fault_is_answered_too(house: House) -> None:
    async def fails(actor: Actor) -> Any:
        raise RuntimeError("broken")

    actor = Actor(kind=ActorKind.USER, id="0" * 24, display_name="somebody")
    connection = Connection(sid="s", actor=actor, address="", user_agent="")
    ack = await SocketDoor(house.hub.pipeline, current=fails).receive(connection, "task.list", {})
    assert ack["error"]["code"] == "internal"
    assert connection.waiting == 0
