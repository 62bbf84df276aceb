"""Two hub processes on one database: rights that end in one end in the other, and a room stays in order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tests.house import Answer, House, Person
from tests.several.conftest import Elsewhere


async def until_refused(ask: Callable[[], Awaitable[Answer]], code: str) -> None:
    """Ask again until it is refused: what another process did is known within moments, not at once."""
    async with asyncio.timeout(30):
        while (answer := await ask()).status < 400:
            await asyncio.sleep(0.01)
    answer.refused(code)


async def private_room(alice: Person, bob: Person) -> str:
    return (await alice("POST", "/api/rooms", {"kind": "private", "name": "r", "member_ids": [bob.id]})).ok()["id"]


async def test_who_is_taken_out_of_a_room_in_one_process_cannot_write_in_the_other(
    elsewhere: Elsewhere, alice: Person, bob: Person
) -> None:
    room = await private_room(alice, bob)
    his = elsewhere.of(bob)

    async def say(person: Person) -> Answer:
        return await person("POST", f"/api/rooms/{room}/messages", {"content": "hello"})

    for person in (his, bob):
        (await say(person)).ok()
    (await alice("DELETE", f"/api/rooms/{room}/members/{bob.id}")).ok()
    (await say(bob)).refused("not_found"), "in the process that did it, from the answer on"
    await until_refused(lambda: say(his), "not_found")
    (await elsewhere.of(alice)("POST", f"/api/rooms/{room}/members", {"user_id": bob.id})).ok()
    (await say(his)).ok()
    async with asyncio.timeout(30):
        while (await say(bob)).status >= 400:
            await asyncio.sleep(0.01)


async def test_a_role_and_a_sign_in_that_end_in_one_process_end_in_the_other(
    house: House, elsewhere: Elsewhere, bob: Person
) -> None:
    his = elsewhere.of(bob)
    admin = house.admin

    async def listed() -> Answer:
        return await his("GET", "/api/invitations")

    (await listed()).refused("forbidden")
    (await admin("PATCH", f"/api/users/{bob.id}", {"role": "admin"})).ok()
    async with his.socket() as socket:
        async with asyncio.timeout(30):
            while (await listed()).status >= 400:
                await asyncio.sleep(0.01)
        assert (await socket.call("invitation.list", {}))["ok"], "the socket's caller is as of now too"
        (await admin("PATCH", f"/api/users/{bob.id}", {"role": "member"})).ok()
        await until_refused(listed, "forbidden")
        assert not (await socket.call("invitation.list", {}))["ok"]
        (await bob("DELETE", "/api/auth/sessions")).ok()
        (await admin("POST", f"/api/users/{bob.id}/disable")).ok()
        await socket.hear("session.revoked", timeout=30)
        await until_refused(lambda: his("GET", "/api/auth/me"), "unauthenticated")
    (await admin("POST", f"/api/users/{bob.id}/enable")).ok()


async def test_a_room_that_two_processes_write_to_has_no_hole_and_nothing_twice(
    elsewhere: Elsewhere, alice: Person, bob: Person
) -> None:
    room = await private_room(alice, bob)
    reads: list[list[int]] = []
    done = asyncio.Event()

    async def read() -> None:
        # Whatever a reader sees has no hole: a seq that is missing would never be looked for again.
        while not done.is_set():
            found = (await bob("GET", f"/api/rooms/{room}/sync?after_seq=0&limit=200")).ok()
            reads.append([message["seq"] for message in found["items"]])

    async def send(person: Person, name: str) -> list[dict[str, Any]]:
        async with person.socket() as socket:
            bodies = [
                {"room_id": room, "content": f"{name}{n}", "client_msg_id": f"{name}{n // 2 if n % 10 == 1 else n}"}
                for n in range(40)
            ]
            return await asyncio.gather(*[socket.ok("message.send", body) for body in bodies])

    reader = asyncio.create_task(read())
    people = (alice, elsewhere.of(alice), bob, elsewhere.of(bob))
    sent = await asyncio.gather(*[send(person, f"p{place}-") for place, person in enumerate(people)])
    done.set()
    await reader
    stored = (await alice("GET", f"/api/rooms/{room}/sync?after_seq=0&limit=200")).ok()["items"]
    assert [message["seq"] for message in stored] == list(range(1, len(stored) + 1))
    acknowledged = {message["id"] for messages in sent for message in messages}
    assert acknowledged == {message["id"] for message in stored}
    ids = {(message["sender"]["id"], message["client_msg_id"]) for message in stored}
    assert len(ids) == len(stored)
    for seqs in reads:
        assert seqs == list(range(1, len(seqs) + 1))
