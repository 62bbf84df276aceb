"""The dashboard through its door."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.features.dashboard import today
from hub.features.dashboard.parts import LOST
from hub.kernel.errors import unavailable
from tests.house import House, Person

PARTS = {"agenda", "tasks", "alarms", "projects", "notes", "unread", "money"}
PARIS = ZoneInfo("Europe/Paris")


async def board(person: Person, **options: Any) -> dict[str, Any]:
    """Somebody's dashboard."""
    return (await person("GET", "/api/dashboard", **options)).ok()


async def make(person: Person, path: str, **body: Any) -> dict[str, Any]:
    """Something new of that person's."""
    return (await person("POST", f"/api/{path}", body)).ok()


def days(person: Person) -> tuple[str, str, str]:
    """Yesterday, today and tomorrow in Paris."""
    day = person.house.clock.now().astimezone(PARIS).date()
    one = timedelta(days=1)
    return str(day - one), str(day), str(day + one)


async def fill(person: Person, word: str) -> dict[str, Any]:
    """One thing for every part, each with that word in it."""
    yesterday, at_day, _ = days(person)
    await make(person, "agenda", summary=f"{word} meeting", start=at_day)
    await make(person, "tasks", title=f"{word} late", deadline=yesterday)
    await make(person, "tasks", title=f"{word} today", deadline=at_day)
    await make(person, "alarms", title=f"{word} alarm", next_trigger_at=str(datetime.now(UTC) - timedelta(minutes=1)))
    await make(person, "notes", title=f"{word} note", content=f"{word} text")
    await make(person, "budget", label=f"{word} line", date=at_day, amount_cents=-1250, currency="EUR", category=word)
    return await make(person, "projects", name=f"{word} project")


async def test_empty_for_somebody_new(house: House) -> None:
    person = await house.person("empty")
    shown = await board(person)
    assert shown["failed"] == {} and shown["day"] == days(person)[1] and shown["time_zone"] == "Europe/Paris"
    assert shown["agenda"] == {"items": [], "more": False} == shown["alarms"] == shown["projects"]
    assert shown["tasks"] == {"overdue": [], "overdue_more": False, "due": [], "due_more": False}
    assert shown["notes"] == {"items": []} and shown["money"]["count"] == 0
    assert [one["kind"] for one in shown["suggestions"] if one["kind"] != "mentions"] == ["nothing_planned"]


async def test_only_the_parts_that_are_asked_for(house: House) -> None:
    person = await house.person("partly")
    await fill(person, "Partly")
    shown = (await person("GET", "/api/dashboard?parts=unread,tasks,unread")).ok()
    assert [one["title"] for one in shown["tasks"]["overdue"]] == ["Partly late"] and shown["unread"] is not None
    assert {name for name in PARTS if shown[name] is None} == PARTS - {"unread", "tasks"} and shown["failed"] == {}
    assert "nothing_planned" not in {one["kind"] for one in shown["suggestions"]}
    (await person("GET", "/api/dashboard?parts=secrets")).refused("invalid", 422)


async def test_everything_of_today(house: House) -> None:
    person = await house.person("busy")
    project = await fill(person, "Mine")
    yesterday, at_day, tomorrow = days(person)
    await make(person, "tasks", title="planned", scheduled_date=at_day)
    await make(person, "tasks", title="both", scheduled_date=at_day, deadline=at_day)
    await make(person, "tasks", title="late and planned", scheduled_date=at_day, deadline=yesterday)
    await make(person, "tasks", title="later", deadline=tomorrow)
    await make(person, "tasks", title="done", deadline=yesterday, status="done")
    await make(person, "agenda", summary="later", start=tomorrow)
    await make(person, "notes", title="archived", archived=True)
    put_off = await make(person, "alarms", title="put off", next_trigger_at=f"{at_day}T00:00:00Z")
    (await person("POST", f"/api/alarms/{put_off['id']}/snooze", {"minutes": 10_080})).ok()
    shown = await board(person)
    assert shown["failed"] == {}
    assert [one["summary"] for one in shown["agenda"]["items"]] == ["Mine meeting"]
    assert {one["title"] for one in shown["tasks"]["overdue"]} == {"Mine late", "late and planned"}
    assert sorted(one["title"] for one in shown["tasks"]["due"]) == ["Mine today", "both", "planned"]
    assert [one["title"] for one in shown["alarms"]["items"]] == ["Mine alarm"]
    assert [(one["id"], one["health"]) for one in shown["projects"]["items"]] == [(project["id"], 100)]
    assert [one["title"] for one in shown["notes"]["items"]] == ["Mine note"]
    assert (shown["money"]["spent_cents"], shown["money"]["currency"], shown["money"]["count"]) == (1250, "EUR", 1)
    overdue = [one for one in shown["suggestions"] if one["kind"] == "overdue_tasks"]
    assert [(one["count"], one["more"]) for one in overdue] == [(2, False)]


