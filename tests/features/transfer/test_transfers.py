"""Import and export through the doors: what goes out comes back, and nothing else does."""

from __future__ import annotations

from typing import Any

from tests.features.transfer.archives import bring_in, counts, ended, of, packed, take_out, unpacked, upload, whys
from tests.house import House, Person

SOMETHING = "0123456789abcdef01234567"


async def _things(person: Person) -> dict[str, Any]:
    """A project with a task, a subtask with a comment, a note that was changed, a file; and a session with a line."""
    project = (await person("POST", "/api/projects", {"name": "Move"})).ok()
    task = (await person("POST", "/api/tasks", {"title": "Pack", "project_id": project["id"]})).ok()
    part = (await person("POST", "/api/tasks", {"title": "Boxes", "parent_id": task["id"]})).ok()
    (await person("POST", f"/api/tasks/{part['id']}/comments", {"text": "forty of them"})).ok()
    note = (await person("POST", "/api/notes", {"title": "List", "content": "one", "project_id": project["id"]})).ok()
    (await person("PATCH", f"/api/notes/{note['id']}", {"content": "two"})).ok()
    session = (await person("POST", "/api/note-sessions", {"title": "Talk"})).ok()
    (await person("POST", f"/api/note-sessions/{session['id']}/lines", {"text": "said"})).ok()
    file = await upload(person, b"x" * 600_000, "boxes.bin")
    return {"project": project, "task": task, "part": part, "note": note, "file": file}


async def test_what_goes_out_comes_back_as_it_was(alice: Person) -> None:
    """Into the same place it changes nothing; what was deleted meanwhile is there again, files' bytes included."""
    made = await _things(alice)
    archive = await take_out(alice)
    again = await bring_in(alice, archive)
    assert again["status"] == "done" and again["cut_at"] is None
    assert not counts(again, "written") and not counts(again, "skipped_count"), again["report"]

    note = (await alice("GET", f"/api/notes/{made['note']['id']}")).ok()
    (await alice("DELETE", f"/api/notes/{note['id']}")).ok()
    (await alice("DELETE", f"/api/files/{made['file']}")).ok()
    (await alice("DELETE", f"/api/tasks/{made['task']['id']}")).ok()
    back = await bring_in(alice, archive)
    assert counts(back, "written") == {"tasks": 2, "taskComments": 1, "notes": 1, "noteRevisions": 1, "files": 1}
    assert (await alice("GET", f"/api/notes/{note['id']}")).ok() == note
    assert (await alice("GET", f"/api/tasks/{made['part']['id']}")).ok()["parent_id"] == made["task"]["id"]
    assert (await alice("GET", f"/api/files/{made['file']}/content")).body == "x" * 600_000


async def test_somebody_else_gets_copies_of_their_own(alice: Person, bob: Person) -> None:
    """Ids that are somebody's are not taken, what they are is not touched, and everything still hangs together."""
    made = await _things(alice)
    before = (await alice("GET", f"/api/notes/{made['note']['id']}")).ok()
    archive = await take_out(alice)
    taken = await bring_in(bob, archive)
    assert taken["status"] == "done" and of(taken, "notes")["written"] == 1, taken
    assert (await alice("GET", f"/api/notes/{made['note']['id']}")).ok() == before
    (await bob("GET", f"/api/notes/{made['note']['id']}")).refused("not_found")
    [project] = (await bob("GET", "/api/projects")).ok()["items"]
    assert project["owner_id"] == bob.id and project["id"] != made["project"]["id"]
    tasks = (await bob("GET", f"/api/tasks?project_id={project['id']}")).ok()["items"]
    assert {task["title"] for task in tasks} == {"Pack", "Boxes"} and {task["owner_id"] for task in tasks} == {bob.id}
    files = [one for one in (await bob("GET", "/api/files")).ok()["items"] if one["name"] == "boxes.bin"]
    assert (await bob("GET", f"/api/files/{files[0]['id']}/content")).body == "x" * 600_000
    assert not counts(await bring_in(bob, archive), "written")


