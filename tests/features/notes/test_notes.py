"""Notes through their doors."""

from __future__ import annotations

import io
from typing import Any

import orjson
import pytest

from tests.house import Person

MB = 1_000_000


async def make(person: Person, **fields: Any) -> dict[str, Any]:
    """A note of that person's."""
    return (await person("POST", "/api/notes", {"title": "Idea", **fields})).ok()


def large(body: dict[str, Any]) -> dict[str, Any]:
    """Options that send a large body in pieces."""
    return {"data": io.BytesIO(orjson.dumps(body)), "headers": {"Content-Type": "application/json"}}


async def test_a_note_is_created_found_changed_and_deleted(alice: Person) -> None:
    made = await make(alice, content="# Été\nboire de l’eau", pinned=True)
    assert (made["title"], made["content"], made["items"]) == ("Idea", "# Été\nboire de l’eau", [])
    for words in ("IDÉA", "ete eau", "l'eau"):
        assert [one["id"] for one in (await alice("GET", f"/api/notes?q={words}")).ok()["items"]] == [made["id"]]
    assert (await alice("GET", "/api/notes?q=eau+vin")).ok()["items"] == []
    url = f"/api/notes/{made['id']}"
    changed = (await alice("PATCH", url, {"content": "", "archived": True, "pinned": False})).ok()
    assert (changed["content"], changed["archived"], changed["pinned"], changed["title"]) == ("", True, False, "Idea")
    assert (await alice("GET", "/api/notes?archived=false")).ok()["items"] == []
    assert len((await alice("GET", "/api/notes")).ok()["items"]) == 1
    assert (await alice("DELETE", url)).ok() == {"id": made["id"], "deleted": True}
    (await alice("GET", url)).refused("not_found", 404)


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ({"content": "\n## **Plan** for _May_\nmore"}, "Plan for May"),
        ({"content": "- [ ] first\n- second"}, "first"),
        ({"items": [{"text": "milk"}, {"text": "bread", "checked": True}]}, "milk"),
        ({"content": "x" * 400}, "x" * 300),
    ],
)
async def test_a_note_without_a_title_is_called_after_its_first_line(
    alice: Person, body: dict[str, Any], title: str
) -> None:
    assert (await alice("POST", "/api/notes", body)).ok()["title"] == title


async def test_a_checklist_keeps_its_order(alice: Person) -> None:
    items = [{"text": text, "checked": text == "b"} for text in "cab"]
    made = await make(alice, items=items)
    assert made["items"] == items
    url = f"/api/notes/{made['id']}"
    turned = [items[2], items[0], {"text": "d"}]
    assert (await alice("PATCH", url, {"items": turned})).ok()["items"] == [
        *turned[:2],
        {"text": "d", "checked": False},
    ]
    assert len((await alice("GET", "/api/notes?q=d")).ok()["items"]) == 1
    (await alice("PATCH", url, {"items": [{"text": "a", "order": 1}]})).refused("invalid", 422)


