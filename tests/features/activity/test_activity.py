"""The record: what administrators and others see of it, filters, paging, export."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import orjson
import pytest

from hub.features.activity.retention import keep_for
from hub.storage.activity import Activity
from tests.house import House, MovableClock, Person

LOBBY = "000000000000000000000001"


async def a_task(person: Person, title: str = "a private title", **fields: Any) -> tuple[str, str]:
    """A task's id, and the id of the entry that records it."""
    answer = await person("POST", "/api/tasks", {"title": title, **fields})
    return answer.ok()["id"], answer.headers["X-Activity-Id"]


async def test_what_one_did_is_recorded_field_by_field(alice: Person) -> None:
    task, _ = await a_task(alice)
    (await alice("PATCH", f"/api/tasks/{task}", {"title": "another", "urgent": True})).ok()
    newest, oldest = (await alice("GET", f"/api/activity?entity={task}")).ok()["items"]
    assert oldest["operation"] == "task.create" and newest["operation"] == "task.update"
    assert newest["actor"] == {"kind": "user", "id": alice.id, "display_name": alice.user["display_name"]}
    assert (newest["origin"], newest["outcome"], newest["effect"]) == ("rest", "ok", "write")
    assert newest["undoable"] is True and newest["undone_by"] is None and newest["request_id"]
    assert newest["entity"] == {"kind": "task", "id": task, "label": "another", "change": "updated"}
    (change,) = newest["changes"]
    assert change["fields"] == {
        "title": {"before": "a private title", "after": "another"},
        "urgent": {"before": False, "after": True},
    }


async def test_a_stranger_sees_nothing_of_it(alice: Person, bob: Person) -> None:
    task, entry = await a_task(alice)
    assert (await bob("GET", f"/api/activity?entity={task}")).ok()["items"] == []
    assert (await bob("GET", f"/api/activity?actor={alice.id}")).ok()["items"] == []
    (await bob("GET", f"/api/activity/{entry}")).refused("not_found", 404)
    (await bob("POST", f"/api/activity/{entry}/undo")).refused("not_found", 404)
    (await bob("POST", f"/api/activity/{entry}/reveal")).refused("forbidden", 403)


async def test_an_administrator_sees_which_fields_and_no_values(house: House, alice: Person) -> None:
    task, entry = await a_task(alice, "buy a ring")
    for path in (f"/api/activity?entity={task}", f"/api/activity/{entry}", "/api/activity/export?format=ndjson"):
        answer = await house.admin("GET", path)
        assert answer.status == 200 and "buy a ring" not in str(answer.body)
    shown = (await house.admin("GET", f"/api/activity/{entry}")).ok()
    assert shown["hidden"] is True and shown["entity"]["label"] == ""
    assert shown["changes"][0]["fields"]["title"] == {"hidden": True}


async def test_looking_closer_is_recorded_for_whom_it_concerns(house: House, alice: Person) -> None:
    _, entry = await a_task(alice, "buy a ring")
    shown = (await house.admin("POST", f"/api/activity/{entry}/reveal")).ok()
    assert shown["changes"][0]["fields"]["title"] == {"before": None, "after": "buy a ring"}
    (look,) = (await alice("GET", "/api/activity?operation=activity.reveal")).ok()["items"]
    assert look["actor"]["id"] == house.admin.id
    assert look["changes"][0]["fields"]["activity_id"]["after"] == entry


async def test_a_thing_of_two_people_shows_what_was_done_to_both(house: House, alice: Person, bob: Person) -> None:
    mine, _ = await a_task(alice, "given to bob", assignee_id=bob.id)
    answer = await bob("PATCH", f"/api/tasks/{mine}", {"title": "done by bob"})
    entry = answer.headers["X-Activity-Id"]
    for person in (alice, bob):
        shown = (await person("GET", f"/api/activity/{entry}")).ok()
        assert shown["changes"][0]["fields"]["title"]["after"] == "done by bob"


async def test_refusals_are_recorded(house: House, alice: Person, bob: Person) -> None:
    task, _ = await a_task(alice)
    (await bob("DELETE", f"/api/tasks/{task}")).refused("not_found")
    found = (await house.admin("GET", f"/api/activity?actor={bob.id}&outcome=refused")).ok()["items"]
    assert [(one["operation"], one["outcome"], one["changes"]) for one in found] == [("task.delete", "not_found", [])]
    assert (await house.admin("GET", f"/api/activity?actor={bob.id}&outcome=not_found")).ok()["items"] == found


async def test_who_registers_with_an_invitation_is_the_one_who_did_it(house: House) -> None:
    code = (await house.admin("POST", "/api/invitations", {})).ok()["code"]
    invited = await house.person("invited", invite=code)
    found = (await house.admin("GET", f"/api/activity?actor={invited.id}&operation=auth.register")).ok()["items"]
    assert [one["actor"]["id"] for one in found] == [invited.id]
    assert {change["kind"] for change in found[0]["changes"]} >= {"invitation", "user"}


async def test_signing_in_is_recorded_as_the_persons(house: House, alice: Person) -> None:
    found = (await house.admin("GET", f"/api/activity?actor={alice.id}&operation=auth")).ok()["items"]
    assert [one["operation"] for one in found] == ["auth.register"]
    assert found[0]["actor"]["id"] == alice.id
    text = str(found)
    assert "argon2" not in text and "nonce" not in text
    fields = next(change["fields"] for change in found[0]["changes"] if change["kind"] == "user")
    assert fields["password_hash"] == {"secret": True}


