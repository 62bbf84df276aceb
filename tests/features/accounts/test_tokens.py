"""Personal access tokens: what they may, what they may not, and how they end."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from hub.features.accounts.access import running_out, runs_out_at
from hub.features.accounts.documents import PersonalToken
from hub.realtime.expiry import Expiry
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


async def test_the_socket_of_a_token_that_expires_is_cut(house: House, alice: Person, clock: MovableClock) -> None:
    made = await make(alice, "read", expires_at=(clock.now() + timedelta(seconds=6)).isoformat())
    lasting = await make(alice, "read", expires_at=(clock.now() + timedelta(days=3)).isoformat())
    async with (
        Socket(house.base, made["token"]) as socket,
        Socket(house.base, made["token"]) as second,
        Socket(house.base, lasting["token"]) as other,
        alice.socket() as own,
    ):
        for cut in (socket, second):
            assert "expired" in (await cut.hear("session.revoked", timeout=60))["reason"]
            async with asyncio.timeout(60):
                await cut.io.wait()
        for one in (other, own):
            assert await one.ok("account.get", {}) and not one.all("session.revoked")


async def test_the_socket_of_a_session_that_nobody_renewed_is_cut(
    house: House, alice: Person, bob: Person, clock: MovableClock
) -> None:
    # In the database, as if it had been renewed a month ago; the one that is not renewed meanwhile is cut.
    rotations = house.hub.mongo.database.session_rotations
    soon = clock.now() + timedelta(seconds=3)
    async with alice.socket() as hers, bob.socket() as his:
        await rotations.update_many({"owner_id": {"$in": [alice.id, bob.id]}}, {"$set": {"expires_at": soon}})
        expiry = Expiry(house.hub.realtime, clock, runs_out_at=runs_out_at, running_out=running_out)
        expiry.start()
        try:
            await rotations.update_one({"owner_id": bob.id}, {"$set": {"expires_at": soon + timedelta(days=30)}})
            await hers.hear("session.revoked", timeout=60)
            assert await his.ok("account.get", {}) and not his.all("session.revoked")
        finally:
            await expiry.stop()


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