async def test_a_dry_run_says_what_would_happen(alice: Person) -> None:
    """The report is that of the real thing, and nothing is there afterwards."""
    archive = packed(
        ("projects", {"id": "p1", "name": "Garden", "rank": "V"}),
        ("tasks", {"id": "t1", "title": "Dig", "project_id": "p1", "rank": "V"}),
        ("tasks", {"id": "t2", "title": "", "rank": "V"}),
    )
    dry = await bring_in(alice, archive, dry_run=True)
    assert dry["status"] == "done" and counts(dry, "written") == {"projects": 1, "tasks": 1}
    assert whys(dry, "tasks")[0][0] == 4
    assert (await alice("GET", "/api/projects")).ok()["items"] == []
    real = await bring_in(alice, archive)
    assert [{**one} for one in real["report"]] == dry["report"]
    [task] = (await alice("GET", "/api/tasks")).ok()["items"]
    [project] = (await alice("GET", "/api/projects")).ok()["items"]
    assert task["project_id"] == project["id"]
    (await alice("POST", f"/api/transfers/{dry['id']}/undo")).refused("conflict")


async def test_bad_lines_are_named_and_the_rest_goes_on(alice: Person) -> None:
    """Whatever stands in a line, it is its own misfortune."""
    done = await bring_in(
        alice,
        packed(
            b"{no json",
            b"[1, 2]",
            ("planets", {"id": "x"}),
            ("notes", {"title": "no id", "written_at": "2026-01-01T00:00:00Z"}),
            ("notes", {"id": "$where", "title": "an odd id", "written_at": "2026-01-01T00:00:00Z"}),
            ("notes", {"id": "n1", "title": "good", "written_at": "2026-01-01T00:00:00Z"}),
            ("notes", {"id": "n1", "title": "the same id", "written_at": "2026-01-01T00:00:00Z"}),
            ("notes", {"id": "n2", "title": "x" * 301, "written_at": "2026-01-01T00:00:00Z"}),
            ("notes", {"id": "n3", "title": "no time"}),
            ("tasks", {"id": "t1", "title": "odd", "rank": "V", "source": {"$where": "1"}}),
            b'{"collection": "tasks", "doc": ' + b'{"a":' * 200 + b"1" + b"}" * 201,
            b'{"collection": "notes", "doc": {"id": "n4", "title": "' + b"x" * 9_000_000 + b'"}}',
            ("noteLines", {"id": "l1", "session_id": "nowhere", "text": "lost", "rank": "V"}),
            ("calendarEvents", {"id": "e1", "uid": "e1", "summary": "ever", "start": "2026-01-01T00:00:00Z",
                                "end": "2026-01-01T01:00:00Z", "time_zone": "UTC",
                                "rrule": "FREQ=NEVER"}),
            ("fs.chunks", {"files_id": "b1", "n": 1, "data": "eA=="}),
            ("files", {"id": "f1", "name": "f", "mime_type": "text/plain", "size": 1, "sha256": "0",
                       "blob_id": "b1"}),
            ("rooms", {"id": SOMETHING, "name": "Everybody's", "kind": "public"}),
        ),
    )  # fmt: skip
    assert done["status"] == "done", done
    assert counts(done, "written") == {"notes": 1}
    assert [line for line, _ in whys(done, "?")] == [2, 3, 12, 13]
    assert whys(done, "planets") == [(4, "nothing here knows what this is")]
    assert [line for line, _ in whys(done, "notes")] == [5, 6, 8, 9, 10]
    assert [line for line, _ in whys(done, "tasks")] == [11]
    assert of(done, "rooms")["skipped_count"] == of(done, "files")["skipped_count"] == 1
    assert of(done, "noteLines")["skipped_count"] == of(done, "calendarEvents")["skipped_count"] == 1
    [note] = (await alice("GET", "/api/notes")).ok()["items"]
    assert note["title"] == "good" and note["owner_id"] == alice.id


