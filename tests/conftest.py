"""Fixtures: one real hub with a real MongoDB for the whole run, and new people for each test."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from argon2 import PasswordHasher

from hub.features.accounts import passwords
from hub.main import build
from hub.settings import Settings
from tests.command import Panoramix
from tests.house import House, MovableClock, Person


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[PasswordHasher]:
    """Thousands of people register, each for 30 ms of hashing; other processes hash as always. Gives the real one."""
    real = passwords._hasher
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield real


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings for a hub of the tests' own."""
    folder: Path = tmp_path_factory.mktemp("data")
    return Settings(
        _env_file=None,
        data_dir=folder,
        port=0,
        registration="open",
        rate_limits="off",
        agent_provider="none",
        embeddings="none",
    )


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def house(settings: Settings) -> AsyncIterator[House]:
    """A hub that is being served, with an administrator."""
    clock = MovableClock()
    opened = await House.open(await build(settings, clock=clock), clock)
    yield opened
    await opened.close()


@pytest.fixture
def clock(house: House) -> Iterator[MovableClock]:
    """The hub's clock; set back after the test."""
    yield house.clock
    house.clock.reset()


@pytest_asyncio.fixture(loop_scope="session")
async def alice(house: House) -> Person:
    """Somebody."""
    return await house.person("alice")


@pytest_asyncio.fixture(loop_scope="session")
async def bob(house: House) -> Person:
    """Somebody else."""
    return await house.person("bob")


@pytest.fixture
async def panoramix(tmp_path: Path) -> AsyncIterator[Panoramix]:
    """A fresh installation; whatever still runs at the end is killed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    installation = Panoramix(data_dir=tmp_path / "data", port=port, started=[])
    yield installation
    for process in installation.started:
        if process.returncode is None:
            process.kill()
            await process.communicate()
