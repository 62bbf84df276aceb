"""Reports through their doors."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import pytest_asyncio

from hub.features.reports.documents import ReportDocument
from tests.house import House, Person

WITHIN_S = 20


@pytest_asyncio.fixture(loop_scope="session")
async def carol(house: House) -> Person:
    """Another administrator, in no room of the others'."""
    found = await house.person("carol")
    found.user = (await house.admin("PATCH", f"/api/users/{found.id}", {"role": "admin"})).ok()
    return found


async def a_room(person: Person, *others: Person) -> str:
    """A private room of some people."""
    body = {"kind": "private", "name": "Pub", "member_ids": [other.id for other in others]}
    return (await person("POST", "/api/rooms", body)).ok()["id"]


async def say(person: Person, room_id: str, content: str = "You fool") -> str:
    """A message of that person's."""
    return (await person("POST", f"/api/rooms/{room_id}/messages", {"content": content})).ok()["id"]


async def report(person: Person, message_id: str, reason: str = "An insult") -> dict[str, Any]:
    """A report of that person's."""
    return (await person("POST", "/api/reports", {"message_id": message_id, "reason": reason})).ok()


async def listed(person: Person, **query: str) -> list[str]:
    """The ids of the reports that an administrator finds."""
    asked = "&".join(f"{name}={value}" for name, value in {"limit": "200", **query}.items())
    return [one["id"] for one in (await person("GET", f"/api/reports?{asked}")).ok()["items"]]


async def test_a_report_reaches_the_administrators_without_the_message(
    alice: Person, bob: Person, carol: Person
) -> None:
    room = await a_room(alice, bob)
    message = await say(bob, room)
    async with carol.socket() as hers, bob.socket() as his:
        made = await report(alice, message, " An insult ")
        told = await hers.hear("report.created", lambda told: told["entity"]["id"] == made["id"], WITHIN_S)
        assert told["entity"] == made and (made["reason"], made["status"]) == ("An insult", "open")
        assert "You fool" not in str(told) and "writer_id" not in made
        await alice("POST", f"/api/rooms/{room}/messages", {"content": "later"})
        await his.hear("message.created", lambda told: told["message"]["content"] == "later", WITHIN_S)
        assert not his.all("report.created"), "its writer is not told"
    assert made["id"] in await listed(carol, status="open") and made["id"] not in await listed(
        carol, status="dismissed"
    )
    assert (await alice("GET", f"/api/reports/{made['id']}")).ok() == made
    (await alice("POST", "/api/reports", {"message_id": message, "reason": "Again"})).refused("conflict", 409)
    (await carol("GET", f"/api/messages/{message}")).refused("not_found", 404)


async def test_a_look_shows_the_one_message_and_is_recorded(alice: Person, bob: Person, carol: Person) -> None:
    room = await a_room(alice, bob)
    message = await say(bob, room)
    (await bob("PATCH", f"/api/messages/{message}", {"content": "You dear"})).ok()
    made = await report(alice, message)
    (await bob("DELETE", f"/api/messages/{message}")).ok()
    seen = await carol("POST", f"/api/reports/{made['id']}/reveal")
    shown = seen.ok()["message"]
    assert (shown["content"], shown["room_name"], shown["sender"]["id"]) == ("You dear", "Pub", bob.id)
    assert [one["content"] for one in shown["earlier"]] == ["You fool"] and shown["deleted_at"]
    assert seen.ok()["report"]["revealed_by"] == carol.id
    entry = (await alice.house.admin("GET", f"/api/activity/{seen.headers['X-Activity-Id']}")).ok()
    assert (entry["operation"], entry["actor"]["id"]) == ("report.reveal", carol.id)
    (await carol("POST", f"/api/reports/{made['id']}/reveal")).ok()
    looks = (await carol("GET", "/api/activity?operation=report.reveal&limit=200")).ok()["items"]
    assert len([one for one in looks if one["entity"] and one["entity"]["id"] == made["id"]]) == 2
    for nobody in (alice, bob):
        (await nobody("POST", f"/api/reports/{made['id']}/reveal")).refused("forbidden", 403)
    # Once it is settled the message is nobody's business any more.
    (await carol("POST", f"/api/reports/{made['id']}/resolve", {"action": "dismiss"})).ok()
    (await carol("POST", f"/api/reports/{made['id']}/reveal")).refused("conflict", 409)


async def test_deleting_the_message_settles_every_report_of_it_and_can_be_undone(
    alice: Person, bob: Person, carol: Person
) -> None:
    dave = await alice.house.person("dave")
    room = await a_room(alice, bob, dave)
    message = await say(bob, room)
    first, second = await report(alice, message), await report(dave, message)
    async with alice.socket() as hers:
        done = await carol("POST", f"/api/reports/{first['id']}/resolve", {"action": "delete_message"})
        assert (done.ok()["status"], done.ok()["resolved_by"]) == ("deleted", carol.id)
        gone = await hers.hear("message.deleted", lambda told: told["message"]["id"] == message, WITHIN_S)
        assert gone["message"]["content"] == ""
        await hers.hear("report.updated", lambda told: told["entity"]["id"] == first["id"], WITHIN_S)
        assert (await carol("GET", f"/api/reports/{second['id']}")).ok()["status"] == "deleted"
        (await carol("POST", f"/api/reports/{second['id']}/resolve", {"action": "dismiss"})).refused("conflict", 409)
        seen = (await bob("GET", "/api/activity?limit=200")).ok()["items"]
        assert first["id"] not in str(seen) and alice.id not in str(seen), "nor does he learn who reported him"
        entry = done.headers["X-Activity-Id"]
        (await bob("POST", f"/api/activity/{entry}/undo")).refused("forbidden")
        (await carol("POST", f"/api/activity/{entry}/undo")).ok()
        back = await hers.hear("message.updated", lambda told: told["message"]["id"] == message, WITHIN_S)
    assert back["message"]["content"] == "You fool"
    for one in (first, second):
        assert (await carol("GET", f"/api/reports/{one['id']}")).ok()["status"] == "open"
    (await carol("GET", f"/api/messages/{message}")).refused("not_found", 404)


