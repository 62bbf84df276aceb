"""Bytes go out: whole or in part, to whoever may see what they belong to, and to nobody else."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from hub.storage.blobs import CHUNK
from tests.features.files.sending import MEGABYTE, content, fetch, pattern, picture, post
from tests.house import House, MovableClock, Person

SIZE = 2 * CHUNK + 100
DATA = pattern(SIZE)


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        (f"bytes={CHUNK - 5}-{CHUNK + 5}", CHUNK - 5, CHUNK + 6),
        (f"bytes={CHUNK}-", CHUNK, SIZE),
        ("bytes=-10", SIZE - 10, SIZE),
        (f"bytes=-{10 * SIZE}", 0, SIZE),
        (f"bytes=5-{10 * SIZE}", 5, SIZE),
    ],
)
async def test_a_part_is_that_part(alice: Person, asked: str, start: int, end: int) -> None:
    file = (await post(alice, DATA, "data.bin")).ok()
    got = await content(alice, file["id"], Range=asked)
    assert got.status == 206 and got.body == DATA[start:end]
    assert got.headers["Content-Range"] == f"bytes {start}-{end - 1}/{SIZE}"


async def test_what_is_no_range_and_what_is_beyond(alice: Person) -> None:
    file = (await post(alice, DATA, "data.bin")).ok()
    for asked in (f"bytes={SIZE}-", "bytes=-0", "bytes=9-5", f"bytes={'9' * 40}-"):
        got = await content(alice, file["id"], Range=asked)
        assert got.status == 416 and got.headers["Content-Range"] == f"bytes */{SIZE}", asked
    for asked in ("bytes=0-1,3-4", "lines=1-2", "bytes=-", "nonsense"):
        got = await content(alice, file["id"], Range=asked)
        assert got.status == 200 and len(got.body) == SIZE, asked
    etag = got.headers["ETag"]
    assert (await content(alice, file["id"], Range="bytes=0-9", If_Range=etag)).status == 206
    assert (await content(alice, file["id"], Range="bytes=0-9", If_Range='"another"')).status == 200
    unchanged = await content(alice, file["id"], If_None_Match=etag)
    assert unchanged.status == 304 and unchanged.body == b""


async def test_a_link_opens_for_its_person_for_a_while(
    house: House, alice: Person, bob: Person, clock: MovableClock
) -> None:
    file = (await post(alice, picture(), "a.png")).ok()
    other = (await post(alice, b"secret", "b.txt")).ok()
    link = (await alice("GET", f"/api/files/{file['id']}/link")).ok()["url"]
    small = (await alice("GET", f"/api/files/{file['id']}/link?thumbnail=true")).ok()["url"]
    assert (await fetch(house, link)).status == 200 and (await fetch(house, small)).status == 200
    (await bob("GET", f"/api/files/{file['id']}/link")).refused("not_found", 404)
    signature = link.partition("?s=")[2]
    person, expires, digits = signature.split(".")
    for wrong in (
        f"/api/files/{other['id']}/content?s={signature}",
        f"/api/files/{file['id']}/content?s={bob.id}.{expires}.{digits}",
        f"/api/files/{file['id']}/content?s={person}.{int(expires) + 300}.{digits}",
        f"/api/files/{file['id']}/content?s=nonsense",
        f"/api/files/{file['id']}/content?s=",
        f"/api/files/{file['id']}/content",
    ):
        (await house.request("GET", wrong)).refused("unauthenticated", 401)
    clock.offset += timedelta(minutes=10)
    (await house.request("GET", link)).refused("unauthenticated", 401)


async def test_a_link_of_somebody_who_was_disabled_opens_nothing(house: House, alice: Person) -> None:
    file = (await post(alice, b"x")).ok()
    link = (await alice("GET", f"/api/files/{file['id']}/link")).ok()["url"]
    assert (await fetch(house, link)).status == 200
    (await house.admin("POST", f"/api/users/{alice.id}/disable", {})).ok()
    (await house.request("GET", link)).refused("unauthenticated", 401)


async def test_a_file_is_its_owners(house: House, alice: Person, bob: Person) -> None:
    file = (await post(alice, picture(), "a.png")).ok()
    path = f"/api/files/{file['id']}"
    for tail in ("", "/content", "/thumbnail", "/link"):
        (await bob("GET", path + tail)).refused("not_found", 404)
        (await house.request("GET", path + tail)).refused("unauthenticated", 401)
    (await bob("PATCH", path, {"name": "mine.png"})).refused("not_found")
    (await bob("DELETE", path)).refused("not_found")
    assert (await bob("GET", "/api/files")).ok()["items"] == []
    assert (await content(alice, file["id"])).status == 200


async def test_what_was_deleted_comes_back_with_its_bytes(alice: Person) -> None:
    file = (await post(alice, DATA, "data.bin")).ok()
    async with alice.socket() as socket:
        gone = await alice("DELETE", f"/api/files/{file['id']}")
        await socket.hear("file.deleted", lambda told: told["entity"]["id"] == file["id"])
        (await alice("GET", f"/api/files/{file['id']}/content")).refused("not_found", 404)
        (await alice("POST", f"/api/activity/{gone.headers['X-Activity-Id']}/undo")).ok()
        await socket.hear("file.created", lambda told: told["entity"]["id"] == file["id"])
    assert (await content(alice, file["id"])).body == DATA


async def test_a_file_follows_what_it_is_attached_to(alice: Person, bob: Person) -> None:
    task = (await alice("POST", "/api/tasks", {"title": "Read this", "assignee_id": bob.id})).ok()
    thing = {"kind": "task", "id": task["id"]}
    file = (await post(alice, b"text", "read.txt")).ok()
    (await bob("GET", f"/api/files/{file['id']}")).refused("not_found")
    path = f"/api/files/{file['id']}/belongs-to"
    (await alice("PUT", path, {"belongs_to": {"kind": "user", "id": bob.id}})).refused("invalid", 422)
    (await alice("PUT", path, {"belongs_to": {"kind": "note", "id": task["id"]}})).refused("not_found", 404)
    assert (await alice("PUT", path, {"belongs_to": thing})).ok()["belongs_to"] == thing
    assert (await content(bob, file["id"])).body == b"text"
    listed = await bob("GET", f"/api/files?thing_kind=task&thing_id={task['id']}")
    assert [one["id"] for one in listed.ok()["items"]] == [file["id"]]
    (await alice("PATCH", f"/api/tasks/{task['id']}", {"assignee_id": None})).ok()
    (await bob("GET", f"/api/files/{file['id']}/content")).refused("not_found")
    (await bob("GET", f"/api/files?thing_kind=task&thing_id={task['id']}")).refused("not_found")
    (await alice("DELETE", f"/api/tasks/{task['id']}")).ok()
    assert (await content(alice, file["id"])).status == 200


async def test_who_is_shut_out_hears_no_more(house: House, alice: Person, bob: Person) -> None:
    """The right is asked again while bytes go out: what is left of them does not."""
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "r", "member_ids": [bob.id]})).ok()
    file = (await post(alice, pattern(20 * MEGABYTE), "long.bin", room_id=room["id"])).ok()
    sent = {"content": "", "attachments": [{"file_id": file["id"]}]}
    (await alice("POST", f"/api/rooms/{room['id']}/messages", sent)).ok()
    reader, writer = await asyncio.open_connection("127.0.0.1", house.listening.port, limit=2**16)
    request = f"GET /api/files/{file['id']}/content HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {bob.token}\r\n\r\n"
    writer.write(request.encode())
    head = await reader.readuntil(b"\r\n\r\n")
    assert b" 200 " in head and f"Content-Length: {20 * MEGABYTE}".encode() in head
    (await alice("DELETE", f"/api/rooms/{room['id']}/members/{bob.id}")).ok()
    came = 0
    try:
        async with asyncio.timeout(30):
            while piece := await reader.read(2**16):
                came += len(piece)
    except ConnectionError:
        pass
    writer.close()
    # What the two sockets and the hub held already, and the megabyte after which it asks.
    assert came < 18 * MEGABYTE
