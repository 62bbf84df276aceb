"""Polls through their doors."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hub.features.messages.documents import MessageDocument
from hub.features.polls.documents import PollDocument, PollVoteDocument, vote_id
from hub.kernel.context import SYSTEM, Call, Origin
from tests.house import MovableClock, Person, for_the_whole_run

WITHIN_S = 20


def later(**delta: float) -> str:
    """A time from now on."""
    return (datetime.now(UTC) + timedelta(**delta)).isoformat()


async def a_room(person: Person, *others: Person) -> str:
    """A private room of some people."""
    body = {"kind": "private", "name": "Lunch", "member_ids": [other.id for other in others]}
    return (await person("POST", "/api/rooms", body)).ok()["id"]


async def ask(person: Person, room_id: str, **fields: Any) -> dict[str, Any]:
    """A poll of that person's."""
    body = {"room_id": room_id, "question": "Where to eat?", "options": ["Here", "There", "Nowhere"], **fields}
    return (await person("POST", "/api/polls", body)).ok()


async def choose(person: Person, poll: dict[str, Any], *option_ids: str) -> Any:
    """Somebody's vote."""
    return await person("POST", f"/api/polls/{poll['id']}/vote", {"option_ids": list(option_ids)})


def chosen(poll: dict[str, Any]) -> dict[str, list[str]]:
    """Who chose what."""
    return {option["id"]: option["user_ids"] for option in poll["options"]}


async def test_a_poll_is_asked_in_a_message_with_a_card(alice: Person, bob: Person) -> None:
    room = await a_room(alice, bob)
    async with bob.socket() as his:
        poll = await ask(alice, room, question=" Where to eat, @bob? ")
        heard = (await his.hear("message.created", lambda told: told["room_id"] == room, WITHIN_S))["message"]
    assert heard["id"] == poll["message_id"] and heard["sender"]["id"] == alice.id
    assert (heard["content"], heard["kind"]) == ("Where to eat, @bob?", "text")
    assert heard["card"]["entities"] == [{"kind": "poll", "id": poll["id"], "change": "created"}]
    assert [option["text"] for option in poll["options"]] == ["Here", "There", "Nowhere"]
    assert (poll["voters"], poll["multiple"], poll["closed_at"]) == (0, False, None)
    assert (await bob("GET", f"/api/polls/{poll['id']}")).ok() == poll
    assert [one["id"] for one in (await bob("GET", f"/api/polls?room_id={room}&open=true")).ok()["items"]] == [
        poll["id"]
    ]
    assert not (await bob("GET", f"/api/polls?room_id={room}&open=false")).ok()["items"]


async def test_votes_are_changed_taken_back_and_heard_in_the_room(alice: Person, bob: Person) -> None:
    room = await a_room(alice, bob)
    poll = await ask(alice, room)
    async with alice.socket() as hers:
        assert chosen((await choose(bob, poll, "1")).ok()) == {"1": [bob.id], "2": [], "3": []}
        told = await hers.hear("poll_vote.created", timeout=WITHIN_S)
        assert (told["entity"]["poll_id"], told["entity"]["owner_id"]) == (poll["id"], bob.id)
        assert told["entity"]["option_ids"] == ["1"] and told["entity"]["room_id"] == room
        moved = await choose(bob, poll, "2")
        assert (await hers.hear("poll_vote.updated", timeout=WITHIN_S))["entity"]["option_ids"] == ["2"]
        assert moved.ok()["voters"] == 1
        both = (await choose(alice, poll, "2")).ok()
        assert chosen(both)["2"] == [bob.id, alice.id] and both["voters"] == 2
        assert chosen((await choose(bob, poll)).ok()) == {"1": [], "2": [alice.id], "3": []}
        await hers.hear("poll_vote.deleted", lambda told: told["entity"]["owner_id"] == bob.id, WITHIN_S)
    again = await choose(alice, poll, "2", "2")
    assert "X-Activity-Id" not in again.headers, "the same once more changes nothing"


async def test_several_choices_only_where_it_takes_several(alice: Person) -> None:
    room = await a_room(alice)
    one, many = await ask(alice, room), await ask(alice, room, multiple=True)
    (await choose(alice, one, "1", "2")).refused("invalid", 422)
    assert chosen((await choose(alice, many, "1", "3")).ok()) == {"1": [alice.id], "2": [], "3": [alice.id]}
    for poll in (one, many):
        (await choose(alice, poll, "4")).refused("invalid", 422)
        (await choose(alice, poll, "")).refused("invalid", 422)