async def test_messages_sent_are_in_the_list_without_their_content(house: House, alice: Person, bob: Person) -> None:
    body = {"content": "between us", "client_msg_id": f"m-{alice.id}"}
    sent = (await alice("POST", f"/api/rooms/{LOBBY}/messages", body)).ok()
    for person in (alice, house.admin):
        found = (await person("GET", f"/api/activity?kind=message&actor={alice.id}")).ok()["items"]
        assert [(one["id"], one["operation"], one["room_id"]) for one in found] == [
            (sent["id"], "message.send", LOBBY)
        ]
        assert found[0]["actor"]["id"] == alice.id and "between us" not in str(found)
    assert (await bob("GET", f"/api/activity?kind=message&actor={alice.id}")).ok()["items"] == []
    assert (await alice("GET", "/api/activity?kind=task&operation=message.send")).ok()["items"] == []


async def test_pages_hold_everything_once_and_in_order(house: House) -> None:
    person = await house.person("pager")
    for number in range(5):
        await a_task(person, f"task {number}")
        body = {"content": f"message {number}", "client_msg_id": f"p-{person.id}-{number}"}
        (await person("POST", f"/api/rooms/{LOBBY}/messages", body)).ok()
    whole = (await person("GET", "/api/activity?limit=200")).ok()
    assert whole["next_cursor"] is None
    ids = [one["id"] for one in whole["items"]]
    assert ids == sorted(ids, reverse=True)
    assert [one["operation"] for one in whole["items"]] == ["message.send", "task.create"] * 5 + ["auth.register"]
    for limit in (1, 2, 3, 11):
        paged: list[str] = []
        cursor = ""
        while True:
            page = (await person("GET", f"/api/activity?limit={limit}{cursor}")).ok()
            paged.extend(one["id"] for one in page["items"])
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"
        assert paged == ids, limit
    newer = (await person("GET", f"/api/activity?after={ids[4]}")).ok()["items"]
    assert [one["id"] for one in newer] == ids[:4]


async def test_filters_by_time(house: House, clock: MovableClock) -> None:
    person = await house.person("timely")
    await a_task(person, "now")
    clock.offset = timedelta(minutes=10)
    _, later = await a_task(person, "later")
    since = (clock.now() - timedelta(minutes=1)).isoformat().replace("+00:00", "Z")
    found = (await person("GET", "/api/activity", params={"from": since})).ok()["items"]
    assert [one["id"] for one in found] == [later]
    found = (await person("GET", "/api/activity", params={"to": since, "operation": "task"})).ok()["items"]
    assert len(found) == 1 and found[0]["id"] != later


@pytest.mark.parametrize(
    "query",
    [
        "actor=nobody",
        "actor[$ne]=1",
        "operation=task.*",
        "operation=$where",
        "kind=.*",
        "from=yesterday",
        "limit=1000",
        "cursor=WyJ4Il0x",
        "after=1",
        "outcome=%24ne",
        "unknown=1",
    ],
)
async def test_the_list_refuses(alice: Person, query: str) -> None:
    (await alice("GET", f"/api/activity?{query}")).refused("invalid", 422)


async def test_export_says_the_same_and_no_cell_is_a_formula(house: House) -> None:
    person = await house.person("exporter", display_name="=HYPERLINK(1)")
    task, _ = await a_task(person, '@SUM(1), "quoted"\nsecond line')
    exported = (await person("GET", "/api/activity/export?format=csv&operation=task")).ok()
    (row,) = list(csv.DictReader(io.StringIO(exported["content"])))
    assert row["actor"] == "'=HYPERLINK(1)" and row["entity"].startswith('\'@SUM(1), "quoted"')
    assert (row["operation"], row["entity_id"], row["outcome"]) == ("task.create", task, "ok")
    lines = (await person("GET", "/api/activity/export?format=ndjson&operation=task")).ok()["content"]
    assert [orjson.loads(line)["entity"]["id"] for line in lines.splitlines()] == [task]
    (await person("GET", "/api/activity/export?format=xml")).refused("invalid", 422)


async def test_long_texts_are_cut_in_the_list_and_whole_in_the_entry(alice: Person) -> None:
    task, entry = await a_task(alice, description="x" * 5000)
    (listed,) = (await alice("GET", f"/api/activity?entity={task}")).ok()["items"]
    assert len(listed["changes"][0]["fields"]["description"]["after"]) < 400
    whole = (await alice("GET", f"/api/activity/{entry}")).ok()
    assert whole["changes"][0]["fields"]["description"]["after"] == "x" * 5000


async def test_the_live_view_tells_administrators_and_nobody_else(house: House, alice: Person) -> None:
    async with house.admin.socket() as watcher, alice.socket() as other:
        await other.refused("activity.watch", {}, "forbidden")
        await watcher.ok("activity.watch", {})
        task, entry = await a_task(alice, "seen live")
        told = await watcher.hear("activity.created", lambda event: event["activity"]["id"] == entry)
        assert told["activity"]["entity"]["id"] == task and told["activity"]["actor"]["id"] == alice.id
        assert "seen live" not in str(told)
        body = {"content": "heard live", "client_msg_id": f"l-{alice.id}"}
        sent = (await alice("POST", f"/api/rooms/{LOBBY}/messages", body)).ok()
        told = await watcher.hear("activity.created", lambda event: event["activity"]["id"] == sent["id"])
        assert "heard live" not in str(told)
        assert not other.all("activity.created")
        await watcher.ok("activity.watch", {"on": False})
        watcher.forget()
        await a_task(alice, "unseen")
        await watcher.ok("account.get", {})
        assert not watcher.all("activity.created")


async def test_what_is_old_is_removed_by_the_database(house: House) -> None:
    for days in (30, 90):
        await keep_for(days)
        indexes = await Activity.rows().index_information()
        assert indexes["at_ttl"]["expireAfterSeconds"] == days * 86_400
