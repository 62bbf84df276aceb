"""What follows a commit: signals that the realtime layer carries out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Publish:
    """Send one event to every socket in the audience (`user:<id>`, `room:<id>`, `project:<id>`, `role:admin`)."""

    name: str
    audience: frozenset[str]
    payload: Mapping[str, Any]
    settles: str | None = None
    """Set where only the latest event of this name and key matters: then it may be told a moment later."""
    place: tuple[str, int] | None = None
    """Its place in an order that all processes keep: a name, and numbers without a gap."""


@dataclass(frozen=True, kw_only=True)
class Subscribe:
    """From now on a person's sockets hear a topic."""

    user_id: str
    topic: str


@dataclass(frozen=True, kw_only=True)
class Unsubscribe:
    """From now on a person's sockets no longer hear a topic."""

    user_id: str
    topic: str


@dataclass(frozen=True, kw_only=True)
class Disconnect:
    """Cut a person's sockets, all of them or those of some sessions, and say why."""

    user_id: str
    reason: str
    session_ids: frozenset[str] | None = None


Order = Subscribe | Unsubscribe | Disconnect
"""A signal that concerns a person's sockets, wherever they are."""
Signal = Publish | Order
