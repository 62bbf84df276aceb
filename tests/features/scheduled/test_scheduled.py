"""Scheduled messages through their doors."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hub.features.scheduled.documents import ScheduledDocument
from hub.kernel.context import SYSTEM, Call, Origin
from tests.house import MovableClock, Person, for_the_whole_run

LOBBY = "000000000000000000000001"


def iso(moment: datetime) -> str:
    """A time as the wire has it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def later(**delta: float) -> str:
    """A time from now on."""
    return iso(datetime.now(UTC) + timedelta(**delta))


async def a_room(person: Person, *others: Person) -> str:
    """A private room of some people."""
    body = {"kind": "private", "name": "Plans", "member_ids": [other.id for other in others]}
    return (await person("POST", "/api/rooms", body)).ok()["id"]


async def schedule(person: Person, room_id: str = LOBBY, **fields: Any) -> dict[str, Any]:
    """A scheduled message of that person's, for tomorrow unless told otherwise."""
    body = {"room_id": room_id, "content": "Good morning", "send_at": later(days=1), **fields}
    return (await person("POST", "/api/scheduled", body)).ok()


async def said_in(person: Person, room_id: str) -> list[str]:
    """What has been said in a room."""
    return [item["content"] for item in (await person("GET", f"/api/rooms/{room_id}/messages")).ok()["items"]]


def a_year_on(person: Person) -> None:
    """Keep somebody signed in whatever the clock says."""
    person.token = for_the_whole_run(person.token)


async def fire(person: Person, made: dict[str, Any], due_at: str | None = None) -> Any:
    """Do what the schedule does."""
    call = Call(actor=SYSTEM, origin=Origin.SCHEDULE, request_id="test")
    payload = {"id": made["id"], "due_at": due_at or made["send_at"]}
    return (await person.house.hub.pipeline.run("scheduled.fire", payload, call)).result


async def test_a_message_is_scheduled_found_changed_and_deleted(alice: Person) -> None:
    room = await a_room(alice)
    made = await schedule(alice, room, content="Good **morning**\n")
    assert (made["status"], made["content"], made["message_id"]) == ("scheduled", "Good **morning**", None)
    assert not {"sending", "sender_scopes", "due_at"} & made.keys()
    later_one = await schedule(alice, room, send_at=later(days=2))
    listed = (await alice("GET", f"/api/scheduled?room_id={room}&status=scheduled")).ok()["items"]
    assert [one["id"] for one in listed] == [made["id"], later_one["id"]]
    path = f"/api/scheduled/{made['id']}"
    changed = (await alice("PATCH", path, {"content": "Good night", "send_at": later(days=3)})).ok()
    assert changed["content"] == "Good night" and (await alice("GET", path)).ok() == changed
    stale = (await alice("PATCH", path, {"content": "x", "revision": 1})).refused("conflict")
    assert stale["current"]["content"] == "Good night"
    gone = await alice("DELETE", path)
    assert gone.ok()["deleted"]
    (await alice("GET", path)).refused("not_found", 404)
    (await alice("POST", f"/api/activity/{gone.headers['X-Activity-Id']}/undo")).ok()
    assert (await alice("GET", path)).ok()["status"] == "scheduled"


async def test_what_comes_due_is_sent_once_as_its_writer(alice: Person, bob: Person) -> None:
    room = await a_room(alice, bob)
    async with bob.socket() as his, alice.socket() as hers:
        made = await schedule(alice, room, content="@bob hello", send_at=later(seconds=0.3))
        heard = (await his.hear("message.created", lambda told: told["room_id"] == room, 20))["message"]
        assert (heard["content"], heard["sender"]["id"], heard["kind"]) == ("@bob hello", alice.id, "text")
        told = await hers.hear("scheduled_message.updated", lambda told: told["entity"]["status"] == "sent", 20)
        assert told["entity"]["message_id"] == heard["id"] and told["entity"]["sent_at"]
        assert not his.all("scheduled_message.updated")
    # However often it is fired again, and though its writer would change it now.
    again = await fire(alice, made)
    assert again.status == "sent" and await said_in(bob, room) == ["@bob hello"]
    path = f"/api/scheduled/{made['id']}"
    for method, where, body in (
        ("PATCH", path, {"send_at": later(days=1)}),
        ("POST", f"{path}/send-now", {}),
        ("DELETE", path, None),
    ):
        (await alice(method, where, body)).refused("conflict", 409)
    entries = (await alice("GET", "/api/activity?operation=scheduled.fire")).ok()["items"]
    assert [entry["outcome"] for entry in entries if entry["entity"]["id"] == made["id"]] == ["ok"]