async def test_a_room_that_votes_at_once_waits_for_nobody(alice: Person) -> None:
    people = [await alice.house.person("voter") for _ in range(8)]
    room = await a_room(alice, *people)
    poll = await ask(alice, room)
    answers = await asyncio.gather(*(choose(one, poll, str(n % 3 + 1)) for n, one in enumerate(people) for _ in "ab"))
    assert {answer.status for answer in answers} == {200}
    stored = (await alice("GET", f"/api/polls/{poll['id']}")).ok()
    assert stored["voters"] == 8 and stored["revision"] == poll["revision"], "no vote touches the poll"
    assert sorted(chosen(stored)["1"]) == sorted(people[n].id for n in (0, 3, 6))


async def test_a_closed_poll_takes_no_vote_until_that_is_undone(alice: Person, bob: Person) -> None:
    room = await a_room(alice, bob)
    poll = await ask(alice, room)
    voted = await choose(bob, poll, "1")
    (await bob("POST", f"/api/polls/{poll['id']}/close")).refused("forbidden", 403)
    async with bob.socket() as his:
        closed = await alice("POST", f"/api/polls/{poll['id']}/close")
        assert closed.ok()["closed_at"] and chosen(closed.ok())["1"] == [bob.id]
        await his.hear("poll.updated", lambda told: told["entity"]["closed_at"] is not None, WITHIN_S)
    (await choose(bob, poll, "2")).refused("conflict", 409)
    (await choose(bob, poll)).refused("conflict", 409)
    (await alice("POST", f"/api/polls/{poll['id']}/close")).refused("conflict", 409)
    (await bob("POST", f"/api/activity/{voted.headers['X-Activity-Id']}/undo")).refused("conflict", 409)
    (await alice("POST", f"/api/activity/{closed.headers['X-Activity-Id']}/undo")).ok()
    (await bob("POST", f"/api/activity/{voted.headers['X-Activity-Id']}/undo")).ok()
    assert (await choose(bob, poll, "2")).ok()["voters"] == 1


async def test_a_vote_that_is_stored_after_the_closing_does_not_count(alice: Person, bob: Person) -> None:
    room = await a_room(alice, bob)
    poll = await ask(alice, room)
    (await choose(bob, poll, "1")).ok()
    (await alice("POST", f"/api/polls/{poll['id']}/close")).ok()
    late = {"cast_at": datetime.now(UTC) + timedelta(seconds=30)}
    await PollVoteDocument.rows().update_one({"_id": vote_id(poll["id"], bob.id)}, {"$set": late})
    assert (await alice("GET", f"/api/polls/{poll['id']}")).ok()["voters"] == 0


async def test_it_closes_by_itself_and_everyone_is_told(alice: Person, bob: Person) -> None:
    room = await a_room(alice, bob)
    async with bob.socket() as his:
        poll = await ask(alice, room, closes_at=later(seconds=0.5))
        told = await his.hear("poll.updated", lambda told: told["entity"]["id"] == poll["id"], WITHIN_S)
    assert told["entity"]["closed_at"] == poll["closes_at"]
    (await choose(bob, poll, "1")).refused("conflict", 409)


async def test_its_time_counts_though_nobody_closed_it_yet(alice: Person, clock: MovableClock) -> None:
    alice.token = for_the_whole_run(alice.token)
    room = await a_room(alice)
    poll = await ask(alice, room, closes_at=later(hours=1))
    call = Call(actor=SYSTEM, origin=Origin.SCHEDULE, request_id="test")
    payload = {"id": poll["id"], "due_at": poll["closes_at"]}
    early: Any = (await alice.house.hub.pipeline.run("poll.expire", payload, call)).result
    assert early.closed_at is None
    clock.set(datetime.now(UTC) + timedelta(hours=1, minutes=1))
    (await choose(alice, poll, "1")).refused("conflict", 409)
    done: list[Any] = [(await alice.house.hub.pipeline.run("poll.expire", payload, call)).result for _ in "ab"]
    assert [one.closed_at.isoformat() for one in done] == [done[0].closes_at.isoformat()] * 2


