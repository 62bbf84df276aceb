"""Situations through their doors: what is beneath them, who sees them, and what is kept of a model's answers."""

from __future__ import annotations

from typing import Any

import pytest

from hub.features.situations import actors, parts
from tests.catalog.thoughts import think
from tests.house import Person

ELSEWHERE = "0123456789abcdef01234567"
QUESTIONS = [f"What is question {n}?" for n in range(9)]


async def begin(person: Person, **fields: Any) -> str:
    """A situation; its id."""
    body = {"title": "The move", "description": "Paul and Anna do not speak.", **fields}
    return (await person("POST", "/api/situations", body)).ok()["id"]


async def add(person: Person, situation: str, what: str, **fields: Any) -> dict[str, Any]:
    return (await person("POST", f"/api/situations/{situation}/{what}", fields)).ok()


async def listed(person: Person, situation: str, what: str) -> list[dict[str, Any]]:
    return (await person("GET", f"/api/situations/{situation}/{what}")).ok()["items"]


async def known(person: Person, first: str, last: str = "", **fields: Any) -> str:
    """One of somebody's people; their id."""
    body = {"first_name": first, "last_name": last, **fields}
    return (await person("POST", "/api/people", body)).ok()["id"]


async def whole(person: Person) -> tuple[str, str]:
    """A situation with something of everything; its id and its actor's."""
    situation = await begin(person)
    actor = (await add(person, situation, "actors", name="Paul"))["id"]
    await add(person, situation, "notes", text="It began in May", actor_id=actor)
    await add(person, situation, "questions", actor_id=actor, question="What does he need?")
    point = {"text": "Talk", "cites": [f"situation_actor:{actor}"]}
    found = {"summary": "They do not speak.", "problems": [point], "actions": [point] * 3}
    await think(person, "situation.keep_summary", {"id": situation, "result": found})
    return situation, actor


KINDS = ("actors", "notes", "questions", "summaries")


async def test_all_goes_with_a_situation_and_comes_back_in_one_undo(alice: Person) -> None:
    situation, _ = await whole(alice)
    before = {what: await listed(alice, situation, what) for what in KINDS}
    assert all(len(found) == 1 for found in before.values())
    gone = await alice("DELETE", f"/api/situations/{situation}")
    gone.ok()
    (await alice("GET", f"/api/situations/{situation}/actors")).refused("not_found", 404)
    (await alice("POST", f"/api/activity/{gone.headers['X-Activity-Id']}/undo")).ok()
    for what in KINDS:
        assert [one["id"] for one in await listed(alice, situation, what)] == [one["id"] for one in before[what]]


async def test_an_actor_goes_with_what_is_about_them(alice: Person) -> None:
    situation, actor = await whole(alice)
    await add(alice, situation, "notes", text="about all of it")
    gone = await alice("DELETE", f"/api/situations/{situation}/actors/{actor}")
    gone.ok()
    assert [one["text"] for one in await listed(alice, situation, "notes")] == ["about all of it"]
    assert await listed(alice, situation, "questions") == []
    (await alice("POST", f"/api/activity/{gone.headers['X-Activity-Id']}/undo")).ok()
    assert len(await listed(alice, situation, "notes")) == 2
    assert [one["actor_id"] for one in await listed(alice, situation, "questions")] == [actor]