async def test_schedules_that_fire_at_once_send_one_message(alice: Person, clock: MovableClock) -> None:
    a_year_on(alice)
    room = await a_room(alice)
    made = await schedule(alice, room)
    clock.set(datetime.now(UTC) + timedelta(days=1, minutes=1))
    await asyncio.gather(*(fire(alice, made) for _ in range(6)))
    assert await said_in(alice, room) == ["Good morning"]


async def test_a_hub_that_stopped_between_sending_and_noting_it_sends_no_second_one(
    alice: Person, clock: MovableClock
) -> None:
    a_year_on(alice)
    room = await a_room(alice)
    made = await schedule(alice, room)
    clock.set(datetime.now(UTC) + timedelta(days=1, minutes=1))
    first = await fire(alice, made)
    lost = {"status": "scheduled", "sending": True, "message_id": None, "due_at": first.send_at}
    await ScheduledDocument.rows().update_one({"_id": made["id"]}, {"$set": lost})
    again = await fire(alice, made)
    assert (again.status, again.message_id) == ("sent", first.message_id)
    assert await said_in(alice, room) == ["Good morning"]


async def test_what_is_on_its_way_is_no_longer_changed(alice: Person) -> None:
    made = await schedule(alice)
    await ScheduledDocument.rows().update_one({"_id": made["id"]}, {"$set": {"sending": True}})
    (await alice("DELETE", f"/api/scheduled/{made['id']}")).refused("conflict", 409)
    (await alice("PATCH", f"/api/scheduled/{made['id']}", {"content": "x"})).refused("conflict", 409)


async def test_what_was_moved_is_not_sent_at_its_old_time(alice: Person, clock: MovableClock) -> None:
    a_year_on(alice)
    room = await a_room(alice)
    made = await schedule(alice, room)
    moved = (await alice("PATCH", f"/api/scheduled/{made['id']}", {"send_at": later(days=7)})).ok()
    clock.set(datetime.now(UTC) + timedelta(days=1, minutes=1))
    assert (await fire(alice, made)).status == "scheduled"
    assert (await fire(alice, made, moved["send_at"])).status == "scheduled", "it is not due yet"
    assert await said_in(alice, room) == []


async def test_who_has_left_the_room_is_told_that_it_failed(alice: Person, bob: Person) -> None:
    room = await a_room(alice, bob)
    made = await schedule(bob, room)
    (await bob("POST", f"/api/rooms/{room}/leave")).ok()
    async with bob.socket() as his:
        refused = (await bob("POST", f"/api/scheduled/{made['id']}/send-now")).refused("not_found", 404)
        told = await his.hear("scheduled_message.updated", lambda told: told["entity"]["status"] == "failed", 20)
    assert told["entity"]["error"] == refused["detail"] and await said_in(alice, room) == []
    # Another time needs the room; back in it, the message has another try.
    again = {"send_at": later(days=1)}
    (await bob("PATCH", f"/api/scheduled/{made['id']}", again)).refused("not_found", 404)
    (await alice("POST", f"/api/rooms/{room}/members", {"user_id": bob.id})).ok()
    armed = (await bob("PATCH", f"/api/scheduled/{made['id']}", again)).ok()
    assert (armed["status"], armed["error"]) == ("scheduled", "")
    sent = (await bob("POST", f"/api/scheduled/{made['id']}/send-now")).ok()
    assert sent["status"] == "sent" and await said_in(alice, room) == ["Good morning"]


async def test_rights_are_asked_when_it_is_sent(alice: Person, bob: Person, clock: MovableClock) -> None:
    room = await a_room(alice, bob)
    left, disabled = await schedule(bob, room), await schedule(bob, LOBBY, content="never said")
    (await alice("DELETE", f"/api/rooms/{room}/members/{bob.id}")).ok()
    (await alice.house.admin("PATCH", f"/api/users/{bob.id}", {"disabled": True})).ok()
    clock.set(datetime.now(UTC) + timedelta(days=1, minutes=1))
    assert [(await fire(bob, made)).status for made in (left, disabled)] == ["failed", "failed"]
    clock.reset()
    assert await said_in(alice, room) == [] and "never said" not in await said_in(alice, LOBBY)


