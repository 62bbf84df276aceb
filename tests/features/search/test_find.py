"""Finding, through the doors of a real hub with its own search process."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from typing import Any

import pytest

from hub.features.search.access import setup
from hub.storage.documents import new_id
from hub.storage.search.engine import Asked, Hit
from tests.house import House, Person


async def found(
    person: Person, q: str, until: Callable[[list[Any]], bool] = bool, **also: Any
) -> list[dict[str, Any]]:
    """What a person finds, once it is as awaited: the index follows what is stored within a moment."""
    query = "&".join(f"{name}={value}" for name, value in also.items())
    items: list[dict[str, Any]] = []
    async with asyncio.timeout(60):
        while True:
            from urllib.parse import quote

            answer = await person("GET", f"/api/search?q={quote(q)}" + (f"&{query}" if query else ""))
            items = answer.ok()["items"]
            if until(items):
                return items
            await asyncio.sleep(0.05)


def ids(items: list[dict[str, Any]]) -> set[str]:
    return {item["id"] for item in items}


async def make(person: Person, path: str, **fields: Any) -> str:
    return (await person("POST", path, fields)).ok()["id"]


async def test_everything_that_one_wrote_is_found_whatever_its_endings_and_accents(
    house: House, alice: Person, bob: Person
) -> None:
    note = await make(alice, "/api/notes", title="Réunions de chantier", content="Le maçon vient à Lyon, bâtiment B")
    task = await make(alice, "/api/tasks", title="Book the trains", description="for the meeting with the mason")
    project = await make(alice, "/api/projects", name="Rénovation Lyon")
    event = await make(
        alice,
        "/api/agenda",
        summary="Visite",
        location="Lyon",
        start="2026-12-01T09:00:00Z",
        end="2026-12-01T10:00:00Z",
    )
    line = await make(alice, "/api/budget", date="2026-11-21", amount_cents=-4250, vendor="Leroy", label="Mortier")
    assert ids(await found(alice, "reunion macon", lambda items: bool(ids(items) & {note}))) == {note}
    assert task in ids(await found(alice, "train masons"))
    assert ids(await found(alice, "lyon", lambda items: len(items) == 3)) == {note, project, event}
    assert ids(await found(alice, "mortier leroy")) == {line}
    some = (await alice("GET", "/api/search?q=lyon&kinds=note,project")).ok()["items"]
    assert ids(some) == {note, project}
    assert (await bob("GET", "/api/search?q=lyon")).ok()["items"] == []
    (hit,) = await found(alice, "maçons")
    assert hit["kind"] == "note" and hit["title"] == "Réunions de chantier" and hit["by"] in ("words", "both")
    assert [hit["snippet"][start:end] for start, end in hit["marks"]] == ["maçon"]
    (hit,) = await found(alice, "réunion")
    assert [hit["title"][start:end] for start, end in hit["title_marks"]] == ["Réunions"]


async def test_what_changes_and_goes_is_found_so(house: House, alice: Person) -> None:
    note = await make(alice, "/api/notes", title="Zebra", content="stripes")
    await found(alice, "zebra")
    (await alice("PATCH", f"/api/notes/{note}", {"title": "Okapi"})).ok()
    assert ids(await found(alice, "okapi")) == {note}
    assert await found(alice, "zebra", lambda items: not items) == []
    task = await make(alice, "/api/tasks", title="Feed it")
    comment = (await alice("POST", f"/api/tasks/{task}/comments", {"text": "with acacia leaves"})).ok()["id"]
    assert ids(await found(alice, "acacia")) == {task}
    (await alice("DELETE", f"/api/tasks/{task}/comments/{comment}")).ok()
    assert await found(alice, "acacia", lambda items: not items) == []
    (await alice("DELETE", f"/api/notes/{note}")).ok()
    assert await found(alice, "okapi", lambda items: not items) == []


async def test_a_thing_is_found_by_what_it_is_made_of(alice: Person) -> None:
    """A lot by a serial number in it, a situation by what was noted; until that goes."""
    lot = await make(alice, "/api/lots", name="From the town hall")
    scanned = await make(alice, f"/api/lots/{lot}/items", serial="QX-77812", brand="Lenovo")
    [hit] = await found(alice, "QX-77812")
    assert (hit["kind"], hit["id"]) == ("lot", lot) and "QX-77812" in hit["snippet"]
    (await alice("PATCH", f"/api/lot-items/{scanned}", {"brand": "Fujitsu"})).ok()
    assert ids(await found(alice, "fujitsu")) == {lot}
    (await alice("DELETE", f"/api/lot-items/{scanned}")).ok()
    assert await found(alice, "fujitsu", lambda items: not items) == []
    situation = await make(alice, "/api/situations", title="The warehouse")
    await make(alice, f"/api/situations/{situation}/notes", text="the landlord mentioned porphyry floors")
    await make(alice, f"/api/situations/{situation}/actors", name="Ms Obermüller", role_company="notary")
    assert ids(await found(alice, "porphyry")) == ids(await found(alice, "obermuller notary")) == {situation}


async def test_messages_are_found_by_who_is_in_their_room(house: House, alice: Person, bob: Person) -> None:
    room = await make(alice, "/api/rooms", kind="private", name="quarry")
    member = {"user_id": bob.id}
    (await alice("POST", f"/api/rooms/{room}/members", member)).ok()
    said = await make(alice, f"/api/rooms/{room}/messages", content="the limestone costs https://stone.example")
    answer = await make(bob, f"/api/rooms/{room}/messages", content="limestone is too dear")
    assert ids(await found(bob, "limestone", lambda items: len(items) == 2)) == {said, answer}
    assert ids(await found(bob, f"limestone from:{alice.username}")) == {said}
    assert ids(await found(bob, "limestone de:moi")) == {answer}
    assert ids(await found(bob, "in:quarry has:link")) == {said}
    assert ids(await found(bob, "limestone", room_id=room, person_id=bob.id)) == {answer}
    assert [hit["id"] for hit in await found(bob, "in:quarry kind:message", lambda items: len(items) == 2)] == [
        answer,
        said,
    ]
    assert await found(bob, "limestone before:2020-01-01", lambda items: not items) == []
    assert len(await found(bob, "limestone après:2020-01-01")) == 2
    unknown = (await bob("GET", "/api/search?q=limestone%20in:nowhere")).ok()
    assert unknown["unknown"] == ["in:nowhere"]
    (await alice("DELETE", f"/api/rooms/{room}/members/{bob.id}")).ok()
    assert (await bob("GET", "/api/search?q=limestone")).ok()["items"] == []
    assert len(await found(alice, "limestone")) == 2
    (await alice("DELETE", f"/api/messages/{said}")).ok()
    assert ids(await found(alice, "limestone", lambda items: len(items) == 1)) == {answer}


async def test_a_token_finds_what_it_may_read(house: House, alice: Person) -> None:
    await make(alice, "/api/notes", title="Basalt")
    task = await make(alice, "/api/tasks", title="Basalt")
    await found(alice, "basalt", lambda items: len(items) == 2)
    token = (await alice("POST", "/api/tokens", {"name": "bot", "scopes": ["search:read", "task:read"]})).ok()[
        "token"
    ]
    answer = await house.request("GET", "/api/search?q=basalt", token=token)
    assert ids(answer.ok()["items"]) == {task}


async def test_search_says_how_it_is(house: House, alice: Person) -> None:
    await make(alice, "/api/notes", title="Granite")
    await found(alice, "granite")
    status = (await alice("GET", "/api/search/ai-status")).ok()
    assert status["up"] and status["mode"] == "words" and "PANORAMIX_EMBEDDINGS" in status["why_no_model"]
    (await alice("GET", "/api/search/collection-info")).refused("forbidden")
    info = (await house.admin("GET", "/api/search/collection-info")).ok()
    assert info["kinds"]["note"] >= 1 and info["where"] == "embedded"
    ready = (await house.request("GET", "/health/ready")).ok()
    assert ready["parts"]["search"]["up"]


async def test_similar_things_are_found_by_their_words_where_there_is_no_model(
    house: House, alice: Person, bob: Person
) -> None:
    one = await make(alice, "/api/notes", title="Slate roof", content="slate from the Ardennes")
    other = await make(alice, "/api/notes", title="Ardennes", content="where slate comes from")
    await found(alice, "ardennes slate", lambda items: len(items) == 2)
    like = (await alice("GET", f"/api/search/similar?kind=note&id={one}")).ok()["items"]
    assert ids(like) == {other}
    (await bob("GET", f"/api/search/similar?kind=note&id={one}")).refused("not_found")


async def test_everything_can_be_put_in_anew(house: House, alice: Person) -> None:
    note = await make(alice, "/api/notes", title="Sandstone")
    await found(alice, "sandstone")
    (await alice("POST", "/api/search/rebuild")).refused("forbidden")
    before = (await house.admin("GET", "/api/search/collection-info")).ok()["last_rebuilt_at"]
    (await house.admin("POST", "/api/search/rebuild")).ok()
    async with asyncio.timeout(120):
        while True:
            info = (await house.admin("GET", "/api/search/collection-info")).ok()
            if not info["rebuilding"] and info["last_rebuilt_at"] != before:
                break
            assert ids(await found(alice, "sandstone")) == {note}, "the old index serves meanwhile"
    assert info["complete"] and info["rebuilt"] == info["rebuild_total"] > 0
    assert ids(await found(alice, "sandstone")) == {note}


async def test_who_is_taken_out_of_a_project_finds_nothing_of_it_any_more(
    house: House, alice: Person, bob: Person
) -> None:
    project = await make(alice, "/api/projects", name="Gneiss")
    note = await make(alice, "/api/notes", title="Gneiss samples", project_id=project)
    await found(alice, "gneiss", lambda items: len(items) == 2)
    assert (await bob("GET", "/api/search?q=gneiss")).ok()["items"] == []
    (await alice("PUT", f"/api/projects/{project}/members/{bob.id}", {"role": "viewer"})).ok()
    assert ids(await found(bob, "gneiss", lambda items: len(items) == 2)) == {project, note}
    assert ids(await found(bob, "samples in:gneiss")) == {note}
    (await alice("DELETE", f"/api/projects/{project}/members/{bob.id}")).ok()
    assert (await bob("GET", "/api/search?q=gneiss")).ok()["items"] == []
    (await bob("GET", f"/api/search/similar?kind=note&id={note}")).refused("not_found")
    (await alice("PATCH", f"/api/notes/{note}", {"project_id": None})).ok()
    assert ids(await found(alice, "samples", lambda items: items[0]["project_id"] is None)) == {note}


async def test_an_engine_that_died_is_started_again_and_lacks_nothing(house: House, alice: Person) -> None:
    await found(alice, "quartz", lambda items: not items)
    engine = setup().engine
    assert engine.pid is not None
    os.kill(engine.pid, signal.SIGKILL)
    note = await make(alice, "/api/notes", title="Quartz")
    async with asyncio.timeout(60):
        while True:
            answer = await alice("GET", "/api/search?q=quartz")
            if answer.status == 503:
                assert answer.refused("unavailable")
            elif answer.ok()["items"]:
                break
            await asyncio.sleep(0.05)
    assert ids(answer.ok()["items"]) == {note}


async def test_what_one_may_read_is_found_behind_much_that_one_may_not(
    house: House, alice: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = [await make(alice, "/api/notes", title=f"Mine {number}") for number in range(3)]
    theirs = [await make(bob, "/api/notes", title="Not hers"), *(new_id() for _ in range(60))]
    # As if the index had not heard yet what became of the first ones.
    hits = [Hit(kind="note", id=id, start=0, score=1.0, by="words") for id in [*theirs, *mine]]

    async def query(asked: Asked) -> list[Hit]:
        return hits[: asked.limit]

    monkeypatch.setattr(setup().engine, "query", query)
    answer = (await alice("GET", "/api/search?q=mine&limit=5")).ok()
    assert [item["id"] for item in answer["items"]] == mine
