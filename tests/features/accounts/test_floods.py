"""Guessing and flooding: refused with the seconds to wait, and without filling the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from hub.features.accounts import guesses, passwords
from hub.settings import RateLimits
from tests.house import PASSWORD, Answer, House, Person

LOGIN = "/api/auth/login"


@pytest.fixture
def guessing(configured: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Guesses are counted, from nothing."""
    configured(rate_limits=RateLimits.ON)
    monkeypatch.setattr(guesses, "_wrong", type(guesses._wrong)())


@pytest.fixture
def limited(house: House) -> Iterator[None]:
    """Rates are limited during the test."""
    house.hub.pipeline.rates.on = True
    yield
    house.hub.pipeline.rates.on = False


async def guess(house: House, username: str, password: str = "a wrong guess") -> Answer:
    return await house.request("POST", LOGIN, json={"username": username, "password": password})


@pytest.mark.usefixtures("guessing")
@pytest.mark.parametrize("exists", [True, False], ids=["somebody", "nobody"])
async def test_a_password_cannot_be_guessed_on_and_on(house: House, alice: Person, bob: Person, exists: bool) -> None:
    username = alice.username if exists else "nobody_at_all"
    for _ in range(guesses.PER_ADDRESS):
        (await guess(house, username)).refused("unauthenticated", 401)
    answer = await guess(house, username, PASSWORD)
    assert answer.refused("rate_limited", 429)["retry_after"] > 0
    assert int(answer.headers["Retry-After"]) >= 1
    (await guess(house, bob.username, PASSWORD)).ok()


@pytest.mark.usefixtures("guessing")
async def test_the_right_password_forgets_the_wrong_ones(house: House, alice: Person) -> None:
    for _ in range(3):
        for _ in range(guesses.PER_ADDRESS - 1):
            (await guess(house, alice.username)).refused("unauthenticated")
        (await guess(house, alice.username, PASSWORD)).ok()


async def test_too_many_at_once_are_refused_instead_of_queued(
    house: House, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_waiting", passwords.MOST_WAITING)
    answer = await guess(house, alice.username, PASSWORD)
    assert answer.refused("unavailable", 503)["retry_after"] > 0


@pytest.mark.usefixtures("limited")
async def test_a_flood_is_refused_and_writes_nothing(house: House, alice: Person) -> None:
    url = "/api/activity/export?format=csv"
    answers = [await alice("GET", url) for _ in range(15)]
    refused = [answer for answer in answers if answer.status == 429]
    assert refused and "Retry-After" in refused[0].headers
    entries = (await house.admin("GET", f"/api/activity?actor={alice.id}")).ok()["items"]
    assert [one["operation"] for one in entries] == ["auth.register"]
