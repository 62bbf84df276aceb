"""Personal access tokens: what they may, what they may not, and how they end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hub.features.accounts.documents import PersonalToken
from tests.house import House, MovableClock, Person, Socket


async def make(person: Person, *scopes: str, **fields: Any) -> dict[str, Any]:
    return (await person("POST", "/api/tokens", {"name": "a bot", "scopes": list(scopes), **fields})).ok()


async def test_a_token_works_at_both_doors_within_its_scopes(house: House, alice: Person) -> None:
    made = await make(alice, "task:read", "account:read")
    secret = made["token"]
    assert secret.startswith("pnx_")
    assert (await house.request("GET", "/api/auth/me", token=secret)).ok()["id"] == alice.id
    (await house.request("GET", "/api/tasks", token=secret)).ok()
    (await house.request("POST", "/api/tasks", token=secret, json={"title": "no"})).refused("forbidden", 403)
    (await house.request("GET", "/api/notes", token=secret)).refused("forbidden", 403)
    async with Socket(house.base, secret) as socket:
        await socket.ok("task.list", {})
        await socket.refused("task.create", {"title": "no"}, "forbidden")


async def test_a_token_is_shown_once_and_stored_as_a_hash(house: House, alice: Person) -> None:
    made = await make(alice, "read")
    stored = await PersonalToken.rows().find_one({"_id": made["id"]})
    assert stored is not None and made["token"] not in str(stored)
    listed = (await alice("GET", "/api/tokens")).ok()["items"]
    assert listed[0]["id"] == made["id"] and "token" not in listed[0] and "token_hash" not in listed[0]
    entries = (await alice("GET", f"/api/activity?entity={made['id']}")).ok()["items"]
    assert entries and made["token"] not in str(entries) and stored["token_hash"] not in str(entries)


async def test_the_use_of_a_token_is_noted(house: House, alice: Person) -> None:
    made = await make(alice, "read")
    (await house.request("GET", "/api/auth/me", token=made["token"])).ok()
    listed = (await alice("GET", "/api/tokens")).ok()["items"]
    assert listed[0]["last_used_at"] is not None


async def test_a_revoked_token_is_worth_nothing_at_once(house: House, alice: Person, bob: Person) -> None:
    made = await make(alice, "read")
    (await bob("DELETE", f"/api/tokens/{made['id']}")).refused("not_found", 404)
    async with Socket(house.base, made["token"]) as socket, alice.socket() as own:
        (await alice("DELETE", f"/api/tokens/{made['id']}")).ok()
        await socket.hear("session.revoked")
        assert not own.all("session.revoked")
    (await house.request("GET", "/api/auth/me", token=made["token"])).refused("unauthenticated", 401)


async def test_a_token_expires(house: House, alice: Person, clock: MovableClock) -> None:
    made = await make(alice, "read", expires_at=(clock.now() + timedelta(seconds=60)).isoformat())
    (await house.request("GET", "/api/auth/me", token=made["token"])).ok()
    clock.offset = timedelta(seconds=61)
    (await house.request("GET", "/api/auth/me", token=made["token"])).refused("unauthenticated", 401)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/tokens", {"name": "more", "scopes": ["read", "write"]}),
        ("GET", "/api/tokens", None),
        ("POST", "/api/auth/password", {"current": "x", "new": "a new password"}),
        ("GET", "/api/auth/sessions", None),
        ("DELETE", "/api/auth/sessions", None),
        ("POST", "/api/invitations", {}),
        ("POST", "/api/users", {"username": "made_by_token", "role": "admin"}),
    ],
)
async def test_a_token_cannot_make_itself_more_than_it_is(
    house: House, method: str, path: str, body: dict[str, Any] | None
) -> None:
    made = await make(house.admin, "read", "write")
    (await house.request(method, path, token=made["token"], json=body)).refused("forbidden", 403)


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": []},
        {"scopes": ["everything"]},
        {"scopes": ["task:*"]},
        {"scopes": "read"},
        {"scopes": [{"$ne": 1}]},
        {"name": ""},
        {"expires_at": "2020-01-01T00:00:00Z"},
        {"expires_at": "tomorrow"},
        {"token_hash": "0"},
    ],
    ids=str,
)
async def test_tokens_refuse(alice: Person, wrong: dict[str, Any]) -> None:
    body = {"name": "a bot", "scopes": ["read"], **wrong}
    (await alice("POST", "/api/tokens", body)).refused("invalid", 422)


async def test_an_administrator_makes_tokens_for_bots_and_for_nobody_else(
    house: House, alice: Person, bob: Person
) -> None:
    bot = (await house.admin("POST", "/api/users", {"username": "builder_bot", "role": "bot"})).ok()
    assert bot["user"]["kind"] == "bot" and bot["password"] is None
    made = await make(house.admin, "read", user_id=bot["user"]["id"])
    assert (await house.request("GET", "/api/auth/me", token=made["token"])).ok()["username"] == "builder_bot"
    body = {"name": "x", "scopes": ["read"], "user_id": alice.id}
    (await house.admin("POST", "/api/tokens", body)).refused("forbidden", 403)
    (await bob("POST", "/api/tokens", body)).refused("forbidden", 403)
    (await bob("GET", f"/api/tokens?user_id={alice.id}")).refused("forbidden", 403)
