"""What main hands to this feature: what only the running process knows, and what lies outside the features."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hub.features.dashboard.instance_schemas import Agent, Lag


@dataclass(frozen=True, kw_only=True)
class Runs:
    """What Eko's runs came to."""

    by_hour: dict[datetime, int]
    """The beginning of an hour to how many runs were begun in it."""
    agent: Agent


@dataclass(frozen=True, kw_only=True)
class Instance:
    """What is known of the instance beside what is stored by the features."""

    version: str
    mongodb: Callable[[], Awaitable[str]]
    """The server's version."""
    started_at: datetime
    """Of this process."""
    data_dir: Path
    people: Callable[[], Collection[str]]
    """Who is connected to any process."""
    connections: Callable[[str], int]
    """How many connections somebody has to this process."""
    lag: Callable[[], Awaitable[Lag]]
    runs: Callable[[datetime, datetime], Awaitable[Runs]]
    """`(day, month)`: the times from which they are counted."""
    stored: Callable[[], Awaitable[tuple[int, int, int]]]
    """Documents, and the bytes of data and of indexes."""


_current: Instance | None = None


def configure(instance: Instance) -> None:
    """Set up the feature; main calls it before the doors open."""
    global _current
    _current = instance


def instance() -> Instance:
    """What was configured.

    Raises:
        RuntimeError: Main has not called `configure`.
    """
    if _current is None:
        raise RuntimeError("hub.features.dashboard.instance.configure was not called")
    return _current
