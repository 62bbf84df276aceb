"""An attached file is found, and heard of, by who may see what it is attached to, and by nobody else."""

from __future__ import annotations

from typing import Any

from hub.features.files.reading import texts
from tests.features.files.sending import content, post
from tests.features.search.test_find import found, ids
from tests.house import House, Person


async def shared_project(owner: Person, member: Person, role: str = "editor") -> str:
    project = (await owner("POST", "/api/projects", {"name": "The bridge"})).ok()["id"]
    (await owner("PUT", f"/api/projects/{project}/members/{member.id}", {"role": role})).ok()
    return project


async def attach(person: Person, kind: str, id: str, data: bytes, name: str) -> str:
    """A file on a thing, as the web does it: the upload says at once where it belongs."""
    begun = (
        await person(
            "POST", "/api/files/uploads", {"name": name, "size": len(data), "belongs_to": {"kind": kind, "id": id}}
        )
    ).ok()
    sent = await person("PATCH", f"/api/files/uploads/{begun['id']}", data=data, headers={"Upload-Offset": "0"})
    return sent.ok()["id"]


def gone(items: list[dict[str, Any]]) -> bool:
    return not items


async def test_it_is_found_by_the_people_of_its_thing_and_follows_it(
    house: House, alice: Person, bob: Person
) -> None:
    carol = await house.person("carol")
    project = await shared_project(alice, bob, "viewer")
    task = (await alice("POST", "/api/tasks", {"title": "Survey", "project_id": project})).ok()["id"]
    file = await attach(alice, "task", task, b"the pylons stand on chalk", "soundings.txt")
    for person in (alice, bob):
        assert ids(await found(person, "chalk pylons")) == {file}
        assert ids(await found(person, "soundings", kinds="file", project_id=project)) == {file}
        like = await person("GET", f"/api/search/similar?kind=file&id={file}")
        assert like.ok()["items"] == []
    assert await found(carol, "chalk pylons", gone) == []
    (await carol("GET", f"/api/search/similar?kind=file&id={file}")).refused("not_found", 404)
    # Out of the project: its people lose it at once, also where the index does not know yet.
    (await alice("PATCH", f"/api/tasks/{task}", {"project_id": None})).ok()
    assert (await bob("GET", "/api/search?q=chalk")).ok()["items"] == []
    assert ids(await found(alice, "chalk")) == {file}
    # Named in the task, one finds it without the project.
    (await alice("PATCH", f"/api/tasks/{task}", {"assignee_id": carol.id})).ok()
    assert ids(await found(carol, "chalk")) == {file}
    (await alice("PATCH", f"/api/tasks/{task}", {"assignee_id": None, "project_id": project})).ok()
    assert ids(await found(bob, "chalk")) == {file}
    assert (await carol("GET", "/api/search?q=chalk")).ok()["items"] == []
    (await alice("DELETE", f"/api/projects/{project}/members/{bob.id}")).ok()
    assert (await bob("GET", "/api/search?q=chalk")).ok()["items"] == []


async def test_a_thing_that_is_gone_leaves_its_file_to_who_uploaded_it(alice: Person, bob: Person) -> None:
    project = await shared_project(alice, bob)
    note = (await alice("POST", "/api/notes", {"title": "Minutes", "project_id": project})).ok()["id"]
    file = await attach(bob, "note", note, b"granite from the quarry", "stone.txt")
    assert ids(await found(alice, "granite")) == {file}
    deleted = await alice("DELETE", f"/api/notes/{note}")
    deleted.ok()
    assert ids(await found(bob, "granite")) == {file}
    assert await found(alice, "granite", gone) == []
    (await alice("POST", f"/api/activity/{deleted.headers['X-Activity-Id']}/undo")).ok()
    assert ids(await found(alice, "granite")) == {file}
    (await alice("DELETE", f"/api/files/{file}")).ok()
    assert await found(bob, "granite", gone) == []


async def test_who_sees_the_thing_hears_of_its_files_and_a_viewer_adds_none(alice: Person, bob: Person) -> None:
    project = await shared_project(alice, bob, "viewer")
    task = (await alice("POST", "/api/tasks", {"title": "Survey", "project_id": project})).ok()["id"]
    thing = {"kind": "task", "id": task}
    async with bob.socket() as socket:
        file = await attach(alice, "task", task, b"text", "plan.txt")
        told = await socket.hear("file.created", lambda event: event["entity"]["id"] == file)
        assert told["entity"]["belongs_to"] == thing
        await alice("PUT", f"/api/files/{file}/belongs-to", {"belongs_to": None})
        await socket.hear("file.deleted", lambda event: event["entity"]["id"] == file)
    (await bob("GET", f"/api/files/{file}")).refused("not_found", 404)
    (await alice("PUT", f"/api/files/{file}/belongs-to", {"belongs_to": thing})).ok()
    assert (await content(bob, file)).body == b"text"
    begun = await bob("POST", "/api/files/uploads", {"name": "a.txt", "size": 1, "belongs_to": thing})
    begun.refused("forbidden", 403)
    for method, path, sent in (
        ("DELETE", f"/api/files/{file}", None),
        ("PATCH", f"/api/files/{file}", {"name": "mine.txt"}),
        ("PUT", f"/api/files/{file}/belongs-to", {"belongs_to": None}),
    ):
        (await bob(method, path, sent)).refused("forbidden", 403)
    own = (await post(bob, b"own", "own.txt")).ok()["id"]
    (await bob("PUT", f"/api/files/{own}/belongs-to", {"belongs_to": thing})).refused("forbidden", 403)


async def test_what_an_export_made_is_not_found() -> None:
    row = {"name": "panoramix.ndjson.gz", "mime_type": "application/gzip", "size": 1, "blob_id": "b"}
    assert await texts([{**row, "thing_kind": "transfer"}, row]) == ["", "panoramix.ndjson.gz"]


async def test_a_file_on_a_piece_moves_with_its_sheet(alice: Person, bob: Person) -> None:
    """Who may see a machine changes when its lot moves to another project."""
    project = await shared_project(alice, bob, "viewer")
    lot = (await alice("POST", "/api/lots", {"name": "Pallet"})).ok()["id"]
    piece = (await alice("POST", f"/api/lots/{lot}/items", {"serial": "MOVES-1"})).ok()["id"]
    file = await attach(alice, "lot_item", piece, b"the label says rhyolite", "label.txt")
    assert ids(await found(alice, "rhyolite")) == {file}
    assert (await bob("GET", "/api/search?q=rhyolite")).ok()["items"] == []
    (await alice("PATCH", f"/api/lots/{lot}", {"project_id": project})).ok()
    assert ids(await found(bob, "rhyolite")) == {file}
    (await alice("PATCH", f"/api/lots/{lot}", {"project_id": None})).ok()
    assert await found(bob, "rhyolite", gone) == []
