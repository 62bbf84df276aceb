"""Registering and signing in, and what is refused."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import bcrypt
import jwt
import pytest
import socketio
from argon2 import PasswordHasher

from hub.features.accounts.documents import Account
from hub.features.accounts.setup import setup
from tests.features.accounts.device import Device
from tests.house import PASSWORD, House, MovableClock, Person


async def test_first_account_is_admin_and_the_next_is_not(house: House, alice: Person) -> None:
    assert house.admin.user["role"] == "admin"
    assert alice.user["role"] == "member"


async def test_register_answers_what_the_wire_page_says(house: House) -> None:
    device = Device(house)
    fields = {
        "username": "  Zoe_Registers ",
        "password": PASSWORD,
        "display_name": "Zoé",
        "email": "zoe@example.org",
        "locale": "fr-FR",
        "time_zone": "Europe/Paris",
    }
    body = (await device.send("register", fields)).ok()
    assert body["token_type"] == "Bearer" and body["expires_in"] == 900
    user = body["user"]
    assert (user["username"], user["display_name"], user["kind"]) == ("zoe_registers", "Zoé", "user")
    assert (user["email"], user["locale"], user["time_zone"]) == ("zoe@example.org", "fr-FR", "Europe/Paris")
    for attribute in ("HttpOnly", "SameSite=Strict", "Path=/api/auth"):
        assert attribute in device.set_cookie
    assert "Secure" not in device.set_cookie, "this hub is reached by http"
    assert (await device.get("/api/auth/me")).ok()["username"] == "zoe_registers"


async def test_a_zone_that_only_the_browser_knows_keeps_nobody_out(house: House) -> None:
    person = await house.person("zone", time_zone="Mars/Olympus")
    assert person.user["time_zone"] == "UTC"


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "ab"},
        {"username": "x" * 31},
        {"username": "with space"},
        {"username": "élodie"},
        {"username": {"$ne": None}},
        {"username": ["admin"]},
        {"username": None},
        {"username": "eko"},
        {"username": "room"},
        {"password": "short"},
        {"password": "x" * 129},
        {"password": 12345678},
        {"display_name": ""},
        {"display_name": "Ad\u202enim"},
        {"display_name": " Éko "},
        {"email": "nobody"},
        {"role": "admin"},
        {"owner_id": "0" * 24},
        {"locale": "fr; rm -rf"},
    ],
    ids=str,
)
async def test_register_refuses(house: House, wrong: dict[str, Any]) -> None:
    fields = {"username": "somebody_new", "password": PASSWORD, **wrong}
    refusal = (await house.request("POST", "/api/auth/register", json=fields)).refused("invalid", 422)
    assert any(name.startswith(next(iter(wrong))) for name in refusal["errors"])


async def test_a_username_is_taken_once_whatever_its_case_and_however_many_ask(house: House) -> None:
    asked = [
        house.request("POST", "/api/auth/register", json={"username": name, "password": PASSWORD})
        for name in ("Race_Name", "race_name", "RACE_NAME", "race_NAME")
    ]
    answers = await asyncio.gather(*asked)
    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409]


async def test_login_refuses_alike_for_a_wrong_password_and_an_unknown_name(house: House, alice: Person) -> None:
    wrong = await house.request("POST", "/api/auth/login", json={"username": alice.username, "password": "not it"})
    unknown = await house.request("POST", "/api/auth/login", json={"username": "nobody_here", "password": "not it"})
    bot = await house.request("POST", "/api/auth/login", json={"username": "eko", "password": "not it"})
    details = {answer.refused("unauthenticated", 401)["detail"] for answer in (wrong, unknown, bot)}
    assert len(details) == 1


@pytest.mark.parametrize("username", [{"$gt": ""}, {"$ne": 1}, ["admin_1"], None, 7, True], ids=str)
async def test_login_takes_no_operator_for_a_name(house: House, username: Any) -> None:
    body = {"username": username, "password": PASSWORD}
    (await house.request("POST", "/api/auth/login", json=body)).refused("invalid", 422)


async def test_login_refuses_an_overlong_password_without_hashing_it(house: House, alice: Person) -> None:
    body = {"username": alice.username, "password": "x" * 100_000}
    (await house.request("POST", "/api/auth/login", json=body)).refused("invalid", 422)


async def test_login_is_forgiving_about_case(house: House, alice: Person) -> None:
    device = Device(house)
    (await device.send("login", {"username": alice.username.upper(), "password": PASSWORD})).ok()


async def test_a_bcrypt_hash_verifies_and_becomes_argon2id(house: House, alice: Person) -> None:
    old = bcrypt.hashpw(b"from another system", bcrypt.gensalt(4)).decode()
    await Account.rows().update_one({"_id": alice.id}, {"$set": {"password_hash": old}})
    body = {"username": alice.username, "password": "from another system"}
    await Device(house).sign_in(alice.username, body["password"])
    stored = await Account.rows().find_one({"_id": alice.id})
    assert stored is not None and stored["password_hash"].startswith("$argon2id$")
    await Device(house).sign_in(alice.username, body["password"])
    (await house.request("POST", "/api/auth/login", json={**body, "password": "wrong one"})).refused(
        "unauthenticated"
    )


async def test_a_name_typed_with_other_code_points_is_the_same_password(house: House) -> None:
    await house.request(
        "POST", "/api/auth/register", json={"username": "accents_1", "password": "pass-caf\u00e9-word"}
    )
    await Device(house).sign_in("accents_1", "pass-cafe\u0301-word")


@pytest.mark.parametrize(
    "token",
    ["", "rubbish", "pnx_", "pnx_" + "A" * 43, "a.b.c", "eyJhbGciOiJub25lIn0.e30."],
    ids=["empty", "rubbish", "no secret", "unknown", "dots", "alg none"],
)
async def test_a_forged_token_is_refused_at_both_doors(house: House, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    (await house.request("GET", "/api/auth/me", headers=headers)).refused("unauthenticated", 401)
    await _refused_connection(house, token)


async def test_a_token_signed_by_somebody_else_or_for_something_else_is_refused(house: House, alice: Person) -> None:
    claims = jwt.decode(alice.token, options={"verify_signature": False})
    forged = [
        jwt.encode(claims, "another key that is long enough to sign", algorithm="HS256"),
        jwt.encode(claims, "", algorithm="none"),
        jwt.encode({**claims, "aud": "files"}, setup().access_key, algorithm="HS256"),
        jwt.encode({**claims, "sid": house.admin.id}, setup().access_key, algorithm="HS256"),
        jwt.encode({key: claims[key] for key in ("sub", "sid", "aud")}, setup().access_key, algorithm="HS256"),
        jwt.encode(claims, setup().settings.signing_secret, algorithm="HS256"),
    ]
    for token in forged:
        (await house.request("GET", "/api/auth/me", token=token)).refused("unauthenticated", 401)


async def test_the_session_decides_who_it_is_not_the_subject(house: House, alice: Person) -> None:
    claims = jwt.decode(alice.token, options={"verify_signature": False})
    swapped = jwt.encode({**claims, "sub": house.admin.id}, setup().access_key, algorithm="HS256")
    answer = await house.request("GET", "/api/auth/me", token=swapped)
    assert answer.status == 401 or answer.body["id"] == alice.id


async def test_an_access_token_expires_after_fifteen_minutes(
    house: House, alice: Person, clock: MovableClock
) -> None:
    (await alice("GET", "/api/auth/me")).ok()
    clock.offset = timedelta(minutes=14)
    (await alice("GET", "/api/auth/me")).ok()
    clock.offset = timedelta(minutes=15, seconds=1)
    (await alice("GET", "/api/auth/me")).refused("unauthenticated", 401)
    await _refused_connection(house, alice.token)


async def test_bodies_that_are_not_what_they_should_be(house: House) -> None:
    url = "/api/auth/login"
    (await house.request("POST", url, data=b"{not json", headers={"Content-Type": "application/json"})).refused(
        "invalid", 400
    )
    (await house.request("POST", url, data=b"a=b", headers={"Content-Type": "text/plain"})).refused("invalid", 400)
    (await house.request("POST", url, json=["admin"])).refused("invalid")
    (await house.request("POST", url, json={})).refused("invalid", 422)


async def _refused_connection(house: House, token: str) -> None:
    """The connection is refused with the code as message and in the data."""
    client, told = socketio.AsyncClient(reconnection=False), asyncio.Queue[Any]()
    client.on("connect_error", told.put)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(house.base, auth={"token": token}, transports=["websocket"])
    refusal = await asyncio.wait_for(told.get(), 60)
    assert refusal["message"] == "unauthenticated" and refusal["data"]["code"] == "unauthenticated"
    assert refusal["data"]["detail"]


def test_a_hash_costs_what_owasp_asks_for(quick_passwords: PasswordHasher) -> None:
    costs = quick_passwords.memory_cost, quick_passwords.time_cost, quick_passwords.parallelism
    assert all(cost >= least for cost, least in zip(costs, (19_456, 2, 1), strict=True))
