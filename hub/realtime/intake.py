"""How much may come in: packets a second, packets under way, bytes, connections from one address."""

from __future__ import annotations

import sys
from dataclasses import dataclass

LARGEST_PACKET = 8 * 1024 * 1024
LARGEST_STRANGER = 16 * 1024
"""The largest packet before the caller is known."""
MOST_UNDER_WAY = 512
"""Operations of one connection that may be under way before no more of its packets are read."""
MOST_HELD = 256 * 1024 * 1024
"""Bytes of all connections together that came and are not dealt with."""
PACKETS_A_SECOND = 200.0
PACKETS_AT_ONCE = 2_000.0
CONNECT_S = 10.0
"""From open to a CONNECT that is being looked at."""


@dataclass(kw_only=True)
class Limits:
    """What is limited; `rates` off for load tests."""

    rates: bool = True
    connections: int = 600
    """Open connections from one address."""
    strangers: int = 100
    """Of these, those that have not been accepted yet."""


class Addresses:
    """Counts connections by address, in all and not yet accepted."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._open: dict[str, int] = {}
        self._strangers: dict[str, int] = {}

    def full(self, address: str) -> bool:
        """Whether no more may come from there."""
        limits = self._limits
        return limits.rates and (
            self._open.get(address, 0) >= limits.connections or self._strangers.get(address, 0) >= limits.strangers
        )

    def came(self, address: str) -> str:
        """Count one more; returns the address as the one string that all share."""
        address = sys.intern(address)
        self._open[address] = self._open.get(address, 0) + 1
        self._strangers[address] = self._strangers.get(address, 0) + 1
        return address

    def accepted(self, address: str) -> None:
        """One of them is no stranger any more."""
        _less(self._strangers, address)

    def went(self, address: str, stranger: bool) -> None:
        """Count one less."""
        _less(self._open, address)
        if stranger:
            _less(self._strangers, address)


def _less(counts: dict[str, int], key: str) -> None:
    left = counts.get(key, 0) - 1
    if left > 0:
        counts[key] = left
    else:
        counts.pop(key, None)
