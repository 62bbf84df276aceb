"""Catching up: whatever was missed, in pages of any size, while others go on writing, nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hub.features.messages import catch_up as how
from tests.house import House, Person, Socket

WRITES = ("send", "edit", "delete", "react", "pin")
steps = st.one_of(
    st.tuples(st.sampled_from(WRITES), st.integers(0, 30)),
    st.tuples(st.just("sync"), st.integers(1, 4)),
    st.tuples(st.just("race"), st.integers(1, 4)),
)


@dataclass
class Reader:
    """A client that knows a room up to a seq and a rev, and what it was told since."""

    socket: Socket
    room: str
    seq: int = 0
    rev: int = 0
    knows: dict[int, Any] = field(default_factory=dict)

    async def sync(self, limit: int) -> bool:
        """Ask once; returns whether there is more."""
        asked = {"room_id": self.room, "after_seq": self.seq, "after_rev": self.rev, "limit": limit}
        page = await self.socket.ok("room.sync", asked)
        numbers = [message["seq"] for message in page["items"]]
        assert numbers == list(range(self.seq + 1, self.seq + 1 + len(numbers))), "no hole, from where it stands"
        assert len(numbers) <= limit and len(page["changed"]) <= limit
        assert all(message["seq"] <= self.seq and message["rev"] > self.rev for message in page["changed"])
        assert page["rev"] >= self.rev and page["seq"] >= self.seq
        assert page["more"] or page["seq"] == self.seq + len(numbers)
        assert not page["more"] or numbers or page["changed"], "more, but no step further"
        for message in [*page["changed"], *page["items"]]:
            known = self.knows.get(message["seq"])
            if known is None or known["rev"] <= message["rev"]:
                self.knows[message["seq"]] = message
        self.seq, self.rev = self.seq + len(numbers), page["rev"]
        return page["more"]


async def write(socket: Socket, room: str, ids: list[str], what: str, which: int) -> None:
    """One thing that somebody does in the room; deleted messages stay as they are."""
    if what == "send" or not ids:
        ids.append((await socket.ok("message.send", {"room_id": room, "content": f"number {len(ids)}"}))["id"])
        return
    id = ids[which % len(ids)]
    asked: dict[str, tuple[str, dict[str, Any]]] = {
        "edit": ("message.edit", {"id": id, "content": f"edited {which} {len(ids)}"}),
        "delete": ("message.delete", {"id": id}),
        "react": ("message.react", {"id": id, "emoji": "👍" if which % 2 else "🎉"}),
        "pin": ("message.pin", {"id": id}),
    }
    ack = await socket.call(*asked[what])
    assert ack["ok"] or ack["error"]["code"] in ("not_found", "conflict", "forbidden"), ack


async def stored(person: Person, room: str) -> dict[int, Any]:
    """All messages of a room as history shows them."""
    found: dict[int, Any] = {}
    before: str | None = None
    while True:
        query = f"?limit=200{f'&before_seq={before}' if before else ''}"
        page = (await person("GET", f"/api/rooms/{room}/messages{query}")).ok()
        found.update((message["seq"], message) for message in page["items"])
        before = page["next_cursor"]
        if before is None:
            return found


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    before=st.lists(st.tuples(st.sampled_from(WRITES), st.integers(0, 30)), max_size=8),
    after=st.lists(steps, min_size=1, max_size=25),
    page_bytes=st.sampled_from([1, 1_500, 512 * 1024]),
)
@example(
    before=[("send", 0)] * 6,
    after=[("edit", n) for n in range(6)] + [("send", 0)] * 6 + [("sync", 2), ("react", 1), ("sync", 2), ("race", 2)],
    page_bytes=512 * 1024,
)
async def test_a_client_that_syncs_comes_to_know_what_is_stored(
    house: House, before: Sequence[tuple[str, int]], after: Sequence[tuple[str, int]], page_bytes: int
) -> None:
    alice = house.admin
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "law"})).ok()["id"]
    ids: list[str] = []
    async with alice.socket() as writer, alice.socket() as listener:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(how, "PAGE_BYTES", page_bytes)
            for what, which in before:
                await write(writer, room, ids, what, which)
            state = (await alice("GET", f"/api/rooms/{room}")).ok()
            knows = await stored(alice, room)
            reader = Reader(listener, room, seq=state["seq"], rev=state["rev"], knows=knows)
            for what, which in after:
                if what == "sync":
                    await reader.sync(which)
                elif what == "race":
                    await asyncio.gather(
                        reader.sync(which), *(write(writer, room, ids, WRITES[n % 5], n * 7) for n in range(6))
                    )
                else:
                    await write(writer, room, ids, what, which)
            while await reader.sync(3):
                pass
            assert reader.knows == await stored(alice, room)


async def test_who_asks_the_same_gets_the_same_bytes_made_once(house: House, alice: Person, bob: Person) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "r", "member_ids": [bob.id]})).ok()["id"]
    for number in range(5):
        (await alice("POST", f"/api/rooms/{room}/messages", {"content": str(number)})).ok()
    pages = how.catch_up()
    head = (5, 0)
    asked = [pages.page(room, after_seq=1, after_rev=None, limit=200, head=head) for _ in range(20)]
    first, *others = await asyncio.gather(*asked)
    assert [message.content for message in first.items] == ["1", "2", "3", "4"]
    assert all(other is first for other in others)
    async with bob.socket() as his, alice.socket() as hers:
        answers = [await one.ok("room.sync", {"room_id": room, "after_seq": 1}) for one in (his, hers)]
        assert answers[0] == answers[1] and [message["seq"] for message in answers[0]["items"]] == [2, 3, 4, 5]
        (await alice("POST", f"/api/rooms/{room}/messages", {"content": "5"})).ok()
        again = await his.ok("room.sync", {"room_id": room, "after_seq": 1})
        assert [message["seq"] for message in again["items"]] == [2, 3, 4, 5, 6]


async def test_pages_that_are_kept_have_a_bound(house: House, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(how, "MOST_BYTES", 4_000)
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "r"})).ok()["id"]
    for number in range(6):
        (await alice("POST", f"/api/rooms/{room}/messages", {"content": f"{number}" * 500})).ok()
    pages = how.CatchUp()
    for after in range(5):
        found = await pages.page(room, after_seq=after, after_rev=None, limit=200, head=(6, 0))
        assert [message.seq for message in found.items] == list(range(after + 1, 7))
    assert sum(len(page.json_bytes) for page in pages._pages.values()) <= 4_000


async def test_a_stranger_gets_nothing_that_others_have_just_got(alice: Person, bob: Person) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "r"})).ok()["id"]
    (await alice("POST", f"/api/rooms/{room}/messages", {"content": "psst"})).ok()
    asked = {"room_id": room, "after_seq": 0, "after_rev": 0}
    async with alice.socket() as hers, bob.socket() as his:
        assert len((await hers.ok("room.sync", asked))["items"]) == 1
        await his.refused("room.sync", asked, "not_found")
