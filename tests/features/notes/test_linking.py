"""What notes say of one another: found in a text, shown as backlinks, kept when a title changes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.features.notes.linking import MOST_LINKS, around, links_in, renamed
from hub.storage.words import folded
from tests.house import House, Person


async def write(person: Person, title: str, content: str = "", **fields: Any) -> str:
    """A note of that person's; its id."""
    return (await person("POST", "/api/notes", {"title": title, "content": content, **fields})).ok()["id"]


async def leading_to(person: Person, note: str) -> list[str]:
    """The titles of the notes that lead to a note, newest first."""
    return [one["title"] for one in (await person("GET", f"/api/notes/{note}/backlinks")).ok()["items"]]


async def content_of(person: Person, note: str) -> str:
    return (await person("GET", f"/api/notes/{note}")).ok()["content"]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see [[Plan B]] and [[ plan  b ]], [[Été]]", ["plan b", "ete"]),
        ("[[a]][[b]] [[[c]]] [[d]", ["a", "b", "c"]),
        ("`[[not]]` and ```\n[[not either]]\n``` but [[this]]", ["this"]),
        ("[[]] [[ ]] [[two\nlines]] [single]", []),
        ("``` never closed [[in code]]", []),
        ("[[" * 50_000, []),
        (" ".join(f"[[{n}]]" for n in range(300)), [str(n) for n in range(MOST_LINKS)]),
    ],
)
def test_links_are_found(text: str, links: list[str]) -> None:
    assert links_in([text]) == links


@given(st.lists(st.sampled_from(["[[Old]]", "[[ óld ]]", "`[[Old]]`", "[[Other]]", "\n", " [[", "]] ", "text"])))
def test_what_named_the_old_title_names_the_new_one_and_nothing_else_changes(pieces: list[str]) -> None:
    text = "".join(pieces)
    before, after = links_in([text]), links_in([renamed(text, "old", "New")])
    assert after == list(dict.fromkeys("new" if link == "old" else link for link in before))
    assert renamed(renamed(text, "old", "New"), "new", "Old").count("[[Other]]") == text.count("[[Other]]")


def test_the_words_around_a_link_stand_on_one_line() -> None:
    text = f"first line\n{'x ' * 100}then   see [[Plan]] for more {'y ' * 200}\nlast"
    found = around(["nothing", text], folded("PLAN"))
    assert "see [[Plan]] for more" in found and len(found) <= 200
    assert "first line" not in found and "last" not in found


async def test_a_note_shows_what_leads_to_it(alice: Person) -> None:
    plan = await write(alice, "Plan de l’Été", "I lead to [[plan de l'ete]] myself")
    first = await write(alice, "First", "see [[Plan de l'été]]")
    await write(alice, "List", items=[{"text": "[[PLAN DE L’ETE]]"}])
    await write(alice, "Neither", "Plan de l’Été, `[[Plan de l’Été]]`")
    assert await leading_to(alice, plan) == ["List", "First"]
    page = (await alice("GET", f"/api/notes/{plan}/backlinks?limit=1")).ok()
    assert page["items"][0]["excerpt"] == "[[PLAN DE L’ETE]]"
    rest = (await alice("GET", f"/api/notes/{plan}/backlinks?cursor={page['next_cursor']}")).ok()
    assert [one["excerpt"] for one in rest["items"]] == ["see [[Plan de l'été]]"]
    (await alice("PATCH", f"/api/notes/{first}", {"content": "no more"})).ok()
    assert await leading_to(alice, plan) == ["List"]
    found = (await alice("GET", "/api/notes?title=PLAN+DE+L'ETE")).ok()["items"]
    assert [note["id"] for note in found] == [plan]
    assert (await alice("GET", "/api/notes?title=plan")).ok()["items"] == []


async def test_nobody_learns_who_else_names_a_note(house: House) -> None:
    anne, bob, cleo = [await house.person(name) for name in ("anne", "bob", "cleo")]
    project = (await anne("POST", "/api/projects", {"name": "Shared"})).ok()["id"]
    for person, role in ((bob, "editor"), (cleo, "viewer")):
        (await anne("PUT", f"/api/projects/{project}/members/{person.id}", {"role": role})).ok()
    plan = await write(anne, "Plan", project_id=project)
    await write(bob, "Bob's own", "[[Plan]]")
    await write(bob, "Bob's in the project", "[[Plan]]", project_id=project)
    for person, seen in ((anne, 1), (cleo, 1), (bob, 2)):
        assert len(await leading_to(person, plan)) == seen
    (await anne("DELETE", f"/api/projects/{project}/members/{bob.id}")).ok()
    (await bob("GET", f"/api/notes/{plan}/backlinks")).refused("not_found", 404)


