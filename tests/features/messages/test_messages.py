"""Messages through their doors: order, retries, edits, reactions, catching up."""

from __future__ import annotations

import asyncio

import pytest

from hub.features.rooms.access import LOBBY_ID
from tests.house import House, Person


@pytest.fixture
async def room(alice: Person, bob: Person) -> str:
    body = {"kind": "private", "name": "r", "member_ids": [bob.id]}
    return (await alice("POST", "/api/rooms", body)).ok()["id"]


async def test_a_message_reaches_everyone_once_in_order_as_it_was_acknowledged(
    alice: Person, bob: Person, room: str
) -> None:
    async with alice.socket() as hers, bob.socket() as his:
        sent = await asyncio.gather(
            *[
                hers.ok("message.send", {"room_id": room, "content": f"m{n}", "client_msg_id": f"c{n}"})
                for n in range(20)
            ]
        )
        assert [message["seq"] for message in sent] == list(range(1, 21)), "admitted in the order sent"
        for socket in (hers, his):
            await socket.hear("message.created", lambda told: told["message"]["seq"] == 20)
            assert [told["message"] for told in socket.all("message.created")] == sent
        assert set(sent[0]["sender"]) >= {"kind", "id", "display_name"}


async def test_a_retry_answers_with_the_first_message(alice: Person, room: str) -> None:
    body = {"content": "once", "client_msg_id": "same"}
    answers = await asyncio.gather(*[alice("POST", f"/api/rooms/{room}/messages", body) for _ in range(5)])
    assert len({answer.ok()["id"] for answer in answers}) == 1
    async with alice.socket() as hers:
        again = await hers.ok("message.send", {"room_id": room, "content": "twice", "client_msg_id": "same"})
    assert again["content"] == "once"
    assert len((await alice("GET", f"/api/rooms/{room}/messages")).ok()["items"]) == 1


async def test_many_senders_leave_no_hole(house: House, alice: Person, room: str) -> None:
    people = [await house.person() for _ in range(4)]
    for person in people:
        (await alice("POST", f"/api/rooms/{room}/members", {"user_id": person.id})).ok()
    bodies = [{"content": f"{n}", "client_msg_id": f"{n}"} for n in range(15)]
    sends = [person("POST", f"/api/rooms/{room}/messages", body) for body in bodies for person in people]
    seqs = sorted(answer.ok()["seq"] for answer in await asyncio.gather(*sends))
    assert seqs == list(range(1, 61))


async def test_history_pages_in_both_directions(alice: Person, room: str) -> None:
    for n in range(7):
        (await alice("POST", f"/api/rooms/{room}/messages", {"content": f"{n}"})).ok()

    async def seqs(query: str) -> list[int]:
        return [one["seq"] for one in (await alice("GET", f"/api/rooms/{room}/messages?{query}")).ok()["items"]]

    assert await seqs("limit=3") == [7, 6, 5]
    assert await seqs("limit=3&before_seq=5") == [4, 3, 2]
    assert await seqs("limit=3&after_seq=2") == [3, 4, 5]
    (await alice("GET", f"/api/rooms/{room}/messages?before_seq=3&after_seq=1")).refused("invalid")


async def test_sync_returns_exactly_what_was_missed(alice: Person, bob: Person, room: str) -> None:
    sent = [(await alice("POST", f"/api/rooms/{room}/messages", {"content": f"{n}"})).ok() for n in range(4)]
    async with bob.socket() as his:
        first = await his.ok("room.sync", {"room_id": room, "after_seq": 0, "limit": 3})
        assert [one["seq"] for one in first["items"]] == [1, 2, 3] and first["more"]
        rest = await his.ok("room.sync", {"room_id": room, "after_seq": 3, "after_rev": first["rev"]})
        assert [one["seq"] for one in rest["items"]] == [4] and not rest["more"] and rest["changed"] == []
        edited = (await alice("PATCH", f"/api/messages/{sent[0]['id']}", {"content": "edited"})).ok()
        (await alice("DELETE", f"/api/messages/{sent[1]['id']}")).ok()
        reacted = await his.ok("message.react", {"id": sent[2]["id"], "emoji": "👍"})
        missed = await his.ok("room.sync", {"room_id": room, "after_seq": 4, "after_rev": rest["rev"]})
        assert [one["id"] for one in missed["changed"]] == [one["id"] for one in sent[:3]]
        assert missed["changed"][0] == edited and missed["changed"][2] == reacted
        assert [one["rev"] for one in missed["changed"]] == [1, 2, 3] and missed["rev"] == 3
        none = await his.ok("room.sync", {"room_id": room, "after_seq": 4, "after_rev": 3})
        assert (none["items"], none["changed"]) == ([], [])


