"""Access tokens: ours are recognised, and nothing that only looks like one."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from datetime import timedelta
from typing import Any

import jwt
import pytest

from hub.features.accounts import credentials
from hub.features.accounts import setup as accounts_setup
from hub.features.accounts.credentials import OWN_HEADER
from hub.features.accounts.setup import setup
from tests.house import House, MovableClock, Person


def signed(claims: dict[str, Any], key: bytes | None = None, **options: Any) -> str:
    return jwt.encode(claims, setup().access_key if key is None else key, algorithm="HS256", **options)


async def test_a_token_of_ours_is_recognised_however_its_header_is_written(house: House, alice: Person) -> None:
    claims = jwt.decode(alice.token, options={"verify_signature": False})
    assert alice.token.startswith(OWN_HEADER + "."), "the quick way is the one that our own tokens go"
    for token in (alice.token, signed(claims), signed(claims, headers={"kid": "1"})):
        assert (await house.request("GET", "/api/auth/me", token=token)).ok()["id"] == alice.id


@pytest.mark.parametrize(
    "change",
    [{"exp": 1}, {"exp": None}, {"exp": "soon"}, {"exp": 10**30}, {"aud": "others"}, {"aud": None}, {"sid": None}],
    ids=str,
)
async def test_a_signature_does_not_make_up_for_what_a_token_says(
    house: House, alice: Person, change: dict[str, Any]
) -> None:
    claims = {**jwt.decode(alice.token, options={"verify_signature": False}), **change}
    token = signed({name: value for name, value in claims.items() if value is not None})
    (await house.request("GET", "/api/auth/me", token=token)).refused("unauthenticated", 401)


async def test_what_we_did_not_sign_is_refused(house: House, alice: Person) -> None:
    header, payload, signature = alice.token.split(".")
    claims = jwt.decode(alice.token, options={"verify_signature": False})
    other = signed({**claims, "sub": "0" * 24}).split(".")
    for forged in (
        f"{header}.{other[1]}.{signature}",
        f"{header}.{payload}.{signature[:-4]}AAAA",
        f"{header}.{payload}.",
        f"{header}.{payload}",
        f"{header}..{signature}",
        f"{header}.{payload}.{signature}=",
        f"{header}.{payload}.{signature}.{signature}",
        signed(claims, key=b"another key that is long enough for the hash"),
        jwt.encode(claims, None, algorithm="none"),
    ):
        (await house.request("GET", "/api/auth/me", token=forged)).refused("unauthenticated", 401)


async def test_a_token_that_was_good_is_so_until_it_expires(house: House, alice: Person, clock: MovableClock) -> None:
    claims = jwt.decode(alice.token, options={"verify_signature": False})
    token = signed({**claims, "exp": int(clock.now().timestamp()) + 600})
    for _ in range(2):
        (await house.request("GET", "/api/auth/me", token=token)).ok()
    clock.offset += timedelta(seconds=601)
    (await house.request("GET", "/api/auth/me", token=token)).refused("unauthenticated", 401)


async def test_what_was_signed_with_another_secret_is_not_remembered_as_good(
    house: House, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    (await house.request("GET", "/api/auth/me", token=alice.token)).ok()
    monkeypatch.setattr(accounts_setup, "_current", replace(setup(), access_key=b"another key that is long enough"))
    (await house.request("GET", "/api/auth/me", token=alice.token)).refused("unauthenticated", 401)


async def test_tokens_that_are_remembered_have_a_bound(
    house: House, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credentials, "MOST_VERIFIED", 2)
    monkeypatch.setattr(credentials, "_verified", remembered := OrderedDict[bytes, Any]())
    claims = jwt.decode(alice.token, options={"verify_signature": False})
    for extra in range(4):
        token = signed({**claims, "exp": claims["exp"] + extra})
        (await house.request("GET", "/api/auth/me", token=token)).ok()
    assert len(remembered) == 2
