"""What people have elsewhere comes in through the doors, once, and is theirs."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import bcrypt

from hub.features.reception.documents import LotDocument
from tests.features.transfer import generate, generate_workspace
from tests.features.transfer.archives import bring_in, counts, ended, upload, whys
from tests.house import House, Person

OLD_PASSWORD = "their old password"


async def listed(person: Person, path: str) -> list[dict[str, Any]]:
    """The first hundred of a list."""
    return (await person("GET", f"{path}{'&' if '?' in path else '?'}limit=100")).ok()["items"]


async def signed_in(house: House, username: str, password: str) -> Person:
    """Somebody who has an account already."""
    answer = (await house.request("POST", "/api/auth/login", json={"username": username, "password": password})).ok()
    user = answer["user"]
    return Person(house=house, id=user["id"], username=username, token=answer["access_token"], user=user)


async def test_panoramas_archive_becomes_the_persons_own(alice: Person, tmp_path: Path) -> None:
    """A dry run says what comes; then it is there, in its order and hanging together; again it changes nothing."""
    archive = generate.panorama(tmp_path / "a.gz").read_bytes()
    dry = await bring_in(alice, archive, source="panorama", dry_run=True)
    assert await listed(alice, "/api/tasks") == []
    done = await bring_in(alice, archive, source="panorama")
    assert done["status"] == "done" and done["cut_at"] is None, done["error"]
    assert counts(done, "written") == counts(dry, "written")

    projects = {one["id"]: one for one in await listed(alice, "/api/projects")}
    assert sorted(one["name"] for one in projects.values()) == ["Project 0", "Project 1"]
    tasks = await listed(alice, "/api/tasks")
    assert [task["title"].partition(" –")[0] for task in tasks] == [f"Task {n}" for n in range(20)]
    assert {task["owner_id"] for task in tasks} == {alice.id}
    assert [projects[task["project_id"]]["name"] for task in tasks[:2]] == ["Project 0", "Project 1"]
    people = {one["first_name"]: one for one in await listed(alice, "/api/people")}
    assert people["Bob"]["manager_id"] == people["Élodie"]["id"]
    assert {one["id"] for one in await listed(alice, "/api/teams")} == {one["team_id"] for one in people.values()}
    meeting = next(one for one in await listed(alice, "/api/note-sessions") if one["title"] == "Meeting 0")
    lines = await listed(alice, f"/api/note-sessions/{meeting['id']}/lines")
    assert [line["text"] for line in lines] == [f"Line {n}" for n in range(20)]
    assert lines[0]["author"]["id"] == alice.id
    assert {line["text"] for line in await listed(alice, "/api/journal")} == {f"Did thing {n}" for n in range(20)}
    alarms = {one["title"]: one for one in await listed(alice, "/api/alarms")}
    assert alarms["Once"]["done"] and not any(one["ringing"] for one in alarms.values())
    (holiday,) = (one for one in await listed(alice, "/api/agenda") if one["all_day"])
    assert (holiday["start"], holiday["end"]) == ("2025-03-20", "2025-03-21")

    again = await bring_in(alice, archive, source="panorama")
    assert not counts(again, "written") and not counts(again, "updated")
    assert counts(again, "unchanged") == counts(done, "written")


async def test_a_damaged_archive_brings_what_is_whole(alice: Person) -> None:
    """Bad lines are named with their numbers, a rule that is nonsense is left out, and what is cut is said to be."""

    def task(id: str, **fields: Any) -> bytes:
        return json.dumps({"collection": "tasks", "doc": {"_id": id, "title": id, **fields}}).encode()

    lines = [
        b'{"collection":"tasks","type":"begin"}',
        task("good"),
        b'{"collection":"tasks","doc":{"_id":"bad"',
        task("$where"),
        task("good"),
        task("odd", rrule="FREQ=SOMETIMES", projectId="nowhere"),
        b'{"collection":"weather","doc":{"_id":"w"}}',
    ]
    done = await bring_in(alice, gzip.compress(b"\n".join(lines) + b"\n"), source="panorama")
    assert done["status"] == "done" and done["cut_at"] == 7
    tasks = {one["title"]: one for one in await listed(alice, "/api/tasks")}
    assert tasks.keys() == {"good", "odd"} and tasks["odd"]["rrule"] is None and tasks["odd"]["project_id"] is None
    assert sorted(line for line, _ in whys(done, "tasks")) == [4, 5]
    assert [line for line, _ in whys(done, "weather")] == [7]
    whole = await bring_in(alice, b"\x1f\x8bnothing", source="panorama")
    assert whole["status"] == "failed" and whole["error"]


async def test_organizers_people_sign_in_and_find_their_rooms(house: House, alice: Person, tmp_path: Path) -> None:
    """Only an administrator brings in everybody; passwords go on working; rooms are who was in them's."""
    hashed = bcrypt.hashpw(OLD_PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    path = generate.organizer(tmp_path / "o.json", hashed=hashed, names=("olga", "oscar", "otto"))
    body = {"source": "organizer", "scope": "all"}
    file_id = await upload(alice, path.read_bytes())
    (await alice("POST", "/api/transfers/import", {**body, "file_id": file_id})).refused("forbidden")
    done = await bring_in(house.admin, path.read_bytes(), **body)
    assert done["status"] == "done", done["error"]
    assert counts(done, "written")["messages"] == 20

    oscar = await signed_in(house, "oscar", OLD_PASSWORD)
    rooms = {one["name"]: one for one in await listed(oscar, "/api/rooms")}
    secret = rooms["Secret"]
    assert (secret["kind"], secret["role"], secret["unread"]) == ("private", "owner", 10)
    assert rooms["Lobby"]["kind"] == "public" and rooms["Lobby"]["unread"] == 0
    said = await listed(oscar, f"/api/rooms/{rooms['Lobby']['id']}/messages")
    first = min(said, key=lambda one: one["seq"])
    assert (first["content"], first["sender"]["display_name"], first["created_at"]) == (
        "Hello 0",
        "Oscar",
        "2025-03-01T09:30:00.000Z",
    )
    assert [one["emoji"] for one in first["reactions"]] == ["👍"] and len(first["reactions"][0]["user_ids"]) == 2
    olga = await signed_in(house, "olga", OLD_PASSWORD)
    (await olga("GET", f"/api/rooms/{secret['id']}/messages")).refused("not_found")
    (await alice("GET", f"/api/rooms/{secret['id']}/messages")).refused("not_found")
    (note,) = await listed(olga, "/api/notes")
    assert (note["title"], note["pinned"]) == ("Trip", True)
    assert [one["nickname"] for one in await listed(olga, "/api/contacts")] == ["Bobby"]
    await signed_in(house, "olga", OLD_PASSWORD)

    again = await bring_in(house.admin, path.read_bytes(), **body)
    assert not counts(again, "written") and not counts(again, "updated")


async def test_workspaces_database_comes_in_from_either_form(house: House, tmp_path: Path) -> None:
    """The chat is a room, agenda and lots are their owners'; the same from a dump changes nothing."""
    hashed = bcrypt.hashpw(OLD_PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    path = generate_workspace.workspace_sqlite(tmp_path / "w.db", hashed=hashed)
    done = await bring_in(house.admin, path.read_bytes(), source="workspace", scope="all")
    assert done["status"] == "done", done["error"]
    assert [why for _, why in whys(done, "events")] == ["was deleted there"]

    sander = await signed_in(house, "sander", OLD_PASSWORD)
    rooms = {one["name"]: one for one in await listed(sander, "/api/rooms")}
    said = await listed(sander, f"/api/rooms/{rooms['Workspace']['id']}/messages")
    assert {one["content"] for one in said} == {"Bonjour\tà tous\n; it's 'fine' \\o/", "Old friend"}
    assert rooms["Workspace"]["unread"] == 0 and "Workspace 7" not in rooms
    (event,) = await listed(sander, "/api/agenda")
    assert (event["summary"], event["rrule"]) == ("Stand-up", "FREQ=WEEKLY;INTERVAL=2;UNTIL=20251231")
    (lot,) = await listed(sander, "/api/lots")
    items = {one["serial"]: one for one in await listed(sander, f"/api/lot-items?lot_id={lot['id']}")}
    assert (lot["name"], lot["total"], lot["ready"], items.keys()) == ("Mairie", 2, 1, {"ABC123", "XYZ"})
    assert len(await listed(sander, "/api/lot-items")) == 2
    assert items["ABC123"]["model"] == "Latitude 5400" and items["ABC123"]["state"] == "refurbished"
    loans = {one["name"]: one for one in await listed(sander, "/api/loans")}
    assert {name: (one["total"], one["ready"]) for name, one in loans.items()} == {
        "Mairie d'Ivry": (1, 1),
        "Léa": (1, 0),
        "Prêt 3": (0, 0),
    }
    assert loans["Mairie d'Ivry"]["returned_at"] == "2025-03-31T22:00:00.000Z"
    donations = {one["name"]: one["total"] for one in await listed(sander, "/api/donations")}
    assert donations == {"Promotion 12": 2, "Don 2": 1}
    found = await listed(sander, "/api/traceability?q=don1")
    assert [one["state"] for one in found if one["kind"] == "donation_item"] == ["given", "returned"]
    sessions = {one["name"]: (one["ready"], one["total"]) for one in await listed(house.admin, "/api/disk-sessions")}
    assert sessions == {"Baie 4": (3, 4), "Disques 2": (0, 1)}, "the table does not say whose they were"
    (order,) = await listed(sander, "/api/orders")
    assert (order["name"], order["currency"], order["total_cents"]) == ("Disques", "EUR", 17_836)

    dump = generate_workspace.workspace_dump(tmp_path / "w.sql", hashed=hashed)
    again = await bring_in(house.admin, dump.read_bytes(), source="workspace", scope="all")
    assert again["status"] == "done" and not counts(again, "written") and not counts(again, "updated")

    undone = await ended(house.admin, (await house.admin("POST", f"/api/transfers/{done['id']}/undo")).ok())
    assert undone["status"] == "undone", undone["report"]
    assert not await LotDocument.rows().find_one({"name": "Mairie"})
