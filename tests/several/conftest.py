"""A second hub process on the database of the first."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest

from tests.command import Panoramix
from tests.house import House, Person


class Elsewhere:
    """The second process, as people reach it."""

    def __init__(self, house: House, port: int) -> None:
        self.house = copy.copy(house)
        self.house.base = f"http://127.0.0.1:{port}"

    def of(self, person: Person) -> Person:
        """The same person with the same sign-in, there."""
        return replace(person, house=self.house)


@pytest.fixture
async def elsewhere(house: House, panoramix: Panoramix) -> Elsewhere:
    """Another hub on the same database, with the same secret."""
    await panoramix.serve(
        MONGO_URL=house.hub.mongo.url,
        SECRET=house.hub.settings.signing_secret,
        RATE_LIMITS="off",
        REGISTRATION="open",
        AGENT_PROVIDER="none",
    )
    return Elsewhere(house, panoramix.port)
