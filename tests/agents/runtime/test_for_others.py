"""What Eko is told to say for somebody: to a room later, and as a poll. It goes out as who asked, and only there."""

from __future__ import annotations

import pytest

from tests.agents.runtime.conftest import Eko
from tests.house import House, Person


@pytest.fixture
def spoken(eko: Eko, house: House) -> Eko:
    eko.phrases.passes_to = eko.grammar
    return eko


async def a_room(person: Person, name: str, *others: Person) -> str:
    """A private room of some people."""
    body = {"kind": "private", "name": name, "member_ids": [other.id for other in others]}
    return (await person("POST", "/api/rooms", body)).ok()["id"]


async def test_a_message_is_scheduled_in_words_and_taken_back(spoken: Eko, alice: Person, bob: Person) -> None:
    private, room = await spoken.direct_room(alice), await a_room(alice, "kitchen crew", bob)
    run, said = await spoken.talk(alice, private, "send a message to kitchen crew tomorrow at 9: Who brings bread?")
    assert run["status"] == "done" and said[0].startswith("Done: one scheduled message"), (run, said)
    (waiting,) = (await alice("GET", "/api/scheduled?status=scheduled")).ok()["items"]
    assert (waiting["room_id"], waiting["content"], waiting["owner_id"]) == (room, "Who brings bread?", alice.id)
    run, said = await spoken.talk(alice, private, "show my scheduled messages")
    assert "Who brings bread?" in said[0]
    sent = (await alice("POST", f"/api/scheduled/{waiting['id']}/send-now")).ok()
    message = (await bob("GET", f"/api/messages/{sent['message_id']}")).ok()
    assert (message["sender"]["kind"], message["sender"]["id"]) == ("user", alice.id)
    await spoken.talk(alice, private, "send a message to kitchen crew tomorrow at 10: Never mind")
    _, said = await spoken.talk(alice, private, "undo")
    assert said == ["Undone."] and not (await alice("GET", "/api/scheduled?status=scheduled")).ok()["items"]


async def test_a_room_of_others_is_not_found_in_words_either(spoken: Eko, alice: Person, bob: Person) -> None:
    await a_room(bob, "secret plans")
    run, said = await spoken.talk(
        alice, await spoken.direct_room(alice), "send a message to secret plans tomorrow at 9: hello"
    )
    assert run["status"] == "done" and "secret plans" in said[0]
    assert not (await alice("GET", "/api/scheduled")).ok()["items"]


async def test_a_poll_is_asked_in_words(spoken: Eko, alice: Person, bob: Person) -> None:
    private, room = await spoken.direct_room(alice), await a_room(alice, "kitchen crew", bob)
    run, said = await spoken.talk(
        alice, private, "create a poll in kitchen crew: Where to eat? Here, there or nowhere"
    )
    assert run["status"] == "done" and said[0].startswith("Done: one poll"), (run, said)
    (poll,) = (await bob("GET", f"/api/polls?room_id={room}")).ok()["items"]
    assert [option["text"] for option in poll["options"]] == ["Here", "there", "nowhere"]
    message = (await bob("GET", f"/api/messages/{poll['message_id']}")).ok()
    assert (poll["owner_id"], message["sender"]["on_behalf_of"]) == (alice.id, alice.id)
    (await bob("POST", f"/api/polls/{poll['id']}/vote", {"option_ids": ["1"]})).ok()
    (await alice("DELETE", f"/api/messages/{poll['message_id']}")).ok()