async def test_no_part_is_longer_than_a_glance(house: House) -> None:
    person = await house.person("crowded")
    yesterday, at_day, _ = days(person)
    made = [make(person, "tasks", title=f"{day} {n}", deadline=day) for day in (yesterday, at_day) for n in range(9)]
    made += [make(person, "agenda", summary=f"{n}", start=at_day) for n in range(9)]
    made += [make(person, "projects", name=f"{n}") for n in range(9)]
    await asyncio.gather(*made)
    shown = await board(person)
    tasks = shown["tasks"]
    assert (len(tasks["overdue"]), tasks["overdue_more"], len(tasks["due"]), tasks["due_more"]) == (8, True, 8, True)
    assert all((len(shown[part]["items"]), shown[part]["more"]) == (8, True) for part in ("agenda", "projects"))


async def test_nothing_of_others(house: House) -> None:
    person, stranger = await house.person("reader"), await house.person("stranger")
    await fill(stranger, "Secret")
    room = await make(stranger, "rooms", kind="private", name="Secret room")
    await make(stranger, f"rooms/{room['id']}/messages", content="Secret words")
    assert "Secret" not in str(await board(person))
    assert "Secret" in str(await board(stranger))


async def test_a_shared_project_while_one_has_part_in_it(house: House) -> None:
    person, other = await house.person("viewer"), await house.person("maker")
    yesterday, *_ = days(person)
    project = await make(other, "projects", name="Ours")
    (await other("PUT", f"/api/projects/{project['id']}/members/{person.id}", {"role": "viewer"})).ok()
    inside = {"project_id": project["id"], "deadline": yesterday}
    await make(other, "tasks", title="for nobody", **inside)
    await make(other, "tasks", title="for the viewer", assignee_id=person.id, **inside)
    await make(other, "tasks", title="for the maker", assignee_id=other.id, **inside)
    await make(other, "notes", title="ours", project_id=project["id"])
    shown = await board(person)
    assert {one["title"] for one in shown["tasks"]["overdue"]} == {"for nobody", "for the viewer"}
    assert [one["name"] for one in shown["projects"]["items"]] == ["Ours"]
    assert [one["title"] for one in shown["notes"]["items"]] == ["ours"]
    assert {one["title"] for one in (await board(other))["tasks"]["overdue"]} == {"for nobody", "for the maker"}
    (await other("DELETE", f"/api/projects/{project['id']}/members/{person.id}")).ok()
    gone = await board(person)
    assert gone["projects"]["items"] == gone["notes"]["items"] == gone["tasks"]["overdue"] == []


async def test_unread_rooms_and_muted_ones(house: House) -> None:
    person, other = await house.person("away"), await house.person("talker")
    rooms: dict[str, str] = {}
    for name in ("loud", "quiet", "named"):
        rooms[name] = (await make(other, "rooms", kind="private", name=name, member_ids=[person.id]))["id"]
    for name in ("quiet", "named"):
        (await person("PUT", f"/api/rooms/{rooms[name]}/preferences", {"muted": True})).ok()
    for _ in range(3):
        await make(other, f"rooms/{rooms['loud']}/messages", content="hello")
    await make(other, f"rooms/{rooms['quiet']}/messages", content="hello")
    await make(other, f"rooms/{rooms['named']}/messages", content=f"hello @{person.username}")
    shown = await board(person)
    mine = [room for room in shown["unread"]["rooms"] if room["id"] in rooms.values()]
    assert [(room["name"], room["unread"], room["mentions"]) for room in mine] == [("named", 1, 1), ("loud", 3, 0)]
    assert shown["unread"]["mentions"] == 1 and shown["unread"]["messages"] >= 3
    (told,) = [one for one in shown["suggestions"] if one["kind"] == "mentions"]
    assert (told["id"], told["count"]) == (rooms["named"], 1)