async def test_a_situation_is_its_owners_alone(alice: Person, bob: Person) -> None:
    situation, actor = await whole(alice)
    ids = {what: (await listed(alice, situation, what))[0]["id"] for what in KINDS}
    base = f"/api/situations/{situation}"
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"title": "mine"}),
        ("DELETE", "", None),
        *(("GET", f"/{what}", None) for what in KINDS),
        *(("DELETE", f"/{what}/{id}", None) for what, id in ids.items()),
        ("POST", "/actors", {"name": "x"}),
        ("PATCH", f"/actors/{actor}", {"name": "x"}),
        ("POST", "/notes", {"text": "x"}),
        ("PATCH", f"/notes/{ids['notes']}", {"text": "x"}),
        ("POST", "/questions", {"actor_id": actor, "question": "x"}),
        ("PATCH", f"/questions/{ids['questions']}", {"answer": "x"}),
        ("POST", "/propose-actors", None),
        ("POST", f"/actors/{actor}/ask-questions", None),
        ("POST", "/summarize", None),
    ):
        (await bob(method, base + path, body)).refused("not_found", 404)
    assert (await bob("GET", "/api/situations")).ok()["items"] == []
    async with bob.socket() as socket:
        await add(alice, situation, "notes", text="secret")
        mine = await begin(bob)
        await add(bob, mine, "notes", text="my own")
        await socket.hear("situation_note.created", lambda told: told["entity"]["situation_id"] == mine)
        assert [told["entity"]["text"] for told in socket.all("situation_note.created")] == ["my own"]
    (await alice("POST", "/api/situations", {"title": "x", "project_id": ELSEWHERE})).refused("invalid", 422)


async def test_a_part_of_another_situation_is_not_in_this_one(alice: Person) -> None:
    situation, actor = await whole(alice)
    other = await begin(alice)
    note = (await listed(alice, situation, "notes"))[0]["id"]
    (await alice("PATCH", f"/api/situations/{other}/actors/{actor}", {"name": "x"})).refused("not_found")
    (await alice("DELETE", f"/api/situations/{other}/notes/{note}")).refused("not_found")
    (await alice("POST", f"/api/situations/{other}/notes", {"text": "x", "actor_id": actor})).refused("not_found")
    (await alice("POST", f"/api/situations/{other}/questions", {"actor_id": actor, "question": "x"})).refused(
        "not_found"
    )
    (await alice("POST", f"/api/situations/{other}/actors/{actor}/ask-questions")).refused("not_found")


async def test_a_name_is_matched_to_the_one_person_who_has_it(alice: Person, bob: Person) -> None:
    elodie = await known(alice, "Élodie", "Martin", aliases=["Lolo"])
    await known(alice, "Paul", "Durand")
    await known(alice, "Paul", "Petit")
    theirs = await known(bob, "Zoé")
    situation = await begin(alice)
    for name, person, namesakes in (
        ("elodie martin", elodie, 0),
        ("LOLO", elodie, 0),
        ("Paul", None, 2),
        ("Zoé", None, 0),
    ):
        made = await add(alice, situation, "actors", name=name)
        assert (made["person_id"], made["namesakes"], made["name"]) == (person, namesakes, name)
    (await alice("POST", f"/api/situations/{situation}/actors", {"person_id": theirs})).refused("not_found", 404)
    (await alice("POST", f"/api/situations/{situation}/actors", {})).refused("invalid", 422)
    by_id = await add(alice, situation, "actors", person_id=elodie)
    assert by_id["name"] == "Élodie Martin"
    path = f"/api/situations/{situation}/actors/{by_id['id']}"
    assert (await alice("PATCH", path, {"person_id": None})).ok()["person_id"] is None
    (await alice("PATCH", path, {"name": " "})).refused("invalid", 422)


async def test_nothing_is_asked_about_who_has_left(alice: Person) -> None:
    paul = await known(alice, "Paul", left=True)
    situation = await begin(alice)
    actor = await add(alice, situation, "actors", name="Paul")
    assert (actor["person_id"], actor["left"]) == (paul, True)
    path = f"/api/situations/{situation}/actors/{actor['id']}/ask-questions"
    assert "left" in (await alice("POST", path)).refused("invalid", 422)["detail"]
    (await alice("DELETE", f"/api/people/{paul}")).ok()
    shown = (await listed(alice, situation, "actors"))[0]
    assert (shown["person_id"], shown["left"], shown["name"]) == (None, False, "Paul")


async def test_actors_that_are_there_are_not_added_again(alice: Person) -> None:
    await known(alice, "Paul", "Durand")
    situation = await begin(alice)
    await add(alice, situation, "actors", name="Paul")
    found = [{"name": name, "cites": []} for name in ("PAUL", "Paul Durand", "Anna", "anna ", "Zoé")]
    await think(alice, "situation.keep_actors", {"id": situation, "result": {"actors": found}})
    assert [one["name"] for one in await listed(alice, situation, "actors")] == ["Paul", "Anna", "Zoé"]