async def test_a_message_goes_out_with_what_the_token_allows_that_wrote_it(alice: Person) -> None:
    async def token(*scopes: str) -> Person:
        made = (await alice("POST", "/api/tokens", {"name": "bot", "scopes": list(scopes)})).ok()
        return replace(alice, token=made["token"])

    body = {"room_id": LOBBY, "content": "hi", "send_at": later(days=1)}
    narrow, able = await token("scheduled:write"), await token("scheduled:write", "message:write")
    (await narrow("POST", "/api/scheduled", body)).refused("forbidden", 403)
    made = (await able("POST", "/api/scheduled", body)).ok()
    for method, path, given in (
        ("PATCH", "", {"content": "x"}),
        ("POST", "/send-now", {}),
        ("DELETE", "", None),
    ):
        (await narrow(method, f"/api/scheduled/{made['id']}{path}", given)).refused("forbidden", 403)
    stored = await ScheduledDocument.rows().find_one({"_id": made["id"]})
    assert stored and stored["sender_scopes"] == ["message:write", "scheduled:write"]


async def test_a_reply_stays_in_its_room(alice: Person) -> None:
    room, other = await a_room(alice), await a_room(alice)
    first = (await alice("POST", f"/api/rooms/{room}/messages", {"content": "first"})).ok()["id"]
    body = {"content": "yes", "send_at": later(days=1), "reply_to": first}
    (await alice("POST", "/api/scheduled", {**body, "room_id": other})).refused("invalid", 422)
    made = (await alice("POST", "/api/scheduled", {**body, "room_id": room})).ok()
    sent = (await alice("POST", f"/api/scheduled/{made['id']}/send-now")).ok()
    assert (await alice("GET", f"/api/messages/{sent['message_id']}")).ok()["reply_to"] == first


@pytest.mark.parametrize(
    "fields",
    [
        {"content": ""},
        {"content": " \n"},
        {"content": {"$gt": ""}},
        {"send_at": "2020-01-01T00:00:00Z"},
        {"send_at": later(seconds=-90)},
        {"send_at": later(days=368)},
        {"send_at": "tomorrow"},
        {"send_at": "2027-01-01T00:00:00"},
        {"send_at": None},
        {"send_at": {"$gt": ""}},
        {"status": "sent"},
        {"sending": True},
        {"owner_id": "0" * 24},
        {"sender_scopes": []},
    ],
)
async def test_what_cannot_be_scheduled_is_refused(alice: Person, fields: dict[str, Any]) -> None:
    body = {"room_id": LOBBY, "content": "hi", "send_at": later(days=1), **fields}
    (await alice("POST", "/api/scheduled", body)).refused("invalid", 422)
    made = await schedule(alice)
    (await alice("PATCH", f"/api/scheduled/{made['id']}", fields)).refused("invalid", 422)


async def test_too_long_a_text_and_too_many_messages_are_refused(alice: Person) -> None:
    body = {"room_id": LOBBY, "content": "é" * 8_193, "send_at": later(days=1)}
    (await alice("POST", "/api/scheduled", body)).refused("too_large", 413)
    some = [
        {"_id": f"{n:024x}", "owner_id": alice.id, "status": "scheduled", "revision": 1} for n in range(900, 1_100)
    ]
    await ScheduledDocument.rows().insert_many(some)
    (await alice("POST", "/api/scheduled", {**body, "content": "one more"})).refused("conflict", 409)
    await ScheduledDocument.rows().delete_many({"_id": {"$in": [one["_id"] for one in some]}})


async def test_only_who_is_in_a_room_schedules_for_it(alice: Person, bob: Person) -> None:
    room = await a_room(alice)
    body = {"content": "hi", "send_at": later(days=1)}
    (await bob("POST", "/api/scheduled", {**body, "room_id": room})).refused("not_found", 404)
    (await bob("POST", "/api/scheduled", {**body, "room_id": "0" * 24})).refused("not_found", 404)
    public = (await alice("POST", "/api/rooms", {"kind": "public", "name": f"Open {alice.id}"})).ok()["id"]
    (await bob("POST", "/api/scheduled", {**body, "room_id": public})).refused("forbidden", 403)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("GET", "", None), ("PATCH", "", {"content": "Mine"}), ("POST", "/send-now", {}), ("DELETE", "", None)],
)
async def test_a_scheduled_message_is_its_writers_alone(
    alice: Person, bob: Person, method: str, path: str, body: dict[str, Any] | None
) -> None:
    made = await schedule(alice)
    (await bob(method, f"/api/scheduled/{made['id']}{path}", body)).refused("not_found", 404)
    (await alice.house.admin(method, f"/api/scheduled/{made['id']}{path}", body)).refused("not_found", 404)
    (await alice(method, f"/api/scheduled/{'0' * 24}{path}", body)).refused("not_found", 404)
    assert not (await bob("GET", "/api/scheduled")).ok()["items"]


async def test_nobody_fires_by_hand(alice: Person) -> None:
    made = await schedule(alice)
    async with alice.socket() as socket:
        await socket.refused("scheduled.fire", {"id": made["id"], "due_at": made["send_at"]}, "not_found")
