"""Who may register: open, invite, closed, and the very first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from hub.bootstrap import bootstrap_code
from hub.features.accounts.documents import Invitation
from hub.settings import Registration
from tests.house import PASSWORD, Answer, House, MovableClock, Person

Configured = Callable[..., None]


async def register(house: House, username: str, **fields: Any) -> Answer:
    body = {"username": username, "password": PASSWORD, **fields}
    return await house.request("POST", "/api/auth/register", json=body)


async def invite(house: House, **fields: Any) -> dict[str, Any]:
    return (await house.admin("POST", "/api/invitations", fields)).ok()


async def test_by_default_an_invitation_is_needed_once_there_is_an_account(
    house: House, configured: Configured
) -> None:
    configured(registration=None)
    (await register(house, "uninvited")).refused("forbidden", 403)
    (await register(house, "uninvited", invite="guessed-guessed-guessed")).refused("forbidden", 403)
    code = (await invite(house, role="guest"))["code"]
    assert (await register(house, "invited_one", invite=f" {code.upper()} ")).ok()["user"]["role"] == "guest"
    (await register(house, "invited_two", invite=code)).refused("forbidden", 403)


async def test_an_invitation_is_used_as_often_as_it_says_however_many_ask_at_once(
    house: House, configured: Configured
) -> None:
    configured(registration=Registration.INVITE)
    made = await invite(house, max_uses=2)
    answers = await asyncio.gather(*(register(house, f"asks_{n}", invite=made["code"]) for n in range(5)))
    assert sorted(answer.status for answer in answers) == [201, 201, 403, 403, 403]
    listed = (await house.admin("GET", "/api/invitations")).ok()["items"]
    mine = next(one for one in listed if one["id"] == made["id"])
    assert mine["uses"] == 2 and "code" not in mine and "code_hash" not in mine


async def test_a_refused_registration_uses_no_invitation(house: House, alice: Person, configured: Configured) -> None:
    configured(registration=Registration.INVITE)
    code = (await invite(house))["code"]
    (await register(house, alice.username, invite=code)).refused("conflict", 409)
    (await register(house, "still_welcome", invite=code)).ok()


async def test_an_invitation_expires_and_is_revoked(
    house: House, configured: Configured, clock: MovableClock
) -> None:
    configured(registration=Registration.INVITE)
    late = await invite(house, expires_at=(clock.now() + timedelta(hours=1)).isoformat())
    gone = await invite(house)
    (await house.admin("DELETE", f"/api/invitations/{gone['id']}")).ok()
    (await register(house, "gone_code", invite=gone["code"])).refused("forbidden")
    clock.offset = timedelta(hours=2)
    (await register(house, "late_code", invite=late["code"])).refused("forbidden")


async def test_the_code_is_nowhere_in_the_database_or_the_record(house: House) -> None:
    made = await invite(house)
    stored = await Invitation.rows().find_one({"_id": made["id"]})
    assert stored is not None and made["code"] not in str(stored)
    entries = (await house.admin("GET", f"/api/activity?entity={made['id']}")).ok()["items"]
    assert entries and made["code"] not in str(entries) and stored["code_hash"] not in str(entries)


async def test_only_administrators_invite(alice: Person) -> None:
    (await alice("POST", "/api/invitations", {})).refused("forbidden", 403)
    (await alice("GET", "/api/invitations")).refused("forbidden", 403)


@pytest.mark.parametrize("wrong", [{"role": "bot"}, {"role": "root"}, {"max_uses": 0}, {"max_uses": "1"}], ids=str)
async def test_invitations_refuse(house: House, wrong: dict[str, Any]) -> None:
    (await house.admin("POST", "/api/invitations", wrong)).refused("invalid", 422)


async def test_closed_is_closed_even_with_an_invitation(house: House, configured: Configured) -> None:
    code = (await invite(house))["code"]
    configured(registration=Registration.CLOSED)
    (await register(house, "too_late", invite=code)).refused("forbidden", 403)


@pytest.mark.usefixtures("no_admin")
async def test_of_two_who_are_first_at_once_one_is_admin(house: House, configured: Configured) -> None:
    configured(registration=Registration.OPEN)
    answers = await asyncio.gather(*(register(house, f"first_{n}") for n in range(4)))
    roles = sorted(answer.ok()["user"]["role"] for answer in answers)
    assert roles == ["admin", "member", "member", "member"]


@pytest.mark.usefixtures("no_admin")
async def test_beyond_loopback_the_first_account_needs_the_printed_code(house: House, configured: Configured) -> None:
    configured(registration=None, host="0.0.0.0")
    code = bootstrap_code(house.hub.settings)
    (await register(house, "stranger_1")).refused("forbidden", 403)
    (await register(house, "stranger_1", invite="aaaaa-bbbbb-ccccc")).refused("forbidden", 403)
    assert (await register(house, "owner_1", invite=code)).ok()["user"]["role"] == "admin"
    (await register(house, "stranger_2", invite=code)).refused("forbidden", 403)
    assert bootstrap_code(house.hub.settings) != code, "it was good for one account"
