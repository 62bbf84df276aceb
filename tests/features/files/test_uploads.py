"""Bytes come in: whole, in pieces, again after a broken line; and what is refused leaves nothing behind."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import timedelta

import aiohttp
import pytest

from hub.storage.blobs import CHUNK, BlobDocument, ChunkDocument
from tests.features.files.sending import MEGABYTE, content, pattern, post
from tests.house import House, MovableClock, Person


async def stored() -> tuple[int, int]:
    """How many files and chunks there are."""
    return await BlobDocument.rows().count_documents({}), await ChunkDocument.rows().count_documents({})


async def test_a_file_comes_back_as_it_was_sent(alice: Person) -> None:
    data = pattern(3 * CHUNK + 17)
    file = (await post(alice, data, "data.bin")).ok()
    assert file["size"] == len(data) and file["sha256"] == hashlib.sha256(data).hexdigest()
    assert file["name"] == "data.bin" and file["owner_id"] == alice.id
    got = await content(alice, file["id"])
    assert got.status == 200 and got.body == data
    listed = (await alice("GET", "/api/files")).ok()["items"]
    assert [one["id"] for one in listed] == [file["id"]]


async def test_an_empty_file_is_a_file(alice: Person) -> None:
    file = (await post(alice, b"", "empty.txt")).ok()
    got = await content(alice, file["id"])
    assert (file["size"], got.status, got.body) == (0, 200, b"")


async def test_an_upload_goes_on_where_it_broke(alice: Person) -> None:
    data = pattern(4 * CHUNK + 100)
    begun = (await alice("POST", "/api/files/uploads", {"name": "long.bin", "size": len(data)})).ok()
    path = f"/api/files/uploads/{begun['id']}"
    # The second chunk is cut: only what is whole stays.
    first = await alice("PATCH", path, data=data[: CHUNK + 500], headers={"Upload-Offset": "0"})
    assert first.status == 200 and first.ok()["offset"] == CHUNK
    assert (await alice("GET", path)).ok()["offset"] == CHUNK
    wrong = await alice("PATCH", path, data=data[500:], headers={"Upload-Offset": "500"})
    assert wrong.refused("conflict", 409)["current"]["offset"] == CHUNK
    last = await alice("PATCH", path, data=data[CHUNK:], headers={"Upload-Offset": str(CHUNK)})
    file = last.ok()
    assert last.status == 201 and file["sha256"] == hashlib.sha256(data).hexdigest()
    assert (await content(alice, file["id"])).body == data
    # The answer may have been lost: asking again gives the same file.
    again = await alice("POST", f"{path}/finish", {})
    assert again.status == 201 and again.ok()["id"] == file["id"]
    assert (await alice("PATCH", path, data=b"", headers={"Upload-Offset": "0"})).ok()["id"] == file["id"]


async def test_a_line_that_breaks_leaves_whole_chunks_only(house: House, alice: Person) -> None:
    data = pattern(3 * CHUNK)
    begun = (await alice("POST", "/api/files/uploads", {"name": "broken.bin", "size": len(data)})).ok()
    path = f"/api/files/uploads/{begun['id']}"
    _, writer = await asyncio.open_connection("127.0.0.1", house.listening.port)
    head = (
        f"PATCH {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {alice.token}\r\n"
        f"Upload-Offset: 0\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    writer.write(head.encode() + data[: 2 * CHUNK + 1000])
    await writer.drain()
    async with asyncio.timeout(20):
        while (await alice("GET", path)).ok()["offset"] < 2 * CHUNK:
            await asyncio.sleep(0.05)
    writer.close()
    state = (await alice("GET", path)).ok()
    assert state["offset"] == 2 * CHUNK and not state["complete"]
    last = await alice("PATCH", path, data=data[2 * CHUNK :], headers={"Upload-Offset": str(2 * CHUNK)})
    assert last.ok()["sha256"] == hashlib.sha256(data).hexdigest()


async def test_more_than_a_file_may_hold_is_refused_and_leaves_nothing(house: House, alice: Person) -> None:
    before = await stored()

    async def endless(size: int):
        piece = b"x" * MEGABYTE
        for _ in range(size):
            yield piece

    # Said in advance, counted as it comes, and with a size that is not said at all.
    (await post(alice, b"x" * (51 * MEGABYTE), "huge.bin")).refused("too_large", 413)
    (await post(alice, endless(51), "huge.bin")).refused("too_large", 413)
    (await alice("POST", "/api/files/uploads", {"name": "huge.bin", "size": 51 * MEGABYTE})).refused("too_large")
    assert await stored() == before
    assert (await alice("GET", "/api/files")).ok()["items"] == []
    # The connection goes on being of use.
    (await post(alice, b"small")).ok()


async def test_more_than_was_announced_is_refused(alice: Person) -> None:
    before = await stored()
    begun = (await alice("POST", "/api/files/uploads", {"name": "a.txt", "size": 3})).ok()
    path = f"/api/files/uploads/{begun['id']}"
    (await alice("PATCH", path, data=b"12345", headers={"Upload-Offset": "0"})).refused("invalid", 422)
    assert await stored() == before
    assert (await alice("PATCH", path, data=b"123", headers={"Upload-Offset": "0"})).ok()["size"] == 3


async def test_who_gives_up_leaves_nothing(alice: Person) -> None:
    before = await stored()
    begun = (await alice("POST", "/api/files/uploads", {"name": "a.bin", "size": 2 * CHUNK})).ok()
    path = f"/api/files/uploads/{begun['id']}"
    (await alice("PATCH", path, data=pattern(CHUNK), headers={"Upload-Offset": "0"})).ok()
    assert await stored() != before
    (await alice("DELETE", path)).ok()
    assert await stored() == before
    (await alice("GET", path)).refused("not_found")


async def test_an_upload_is_its_owners(alice: Person, bob: Person) -> None:
    begun = (await alice("POST", "/api/files/uploads", {"name": "a.txt", "size": 3})).ok()
    path = f"/api/files/uploads/{begun['id']}"
    for method, more in (("GET", ""), ("DELETE", ""), ("PATCH", ""), ("POST", "/finish")):
        answer = await bob(method, path + more, data=b"", headers={"Upload-Offset": "0"})
        answer.refused("not_found", 404)
    (await alice("POST", f"{path}/finish", {})).refused("conflict", 409)
    assert (await alice("PATCH", path, data=b"abc", headers={"Upload-Offset": "0"})).status == 201


@pytest.mark.parametrize("offset", ["", "-1", "x", "9" * 40])
async def test_an_offset_is_a_number(alice: Person, offset: str) -> None:
    begun = (await alice("POST", "/api/files/uploads", {"name": "a.txt", "size": 3})).ok()
    path = f"/api/files/uploads/{begun['id']}"
    (await alice("PATCH", path, data=b"abc", headers={"Upload-Offset": offset})).refused("invalid", 422)


async def test_what_makes_no_sense_is_refused(house: House, alice: Person) -> None:
    before = await stored()
    (await alice("POST", "/api/files", {"name": "x"})).refused("invalid", 400)
    (await alice("POST", "/api/files", data=b"x", headers={"Content-Type": "multipart/form-data"})).refused("invalid")
    no_file = aiohttp.FormData({"name": "a", "size": "1"})
    no_file._is_multipart = True
    (await alice("POST", "/api/files", data=no_file)).refused("invalid", 422)
    (await post(alice, b"x", surprise="1")).refused("invalid", 422)
    (await post(alice, b"x", project_id="nonsense")).refused("invalid", 422)
    (await post(alice, b"x", project_id="0" * 24)).refused("not_found", 404)
    (await post(alice, b"x", name="y" * 2_000)).refused("invalid", 422)
    nobody = aiohttp.FormData()
    nobody.add_field("file", b"x", filename="a")
    (await house.request("POST", "/api/files", data=nobody)).refused("unauthenticated", 401)
    assert await stored() == before


async def test_a_guest_uploads_to_their_rooms_only(house: House, alice: Person) -> None:
    guest = await house.person("guest")
    (await house.admin("PATCH", f"/api/users/{guest.id}", {"role": "guest"})).ok()
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "r", "member_ids": [guest.id]})).ok()
    (await post(guest, b"x")).refused("forbidden", 403)
    (await post(guest, b"x", room_id=room["id"])).ok()


async def test_bytes_that_nothing_refers_to_go_in_time(house: House, alice: Person, clock: MovableClock) -> None:
    kept = (await post(alice, pattern(10), "kept.bin")).ok()
    deleted = (await post(alice, pattern(20), "deleted.bin")).ok()
    begun = (await alice("POST", "/api/files/uploads", {"name": "given up.bin", "size": 2 * CHUNK})).ok()
    path = f"/api/files/uploads/{begun['id']}"
    (await alice("PATCH", path, data=pattern(CHUNK), headers={"Upload-Offset": "0"})).ok()
    gone = await alice("DELETE", f"/api/files/{deleted['id']}")
    gone.ok()

    async def left() -> set[str]:
        await sweep(house)
        rows = ChunkDocument.rows().find({"files_id": {"$in": [kept["id"], deleted["id"], begun["id"]]}})
        return {row["files_id"] async for row in rows}

    everything = {kept["id"], deleted["id"], begun["id"]}
    assert await left() == everything
    clock.offset += timedelta(hours=25)
    assert await left() == {kept["id"], deleted["id"]}
    # For as long as activity is kept a deletion can be undone, and the bytes are still there.
    clock.offset += timedelta(days=80)
    assert await left() == {kept["id"], deleted["id"]}
    clock.offset += timedelta(days=20)
    assert await left() == {kept["id"]}


async def sweep(house: House) -> None:
    """Have orphans collected now."""
    from hub.kernel.context import SYSTEM, Call, Origin

    call = Call(actor=SYSTEM, origin=Origin.SCHEDULE, request_id="sweep")
    await house.hub.pipeline.run("file.sweep", {"due_at": house.clock.now().isoformat()}, call)