async def test_what_presses_is_suggested(house: House) -> None:
    person = await house.person("pressed")
    yesterday, at_day, _ = days(person)
    project = await make(person, "projects", name="Unwell")
    for n in range(7):
        await make(person, "tasks", title=f"{n}", deadline=yesterday, project_id=project["id"])
    body = {"category": "Food", "amount_cents": 1000, "currency": "EUR"}
    (await person("PUT", "/api/budget/envelopes", body)).ok()
    await make(person, "budget", label="x", date=at_day, amount_cents=-1001, currency="EUR", category="Food")
    shown = await board(person)
    found = {one["kind"]: one for one in shown["suggestions"]}
    assert (found["unwell_project"]["id"], found["unwell_project"]["count"]) == (project["id"], 44)
    assert found["envelope_exceeded"]["label"] == "Food" and found["overdue_tasks"]["count"] == 7
    assert "nothing_planned" not in found
    assert shown["money"]["envelopes"][0]["left_cents"] == -1


async def test_the_day_is_the_callers(house: House) -> None:
    """It is never the same day in these two zones."""
    shown: set[str] = set()
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        person = await house.person("far", time_zone=zone)
        day = str(house.clock.now().astimezone(ZoneInfo(zone)).date())
        await make(person, "tasks", title=zone, deadline=day)
        found = await board(person)
        assert found["day"] == day and [one["title"] for one in found["tasks"]["due"]] == [zone]
        shown.add(day)
    assert len(shown) == 2


async def test_guests_and_strangers_are_refused(house: House) -> None:
    guest = await house.person("guest")
    (await house.admin("PATCH", f"/api/users/{guest.id}", {"role": "guest"})).ok()
    (await guest("GET", "/api/dashboard")).refused("forbidden", 403)
    (await house.request("GET", "/api/dashboard")).refused("unauthenticated", 401)
    (await house.admin("GET", "/api/dashboard?day=2020-01-01")).refused("invalid", 422)


@pytest.mark.parametrize(
    ("scopes", "there"),
    [(["dashboard:read"], set[str]()), (["dashboard:read", "task:read"], {"tasks"}), (["read"], PARTS)],
)
async def test_a_token_sees_the_parts_that_it_covers(house: House, scopes: list[str], there: set[str]) -> None:
    person = await house.person("scoped")
    await fill(person, "Mine")
    token = (await person("POST", "/api/tokens", {"name": "board", "scopes": scopes})).ok()["token"]
    shown = (await house.request("GET", "/api/dashboard", token=token)).ok()
    assert {part for part in PARTS if shown[part] is not None} == there
    assert set(shown["failed"]) == PARTS - there
    assert all("scope" in why for why in shown["failed"].values())
    if "tasks" not in there:
        assert "Mine" not in str(shown) and shown["suggestions"] == []


async def test_a_token_for_something_else_is_refused(house: House) -> None:
    person = await house.person("scoped")
    token = (await person("POST", "/api/tokens", {"name": "tasks", "scopes": ["task:read"]})).ok()["token"]
    (await house.request("GET", "/api/dashboard", token=token)).refused("forbidden", 403)


async def test_a_part_fails_alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    person = await house.person("unlucky")
    await fill(person, "Mine")

    async def away(*_: Any) -> None:
        raise unavailable("The accounts are away.")

    async def broken(*_: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(today, "money", away)
    monkeypatch.setattr(today, "notes", broken)
    shown = await board(person)
    assert shown["money"] is None and shown["notes"] is None
    assert shown["failed"] == {"money": "The accounts are away.", "notes": LOST}
    assert [one["title"] for one in shown["tasks"]["overdue"]] == ["Mine late"]
    assert "secret detail" not in str(shown)