async def test_links_follow_a_new_title_in_one_entry(alice: Person) -> None:
    plan = await write(alice, "Plan", "I am [[Plan]]")
    first = await write(alice, "First", "see [[plan]], `[[plan]]`")
    await write(alice, "Second", items=[{"text": "[[Plan]]", "checked": True}])
    quiet = (await alice("PATCH", f"/api/notes/{plan}", {"title": "Other"})).ok()
    assert await content_of(alice, first) == "see [[plan]], `[[plan]]`" and quiet["title"] == "Other"
    (await alice("PATCH", f"/api/notes/{plan}", {"title": "Plan", "rename_links": True})).ok()
    done = await alice("PATCH", f"/api/notes/{plan}", {"title": "The plan", "rename_links": True})
    assert done.ok()["content"] == "I am [[The plan]]"
    assert await content_of(alice, first) == "see [[The plan]], `[[plan]]`"
    assert sorted(await leading_to(alice, plan)) == ["First", "Second"]
    kept = (await alice("GET", f"/api/notes/{first}/revisions")).ok()["items"]
    assert [one["content"] for one in kept] == ["see [[plan]], `[[plan]]`"]
    (await alice("POST", f"/api/activity/{done.headers['X-Activity-Id']}/undo")).ok()
    assert await content_of(alice, first) == "see [[plan]], `[[plan]]`"
    assert (await alice("GET", f"/api/notes/{plan}")).ok()["title"] == "Plan"


async def test_a_new_title_that_no_link_can_say_is_refused(alice: Person) -> None:
    plan = await write(alice, "Plan")
    await write(alice, "First", "[[Plan]]")
    body = {"title": "[Plan]", "rename_links": True}
    (await alice("PATCH", f"/api/notes/{plan}", body)).refused("invalid", 422)
    (await alice("PATCH", f"/api/notes/{plan}", {"title": "[Plan]"})).ok()


async def test_what_still_leads_somewhere_is_left(alice: Person) -> None:
    plan = await write(alice, "Plan")
    await write(alice, "plan")
    first = await write(alice, "First", "[[Plan]]")
    (await alice("PATCH", f"/api/notes/{plan}", {"title": "New", "rename_links": True})).ok()
    assert await content_of(alice, first) == "[[Plan]]"


async def test_a_note_that_would_not_hold_the_new_title_keeps_the_old(alice: Person) -> None:
    plan = await write(alice, "P")
    long = "[[P]]" * 10_000
    first = await write(alice, "First", long)
    title = "x" * 300
    (await alice("PATCH", f"/api/notes/{plan}", {"title": title, "rename_links": True})).ok()
    assert await content_of(alice, first) == long


async def test_others_texts_are_not_written_in(house: House) -> None:
    anne, bob = [await house.person(name) for name in ("anne", "bob")]
    project = (await anne("POST", "/api/projects", {"name": "Shared"})).ok()["id"]
    (await anne("PUT", f"/api/projects/{project}/members/{bob.id}", {"role": "editor"})).ok()
    plan = await write(anne, "Plan", project_id=project)
    own = await write(anne, "Anne's", "[[Plan]]", project_id=project)
    bobs = await write(bob, "Bob's", "[[Plan]]", project_id=project)
    (await anne("PATCH", f"/api/notes/{plan}", {"title": "New", "rename_links": True})).ok()
    assert (await content_of(anne, own), await content_of(anne, bobs)) == ("[[New]]", "[[Plan]]")
    # Who has come to only look on does not write in what they made before.
    theirs = await write(bob, "Also Bob's", "[[Mine]]", project_id=project)
    mine = await write(bob, "Mine")
    (await anne("PUT", f"/api/projects/{project}/members/{bob.id}", {"role": "viewer"})).ok()
    (await bob("PATCH", f"/api/notes/{mine}", {"title": "Yours", "rename_links": True})).ok()
    assert await content_of(bob, theirs) == "[[Mine]]"
    (await bob("PATCH", f"/api/notes/{plan}", {"title": "X", "rename_links": True})).refused("forbidden", 403)
