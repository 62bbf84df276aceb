"""What was said a moment ago is told to who comes back without a reading, and only while it is the whole truth."""

from __future__ import annotations

from typing import Any

import pytest

from hub.features.messages import catch_up as how
from hub.features.messages import recent as facts
from hub.features.messages.documents import MessageDocument
from hub.features.messages.just_said import MOST_IN_A_ROOM, JustSaid
from hub.features.messages.schemas import Message
from hub.storage.log_entry import Entry
from tests.house import Person

ROOM, OTHER = "0" * 24, "1" * 24


def entry(seq: int, room_id: str = ROOM, content: str = "x") -> Entry:
    row = {"room_id": room_id, "sender_id": "s", "client_msg_id": str(seq), "seq": seq, "content": content}
    return Entry(MessageDocument, row, lambda raw: Message.model_construct(content=raw["content"], seq=raw["seq"]))


def seqs(said: JustSaid, after: int, head: tuple[int, int], room_id: str = ROOM) -> list[int] | None:
    found = said.since(room_id, after, head)
    return None if found is None else [one.seq for one in found]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> JustSaid:
    monkeypatch.setattr(Entry, "json", property(lambda one: b"x" * len(one.row["content"])))
    return JustSaid(most_bytes=1_000)


def test_it_answers_from_where_it_began_up_to_the_head_and_for_no_other_head(said: JustSaid) -> None:
    for seq in (3, 4, 5):
        said.heard(entry(seq), (seq, 2))
    assert seqs(said, 2, (5, 2)) == [3, 4, 5]
    assert seqs(said, 4, (5, 2)) == [5]
    assert seqs(said, 1, (5, 2)) is None, "one is missing"
    assert seqs(said, 2, (5, 3)) is None, "something was changed"
    assert seqs(said, 2, (6, 2)) is None, "another process has said something"
    assert seqs(said, 2, (5, 2), OTHER) is None


def test_after_a_gap_or_a_change_it_begins_anew(said: JustSaid) -> None:
    said.heard(entry(1), (1, 0))
    said.heard(entry(3), (3, 0))
    assert seqs(said, 0, (3, 0)) is None and seqs(said, 2, (3, 0)) == [3]
    said.heard(entry(4), (4, 1))
    assert seqs(said, 2, (4, 1)) is None and seqs(said, 3, (4, 1)) == [4]
    said.heard(entry(5), None)
    assert seqs(said, 4, (5, 1)) is None, "where the room stood was not known"
    said.heard(entry(6), (7, 1))
    assert seqs(said, 5, (6, 1)) is None, "others were faster"


def test_what_is_kept_has_bounds(said: JustSaid) -> None:
    said.heard(entry(1, OTHER, "x" * 600), (1, 0))
    said.heard(entry(1, ROOM, "x" * 600), (1, 0))
    assert seqs(said, 0, (1, 0), OTHER) is None and seqs(said, 0, (1, 0)) == [1]
    said.heard(entry(2, ROOM, "x" * 600), (2, 0))
    assert seqs(said, 1, (2, 0)) is None, "one room alone may be too much"
    for seq in range(1, MOST_IN_A_ROOM + 3):
        said.heard(entry(seq, OTHER), (seq, 0))
    head = (MOST_IN_A_ROOM + 2, 0)
    assert seqs(said, 1, head, OTHER) is None
    assert seqs(said, 2, head, OTHER) == list(range(3, MOST_IN_A_ROOM + 3))


async def test_who_comes_back_to_what_was_just_said_has_nothing_read(
    alice: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "r", "member_ids": [bob.id]})).ok()["id"]

    async def say(content: str) -> Any:
        return (await alice("POST", f"/api/rooms/{room}/messages", {"content": content})).ok()

    async def never(*_: Any) -> Any:
        raise AssertionError("it was read")

    await say("before")
    async with bob.socket() as his:
        await his.ok("room.sync", {"room_id": room, "after_seq": 0, "after_rev": 0})
    said = [await say(f"@{bob.username} {n}") for n in range(3)]
    with monkeypatch.context() as reading:
        reading.setattr(how, "_read", never)
        reading.setattr(facts, "_read", never)
        async with bob.socket() as his:
            state = next(one for one in his.all("ready")[0]["rooms"] if one["id"] == room)
            assert (state["seq"], state["mentions"]) == (4, 3)
            page = await his.ok("room.sync", {"room_id": room, "after_seq": 1, "after_rev": 0})
            assert page["items"] == said and page["seq"] == 4 and not page["more"] and not page["changed"]
            page = await his.ok("room.sync", {"room_id": room, "after_seq": 1, "after_rev": 0, "limit": 2})
            assert page["items"] == said[:2] and page["more"]
    edited = (await alice("PATCH", f"/api/messages/{said[0]['id']}", {"content": "no mention"})).ok()
    await say("after")
    async with bob.socket() as his:
        state = next(one for one in his.all("ready")[0]["rooms"] if one["id"] == room)
        assert (state["seq"], state["rev"], state["mentions"]) == (5, 1, 2)
        page = await his.ok("room.sync", {"room_id": room, "after_seq": 1, "after_rev": 0})
        assert page["items"][0] == edited and len(page["items"]) == 4