async def test_questions_are_seven_at_most_and_those_with_an_answer_stay(alice: Person) -> None:
    situation = await begin(alice)
    actor = (await add(alice, situation, "actors", name="Paul"))["id"]
    payload = {"id": actor, "situation_id": situation, "result": {"questions": QUESTIONS}}
    await think(alice, "situation.keep_questions", payload)
    asked = await listed(alice, situation, "questions")
    assert [one["question"] for one in asked] == QUESTIONS[:7]
    path = f"/api/situations/{situation}/questions/{asked[3]['id']}"
    assert (await alice("PATCH", path, {"answer": "Quiet"})).ok()["answer"] == "Quiet"
    again = [QUESTIONS[3].upper(), *(f"Why {n}?" for n in range(5))]
    await think(alice, "situation.keep_questions", {**payload, "result": {"questions": again}})
    kept = [one["question"] for one in await listed(alice, situation, "questions")]
    assert kept == [QUESTIONS[3], *again[1:]]


async def test_a_summary_cites_what_is_there_and_takes_the_place_of_the_one_before(alice: Person) -> None:
    situation, actor = await whole(alice)
    here, gone = f"situation:{situation}", f"situation_note:{ELSEWHERE}"
    actions = [{"text": f"Do {n}", "cites": [here, gone]} for n in range(6)]
    problems = [{"text": "Made up", "cites": [gone]}, {"text": "Silence", "cites": [f"situation_actor:{actor}"]}]
    found = {"summary": "Still nothing.", "problems": problems, "actions": actions}
    await think(alice, "situation.keep_summary", {"id": situation, "result": found})
    (summary,) = await listed(alice, situation, "summaries")
    assert summary["text"] == "Still nothing."
    assert summary["problems"] == [{"text": "Silence", "cites": [{"kind": "situation_actor", "id": actor}]}]
    assert [one["text"] for one in summary["actions"]] == [f"Do {n}" for n in range(5)]
    assert summary["actions"][0]["cites"] == [{"kind": "situation", "id": situation}]


async def test_there_is_an_end_to_what_a_situation_holds(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actors, "ACTORS", 1)
    monkeypatch.setattr(parts, "NOTES", 1)
    monkeypatch.setattr(parts, "QUESTIONS", 1)
    situation, actor = await whole(alice)
    for what, body in (
        ("actors", {"name": "x"}),
        ("notes", {"text": "x"}),
        ("questions", {"actor_id": actor, "question": "x"}),
    ):
        (await alice("POST", f"/api/situations/{situation}/{what}", body)).refused("too_large", 413)


async def test_nothing_to_think_about_is_said(alice: Person) -> None:
    situation = await begin(alice, description=" ")
    for verb in ("propose-actors", "summarize"):
        (await alice("POST", f"/api/situations/{situation}/{verb}")).refused("invalid", 422)


async def test_stale_changes_are_refused_with_what_is_there(alice: Person) -> None:
    situation, actor = await whole(alice)
    base = f"/api/situations/{situation}"
    note, question = [(await listed(alice, situation, what))[0]["id"] for what in ("notes", "questions")]
    for path, first, field in (
        ("", "Second", "title"),
        (f"/actors/{actor}", "Second", "name"),
        (f"/notes/{note}", "Second", "text"),
        (f"/questions/{question}", "Second", "answer"),
    ):
        (await alice("PATCH", base + path, {field: first})).ok()
        stale = await alice("PATCH", base + path, {field: "Third", "revision": 1})
        assert stale.refused("conflict", 409)["current"][field] == first


async def test_situations_are_found_by_their_words(alice: Person) -> None:
    await begin(alice, title="Le déménagement")
    await begin(alice, title="Else")
    found = (await alice("GET", "/api/situations?q=DEMENAGEMENT")).ok()["items"]
    assert [one["title"] for one in found] == ["Le déménagement"]