async def test_a_file_that_is_cut_is_said_to_be_cut(alice: Person) -> None:
    """What is whole in it comes in all the same."""
    notes = [
        ("notes", {"id": f"n{n}", "title": f"Note {n}", "written_at": "2026-01-01T00:00:00Z"}) for n in range(400)
    ]
    archive = packed(*notes)
    cut = await bring_in(alice, archive[: len(archive) // 2])
    assert cut["status"] == "done" and 1 < cut["cut_at"] < 400
    assert of(cut, "notes")["written"] == cut["cut_at"] - 1
    whole = await bring_in(alice, archive)
    assert whole["cut_at"] is None
    assert of(whole, "notes")["written"] == 400 - of(cut, "notes")["written"]


async def test_what_is_no_archive_is_refused_whole(alice: Person) -> None:
    """In plain words, and nothing was written."""
    failed = await bring_in(alice, b"hello")
    assert failed["status"] == "failed" and "no archive" in failed["error"], failed


async def test_an_import_can_be_taken_back(alice: Person) -> None:
    """All of it at once; what was changed since, or is used by something newer, stays and is named."""
    archive = packed(
        ("projects", {"id": "p1", "name": "Used", "rank": "V"}),
        ("projects", {"id": "p2", "name": "Unused", "rank": "W"}),
        ("tasks", {"id": "t1", "title": "Changed", "rank": "V"}),
        ("tasks", {"id": "t2", "title": "Parent", "project_id": "p2", "rank": "W"}),
        ("tasks", {"id": "t3", "title": "Child", "project_id": "p2", "parent_id": "t2", "rank": "X"}),
    )
    done = await bring_in(alice, archive)
    entries = (await alice("GET", "/api/activity?operation=transfer.import_file")).ok()["items"]
    assert any(len(entry["changes"]) == 3 and not entry["undoable"] for entry in entries), entries
    tasks = {one["title"]: one for one in (await alice("GET", "/api/tasks")).ok()["items"]}
    projects = {one["name"]: one for one in (await alice("GET", "/api/projects")).ok()["items"]}
    (await alice("PATCH", f"/api/tasks/{tasks['Changed']['id']}", {"title": "Mine now"})).ok()
    (await alice("POST", "/api/notes", {"title": "New", "project_id": projects["Used"]["id"]})).ok()
    undone = await ended(alice, (await alice("POST", f"/api/transfers/{done['id']}/undo")).ok())
    assert undone["status"] == "undone", undone
    assert [one["title"] for one in (await alice("GET", "/api/tasks")).ok()["items"]] == ["Mine now"]
    assert [one["name"] for one in (await alice("GET", "/api/projects")).ok()["items"]] == ["Used"]
    assert whys(undone, "tasks") == [(0, "“Mine now” has been changed since")] or whys(undone, "tasks") == [
        (0, "“Changed” has been changed since")
    ]
    assert of(undone, "projects")["skipped_count"] == 1
    (await alice("POST", f"/api/transfers/{done['id']}/undo")).refused("conflict")


async def test_what_was_changed_here_is_written_over_only_if_asked(alice: Person) -> None:
    """And that, too, is taken back."""
    archive = packed(("notes", {"id": "n1", "title": "As it was", "written_at": "2026-01-01T00:00:00Z"}))
    await bring_in(alice, archive)
    [note] = (await alice("GET", "/api/notes")).ok()["items"]
    (await alice("PATCH", f"/api/notes/{note['id']}", {"title": "Changed"})).ok()
    kept = await bring_in(alice, archive)
    assert whys(kept, "notes") == [(2, "has been changed here since")]
    over = await bring_in(alice, archive, overwrite=True)
    assert of(over, "notes")["updated"] == 1
    assert (await alice("GET", f"/api/notes/{note['id']}")).ok()["title"] == "As it was"
    await ended(alice, (await alice("POST", f"/api/transfers/{over['id']}/undo")).ok())
    assert (await alice("GET", f"/api/notes/{note['id']}")).ok()["title"] == "Changed"


async def test_whose_transfer_it_is(house: House, alice: Person, bob: Person) -> None:
    """One's own, and for administrators what concerns everybody; nobody else learns that there is one."""
    archive = packed(("notes", {"id": "n1", "title": "Mine", "written_at": "2026-01-01T00:00:00Z"}))
    done = await bring_in(alice, archive)
    for method, path in (("GET", ""), ("POST", "/cancel"), ("POST", "/undo"), ("DELETE", "")):
        (await bob(method, f"/api/transfers/{done['id']}{path}")).refused("not_found")
        (await house.admin(method, f"/api/transfers/{done['id']}{path}")).refused("not_found")
    assert (await bob("GET", "/api/transfers")).ok()["items"] == []
    (await bob("POST", "/api/transfers/export", {"scope": "all"})).refused("forbidden")
    file_id = await upload(alice, archive)
    theirs = {"source": "archive", "file_id": file_id}
    (await bob("POST", "/api/transfers/import", theirs)).refused("not_found")
    (await alice("POST", "/api/transfers/import", {**theirs, "scope": "all"})).refused("forbidden")
    (await alice("POST", "/api/transfers/import", {**theirs, "source": "excel"})).refused("invalid")
    (await alice("POST", f"/api/transfers/{done['id']}/cancel")).refused("conflict")
    token = (await alice("POST", "/api/tokens", {"name": "bot", "scopes": ["read", "write"]})).ok()["token"]
    refused = await house.request("POST", "/api/transfers/export", token=token, json={})
    refused.refused("forbidden")
    (await alice("DELETE", f"/api/transfers/{done['id']}")).ok()
    (await alice("GET", f"/api/transfers/{done['id']}")).refused("not_found")


async def test_nothing_is_written_into_what_one_only_looks_at(alice: Person, bob: Person) -> None:
    """A viewer of a project, and somebody who has no part in it, get theirs beside it."""
    project = (await alice("POST", "/api/projects", {"name": "Alice's"})).ok()["id"]
    task = (await alice("POST", "/api/tasks", {"title": "Hers", "project_id": project})).ok()["id"]
    (await alice("PUT", f"/api/projects/{project}/members/{bob.id}", {"role": "viewer"})).ok()
    done = await bring_in(
        bob,
        packed(
            ("notes", {"id": "n1", "title": "Smuggled", "project_id": project, "owner_id": alice.id,
                       "written_at": "2026-01-01T00:00:00Z"}),
            ("taskComments", {"id": "c1", "task_id": task, "text": "?", "author": {"kind": "user", "id": alice.id}}),
            ("projectMembers", {"id": "m", "scope": project, "user_id": bob.id, "role": "owner"}),
        ),
    )  # fmt: skip
    assert of(done, "notes")["noted_count"] == 1 and of(done, "taskComments")["skipped_count"] == 1
    assert of(done, "projectMembers")["skipped_count"] == 1
    [note] = (await bob("GET", "/api/notes")).ok()["items"]
    assert (note["title"], note["project_id"], note["owner_id"]) == ("Smuggled", None, bob.id)
    assert (await alice("GET", "/api/notes")).ok()["items"] == []
    assert (await alice("GET", f"/api/tasks/{task}/comments")).ok()["items"] == []


async def test_everybodys_archive_holds_everything_and_only_administrators_get_it(house: House) -> None:
    """Hashes of passwords included; somebody's own holds neither people nor rooms."""
    anne = await house.person("anne")
    (await anne("POST", "/api/rooms", {"kind": "private", "name": "Ours"})).ok()
    everything = unpacked(await take_out(house.admin, "all"))
    assert everything["users", anne.id]["password_hash"]
    assert any(collection == "memberships" for collection, _ in everything)
    own = {collection for collection, _ in unpacked(await take_out(anne))}
    assert not own & {"users", "rooms", "memberships", "messages", "projectMembers"}