async def test_asked_again_it_is_the_same_poll_in_the_same_message(alice: Person) -> None:
    room = await a_room(alice)
    first = await ask(alice, room, client_msg_id="mine")
    assert await ask(alice, room, client_msg_id="mine") == first
    body = {"room_id": room, "question": "Q", "options": ["a", "b"]}
    keyed = [await alice("POST", "/api/polls", body, headers={"Idempotency-Key": "k"}) for _ in "ab"]
    assert keyed[0].ok()["id"] == keyed[1].ok()["id"]
    said = (await alice("GET", f"/api/rooms/{room}/messages")).ok()["items"]
    assert [message["content"] for message in said] == ["Q", "Where to eat?"]
    # A hub that stopped before the message was said: asking again says it.
    body |= {"client_msg_id": "cut"}
    cut = (await alice("POST", "/api/polls", body)).ok()
    await MessageDocument.rows().delete_one({"_id": cut["message_id"]})
    (await alice("GET", f"/api/polls/{cut['id']}")).refused("not_found", 404)
    assert (await alice("POST", "/api/polls", body)).ok() == cut
    assert (await alice("GET", f"/api/messages/{cut['message_id']}")).ok()["content"] == "Q"


async def test_a_poll_goes_and_comes_back_with_its_message(alice: Person, bob: Person) -> None:
    room = await a_room(alice, bob)
    poll = await ask(alice, room)
    gone = await alice("DELETE", f"/api/messages/{poll['message_id']}")
    assert gone.ok()["card"] is None
    (await bob("GET", f"/api/polls/{poll['id']}")).refused("not_found", 404)
    (await choose(bob, poll, "1")).refused("not_found", 404)
    assert poll["id"] not in [one["id"] for one in (await bob("GET", "/api/polls?limit=200")).ok()["items"]]
    (await alice("POST", f"/api/activity/{gone.headers['X-Activity-Id']}/undo")).ok()
    assert (await choose(bob, poll, "1")).ok()["voters"] == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"options": []},
        {"options": ["one"]},
        {"options": [str(n) for n in range(13)]},
        {"options": ["a", " A "]},
        {"options": ["a", ""]},
        {"options": ["a", "b" * 201]},
        {"options": ["a", {"$gt": ""}]},
        {"options": "ab"},
        {"options": ["a\x00", "b"]},
        {"question": ""},
        {"question": "x" * 301},
        {"question": {"$gt": ""}},
        {"closes_at": later(seconds=-5)},
        {"closes_at": later(days=368)},
        {"closes_at": "soon"},
        {"multiple": "yes"},
        {"message_id": "0" * 24},
        {"owner_id": "0" * 24},
    ],
)
async def test_what_is_no_poll_is_refused(alice: Person, fields: dict[str, Any]) -> None:
    room = await a_room(alice)
    body = {"room_id": room, "question": "Q", "options": ["a", "b"], **fields}
    (await alice("POST", "/api/polls", body)).refused("invalid", 422)
    assert (await alice("GET", f"/api/rooms/{room}/messages")).ok()["items"] == []


async def test_only_those_in_the_room_have_part(alice: Person, bob: Person) -> None:
    room = await a_room(alice, bob)
    poll = await ask(alice, room)
    (await choose(bob, poll, "1")).ok()
    (await alice("DELETE", f"/api/rooms/{room}/members/{bob.id}")).ok()
    for outsider in (bob, alice.house.admin):
        (await outsider("POST", "/api/polls", {"room_id": room, "question": "Q", "options": ["a", "b"]})).refused(
            "not_found", 404
        )
        (await outsider("GET", f"/api/polls/{poll['id']}")).refused("not_found", 404)
        (await choose(outsider, poll, "2")).refused("not_found", 404)
        (await outsider("POST", f"/api/polls/{poll['id']}/close")).refused("not_found", 404)
        (await outsider("GET", f"/api/polls?room_id={room}")).refused("not_found", 404)
        assert poll["id"] not in {one["id"] for one in (await outsider("GET", "/api/polls")).ok()["items"]}
    public = (await alice("POST", "/api/rooms", {"kind": "public", "name": f"Open {alice.id}"})).ok()["id"]
    open_one = await ask(alice, public)
    (await choose(bob, open_one, "1")).refused("forbidden", 403)


async def test_a_token_needs_the_right_to_send(alice: Person) -> None:
    made = (await alice("POST", "/api/tokens", {"name": "bot", "scopes": ["poll:write"]})).ok()
    narrow = replace(alice, token=made["token"])
    body = {"room_id": await a_room(alice), "question": "Q", "options": ["a", "b"]}
    (await narrow("POST", "/api/polls", body)).refused("forbidden", 403)
    assert await PollDocument.rows().find_one({"room_id": body["room_id"]}) is None