async def test_an_edit_is_told_keeps_history_and_is_the_writers_alone(alice: Person, bob: Person, room: str) -> None:
    sent = (await alice("POST", f"/api/rooms/{room}/messages", {"content": "first"})).ok()
    (await bob("PATCH", f"/api/messages/{sent['id']}", {"content": "bob was here"})).refused("forbidden", 403)
    async with bob.socket() as his:
        changed = (await alice("PATCH", f"/api/messages/{sent['id']}", {"content": f"hi @{bob.username}"})).ok()
        told = await his.hear("message.updated")
        assert told == {"room_id": room, "message": changed} and changed["edited_at"] and changed["rev"] == 1
    assert changed["mentions"] == [bob.id]
    history = (await bob("GET", f"/api/messages/{sent['id']}/history")).ok()["items"]
    assert [version["content"] for version in history] == ["first"]
    stale = await alice("PATCH", f"/api/messages/{sent['id']}", {"content": "late", "revision": 1})
    assert stale.refused("conflict")["current"]["content"] == changed["content"]


async def test_a_deletion_leaves_a_tombstone_without_the_text(house: House, alice: Person, bob: Person) -> None:
    sent = (await alice("POST", f"/api/rooms/{LOBBY_ID}/messages", {"content": "oops"})).ok()
    (await bob("DELETE", f"/api/messages/{sent['id']}")).refused("forbidden")
    async with bob.socket() as his:
        gone = (await house.admin("DELETE", f"/api/messages/{sent['id']}")).ok()
        told = await his.hear("message.deleted", lambda told: told["message"]["id"] == sent["id"])
    assert told["message"] == gone and gone["content"] == "" and gone["deleted_at"] and gone["seq"] == sent["seq"]
    (await alice("PATCH", f"/api/messages/{sent['id']}", {"content": "back"})).refused("not_found")
    (await alice("PUT", f"/api/messages/{sent['id']}/reactions/👍")).refused("not_found")


async def test_reactions_come_and_go_once_each(alice: Person, bob: Person, room: str) -> None:
    sent = (await alice("POST", f"/api/rooms/{room}/messages", {"content": "news"})).ok()
    path = f"/api/messages/{sent['id']}/reactions/🎉"
    async with alice.socket() as hers:
        for _ in range(2):
            (await bob("PUT", path)).ok()
        (await alice("PUT", path)).ok()
        await hers.hear("reaction.added", lambda told: told["user_id"] == alice.id)
        added = hers.all("reaction.added")
        assert [told["user_id"] for told in added] == [bob.id, alice.id]
        assert added[0]["message_id"] == sent["id"] and added[0]["emoji"] == "🎉" and added[0]["seq"] == 1
        left = (await bob("DELETE", path)).ok()
        await hers.hear("reaction.removed")
    assert left["reactions"] == [{"emoji": "🎉", "user_ids": [alice.id]}]


async def test_replies_stay_in_their_room(alice: Person, room: str) -> None:
    sent = (await alice("POST", f"/api/rooms/{room}/messages", {"content": "question"})).ok()
    body = {"content": "answer", "reply_to": sent["id"]}
    assert (await alice("POST", f"/api/rooms/{room}/messages", body)).ok()["reply_to"] == sent["id"]
    (await alice("POST", f"/api/rooms/{LOBBY_ID}/messages", body)).refused("invalid")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"content": ""}, "invalid"),
        ({"content": " \n "}, "invalid"),
        ({"content": "x" * 16385}, "too_large"),
        ({"content": "é" * 8193}, "too_large"),
        ({"content": 5}, "invalid"),
        ({"content": {"$ne": ""}}, "invalid"),
        ({"content": "a", "client_msg_id": ""}, "invalid"),
        ({"content": "a", "reply_to": "nope"}, "invalid"),
        ({"content": "a", "reply_to": "0" * 24}, "not_found"),
        ({"content": "a", "sender": {"id": "x"}}, "invalid"),
        ({"content": "a", "card": {}}, "invalid"),
    ],
)
async def test_bad_messages_are_refused_alike_and_nothing_is_written(
    alice: Person, room: str, body: dict[str, object], code: str
) -> None:
    (await alice("POST", f"/api/rooms/{room}/messages", body)).refused(code)
    async with alice.socket() as hers:
        await hers.refused("message.send", {"room_id": room, "client_msg_id": "x", **body}, code)
        await hers.refused("message.answer", {"room_id": room, "client_msg_id": "x", **body}, "not_found")
    assert (await alice("GET", f"/api/rooms/{room}")).ok()["seq"] == 0


async def test_the_longest_message_fits(alice: Person, room: str) -> None:
    assert (
        len((await alice("POST", f"/api/rooms/{room}/messages", {"content": "x" * 16384})).ok()["content"]) == 16384
    )
