"""Who sees whom, one's own account, and what administrators do."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from hub.features.accounts.access import EKO, ensure_bot, names
from hub.features.accounts.documents import Account
from tests.features.accounts.device import Device
from tests.house import PASSWORD, House, MovableClock, Person, Socket


async def guest(house: House) -> Person:
    person = await house.person("guest")
    (await house.admin("PATCH", f"/api/users/{person.id}", {"role": "guest"})).ok()
    return person


async def test_people_are_found_without_accents_and_eko_is_among_them(house: House, alice: Person) -> None:
    await house.person("found", display_name="Élodie Lefèvre")
    found = (await alice("GET", "/api/users?q=elodie lef")).ok()["items"]
    assert [one["display_name"] for one in found] == ["Élodie Lefèvre"]
    assert (await alice("GET", "/api/users?q=.*")).ok()["items"] == []
    eko = (await alice("GET", "/api/users?q=eko")).ok()["items"]
    assert [(one["username"], one["kind"]) for one in eko] == [(EKO, "bot")]


async def test_what_is_private_stays_so(house: House, alice: Person) -> None:
    person = await house.person("private", email="private@example.org")
    seen = (await alice("GET", f"/api/users/{person.id}")).ok()
    assert seen["email"] is seen["locale"] is seen["time_zone"] is None
    assert "password_hash" not in seen
    assert (await person("GET", f"/api/users/{person.id}")).ok()["email"] == "private@example.org"
    assert (await house.admin("GET", f"/api/users/{person.id}")).ok()["email"] == "private@example.org"


async def test_a_guest_sees_whom_they_can_turn_to(house: House, alice: Person) -> None:
    person = await guest(house)
    listed = (await person("GET", "/api/users?limit=200")).ok()["items"]
    assert {one["role"] for one in listed if one["id"] != person.id} <= {"admin", "bot"}
    (await person("GET", f"/api/users/{alice.id}")).refused("not_found", 404)
    (await person("GET", f"/api/users/{house.admin.id}")).ok()
    async with person.socket() as socket, alice.socket() as witness:
        (await alice("PATCH", "/api/auth/me", {"display_name": "Unseen"})).ok()
        await witness.hear("user.updated", lambda event: event["entity"]["display_name"] == "Unseen")
        (await house.admin("PATCH", "/api/auth/me", {"status_text": "seen"})).ok()
        await socket.hear("user.updated", lambda event: event["entity"]["status_text"] == "seen")
        assert all(event["entity"]["id"] != alice.id for event in socket.all("user.updated"))


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "cursor=nonsense", "role=king", "nonsense=1", "q=a&q=b"])
async def test_lists_refuse(alice: Person, query: str) -> None:
    (await alice("GET", f"/api/users?{query}")).refused("invalid", 422)


async def test_nobody_sees_people_without_signing_in(house: House) -> None:
    (await house.request("GET", "/api/users")).refused("unauthenticated", 401)
    (await house.request("GET", f"/api/users/{house.admin.id}")).refused("unauthenticated", 401)


async def test_ones_own_account_changes_in_part(alice: Person) -> None:
    before = (await alice("GET", "/api/auth/me")).ok()
    changed = (await alice("PATCH", "/api/auth/me", {"display_name": "Alice B", "email": "a@example.org"})).ok()
    assert (changed["display_name"], changed["email"], changed["time_zone"]) == (
        "Alice B",
        "a@example.org",
        before["time_zone"],
    )
    assert changed["revision"] == before["revision"] + 1
    assert (await alice("PATCH", "/api/auth/me", {"email": None})).ok()["email"] is None
    stale = {"display_name": "Late", "revision": before["revision"]}
    refusal = (await alice("PATCH", "/api/auth/me", stale)).refused("conflict", 409)
    assert refusal["current"]["display_name"] == "Alice B"


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_zone": "../../etc/passwd"},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": None},
        {"display_name": None},
        {"display_name": "x" * 81},
        {"status": "invisible"},
        {"status_text": "x" * 141},
        {"role": "admin"},
        {"disabled": False},
        {"username": "other"},
        {"password_hash": "x"},
        {"$set": {"role": "admin"}},
    ],
    ids=str,
)
async def test_ones_own_account_refuses(alice: Person, wrong: dict[str, Any]) -> None:
    (await alice("PATCH", "/api/auth/me", wrong)).refused("invalid", 422)
    assert (await alice("GET", "/api/auth/me")).ok()["role"] == "member"


async def test_a_status_runs_out(alice: Person, bob: Person, clock: MovableClock) -> None:
    until = (clock.now() + timedelta(hours=1)).isoformat()
    body = {"status": "dnd", "status_text": "focus", "status_until": until}
    (await alice("PATCH", "/api/auth/me", body)).ok()
    seen = (await bob("GET", f"/api/users/{alice.id}")).ok()
    assert (seen["status"], seen["status_text"]) == ("dnd", "focus")
    clock.offset = timedelta(minutes=14)
    assert (await bob("GET", f"/api/users/{alice.id}")).ok()["status"] == "dnd"
    clock.offset = timedelta(hours=1, minutes=1)
    later = await Device(alice.house).sign_in(bob.username)
    seen = (await later.get(f"/api/users/{alice.id}")).ok()
    assert (seen["status"], seen["status_text"], seen["status_until"]) == ("available", "", None)


async def test_a_new_status_does_not_bring_back_old_words(alice: Person, clock: MovableClock) -> None:
    until = (clock.now() + timedelta(minutes=5)).isoformat()
    (await alice("PATCH", "/api/auth/me", {"status": "busy", "status_text": "lunch", "status_until": until})).ok()
    clock.offset = timedelta(minutes=6)
    changed = (await alice("PATCH", "/api/auth/me", {"status": "away"})).ok()
    assert (changed["status"], changed["status_text"], changed["status_until"]) == ("away", "", None)
    (await alice("PATCH", "/api/auth/me", {"status_text": "back soon"})).ok()
    assert (await alice("PATCH", "/api/auth/me", {"status": "dnd"})).ok()["status_text"] == "back soon"
    assert (await alice("PATCH", "/api/auth/me", {"status_text": None})).ok()["status_text"] == ""


async def test_a_change_of_name_can_be_undone(alice: Person) -> None:
    before = (await alice("GET", "/api/auth/me")).ok()["display_name"]
    answer = await alice("PATCH", "/api/auth/me", {"display_name": "Somebody Else"})
    (await alice("POST", f"/api/activity/{answer.headers['X-Activity-Id']}/undo")).ok()
    assert (await alice("GET", "/api/auth/me")).ok()["display_name"] == before


async def test_disabling_keeps_out_at_once(house: House, alice: Person) -> None:
    device = await Device(house).sign_in(alice.username)
    token = (await alice("POST", "/api/tokens", {"name": "t", "scopes": ["read"]})).ok()["token"]
    async with alice.socket() as socket, Socket(house.base, token) as bot:
        (await house.admin("POST", f"/api/users/{alice.id}/disable")).ok()
        await socket.hear("session.revoked")
        await bot.hear("session.revoked")
    (await alice("GET", "/api/auth/me")).refused("unauthenticated", 401)
    (await house.request("GET", "/api/auth/me", token=token)).refused("unauthenticated", 401)
    (await device.send("refresh")).refused("unauthenticated", 401)
    (await device.send("login", {"username": alice.username, "password": PASSWORD})).refused("forbidden", 403)
    wrong = {"username": alice.username, "password": "not it at all"}
    (await device.send("login", wrong)).refused("unauthenticated", 401)
    assert (await house.admin("GET", f"/api/users?q={alice.username}")).ok()["items"][0]["disabled"] is True
    (await house.admin("POST", f"/api/users/{alice.id}/enable")).ok()
    await device.sign_in(alice.username)
    (await house.request("GET", "/api/auth/me", token=token)).ok()


async def test_a_demoted_administrator_has_lost_it_on_the_open_socket_too(house: House) -> None:
    person = await house.person("deputy")
    (await house.admin("PATCH", f"/api/users/{person.id}", {"role": "admin"})).ok()
    async with person.socket() as socket:
        await socket.ok("activity.watch", {})
        await socket.ok("invitation.list", {})
        (await house.admin("PATCH", f"/api/users/{person.id}", {"role": "member"})).ok()
        await socket.refused("invitation.list", {}, "forbidden")
        await socket.refused("activity.watch", {}, "forbidden")
        socket.forget()
        (await house.admin("POST", "/api/tasks", {"title": "not for them"})).ok()
        await socket.ok("account.get", {})
        assert not socket.all("activity.created")


async def test_the_last_administrator_stays(house: House) -> None:
    url = f"/api/users/{house.admin.id}"
    # Other tests make administrators too.
    others = {"role": "admin", "disabled": False, "_id": {"$ne": house.admin.id}}
    for other in await Account.rows().find(others, {"_id": 1}).to_list(None):
        (await house.admin("PATCH", f"/api/users/{other['_id']}", {"role": "member"})).ok()
    (await house.admin("PATCH", url, {"role": "member"})).refused("conflict", 409)
    (await house.admin("PATCH", url, {"disabled": True})).refused("conflict", 409)
    (await house.admin("POST", f"{url}/disable")).refused("conflict", 409)
    deputy = await house.person("deputy")
    (await house.admin("PATCH", f"/api/users/{deputy.id}", {"role": "admin"})).ok()
    both = await asyncio.gather(
        house.admin("PATCH", f"/api/users/{deputy.id}", {"role": "member"}),
        deputy("PATCH", url, {"role": "member"}),
    )
    assert sorted(answer.status for answer in both)[0] == 200
    admins = await Account.rows().count_documents(
        {"role": "admin", "disabled": False, "_id": {"$in": [house.admin.id, deputy.id]}}
    )
    assert admins == 1
    if (await house.admin("GET", "/api/auth/me")).ok()["role"] != "admin":
        (await deputy("PATCH", url, {"role": "admin"})).ok()
        (await house.admin("PATCH", f"/api/users/{deputy.id}", {"role": "member"})).ok()


async def test_a_reset_password_is_shown_once_and_ends_the_sessions(house: House, alice: Person) -> None:
    given = (await house.admin("POST", f"/api/users/{alice.id}/reset-password", {})).ok()
    assert given["password"]
    (await alice("GET", "/api/auth/me")).refused("unauthenticated")
    await Device(house).sign_in(alice.username, given["password"])
    own = (await house.admin("POST", f"/api/users/{alice.id}/reset-password", {"password": PASSWORD})).ok()
    assert own["password"] is None
    await Device(house).sign_in(alice.username)


async def test_administrators_make_accounts_that_can_sign_in(house: House) -> None:
    body = {"username": "made_for_you", "display_name": "Made", "role": "guest"}
    made = (await house.admin("POST", "/api/users", body)).ok()
    assert made["user"]["role"] == "guest"
    await Device(house).sign_in("made_for_you", made["password"])
    (await house.admin("POST", "/api/users", body)).refused("conflict", 409)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/users", {"username": "by_a_member"}),
        ("PATCH", "/api/users/{id}", {"role": "admin"}),
        ("POST", "/api/users/{id}/disable", None),
        ("POST", "/api/users/{id}/enable", None),
        ("POST", "/api/users/{id}/reset-password", {}),
    ],
)
async def test_members_do_not_administer(
    alice: Person, bob: Person, method: str, path: str, body: dict[str, Any] | None
) -> None:
    for target in (alice.id, bob.id):
        (await alice(method, path.format(id=target), body)).refused("forbidden", 403)


async def test_a_bot_stays_a_bot(house: House) -> None:
    eko = (await house.admin("GET", "/api/users?q=eko")).ok()["items"][0]
    (await house.admin("PATCH", f"/api/users/{eko['id']}", {"role": "admin"})).refused("invalid", 422)
    (await house.admin("POST", f"/api/users/{eko['id']}/reset-password", {})).refused("invalid", 422)


async def test_eko_is_made_once(house: House, alice: Person) -> None:
    found = await asyncio.gather(*(ensure_bot() for _ in range(5)))
    assert len({bot.id for bot in found}) == 1
    assert (await names([found[0].id, alice.id, "0" * 24])).keys() == {found[0].id, alice.id}
    (await house.request("POST", "/api/auth/login", json={"username": EKO, "password": PASSWORD})).refused(
        "unauthenticated"
    )


async def test_rooms_that_only_a_disabled_person_owned_go_to_the_administrator(
    house: House, alice: Person, bob: Person
) -> None:
    async def room(name: str, *members: Person) -> str:
        body = {"kind": "private", "name": name, "member_ids": [member.id for member in members]}
        return (await alice("POST", "/api/rooms", body)).ok()["id"]

    shared, alone = await room("shared", bob), await room("alone")
    (await house.admin("GET", f"/api/rooms/{shared}")).refused("not_found", 404)
    (await house.admin("POST", f"/api/users/{alice.id}/disable")).ok()
    assert (await house.admin("GET", f"/api/rooms/{shared}")).ok()["owner_id"] == house.admin.id
    (await house.admin("PATCH", f"/api/rooms/{shared}", {"name": "taken over"})).ok()
    (await house.admin("GET", f"/api/rooms/{alone}")).refused("not_found", 404)