async def test_pinned_notes_come_first_then_the_latest_changed(alice: Person) -> None:
    first, second, third = [await make(alice, title=title) for title in "abc"]
    await alice("PATCH", f"/api/notes/{first['id']}", {"pinned": True})
    await alice("PATCH", f"/api/notes/{second['id']}", {"content": "more"})
    seen: list[str] = []
    cursor = ""
    while True:
        page = (await alice("GET", f"/api/notes?limit=1{cursor}")).ok()
        seen += [note["title"] for note in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert "".join(seen) == "abc"
    latest = (await alice("GET", "/api/notes?sort=created_at")).ok()["items"]
    assert [note["id"] for note in latest] == [third["id"], second["id"], first["id"]]


async def test_what_a_note_said_is_kept_and_brought_back(alice: Person) -> None:
    note = await make(alice, content="one", items=[{"text": "a"}])
    url = f"/api/notes/{note['id']}"
    await alice("PATCH", url, {"content": "two"})
    await alice("PATCH", url, {"pinned": True})  # says the same, so nothing is kept
    await alice("PATCH", url, {"title": "Better", "items": []})
    kept = (await alice("GET", f"{url}/revisions")).ok()["items"]
    assert [(one["title"], one["content"], len(one["items"])) for one in kept] == [
        ("Idea", "two", 1),
        ("Idea", "one", 1),
    ]
    assert [one["note_revision"] for one in kept] == [3, 1]
    assert kept[0]["author"]["id"] == alice.id and kept[1]["written_at"] == note["created_at"]
    back = (await alice("POST", f"{url}/revisions/{kept[1]['id']}/restore")).ok()
    assert (back["title"], back["content"], back["items"]) == ("Idea", "one", [{"text": "a", "checked": False}])
    kept = (await alice("GET", f"{url}/revisions")).ok()["items"]
    assert [one["content"] for one in kept] == ["two", "two", "one"]


async def test_a_stale_edit_is_a_conflict_with_both_texts_at_hand(alice: Person) -> None:
    note = await make(alice, content="base")
    url = f"/api/notes/{note['id']}"
    (await alice("PATCH", url, {"content": "from the phone", "revision": 1})).ok()
    refused = (await alice("PATCH", url, {"content": "from the desk", "revision": 1})).refused("conflict", 409)
    assert (refused["current"]["content"], refused["current"]["revision"]) == ("from the phone", 2)
    assert (await alice("GET", url)).ok()["content"] == "from the phone"
    async with alice.socket() as hers:
        error = await hers.refused("note.update", {"id": note["id"], "content": "x", "revision": 1}, "conflict")
        assert error["current"]["content"] == "from the phone"


async def test_undo_restores_a_deleted_note_with_its_revisions(alice: Person) -> None:
    note = await make(alice, content="one")
    url = f"/api/notes/{note['id']}"
    await alice("PATCH", url, {"content": "two"})
    before = [(await alice("GET", path)).ok() for path in (url, f"{url}/revisions")]
    deleted = await alice("DELETE", url)
    (await alice("POST", f"/api/activity/{deleted.headers['X-Activity-Id']}/undo")).ok()
    after = [(await alice("GET", path)).ok() for path in (url, f"{url}/revisions")]
    moved = {"updated_at", "revision"}
    assert {k: v for k, v in after[0].items() if k not in moved} == {
        k: v for k, v in before[0].items() if k not in moved
    }
    assert [one["content"] for one in after[1]["items"]] == [one["content"] for one in before[1]["items"]] == ["one"]


async def test_undo_of_an_edit_puts_the_text_back_and_forgets_the_revision(alice: Person) -> None:
    note = await make(alice, content="one")
    url = f"/api/notes/{note['id']}"
    edited = await alice("PATCH", url, {"content": "two"})
    (await alice("POST", f"/api/activity/{edited.headers['X-Activity-Id']}/undo")).ok()
    assert (await alice("GET", url)).ok()["content"] == "one"
    assert (await alice("GET", f"{url}/revisions")).ok()["items"] == []


async def test_a_note_holds_a_megabyte_and_no_more(alice: Person) -> None:
    title = "big"
    just = {"title": title, "content": "é" * ((MB - len(title)) // 2)}
    note = (await alice("POST", "/api/notes", **large(just))).ok()
    too_much = {"title": title, "content": "é" * (MB // 2)}
    (await alice("POST", "/api/notes", **large(too_much))).refused("too_large", 413)
    url = f"/api/notes/{note['id']}"
    (await alice("PATCH", url, **large({"content": "x" * (MB + 1)}))).refused("too_large", 413)
    (await alice("PATCH", url, {"items": [{"text": "xx"}]})).refused("too_large", 413)
    (shown,) = (await alice("GET", "/api/notes?limit=5")).ok()["items"]
    assert shown["shortened"] and len(shown["content"]) == 20_000
    whole = (await alice("GET", url)).ok()
    assert not whole["shortened"] and len(whole["content"]) == (MB - len(title)) // 2


async def test_finding_in_a_long_note_is_quick(alice: Person) -> None:
    await make(alice, content="ab " * 300_000)
    for words in ("zz", "ab zz", "zz ab a b"):
        answer = await alice("GET", f"/api/notes?q={words}", timeout=60)
        assert answer.ok()["items"] == []


async def test_a_stranger_neither_sees_nor_hears_it(alice: Person, bob: Person) -> None:
    async with alice.socket() as hers, bob.socket() as his:
        made = await hers.ok("note.create", {"title": "Secret"})
        heard = await hers.hear("note.created", lambda told: told["entity"]["id"] == made["id"])
        assert heard["entity"] == made and heard["revision"] == 1
        await hers.ok("note.update", {"id": made["id"], "content": "x"})
        (kept,) = (await hers.ok("note.revisions", {"id": made["id"]}))["items"]
        own = await his.ok("note.create", {"title": "Mine"})
        for event, more in (
            ("note.get", {}),
            ("note.update", {"title": "Mine"}),
            ("note.delete", {}),
            ("note.revisions", {}),
            ("note.restore_revision", {"revision_id": kept["id"]}),
        ):
            await his.refused(event, {"id": made["id"], **more}, "not_found")
        await his.refused("note.restore_revision", {"id": own["id"], "revision_id": kept["id"]}, "not_found")
        assert [note["id"] for note in (await his.ok("note.list"))["items"]] == [own["id"]]
        assert [told["entity"]["id"] for told in his.all("note.created")] == [own["id"]]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"title": "", "content": " \n "},
        {"title": "x" * 301},
        {"title": 5},
        {"title": {"$gt": ""}},
        {"title": "a", "content": {"$gt": ""}},
        {"title": "a", "owner_id": "0" * 24},
        {"title": "a", "labels": []},
        {"title": "a", "pinned": 1},
        {"title": "a", "project_id": "nope"},
        {"title": "a", "items": [{"checked": True}]},
        {"title": "a", "items": [{"text": "x" * 2001}]},
        {"title": "a", "items": [{"text": "x"}] * 1001},
    ],
)
async def test_bad_input_is_refused_field_by_field(alice: Person, body: dict[str, object]) -> None:
    refused = (await alice("POST", "/api/notes", body)).refused("invalid", 422)
    assert refused["errors"]
    assert (await alice("GET", "/api/notes")).ok()["items"] == []


async def test_unknown_ids_are_not_found(alice: Person) -> None:
    unknown = "0" * 24
    note = await make(alice)
    url = f"/api/notes/{note['id']}"
    for method in ("GET", "DELETE"):
        (await alice(method, f"/api/notes/{unknown}")).refused("not_found", 404)
    (await alice("POST", f"{url}/revisions/{unknown}/restore")).refused("not_found", 404)
    (await alice("PATCH", url, {"project_id": unknown})).refused("not_found", 404)
    (await alice("PATCH", url, {"title": None})).refused("invalid", 422)
    (await alice("POST", "/api/notes", {"title": "a", "project_id": unknown})).refused("not_found", 404)
