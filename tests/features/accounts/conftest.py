"""Other settings, and a house without an administrator, for one test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
import pytest_asyncio

from hub.features.accounts.access import configure
from hub.features.accounts.documents import Roster
from tests.house import House


@pytest.fixture
def configured(house: House) -> Iterator[Callable[..., None]]:
    """Change settings of the running hub; they are put back after the test."""

    def change(**fields: Any) -> None:
        configure(house.hub.settings.model_copy(update=fields), house.clock, house.hub.cache)

    yield change
    configure(house.hub.settings, house.clock, house.hub.cache)


@pytest_asyncio.fixture(loop_scope="session")
async def no_admin(house: House) -> AsyncIterator[None]:
    """Nobody has registered yet, as far as the roster knows; it is put back after the test."""
    kept = await Roster.rows().find_one({})
    assert kept is not None
    await Roster.rows().delete_many({})
    yield
    await Roster.rows().delete_many({})
    await Roster.rows().insert_one(kept)