async def test_what_was_dismissed_can_be_reported_again(alice: Person, bob: Person, carol: Person) -> None:
    message = await say(bob, await a_room(alice, bob))
    first = await report(alice, message)
    done = await carol("POST", f"/api/reports/{first['id']}/resolve", {"action": "dismiss"})
    assert done.ok()["status"] == "dismissed"
    assert (await alice("GET", f"/api/messages/{message}")).ok()["content"] == "You fool"
    assert (await report(alice, message))["id"] != first["id"]


async def test_who_reported_takes_it_back_until_it_is_settled(alice: Person, bob: Person, carol: Person) -> None:
    room = await a_room(alice, bob)
    body = {"message_id": await say(bob, room), "reason": "x"}
    first = await alice("POST", "/api/reports", body)
    (await alice("POST", f"/api/activity/{first.headers['X-Activity-Id']}/undo")).ok()
    (await carol("GET", f"/api/reports/{first.ok()['id']}")).refused("not_found", 404)
    second = await alice("POST", "/api/reports", body)
    (await carol("POST", f"/api/reports/{second.ok()['id']}/resolve", {"action": "dismiss"})).ok()
    (await alice("POST", f"/api/activity/{second.headers['X-Activity-Id']}/undo")).refused("forbidden", 403)


async def test_an_administrator_sees_no_report_of_their_own_message(alice: Person, carol: Person) -> None:
    room = await a_room(alice, carol)
    message = await say(carol, room)
    async with carol.socket() as hers, alice.house.admin.socket() as others:
        made = await report(alice, message)
        await others.hear("report.created", lambda told: told["entity"]["id"] == made["id"], WITHIN_S)
        await say(alice, room, "later")
        await hers.hear("message.created", lambda told: told["message"]["content"] == "later", WITHIN_S)
        assert not hers.all("report.created")
    assert made["id"] not in await listed(carol) and made["id"] in await listed(alice.house.admin)
    path = f"/api/reports/{made['id']}"
    (await carol("GET", path)).refused("not_found", 404)
    (await carol("POST", f"{path}/reveal")).refused("not_found", 404)
    (await carol("POST", f"{path}/resolve", {"action": "dismiss"})).refused("not_found", 404)


async def test_only_what_one_sees_and_another_wrote_is_reported(alice: Person, bob: Person, carol: Person) -> None:
    room = await a_room(alice, bob)
    message, own = await say(bob, room), await say(alice, room)
    (await alice("POST", "/api/reports", {"message_id": own, "reason": "x"})).refused("invalid", 422)
    for outsider in (carol, await alice.house.person("stranger")):
        (await outsider("POST", "/api/reports", {"message_id": message, "reason": "x"})).refused("not_found", 404)
    (await alice("POST", "/api/reports", {"message_id": "0" * 24, "reason": "x"})).refused("not_found", 404)
    (await alice("DELETE", f"/api/rooms/{room}/members/{bob.id}")).ok()
    (await bob("POST", "/api/reports", {"message_id": own, "reason": "x"})).refused("not_found", 404)
    gone = await say(alice, room)
    (await alice("DELETE", f"/api/messages/{gone}")).ok()
    (await alice("POST", "/api/reports", {"message_id": gone, "reason": "x"})).refused("not_found", 404)


async def test_one_open_report_however_fast_one_presses(alice: Person, bob: Person) -> None:
    body = {"message_id": await say(bob, await a_room(alice, bob)), "reason": "x"}
    answers = await asyncio.gather(*(alice("POST", "/api/reports", body) for _ in range(5)))
    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409, 409]
    assert await ReportDocument.rows().count_documents({"message_id": body["message_id"]}) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": ""},
        {"reason": " \n"},
        {"reason": "x" * 1_001},
        {"reason": {"$gt": ""}},
        {"reason": None},
        {"message_id": "x"},
        {"message_id": {"$gt": ""}},
        {"status": "dismissed"},
        {"owner_id": "0" * 24},
        {"writer_id": "0" * 24},
    ],
)
async def test_what_is_no_report_is_refused(alice: Person, fields: dict[str, Any]) -> None:
    body = {"message_id": "0" * 24, "reason": "x", **fields}
    (await alice("POST", "/api/reports", body)).refused("invalid", 422)


async def test_others_neither_list_nor_settle_nor_see_reports(alice: Person, bob: Person, carol: Person) -> None:
    made = await report(alice, await say(bob, await a_room(alice, bob)))
    path = f"/api/reports/{made['id']}"
    for nobody in (alice, bob):
        (await nobody("GET", "/api/reports")).refused("forbidden", 403)
        (await nobody("POST", f"{path}/resolve", {"action": "dismiss"})).refused("forbidden", 403)
    (await bob("GET", path)).refused("not_found", 404)
    (await carol("POST", f"{path}/resolve", {"action": "ban"})).refused("invalid", 422)
    (await carol("POST", f"/api/reports/{'0' * 24}/resolve", {"action": "dismiss"})).refused("not_found", 404)
