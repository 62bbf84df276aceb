"""Files in messages: they are the room's, come and go with the message, and are in the gallery."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.features.files.sending import content, picture, post
from tests.house import House, Person


async def room_of(alice: Person, *others: Person) -> str:
    """A private room."""
    body = {"kind": "private", "name": "r", "member_ids": [one.id for one in others]}
    return (await alice("POST", "/api/rooms", body)).ok()["id"]


async def say(person: Person, room_id: str, *files: str, text: str = "", **more: Any) -> Any:
    """Send a message with files."""
    body = {"content": text, "attachments": [{"file_id": one} for one in files], **more}
    return await person("POST", f"/api/rooms/{room_id}/messages", body)


async def test_a_message_carries_files(alice: Person, bob: Person) -> None:
    room = await room_of(alice, bob)
    image = (await post(alice, picture(), "a.png", room_id=room)).ok()
    text = (await post(alice, b"hello", "b.txt", room_id=room)).ok()
    # Not sent yet: nobody else knows of it, and it stands in no list of the room's.
    (await bob("GET", f"/api/files/{image['id']}")).refused("not_found")
    assert (await alice("GET", f"/api/gallery?room_id={room}")).ok()["items"] == []
    async with bob.socket() as socket:
        sent = (await say(alice, room, image["id"], text["id"])).ok()
        told = await socket.hear("message.created", lambda one: one["message"]["id"] == sent["id"])
    assert told["message"]["attachments"] == sent["attachments"] and sent["kind"] == "file"
    assert sent["attachments"][0] == {
        "file_id": image["id"],
        "name": "a.png",
        "mime_type": "image/png",
        "size": image["size"],
        "width": 1200,
        "height": 800,
        "duration": None,
        "has_thumbnail": True,
    }
    assert (await content(bob, text["id"])).body == b"hello"
    shown = (await bob("GET", f"/api/files/{text['id']}")).ok()
    assert (shown["room_id"], shown["message_id"]) == (room, sent["id"])
    (await bob("DELETE", f"/api/files/{text['id']}")).refused("forbidden", 403)
    # What was sent is no more in the list of one's own.
    assert (await alice("GET", "/api/files")).ok()["items"] == []


async def test_a_message_with_words_and_a_file(alice: Person) -> None:
    room = await room_of(alice)
    file = (await post(alice, b"x", room_id=room)).ok()
    sent = (await say(alice, room, file["id"], text="look")).ok()
    assert (sent["kind"], sent["content"], len(sent["attachments"])) == ("text", "look", 1)
    (await say(alice, room)).refused("invalid", 422)
    (await say(alice, room, *["0" * 24] * 11)).refused("invalid", 422)


async def test_a_file_of_another_place_is_sent_as_one_of_its_own(alice: Person, bob: Person) -> None:
    first, second = await room_of(alice), await room_of(alice, bob)
    file = (await post(alice, b"mine", "mine.txt")).ok()
    copy = (await say(alice, second, file["id"])).ok()["attachments"][0]["file_id"]
    assert copy != file["id"] and (await content(bob, copy)).body == b"mine"
    (await bob("GET", f"/api/files/{file['id']}")).refused("not_found")
    elsewhere = (await say(alice, first, copy)).ok()["attachments"][0]["file_id"]
    (await bob("GET", f"/api/files/{elsewhere}")).refused("not_found")
    (await alice("DELETE", f"/api/files/{file['id']}")).ok()
    assert (await content(bob, copy)).body == b"mine"


async def test_what_one_may_not_see_one_may_not_send(alice: Person, bob: Person) -> None:
    room, others = await room_of(alice, bob), await room_of(alice)
    file = (await post(alice, b"secret")).ok()
    (await say(bob, room, file["id"])).refused("not_found", 404)
    (await say(bob, others, file["id"])).refused("not_found", 404)
    mine = (await post(alice, b"x", room_id=room)).ok()
    (await say(alice, room, mine["id"], mine["id"])).refused("invalid", 422)
    (await say(alice, room, mine["id"], "0" * 24)).refused("not_found", 404)
    assert (await alice("GET", f"/api/gallery?room_id={room}")).ok()["items"] == []


async def test_a_message_that_is_sent_again_has_the_same_files(alice: Person) -> None:
    room = await room_of(alice)
    waiting = (await post(alice, b"x", "waiting.txt", room_id=room)).ok()
    kept = (await post(alice, b"y", "kept.txt")).ok()
    both = (waiting["id"], kept["id"])
    first = (await say(alice, room, *both, client_msg_id="once")).ok()
    again = (await say(alice, room, *both, client_msg_id="once")).ok()
    assert again == first
    listed = (await alice("GET", f"/api/gallery?room_id={room}")).ok()["items"]
    assert {one["id"] for one in listed} == {one["file_id"] for one in first["attachments"]}
    assert {one["message_id"] for one in listed} == {first["id"]}


async def test_files_go_with_their_message_and_come_back_with_it(alice: Person, bob: Person) -> None:
    room = await room_of(alice, bob)
    file = (await post(alice, b"x", room_id=room)).ok()
    sent = (await say(alice, room, file["id"])).ok()
    gone = await alice("DELETE", f"/api/messages/{sent['id']}")
    assert gone.ok()["attachments"] == []
    (await bob("GET", f"/api/files/{file['id']}/content")).refused("not_found", 404)
    (await alice("POST", f"/api/activity/{gone.headers['X-Activity-Id']}/undo")).ok()
    assert (await content(bob, file["id"])).body == b"x"
    assert (await bob("GET", f"/api/messages/{sent['id']}")).ok()["attachments"] == sent["attachments"]


async def test_who_leaves_the_room_leaves_its_files(alice: Person, bob: Person) -> None:
    room = await room_of(alice, bob)
    file = (await post(bob, picture(), "a.png", room_id=room)).ok()
    (await say(bob, room, file["id"])).ok()
    link = (await bob("GET", f"/api/files/{file['id']}/link")).ok()["url"]
    assert (await bob("GET", "/api/gallery")).ok()["items"] != []
    (await alice("DELETE", f"/api/rooms/{room}/members/{bob.id}")).ok()
    for path in ("", "/content", "/thumbnail", "/link"):
        (await bob("GET", f"/api/files/{file['id']}{path}")).refused("not_found", 404)
    (await bob.house.request("GET", link)).refused("not_found", 404)
    (await bob("DELETE", f"/api/files/{file['id']}")).refused("not_found", 404)
    assert (await bob("GET", "/api/gallery")).ok()["items"] == []
    assert (await bob("GET", "/api/files")).ok()["items"] == []
    (await bob("GET", f"/api/gallery?room_id={room}")).refused("not_found", 404)
    assert (await content(alice, file["id"])).status == 200


async def test_the_gallery_is_narrowed(house: House, alice: Person, bob: Person) -> None:
    room, other = await room_of(alice, bob), await room_of(alice)
    image = (await post(alice, picture(), "a.png", room_id=room)).ok()
    text = (await post(bob, b"hello", "b.txt", room_id=room)).ok()
    apart = (await post(alice, b"apart", "c.txt", room_id=other)).ok()
    for person, place, file in ((alice, room, image), (bob, room, text), (alice, other, apart)):
        (await say(person, place, file["id"])).ok()
    (await post(alice, b"own")).ok()

    async def found(person: Person, query: str) -> set[str]:
        return {one["id"] for one in (await person("GET", f"/api/gallery?{query}")).ok()["items"]}

    at = house.clock.now()
    assert await found(alice, "") == {image["id"], text["id"], apart["id"]}
    assert await found(bob, "") == {image["id"], text["id"]}
    assert await found(alice, "media=image") == {image["id"]}
    assert await found(alice, f"sender_id={bob.id}") == {text["id"]}
    assert await found(alice, f"room_id={other}") == {apart["id"]}
    assert await found(alice, f"min_size={image['size']}") == {image["id"]}
    assert await found(alice, f"from={stamp(at + timedelta(hours=1))}") == set()
    assert await found(alice, f"to={stamp(at - timedelta(hours=1))}") == set()
    first = (await alice("GET", "/api/gallery?limit=2")).ok()
    second = (await alice("GET", f"/api/gallery?limit=2&cursor={first['next_cursor']}")).ok()
    assert [one["id"] for one in first["items"] + second["items"]] == [apart["id"], text["id"], image["id"]]
    assert second["next_cursor"] is None


def stamp(moment: Any) -> str:
    """A time for a query."""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
